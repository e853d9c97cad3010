import t from 'tap';
import { Crossings } from '../../../daemon/control/crossings.js';
import { Farewells } from '../../../daemon/control/farewells.js';
import { seed } from '../../protocol/support/network.js';
import { addressOf, follow, Host, Two } from './support/introducing.js';
import { after, presented, T0, type TestCaller } from './support/manager.js';

t.test('a node elsewhere is reached over its manager: four handles, one hop', async (t) => {
  const two = new Two();
  const [a, b] = [two.m1.attach('a'), two.m2.attach('b')];
  two.m1.knows('b');
  two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 5, address: addressOf('b') });
  const [told] = a.only('introduction');
  t.match(told, { id: 5, result: 'ok', ...presented('b') }, 'before the other manager has answered');
  t.equal(follow(two, two.m1, a, told?.handle as number), 'no handle there');
  two.carry();
  t.same(a.told(), []);
  t.equal(two.m1.table.size, 2);
  t.equal(two.m2.table.size, 2);
  const there = follow(two, two.m1, a, told?.handle as number);
  t.match(there, { to: b.id });
  const home = follow(two, two.m2, b, (there as { handle: number }).handle);
  t.same(home, { to: a.id, handle: told?.handle });
  t.match(b.told(), []);
  t.equal(two.m1.introducer.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('asked again, also by the other side, it is the same relay', async (t) => {
  const two = new Two();
  const [a, b] = [two.m1.attach('a'), two.m2.attach('b')];
  two.m1.knows('b');
  two.m2.knows('a', { attachments: [{ manager: 'm1', priority: 0 }] });
  const ask = (host: Host, peer: TestCaller, name: string): number | undefined => {
    host.introducer.lookup(T0, peer, { type: 'lookup', id: 1, address: addressOf(name) });
    two.carry();
    return peer.only('introduction')[0]?.handle;
  };
  const first = ask(two.m1, a, 'b');
  t.equal(ask(two.m1, a, 'b'), first);
  const other = ask(two.m2, b, 'a');
  t.same(follow(two, two.m2, b, other as number), { to: a.id, handle: first });
  t.equal(two.m1.table.size + two.m2.table.size, 4);
});

for (const [first, second] of [
  ['m1', 'm2'],
  ['m2', 'm1'],
] as const) {
  t.test(`both sides ask at once, ${first} first: one relay comes of it`, async (t) => {
    const two = new Two();
    const [a, b] = [two.m1.attach('a'), two.m2.attach('b')];
    two.m1.knows('b');
    two.m2.knows('a', { attachments: [{ manager: 'm1', priority: 0 }] });
    const ask = {
      m1: () => two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 1, address: addressOf('b') }),
      m2: () => two.m2.introducer.lookup(T0, b, { type: 'lookup', id: 1, address: addressOf('a') }),
    };
    ask[first]();
    ask[second]();
    two.carry();
    const [toB, toA] = [a.only('introduction')[0]?.handle, b.only('introduction')[0]?.handle] as number[];
    t.same(follow(two, two.m1, a, toB as number), { to: b.id, handle: toA });
    t.same(follow(two, two.m2, b, toA as number), { to: a.id, handle: toB });
    t.equal(two.m1.table.size + two.m2.table.size, 4);
    for (const host of [two.m1, two.m2]) t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
  });
}

t.test('the other manager is asked three times, 100 ms apart, then the next one', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  const [m2, m3] = [host.manager('m2'), host.manager('m3')];
  const attachments = [
    { manager: 'm2', priority: 2 },
    { manager: 'm4', priority: 1 },
    { manager: 'm3', priority: 0 },
  ];
  host.knows('b', { attachments });
  const handle = host.asks(a, addressOf('b'))?.handle as number;
  t.equal(host.table.get(handle)?.target, m3.id);
  const [first] = m3.told();
  host.tick(299);
  t.same(m3.told(), [first, first]);
  t.same(m2.told(), []);
  host.tick(599);
  t.equal(m2.told().length, 3);
  t.equal(host.table.get(handle)?.target, m2.id, 'the handle leads to the next one');
  t.equal(host.table.size, 2);
  t.same(a.told(), []);
  host.tick(600);
  t.same(a.told(), [{ type: 'not-here', handle }]);
  t.equal(host.table.size, 0);
  host.tick(1_000);
  a.told();
  t.equal(host.asks(a, addressOf('b'), 2, after(1_000)), undefined, 'from now on it has to answer first');
  host.tick(1_600);
  t.match(a.told(), [{ type: 'introduction', result: 'unreachable', record: undefined }]);
  t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
  t.match(host.asks(a, addressOf('b'), 3, after(11_600)), { result: 'ok' }, 'for 10 s');
});

