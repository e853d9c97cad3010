import t from 'tap';
import type { HandshakeEvent } from '../../../daemon/control/event.js';
import { MOST_REPLACED } from '../../../daemon/control/generations.js';
import type { Path } from '../../../daemon/control/path.js';
import { wipeKeys } from '../../../protocol/handshake.js';
import { crypto } from '../../protocol/support/network.js';
import {
  arriving,
  connect,
  endpointOf,
  HIGHER,
  LOWER,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

t.test('at start every peer with an endpoint is called at once', async (t) => {
  const node = new TestNode('a', [peerFacts('b'), peerFacts('c'), peerFacts('d', { endpoints: [] })]);
  t.equal(node.control.nextWakeup(), undefined, 'before start nothing is due');
  const actions = node.send({ type: 'start' });
  t.same(
    only(actions, 'send-handshake').map(({ path }) => path),
    [endpointOf('b'), endpointOf('c')],
  );
  t.same(
    node.control.snapshot(node.now).peers.map(({ name, state }) => [name, state]),
    [
      ['b', 'connecting'],
      ['c', 'connecting'],
      ['d', 'waiting'],
    ],
  );
});

t.test('a handshake gives both sides one session with the same keys, turned to each other', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  b.send({ type: 'start' });
  const { opened, answered } = connect(a, b);
  t.match(opened, {
    initiator: true,
    remoteIndex: answered.index,
    path: endpointOf('b'),
    suite: 1,
    lanes: 1,
  });
  t.match(answered, {
    initiator: false,
    remoteIndex: opened.index,
    path: endpointOf('a'),
    suite: 1,
    lanes: 1,
  });
  t.same(opened.keys.chainingKey, answered.keys.chainingKey);
  t.same(opened.keys.handshakeHash, answered.keys.handshakeHash);
  for (const { keys } of [opened, answered]) wipeKeys(crypto, keys);
  for (const node of [a, b]) {
    t.match(node.control.snapshot(node.now).peers, [{ state: 'up', suite: 1, serial: 1n, sessionAge: 0 }]);
  }
  t.same(a.results(), { opened: 1 });
  t.same(b.results(), { answered: 1 });
});

t.test('the suite is the best that both run in hardware', async (t) => {
  const a = new TestNode('a', [peerFacts('b')], { suites: [1, 2, 3] });
  const b = new TestNode('b', [peerFacts('a')], { suites: [3] });
  t.equal(connect(a, b).opened.suite, 3);
});

t.test('no common suite is a refusal', async (t) => {
  const a = new TestNode('a', [peerFacts('b')], { suites: [1] });
  const b = new TestNode('b', [peerFacts('a')], { suites: [3] });
  const refused = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
  t.match(refused, [{ type: 'notice', what: 'handshake-refused', code: 'handshake-suite' }]);
});

t.test('an unanswered msg1 is followed by others after 0.25, 0.5, 1, 2, then about 5 s', async (t) => {
  const node = new TestNode('a', [peerFacts('b')]);
  node.send({ type: 'start' });
  const sentAt = [0];
  for (let at = 0; at < 25_000; at += 10) {
    const sent = only(node.pass(10), 'send-handshake');
    if (sent.length > 0) sentAt.push(at);
  }
  const gaps = sentAt.slice(1).map((at, i) => at - (sentAt[i] as number));
  t.same(
    gaps.slice(0, 4).map((gap) => Math.round(gap / 50) * 50),
    [250, 500, 1000, 2000],
  );
  t.ok(gaps.slice(4).every((gap) => gap >= 4000 && gap <= 6010));
  t.ok(gaps.length >= 7);
  t.ok(new Set(gaps.slice(4)).size > 1, 'they are spread');
});

t.test('the endpoints of a peer are tried in turn', async (t) => {
  const endpoints = [
    { host: '192.0.2.1', port: 1 },
    { host: '2001:db8::2', port: 2 },
  ];
  const node = new TestNode('a', [peerFacts('b', { endpoints })]);
  const sent = only([...node.send({ type: 'start' }), ...node.pass(800)], 'send-handshake');
  t.same(
    sent.map(({ path }) => path),
    ['192.0.2.1:1', '[2001:db8::2]:2', '192.0.2.1:1'],
  );
});

t.test('many peers are called over time, not all at once', async (t) => {
  const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
  const node = new TestNode(
    'a',
    names.map((name) => peerFacts(name)),
  );
  const first = only(node.send({ type: 'start' }), 'send-handshake').length;
  const later = only(node.pass(240), 'send-handshake').length;
  t.equal(first, 64);
  t.equal(later, 36);
});

t.test('a session that comes up early ends the calling', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  connect(a, b);
  t.same(only(a.pass(10_000), 'send-handshake'), []);
});

