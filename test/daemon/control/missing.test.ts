import t from 'tap';
import type { Relayed } from '../../../daemon/control/path.js';
import type { Address, Endpoint } from '../../../protocol/address.js';
import { presented, T0 } from './support/manager.js';
import { B, Search } from './support/search.js';

t.test(
  'a peer that falls silent is sought at once, from others first than led to it, until it answers',
  async (t) => {
    const search = new Search();
    const b = search.find();
    b.answers = false;
    search.finder.miss(search.now, b);
    search.answer(search.standby, presented('b'), 0xb2);
    t.same(b.relays, ['via:2:000000b2', 'via:1:000000b1']);
    const times: number[] = [];
    for (let again = search.pass(500); times.length < 8; again = search.pass(100)) {
      if (again.length === 0) continue;
      times.push(Number(again[0]?.split(' ')[0]));
      search.tell(search.home, search.home.lookup, presented('b'), 0xb1);
    }
    for (const [i, wait] of [1, 2, 4, 8, 16, 32, 32].entries()) {
      const waited = ((times[i] as number) - (times[i - 1] ?? 0)) / 1_000;
      t.ok(waited >= 0.8 * wait - 0.2 && waited <= 1.2 * wait + 0.2, `wait ${i} is of ${waited} s`);
    }
    b.answers = true;
    search.finder.up(search.now, b);
    t.same(search.pass(100_000), []);
  },
);

for (const [what, state, most] of [
  ['that packets go to', { dataAt: T0.mono + 100_000 }, 1],
  ['that has a session still', { hasSession: true }, 4],
] as const) {
  t.test(`a peer ${what} is sought again every ${most} s, each manager once`, async (t) => {
    const search = new Search();
    const b = search.find();
    Object.assign(b, state, { answers: false });
    search.finder.miss(search.now, b);
    search.pass(3_000);
    search.pass(20_000);
    const ids = new Set<number>();
    for (let ms = 0; ms < 60_000; ms += 10) {
      search.pass(10);
      ids.add(search.home.lookup);
      for (const manager of [search.home, search.standby]) search.tell(manager, manager.lookup, 'unknown');
    }
    const rounds = ids.size;
    t.ok(rounds >= 60 / most / 1.5 && rounds <= 60 / most / 0.7, `${rounds} times`);
  });
}

t.test(
  'a peer that no manager finds is sought again, and at once when another manager can be asked',
  async (t) => {
    const search = new Search();
    const b = search.find();
    b.answers = false;
    search.managers = [search.home];
    search.finder.miss(search.now, b);
    search.answer(search.home, 'unknown');
    const asked = search.pass(5_000);
    t.equal(
      asked.filter((line) => Number(line.split(' ')[0]) <= 3_000).length,
      14,
      'it may be about to attach',
    );
    t.ok(asked.some((line) => Number(line.split(' ')[0]) > 3_800));
    search.managers = [];
    search.finder.gained(search.now);
    search.pass(60_000);
    search.managers = [search.standby];
    search.finder.gained(search.now);
    t.equal(search.lookups(search.standby).length, 1);
  },
);

t.test('when a manager is lost, whom it relayed is sought at once', async (t) => {
  const search = new Search();
  const b = search.find();
  const c = search.add('c');
  c.relays = ['via:2:000000c2' as Relayed];
  b.answers = true;
  search.managers = [search.standby];
  search.finder.lost(search.now, search.home);
  t.same(b.relays, []);
  t.equal(c.relays.length, 1);
  search.answer(search.standby, presented('b'), 0xb2);
  t.same(b.relays, ['via:2:000000b2']);
  t.same(search.pass(100_000), [], 'it has answered all the time');
});

t.test('a handle that leads nowhere any more is asked for anew', async (t) => {
  const search = new Search();
  const b = search.find();
  search.finder.notHere(search.now, search.home, 0xb2);
  search.finder.notHere(search.now, search.standby, 0xb1);
  t.equal(b.relays.length, 1);
  t.same(search.pass(100), []);
  search.finder.notHere(search.now, search.home, 0xb1);
  t.same(b.relays, []);
  search.answer(search.home, presented('b'), 0xb3);
  t.same(b.relays, ['via:1:000000b3']);
});

t.test('a peer that nobody has introduced is asked about once it is up', async (t) => {
  const search = new Search();
  const [b, nameless] = [search.add('b'), search.add('c', null)];
  const endpoints = ['192.0.2.9:7077'] as Endpoint[];
  for (const peer of [b, nameless, search.home]) search.finder.up(search.now, peer);
  search.answer(search.home, presented('b', { endpoints }), 0xb1);
  t.match(b.introduced, [{ endpoints }]);
  search.finder.up(search.now, b);
  t.same(search.pass(100_000), []);
  t.same(search.refused, []);
});

t.test('packets that wait for a peer that is there have it sought', async (t) => {
  const search = new Search();
  const b = search.find();
  search.finder.need(search.now, B);
  t.equal(search.lookups(search.standby).length, 1);
  t.equal(b.relays.length, 1);
});

t.test('managers, and peers without an address, are not sought', async (t) => {
  const search = new Search();
  search.add('c', null);
  for (const peer of search.peers) {
    search.finder.miss(search.now, peer);
    search.finder.gone(peer);
  }
  t.same(search.pass(10_000), []);
});

t.test('a peer that is none any more is sought no more', async (t) => {
  const search = new Search();
  const [b, c] = [search.add('b'), search.add('c')];
  for (const peer of [b, c]) search.finder.miss(search.now, peer);
  search.pass(3_000);
  search.peers = [search.home, search.standby];
  search.finder.gone(b);
  t.same(search.pass(100_000), []);
});

t.test('a manager that is gone is avoided no more', async (t) => {
  const search = new Search();
  const b = search.add('b');
  b.relays = ['via:77:000000b7' as Relayed];
  search.finder.miss(search.now, b);
  t.equal(search.lookups(search.home).length, 1);
});

t.test('of more peers than can be sought at a time the rest waits', async (t) => {
  const search = new Search();
  const peers = Array.from({ length: 1_030 }, (_, i) =>
    search.add(`n${i}`, `10.77.${4 + (i >> 8)}.${i & 255}` as Address),
  );
  for (const peer of peers) search.finder.miss(search.now, peer);
  t.equal(search.count('too-many'), 6);
  const last = peers[1_000]?.address as Address;
  t.notOk(search.home.sought.has(last));
  search.finder.need(search.now, last);
  t.ok(search.home.sought.has(last), 'unless packets wait for it');
  search.pass(60_000);
  t.equal(search.home.sought.size, 1_030);
});