t.test('a manager that cannot is followed by the next one', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  const [m2, m3] = [host.manager('m2'), host.manager('m3')];
  host.knows('b', { attachments: [m2, m3].map(({ name: manager }, priority) => ({ manager, priority })) });
  const { crossings } = host.introducer;
  for (const [last, result] of [
    ['unreachable', 'unreachable'],
    ['refused', 'unreachable'],
    ['busy', 'busy'],
  ] as const) {
    const promised = host.asks(a, addressOf('b'))?.handle;
    const id = m2.only('open-relay')[0]?.id as number;
    t.ok(crossings.answered(T0, m2, { type: 'relay-opened', id, result: 'unreachable' }));
    t.equal(m3.only('open-relay')[0]?.id, id);
    t.ok(crossings.answered(T0, m3, { type: 'relay-opened', id, result: last }));
    if (promised === undefined) t.match(a.told(), [{ type: 'introduction', result }]);
    else t.same(a.told(), [{ type: 'not-here', handle: promised }]);
    t.equal(promised !== undefined, last === 'unreachable', 'the first time');
  }
  t.equal(host.table.size, 0);
});

t.test('answers that nobody waits for change nothing', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  const [m2, m3] = [host.manager('m2'), host.manager('m3')];
  host.knows('b', { attachments: [{ manager: 'm2', priority: 0 }] });
  host.asks(a, addressOf('b'));
  const id = m2.only('open-relay')[0]?.id as number;
  const answer = { type: 'relay-opened', id, result: 'ok', handle: 9 } as const;
  const before = [...host.table];
  t.notOk(host.introducer.crossings.answered(T0, m3, answer));
  t.notOk(host.introducer.crossings.answered(T0, m2, { ...answer, id: id + 1 }));
  t.same([...host.table], before);
  t.ok(host.introducer.crossings.answered(T0, m2, answer));
  t.notOk(host.introducer.crossings.answered(T0, m2, answer));
  t.equal(host.table.size, 2);
});

t.test('a manager makes its half only for a node that is here, and no manager', async (t) => {
  const host = new Host('m2', 1);
  const m1 = host.manager('m1');
  host.attendance.attach(m1);
  const ask = (target: string, source = 'a', back = 5): unknown => {
    host.introducer.crossings.asked(T0, m1, { type: 'open-relay', id: 1, source, target, back });
    return m1.only('relay-opened')[0]?.result;
  };
  host.knows('b');
  t.equal(ask('b'), 'unreachable');
  t.equal(ask('m1'), 'refused');
  const b = host.attach('b');
  t.equal(ask('b', 'b'), 'refused');
  t.equal(host.table.size, 0);
  t.equal(ask('b'), 'ok');
  t.equal(ask('b'), 'ok');
  t.same(b.told(), []);
  const [handle] = host.table.keys();
  host.introducer.crossings.asked(T0, m1, { type: 'open-relay', id: 1, source: 'c', target: 'b', back: 6 });
  t.match(m1.told(), [{ type: 'not-here' }, { result: 'ok' }], 'the older one gives way');
  t.same(b.told(), [{ type: 'not-here', handle }]);
  t.equal(host.table.size, 2);
});

t.test('a manager takes the handle that is proposed to it, unless it is somebody’s', async (t) => {
  const host = new Host('m2');
  const m1 = host.manager('m1');
  for (const name of ['b', 'c']) host.attach(name);
  const ask = (target: string, back: number, forth?: number): number | undefined => {
    const proposal = forth === undefined ? {} : { forth };
    const open = { type: 'open-relay', id: 1, source: 'a', target, back, ...proposal } as const;
    host.introducer.crossings.asked(T0, m1, open);
    return m1.only('relay-opened')[0]?.handle;
  };
  t.equal(ask('b', 5, 77), 77);
  t.match(host.table.get(77), { source: m1.id, hop: false });
  const own = [...host.table].find(([, { target }]) => target === m1.id)?.[0] as number;
  const other = ask('c', 6, 77) as number;
  t.not(other, 77);
  t.equal(ask('c', 6, own), other, 'of its node either');
  t.equal(ask('b', 5, 77), 77, 'asked again');
  t.equal(ask('b', 5), 77, 'by one that proposes none');
  t.equal(ask('b', 7, 78), 78, 'and by one that has lost it');
  t.match(host.table.get(own), { next: 7 }, 'what the node writes stays as it was');
  t.notOk(host.table.has(77));
  t.equal(host.table.size, 4);
});