t.test('a peer without endpoints is waited for, and answered where it is', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  t.same(only([...b.send({ type: 'start' }), ...b.pass(20_000)], 'send-handshake'), []);
  t.same(b.send({ type: 'session-needed', peer: 1 }), []);
  const asked = one(a.send({ type: 'start' }), 'send-handshake');
  const answer = one(b.send(arriving(asked, '198.51.100.9:40000')), 'send-handshake');
  t.equal(answer.path, '198.51.100.9:40000');
});

for (const [source, challenged] of [
  ['198.51.100.9:40000', ['198.51.100.9:40000']],
  [HIGHER, []],
  ['203.0.113.7:1', []],
] as const) {
  t.test(
    `simultaneous opens end in the session of the lower static key; msg2 comes from ${source}`,
    async (t) => {
      const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
      const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
      const fromLower = one(lower.send({ type: 'start' }), 'send-handshake');
      const fromHigher = one(higher.send({ type: 'start' }), 'send-handshake');

      const atLower = lower.send(arriving(fromHigher, '198.51.100.9:40000'));
      t.same(only(atLower, 'install-session'), [], 'the lower one does not answer');
      const again = one(atLower, 'send-handshake');
      t.same(again.datagram, fromLower.datagram, 'its own msg1 goes out again');
      t.equal(again.path, '198.51.100.9:40000', 'to where the other one is');
      t.same(only(lower.send(arriving(fromHigher, HIGHER)), 'send-handshake'), [], 'once');
      t.same(lower.results(), { 'handshake-crossed': 2 });

      const answer = higher.send(arriving(again, LOWER));
      const done = lower.send(arriving(one(answer, 'send-handshake'), source));
      const opened = one(done, 'install-session');
      t.equal(opened.remoteIndex, one(answer, 'install-session').index);
      t.equal(opened.path, endpointOf(HIGHER), 'sent to is where msg1 went first');
      const challenges = only(done, 'send-control').filter(({ kind }) => kind === 3);
      t.same(
        challenges.map(({ path }) => path),
        challenged,
        'where else the answer comes from has to be proved',
      );
      for (const { index, path, body: token } of challenges) {
        const proof = { type: 'challenge-answered', index, peer: 1, source: path as Path, token } as const;
        t.match(one(lower.send(proof), 'set-path'), { peer: 1, path });
      }
      t.same(only(higher.pass(900), 'send-handshake'), [], 'the higher one has given up its own');
    },
  );
}

t.test('bytes that went out again have half a second to be answered', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  lower.send({ type: 'start' });
  const fromHigher = one(higher.send({ type: 'start' }), 'send-handshake');
  lower.pass(249);
  const again = one(lower.send(arriving(fromHigher, '198.51.100.9:40000')), 'send-handshake');
  const answer = one(higher.send(arriving(again, LOWER)), 'send-handshake');
  t.same(only(lower.pass(499), 'send-handshake'), [], 'not after 250 ms, as it would otherwise');
  t.ok(one(lower.send(arriving(answer, '198.51.100.9:40000')), 'install-session'));
});

t.test('bytes that went out again in vain are followed by another msg1', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  lower.send({ type: 'start' });
  const fromHigher = one(higher.send({ type: 'start' }), 'send-handshake');
  lower.pass(249);
  lower.send(arriving(fromHigher, HIGHER));
  t.same(only(lower.pass(499), 'send-handshake'), []);
  t.ok(one(lower.pass(2), 'send-handshake'));
});

t.test('an answer to the repeated bytes from where they went at first moves nothing', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  lower.send({ type: 'start' });
  const fromHigher = one(higher.send({ type: 'start' }), 'send-handshake');
  const again = one(lower.send(arriving(fromHigher, HIGHER)), 'send-handshake');
  const answer = one(higher.send(arriving(again, LOWER)), 'send-handshake');
  const done = lower.send(arriving(answer, HIGHER));
  t.equal(one(done, 'install-session').path, endpointOf(HIGHER));
  t.same(only(done, 'send-control'), []);
});

t.test('a confirmed session ends the handshake in flight', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  // The higher one's msg1 is answered before the lower one has an endpoint to open to.
  const asked = one(higher.send({ type: 'start' }), 'send-handshake');
  const early = lower.send(arriving(asked, HIGHER));
  const { index, peer, path: source } = one(early, 'install-session');
  lower.send({ type: 'start' });
  t.same(only(lower.pass(900), 'send-handshake'), [], 'for a second the peer may finish');
  const late = one(only(lower.pass(200), 'send-handshake'), 'send-handshake');
  lower.send({ type: 'session-confirmed', index, peer, source });
  const answer = one(higher.send(arriving(late, LOWER)), 'send-handshake');
  lower.send(arriving(answer, HIGHER));
  t.match(lower.results(), { answered: 1, 'handshake-unasked': 1 });
  t.equal(lower.control.snapshot(lower.now).peers[0]?.state, 'up');
});

