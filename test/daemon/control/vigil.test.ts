import t from 'tap';
import type { PeerActivity } from '../../../daemon/control/event.js';
import { relayed } from '../../../daemon/control/path.js';
import { equalBytes } from '../../../protocol/bytes.js';
import { connected, M } from './support/introduced.js';
import { type ActionOf, connect, key, MANAGER, only, peerFacts, TestNode } from './support/node.js';
import { Statistics } from './support/statistics.js';

/** `a` with a session to `b`, which answers at once what it is asked while it `answers`, and `seen` of it. */
function session() {
  const a = new TestNode('a', [peerFacts('b')]);
  connect(a, new TestNode('b', [peerFacts('a')]));
  const seen = { peer: 1, lastReceived: a.mono, lastSent: a.mono, lastData: 0 };
  const told = { answers: true, asks: [] as number[] };
  const statistics = new Statistics(
    a,
    () => [seen],
    () => {
      told.asks.push(a.mono);
      if (told.answers) seen.lastReceived = a.mono;
    },
  );
  const pass = (ms: number) => {
    const done = [];
    for (let passed = 0; passed < ms; passed += 10) {
      const actions = statistics.pass(10);
      if (told.answers && only(actions, 'send-control').length > 0) seen.lastReceived = a.mono;
      done.push(...actions);
    }
    return done;
  };
  return { a, seen, statistics, pass, told };
}

function looks(statistics: Statistics): number {
  const count = statistics.reads.get(1) ?? 0;
  statistics.reads.clear();
  return count;
}

t.test('a peer at rest is the core’s, which asks it where it is silent', async (t) => {
  const { a, pass, statistics, told } = session();
  pass(3_000);
  looks(statistics);
  t.same(pass(100_000), []);
  t.equal(looks(statistics), 0);
  t.ok(told.asks.length >= 4 && told.asks.length <= 7, `asked ${told.asks.length} times`);
  t.equal(statistics.reports + statistics.silent, 0);
  t.ok((a.control.nextWakeup() as number) > a.mono + 5_000, 'nobody is woken soon');
});

t.test(
  'a peer that did not answer the core is asked on, and gone as long after the first ask as any',
  async (t) => {
    const { a, pass, statistics, told } = session();
    pass(60_000);
    const answered = told.asks.length;
    t.ok(answered >= 2);
    told.answers = false;
    for (const from = a.mono; told.asks.length === answered && a.mono - from < 30_000; ) pass(10);
    const asked = told.asks[answered] as number;
    pass(1_000);
    t.equal(statistics.silent, 1);
    t.match(only(pass(1_100), 'send-control'), [{ kind: 5, flags: 1 }]);
    const isUp = (): boolean => a.control.snapshot(a.now).peers[0]?.state === 'up';
    while (isUp() && a.mono - asked < 10_000) pass(10);
    t.ok(a.mono - asked >= 3_400 && a.mono - asked <= 3_600, `gone after ${a.mono - asked} ms`);
    told.answers = true;
    pass(3_000);
    t.ok(isUp());
    looks(statistics);
    const before = told.asks.length;
    pass(50_000);
    t.equal(looks(statistics), 0, 'it rests again');
    t.ok(told.asks.length >= before + 2);
  },
);

t.test('a peer without a session is silent anyway', async (t) => {
  const { a, pass, told } = session();
  pass(3_000);
  told.answers = false;
  pass(190_000);
  t.equal(a.control.snapshot(a.now).peers[0]?.sessionAge, undefined);
  t.same(a.send({ type: 'silent', peer: 1 }), []);
});

t.test('a session that takes the place of another disturbs nobody', async (t) => {
  const { a, pass, statistics } = session();
  pass(3_000);
  looks(statistics);
  const call = only(pass(160_000), 'send-handshake');
  t.ok(call.length > 0);
  connect(a, new TestNode('b', [peerFacts('a')]), call.slice(-1));
  looks(statistics);
  pass(10_000);
  t.equal(looks(statistics), 0);
});