t.test('of two nodes that are at both managers, each may be the one that is here', async (t) => {
  const { m2, back } = new Two();
  for (const name of ['c', 'd']) m2.attach(name);
  for (const [id, source, target] of [
    [1, 'd', 'c'],
    [2, 'c', 'd'],
    [3, 'd', 'c'],
  ] as const) {
    m2.introducer.crossings.asked(T0, back, { type: 'open-relay', id, source, target, back: 10 + (id % 2) });
  }
  const handles = back.only('relay-opened').map(({ handle }) => handle);
  t.equal(new Set(handles).size, 2);
  t.equal(handles[2], handles[0]);
  t.equal(m2.table.size, 4);
});

t.test('when one side goes, everybody on the way is told, and all four handles are gone', async (t) => {
  for (const who of ['a', 'b'] as const) {
    const two = new Two();
    const [a, b] = [two.m1.attach('a'), two.m2.attach('b')];
    two.m1.knows('b');
    two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 5, address: addressOf('b') });
    two.carry();
    const handle = a.only('introduction')[0]?.handle as number;
    const way = follow(two, two.m1, a, handle) as { handle: number };
    if (who === 'a') two.m1.gone(a);
    else two.m2.gone(b);
    two.carry();
    t.equal(two.m1.table.size + two.m2.table.size, 0, who);
    t.same(a.told(), who === 'b' ? [{ type: 'not-here', handle }] : []);
    t.same(b.told(), who === 'a' ? [{ type: 'not-here', handle: way.handle }] : []);
    two.m1.tick(1_000);
    two.m2.tick(1_000);
    two.carry();
    t.equal((who === 'a' ? b : a).told().length, 2);
  }
});

t.test('a handle that is nobody’s is not missed', async (t) => {
  const host = new Host('m1');
  const [a, b, m2] = [host.attach('a'), host.attach('b'), host.manager('m2')];
  const handle = host.asks(a, addressOf('b'))?.handle as number;
  host.introducer.notHere(T0, m2, handle);
  host.introducer.notHere(T0, b, handle);
  t.equal(host.table.size, 2);
});

t.test('a manager that has lost its half makes it again when it is asked', async (t) => {
  const two = new Two();
  const [a, b] = [two.m1.attach('a'), two.m2.attach('b')];
  two.m1.knows('b');
  const ask = (id: number): number => {
    two.m1.introducer.lookup(T0, a, { type: 'lookup', id, address: addressOf('b') });
    two.carry();
    return a.only('introduction').at(-1)?.handle as number;
  };
  const first = ask(1);
  two.lost = () => true;
  two.m2.gone(b);
  two.carry();
  two.m2.tick(1_000);
  two.carry();
  two.lost = () => false;
  two.m2.attendance.attach(b);
  const second = ask(2);
  t.equal(second, first);
  t.match(follow(two, two.m1, a, second), { to: b.id });
  t.equal(two.m1.table.size + two.m2.table.size, 4);
  two.lost = () => true;
  two.m1.gone(a);
  two.m1.tick(1_000);
  two.carry();
  two.lost = () => false;
  two.m1.attendance.attach(a);
  b.told();
  const third = ask(3);
  t.match(follow(two, two.m1, a, third), { to: b.id });
  t.equal(two.m1.table.size + two.m2.table.size, 4);
  t.same(b.told(), []);
});

t.test('a record that goes while its node is sought is not told', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  const m2 = host.manager('m2');
  host.knows('b', { ttl: 60, attachments: [{ manager: 'm2', priority: 0 }] });
  const { crossings } = host.introducer;
  host.asks(a, addressOf('b'));
  host.tick(1_000);
  a.told();
  host.asks(a, addressOf('b'), 2, after(1_000));
  crossings.answered(after(3_600_000), m2, { type: 'relay-opened', id: 2, result: 'ok', handle: 1 });
  t.match(a.told(), [{ result: 'unknown', record: undefined, handle: undefined }]);
});