t.test('a late confirm of a session that the peer opened does not turn this node back', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)]);
  const early = lower.send(arriving(one(higher.send({ type: 'start' }), 'send-handshake'), HIGHER));
  const theirs = one(early, 'install-session');
  lower.send({ type: 'start' });
  const late = one(lower.pass(1_100), 'send-handshake');
  const answer = one(higher.send(arriving(late, LOWER)), 'send-handshake');
  const opened = lower.send(arriving(answer, HIGHER));
  t.same(one(opened, 'retire-session').index, theirs.index, 'its session is forgotten');
  const { index, peer, path: source } = theirs;
  t.same(lower.send({ type: 'session-confirmed', index, peer, source }), []);
});

t.test(
  'a peer that starts again at a new address is answered at once and its new session used',
  async (t) => {
    const a = new TestNode('a', [peerFacts('b')]);
    const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
    const first = connect(a, b);
    const reborn = new TestNode('a', [peerFacts('b')], { bootEpoch: 2n });
    const asked = one(reborn.send({ type: 'start' }), 'send-handshake');
    const answer = b.send(arriving(asked, '198.51.100.9:40000'));
    const { index, peer, path: source } = one(answer, 'install-session');
    t.equal(b.control.snapshot(b.now).peers[0]?.endpoint, endpointOf('a'), 'not before it is confirmed');
    b.send({ type: 'session-confirmed', index, peer, source });
    t.equal(b.control.snapshot(b.now).peers[0]?.endpoint, '198.51.100.9:40000');
    t.same(only(b.pass(9_900), 'retire-session'), []);
    t.same(only(b.pass(200), 'retire-session'), [{ type: 'retire-session', index: first.answered.index }]);
  },
);

t.test('a peer restored from a backup comes in by cookie, in a place of its own', async (t) => {
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  const a = new TestNode('a', [peerFacts('b')], { bootEpoch: 5n });
  connect(a, b);
  const restored = new TestNode('a', [peerFacts('b')], { bootEpoch: 3n });
  const event: HandshakeEvent = arriving(one(restored.send({ type: 'start' }), 'send-handshake'), 'a');
  const [cookie, notice] = b.send(event);
  t.match(cookie, { type: 'send-cookie', path: endpointOf('a'), secretSlot: 0 });
  t.match(notice, { code: 'handshake-stale' });
  const later = arriving(one(restored.pass(260), 'send-handshake'), 'a', { mac2Valid: true });
  const waiting = one(b.send(later), 'install-session');
  const another = b.send(arriving(one(restored.pass(510), 'send-handshake'), 'a', { mac2Valid: true }));
  t.equal(one(another, 'retire-session').index, waiting.index, 'its next one takes the place');
  const { index, peer, path: source } = one(another, 'install-session');
  b.send({ type: 'session-confirmed', index, peer, source });
  const next = arriving(one(restored.pass(1_010), 'send-handshake'), 'a');
  t.ok(one(b.send(next), 'install-session'), 'from there on its handshakes are new ones');
});

t.test('of sessions that were replaced the newest seven receive', async (t) => {
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  const made = Array.from({ length: MOST_REPLACED + 2 }, (_, i) => {
    const a = new TestNode('a', [peerFacts('b')], { bootEpoch: BigInt(i + 1) });
    const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
    const { index, peer, path: source } = one(answer, 'install-session');
    return { index, done: b.send({ type: 'session-confirmed', index, peer, source }) };
  });
  t.same(
    made.map(({ done }) => only(done, 'retire-session').map(({ index }) => index)),
    [...Array.from({ length: MOST_REPLACED + 1 }, () => []), [made[0]?.index]],
  );
});

t.test('a peer that makes one session after the other is answered five times a second', async (t) => {
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  const makes = (epoch: number): boolean => {
    const a = new TestNode('a', [peerFacts('b')], { bootEpoch: BigInt(epoch) });
    const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
    for (const { index, peer, path: source } of only(answer, 'install-session'))
      b.send({ type: 'session-confirmed', index, peer, source });
    return only(answer, 'install-session').length > 0;
  };
  const count = (from: number): number =>
    Array.from({ length: 30 }, (_, i) => makes(from + i)).filter((is) => is).length;
  t.equal(count(1), 10);
  t.match(b.results(), { 'handshake-rate': 20 });
  b.pass(1_000);
  t.equal(count(100), 5);
});

t.test('answers under the second network secret carry its slot', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a')]);
  const asked = one(a.send({ type: 'start' }), 'send-handshake');
  t.equal(asked.secretSlot, 0);
  t.equal(one(b.send(arriving(asked, 'a', { secretSlot: 1 })), 'send-handshake').secretSlot, 1);
});