t.test('from the first packet on a peer is looked at each second, until there is none', async (t) => {
  const { a, pass, seen, statistics } = session();
  pass(3_000);
  looks(statistics);
  for (const _ of Array(10)) {
    Object.assign(seen, { lastReceived: a.mono, lastSent: a.mono, lastData: a.mono });
    pass(500);
  }
  t.equal(statistics.reports, 1, 'the core says so once');
  const busy = looks(statistics);
  t.ok(busy >= 4 && busy <= 6, `${busy} times in 5 s`);
  pass(3_000);
  looks(statistics);
  pass(8_000);
  t.equal(looks(statistics), 0);
  Object.assign(seen, { lastReceived: a.mono, lastSent: a.mono, lastData: a.mono });
  pass(10);
  t.equal(statistics.reports, 2, 'it is watched again');
});

t.test('a packet that comes while the core is told to watch keeps a peer awake', async (t) => {
  const { a, pass, seen, statistics } = session();
  pass(3_000);
  a.send({ type: 'traffic', peer: 1 });
  t.match(only(a.pass(1_100), 'read-activity'), [{ peers: [1], watch: [] }]);
  const quiet = { ...seen, lastReceived: a.mono, lastSent: a.mono - 1_100, lastData: a.mono - 1_100 };
  t.match(a.send({ type: 'activity', peers: [quiet] }), [
    { type: 'read-activity', peers: [1], watch: [{ tellAfterMs: 1_000 }] },
  ]);
  const late = { ...quiet, lastSent: a.mono, lastData: a.mono };
  t.same(a.send({ type: 'activity', peers: [late] }), []);
  looks(statistics);
  Object.assign(seen, late);
  pass(1_100);
  t.ok(looks(statistics) >= 1);
});

t.test('a manager is looked at with whom it relays for', async (t) => {
  const { at, act, puppet } = connected();
  const called = act(() => puppet.peer('m').want(true));
  connect(at, new TestNode('m', [peerFacts('a')], MANAGER), only(called, 'send-handshake'));
  const b = puppet.peer('b');
  t.ok(b.relays.includes(relayed(M, 7)));
  const rest = at.mono;
  const seen = (peer: number): PeerActivity => ({ peer, lastReceived: rest, lastSent: rest });
  const idle = new Statistics(at, () => [seen(M), seen(b.id)]);
  idle.pass(3_000);
  idle.reads.clear();
  idle.pass(4_000);
  const now = idle.reads.get(M) ?? 0;
  t.ok(now < 8, `${now} looks at it in 4 s, while it is challenged`);
  const busy = new Statistics(at, () => [
    { peer: M, lastReceived: at.mono, lastSent: at.mono },
    { peer: b.id, lastReceived: at.mono, lastSent: at.mono, lastData: at.mono },
  ]);
  at.send({ type: 'traffic', peer: b.id });
  busy.pass(4_000);
  for (const id of [M, b.id])
    t.ok(
      (busy.reads.get(id) as number) >= 15,
      `${busy.reads.get(id)} looks in 4 s: what comes by it came from it`,
    );
});

t.test('of many peers that rest none is looked at', async (t) => {
  const names = Array.from({ length: 50 }, (_, i) => `peer-${i}`);
  const node = new TestNode(
    'a',
    names.map((name) => peerFacts(name)),
  );
  const calls = only(node.send({ type: 'start' }), 'send-handshake');
  t.equal(calls.length, names.length);
  for (const name of names) {
    const call = calls.find(({ recipientKey }) => equalBytes(recipientKey, key(name)));
    connect(node, new TestNode(name, [peerFacts('a')]), [call as ActionOf<'send-handshake'>]);
  }
  const seen = (_: string, i: number): PeerActivity => {
    return { peer: i + 1, lastReceived: node.mono - 5, lastSent: node.mono - 10 };
  };
  const rest = names.map(seen);
  const statistics = new Statistics(node, () =>
    names.map((name, i) => ({ ...seen(name, i), lastSent: rest[i]?.lastSent })),
  );
  statistics.pass(3_000, 100);
  statistics.reads.clear();
  statistics.pass(60_000, 100);
  const reads = [...statistics.reads.values()];
  t.same(reads, []);
});