t.test('handles that came to nothing can be drawn again, those of a relay cannot', async (t) => {
  let draws = 0;
  const few = {
    bytes: () => Uint8Array.of(0, 0, 0, 1 + (draws++ % 8)),
    fraction: () => 0,
  };
  const host = new Host('m1', undefined, few);
  const [a, m2] = [host.attach('a'), host.manager('m2')];
  host.knows('b', { attachments: [{ manager: 'm2', priority: 0 }] });
  const ask = (handle?: number): void => {
    host.asks(a, addressOf('b'));
    const id = m2.only('open-relay')[0]?.id as number;
    const result = handle === undefined ? 'unreachable' : 'ok';
    const answer = { type: 'relay-opened', id, result, ...(handle && { handle }) } as const;
    host.introducer.crossings.answered(T0, m2, answer);
  };
  for (let i = 0; i < 100; i++) ask();
  ask(9);
  for (let i = 0; i < 10; i++) ask(9);
  ask();
  t.ok(draws < 400, `${draws} draws`);
  for (const handle of [...host.table.keys()]) {
    draws = handle - 1;
    t.not(host.relays.draw(), handle);
  }
  t.equal(host.table.size, 2);
});

t.test('numbers of questions are 32 bits, and no two are open at once', async (t) => {
  const host = new Host('m1');
  const m2 = host.manager('m2');
  const crossings = new Crossings(
    () => 'm1',
    host.attendance,
    host.relays,
    new Farewells(),
    () => undefined,
    2 ** 32 - 2,
  );
  for (const [at, target] of ['b', 'c', 'd'].entries())
    crossings.begin(T0, host.attach('a'), target, [m2], {
      type: 'lookup',
      id: at,
      address: addressOf(target),
    });
  t.same(
    m2.only('open-relay').map(({ id }) => id),
    [2 ** 32 - 1, 0, 1],
  );
});

t.test('a manager that is far away has two round trips to answer, a second at most', async (t) => {
  for (const [rttMs, until] of [
    [undefined, 300],
    [40, 300],
    [310, 820],
    [4_000, 1_200],
  ] as const) {
    const two = new Two();
    const a = two.m1.attach('a');
    two.m1.knows('b');
    two.there.rttMs = rttMs;
    two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 1, address: addressOf('b') });
    t.match(a.told(), [{ type: 'introduction', result: 'ok' }]);
    two.m1.tick(until - 1);
    t.equal(two.there.only('open-relay').length, 3);
    t.same(a.told(), []);
    two.m1.tick(until);
    t.match(a.told(), [{ type: 'not-here' }]);
  }
});

t.test('a manager that asks for ever more relays ends none but those that it asked for', async (t) => {
  const host = new Host('m2', 4);
  const [b, c, m1, m3] = [host.attach('b'), host.attach('c'), host.manager('m1'), host.manager('m3')];
  t.equal(host.asks(c, addressOf('b'))?.result, 'ok');
  const ask = (from: TestCaller, source: string): unknown => {
    host.introducer.crossings.asked(T0, from, {
      type: 'open-relay',
      id: 1,
      source,
      target: 'b',
      back: seed(source)[0] as number,
    });
    return from.only('relay-opened')[0]?.result;
  };
  t.same(
    ['x1', 'x2', 'x3', 'x4', 'x5'].map((source) => ask(m1, source)),
    ['ok', 'ok', 'ok', 'ok', 'ok'],
  );
  t.equal(ask(m3, 'y1'), 'busy');
  t.equal(host.relays.size, 4);
  t.same(c.only('not-here'), []);
  t.equal(host.table.size, 8);
  t.equal(b.only('not-here').length, 2);
});

t.test('nobody’s lookups take all of what managers may say to each other', async (t) => {
  const two = new Two();
  const askers = Array.from({ length: 10 }, (_, i) => two.m1.attach(`a${i}`));
  for (let i = 0; i < 100; i++) two.m1.knows(`b${i}`, { attachments: [{ manager: 'm2', priority: 0 }] });
  for (const asker of askers)
    for (let i = 0; i < 100; i++)
      two.m1.introducer.lookup(T0, asker, { type: 'lookup', id: i, address: addressOf(`b${i}`) });
  t.equal(two.there.only('open-relay').length, 250);
  const busy = askers.flatMap((asker) =>
    asker.only('introduction').filter(({ result }) => result === 'busy'),
  );
  t.ok(busy.length > 500, `${busy.length} are told to ask again`);
});
