import t from 'tap';
import type { PeerActivity } from '../../../daemon/control/event.js';
import { relayed } from '../../../daemon/control/path.js';
import { equalBytes } from '../../../protocol/bytes.js';
import { connected, M } from './support/introduced.js';
import { type ActionOf, connect, key, MANAGER, only, peerFacts, TestNode } from './support/node.js';
import { Statistics } from './support/statistics.js';

/** `a` with a session to `b`, which answers at once what it is asked, and `seen` of it. */
function session() {
  const a = new TestNode('a', [peerFacts('b')]);
  connect(a, new TestNode('b', [peerFacts('a')]));
  const seen = { peer: 1, lastReceived: a.mono, lastSent: a.mono, lastData: 0 };
  const statistics = new Statistics(a, () => [seen]);
  const pass = (ms: number) => {
    const done = [];
    for (let passed = 0; passed < ms; passed += 10) {
      const actions = statistics.pass(10);
      if (only(actions, 'send-control').length > 0) seen.lastReceived = a.mono;
      done.push(...actions);
    }
    return done;
  };
  return { a, seen, statistics, pass };
}

function looks(statistics: Statistics): number {
  const count = statistics.reads.get(1) ?? 0;
  statistics.reads.clear();
  return count;
}

t.test('a peer that nothing goes to is looked at only where it has been silent for long', async (t) => {
  const { pass, statistics } = session();
  pass(3_000);
  looks(statistics);
  const done = pass(100_000);
  const asked = only(done, 'send-control').length;
  t.ok(asked >= 4 && asked <= 7, `asked ${asked} times`);
  t.ok(looks(statistics) <= 2 * asked, 'once before it is asked, and once for its answer');
  t.equal(statistics.reports, 0);
});

t.test('who is heard without being asked is asked that much later', async (t) => {
  const { a, pass, seen, statistics } = session();
  pass(3_000);
  seen.lastReceived = a.mono + 10_000;
  looks(statistics);
  t.same(only(pass(20_000), 'send-control'), []);
  t.ok(looks(statistics) <= 1);
  t.equal(only(pass(14_000), 'send-control').length, 1);
});

t.test('what was looked at in vain is not looked at again for nothing', async (t) => {
  const { a, pass, seen, statistics } = session();
  pass(3_000);
  seen.lastReceived = a.mono + 10_000;
  looks(statistics);
  while (looks(statistics) === 0) pass(10);
  t.ok((a.control.nextWakeup() as number) > a.mono + 5_000, 'nobody is woken soon');
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
  Object.assign(seen, { lastReceived: a.mono, lastSent: a.mono, lastData: a.mono });
  while (only(a.pass(10), 'read-activity').length === 0) seen.lastReceived = a.mono;
  const quiet = { ...seen, lastReceived: a.mono, lastSent: a.mono - 1_100, lastData: a.mono - 1_100 };
  a.send({ type: 'traffic', peer: 1 });
  t.match(a.send({ type: 'activity', peers: [quiet] }), [{ type: 'read-activity', peers: [1], watch: true }]);
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

t.test('of many peers that rest none is looked at each second', async (t) => {
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
  t.equal(reads.length, names.length);
  t.ok(Math.max(...reads) <= 4, `${Math.max(...reads)} looks at one in a minute`);
});
