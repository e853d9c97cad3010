import t from 'tap';
import type { RelayEntry, UpdateRelay } from '../../../daemon/control/action.js';
import { type Relay, Relays } from '../../../daemon/control/relays.js';
import type { Rng } from '../../../daemon/control/rng.js';
import { seededRng } from './support/rng.js';

interface Someone {
  readonly id: number;
}

const [a, b, c, m2] = [1, 2, 3, 4].map((id) => ({ id })) as [Someone, Someone, Someone, Someone];

/** What the core holds after so many updates. */
function tableOf(updates: readonly UpdateRelay[]): readonly RelayEntry[] {
  const table = new Map<number, RelayEntry>();
  for (const { add, remove } of updates) {
    for (const handle of remove) table.delete(handle);
    for (const entry of add) table.set(entry.handle, entry);
  }
  return [...table.values()];
}

function relays(most?: number, mostEach?: number): { relays: Relays<Someone>; updates: UpdateRelay[] } {
  const updates: UpdateRelay[] = [];
  return {
    relays: new Relays(seededRng('relays'), (update) => updates.push(update), most, mostEach),
    updates,
  };
}

t.test('two nodes that are here are written their own handles, each the way back', async (t) => {
  const { relays: table, updates } = relays();
  table.open('a b', [
    { peer: a, handle: 10 },
    { peer: b, handle: 20 },
  ]);
  t.equal(updates.length, 1);
  t.same(tableOf(updates), [
    { handle: 10, source: 1, target: 2, next: 20, hop: false },
    { handle: 20, source: 2, target: 1, next: 10, hop: false },
  ]);
});

t.test('another manager is written its own handle, in a hop', async (t) => {
  const { relays: table, updates } = relays();
  const relay = table.open('a b m2', [
    { peer: a, handle: 10 },
    { peer: m2, handle: 30, remote: 77 },
  ]);
  t.same(tableOf(updates), [
    { handle: 10, source: 1, target: 4, next: 77, hop: true },
    { handle: 30, source: 4, target: 1, next: 10, hop: false },
  ]);
  t.equal(table.byRemote(m2, 77), relay);
  t.equal(table.byRemote(a, 77), undefined);
  t.equal(table.byKey('a b m2'), relay);
  t.same(table.of(m2), [relay]);
});

t.test('what is closed is out of the core in one step, and out of every list', async (t) => {
  const { relays: table, updates } = relays();
  const handles = Array.from({ length: 4 }, () => table.draw()) as [number, number, number, number];
  const first = table.open('a b', [
    { peer: a, handle: handles[0] },
    { peer: b, handle: handles[1] },
  ]);
  const second = table.open('a c', [
    { peer: a, handle: handles[2] },
    { peer: m2, handle: handles[3], remote: 5 },
  ]);
  t.same(table.of(a), [first, second]);
  table.close([]);
  t.equal(updates.length, 2);
  table.close([first, second]);
  t.equal(updates.length, 3);
  t.same(tableOf(updates), []);
  for (const peer of [a, b, c, m2]) t.same(table.of(peer), []);
  t.equal(table.byRemote(m2, 5), undefined);
  t.equal(table.byKey('a b'), undefined);
  t.equal(table.size, 0);
});

t.test('a manager that gives one handle twice is believed the second time', async (t) => {
  const { relays: table } = relays();
  const [first, second] = ['a', 'b'].map((key) =>
    table.open(key, [
      { peer: key === 'a' ? a : b, handle: table.draw() },
      { peer: m2, handle: table.draw(), remote: 5 },
    ]),
  );
  t.equal(table.byRemote(m2, 5), second);
  table.close(first ? [first] : []);
  t.equal(table.byRemote(m2, 5), second);
});

t.test('a handle is never 0, and nobody has it who was not given it', async (t) => {
  const drawn = [0, 5, 5, 6, 5].map((last) => Uint8Array.of(0xff, 0, 0, last));
  drawn.unshift(new Uint8Array(4));
  const rng: Rng = { bytes: () => drawn.shift() as Uint8Array, fraction: () => 0 };
  const table = new Relays<Someone>(rng, () => undefined);
  t.equal(table.draw(), 0xff000000);
  t.equal(table.draw(), 0xff000005);
  t.equal(table.draw(), 0xff000006);
  table.release(0xff000005);
  t.equal(table.draw(), 0xff000005);
  const relay = table.open('a b', [
    { peer: a, handle: 0xff000007 },
    { peer: b, handle: 0xff000008 },
  ]);
  drawn.push(Uint8Array.of(0xff, 0, 0, 7), Uint8Array.of(0xff, 0, 0, 9));
  t.equal(table.draw(), 0xff000009);
  table.close([relay]);
  drawn.push(Uint8Array.of(0xff, 0, 0, 7));
  t.equal(table.draw(), 0xff000007);
});

t.test('of too many of one node the one goes that was asked for longest ago', async (t) => {
  const { relays: table } = relays(10, 2);
  const open = opener(table);
  t.same(table.surplus(a), []);
  const [ab, ac, bc] = [open(a, b), open(a, c), open(b, c)];
  t.same(table.surplus(a), [ab]);
  t.same(table.surplus(m2), []);
  table.byKey(ab.key);
  t.same(table.surplus(a), [ac]);
  t.same(table.surplus(b), [bc]);
  table.close([ac]);
  t.same(table.surplus(a), []);
});

t.test('of too many in all the oldest goes of whoever has most', async (t) => {
  const { relays: table } = relays(5, 5);
  const open = opener(table);
  open(c, m2);
  const [first] = [open(a, b), open(a, c), open(a, m2), open(a, { id: 5 })];
  t.same(table.surplus(m2), [first]);
  t.same(table.surplus({ id: 6 }), [first]);
});

t.test('what another one asks for takes room from what it has asked for alone', async (t) => {
  const { relays: table } = relays(4, 2);
  const open = opener(table);
  const [, am2] = [open(a, b), open(a, m2)];
  t.same(table.surplus(a, m2), [am2]);
  t.equal(table.surplus(a, { id: 9 }), undefined);
  open(b, c);
  open(c, { id: 5 });
  t.same(table.surplus({ id: 6 }, m2), [am2], 'in all, too');
  t.equal(table.surplus({ id: 6 }, { id: 9 }), undefined);
});

function opener(table: Relays<Someone>): (x: Someone, y: Someone) => Relay<Someone> {
  return (x, y) =>
    table.open(`${x.id} ${y.id}`, [
      { peer: x, handle: table.draw() },
      { peer: y, handle: table.draw() },
    ]);
}
