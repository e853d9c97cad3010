import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import {
  arriving,
  connect,
  endpointOf,
  HIGHER,
  key,
  LOWER,
  newKey,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

const both = (name: string): ReturnType<typeof peerFacts> => peerFacts(name, { nextKey: key(newKey(name)) });

function peerOf(node: TestNode): PeerStatus | undefined {
  return node.control.snapshot(node.now).peers[0];
}

/** `a` and `b` connected, each knowing a second key of the other. */
function pair(first = 'a', second = 'b'): { a: TestNode; b: TestNode; indexAt: { a: number; b: number } } {
  const a = new TestNode(first, [both(second)]);
  const b = new TestNode(second, [both(first)]);
  const { opened, answered } = connect(a, b);
  return { a, b, indexAt: { a: opened.index, b: answered.index } };
}

t.test(
  'a node that changes its key is taken under the other one, and its session serves meanwhile',
  async (t) => {
    const { a, b, indexAt } = pair();
    t.match(peerOf(b), { key: 'key', serial: 1n });
    const rotated = a.reconfigure([both('b')], { keyOf: newKey('a'), facts: { serial: 2n } });
    t.same(only(rotated, 'retire-session'), []);
    const { opened } = connect(a, b, only(rotated, 'send-handshake'));
    t.match(peerOf(b), { key: 'next_key', serial: 2n, state: 'up' });
    t.equal(b.control.snapshot(b.now).keyChanges, 1);
    t.equal(b.control.snapshot(b.now).rekeys, 1);
    a.send({ type: 'session-live', index: opened.index, peer: 1 });
    for (const [node, index] of [
      [a, indexAt.a],
      [b, indexAt.b],
    ] as const) {
      t.same(only(node.pass(9_999), 'retire-session'), [], 'the old one receives on');
      t.same(only(node.pass(1), 'retire-session'), [{ type: 'retire-session', index }]);
    }
    // The operator makes the new key the only one.
    const settled = b.reconfigure([peerFacts('a', { key: key(newKey('a')) })]);
    t.same(settled, [], 'the session goes on');
    t.match(peerOf(b), { key: 'key', state: 'up' });
  },
);

t.test(
  'a renewed certificate for the same key begins new sessions too, and counts no change of key',
  async (t) => {
    const { a, b } = pair();
    const renewed = a.reconfigure([both('b')], { facts: { serial: 2n } });
    connect(a, b, only(renewed, 'send-handshake'));
    t.match(peerOf(b), { key: 'key', serial: 2n });
    t.equal(b.control.snapshot(b.now).keyChanges, 0);
  },
);

for (const serial of [1n, 2n]) {
  t.test(`another key with serial ${serial} after serial 2 raises the alarm`, async (t) => {
    const b = new TestNode('b', [both('a')]);
    connect(new TestNode('a', [peerFacts('b')], { facts: { serial: 2n } }), b);
    const before = peerOf(b);
    const other = new TestNode('a', [peerFacts('b')], {
      keyOf: newKey('a'),
      facts: { serial },
      bootEpoch: 9n,
    });
    const asked = one(other.send({ type: 'start' }), 'send-handshake');
    t.match(b.send(arriving(asked, 'x')), [
      { type: 'notice', level: 'alarm', what: 'identity-conflict', code: 'peer-key-conflict' },
    ]);
    t.same(peerOf(b), before, 'the live session is as it was');
    t.same(b.results(), { answered: 1, 'peer-key-conflict': 1 });
  });
}

t.test('an answer with another key and no newer certificate raises the alarm too', async (t) => {
  const a = new TestNode(LOWER, [both(HIGHER)]);
  connect(a, new TestNode(HIGHER, [peerFacts(LOWER)]));
  const other = new TestNode(HIGHER, [peerFacts(LOWER)], { keyOf: newKey(HIGHER) });
  a.pass(120_000);
  const second = only(a.pass(250), 'send-handshake').filter(
    ({ recipientKey }) => Buffer.compare(recipientKey, key(newKey(HIGHER))) === 0,
  );
  const answer = one(other.send(arriving(one(second, 'send-handshake'), LOWER)), 'send-handshake');
  t.match(a.send(arriving(answer, HIGHER)), [{ level: 'alarm', code: 'peer-key-conflict' }]);
  t.equal(peerOf(a)?.state, 'up');
});

t.test('a session whose certificate was superseded while it waited for its confirm is cut', async (t) => {
  const b = new TestNode('b', [both('a')]);
  const old = new TestNode('a', [peerFacts('b')]);
  const waiting = b.send(arriving(one(old.send({ type: 'start' }), 'send-handshake'), 'a'));
  const renewed = new TestNode('a', [peerFacts('b')], {
    keyOf: newKey('a'),
    facts: { serial: 2n },
    bootEpoch: 2n,
  });
  const newer = one(
    b.send(arriving(one(renewed.send({ type: 'start' }), 'send-handshake'), 'a')),
    'install-session',
  );
  const source = endpointOf('a');
  b.send({ type: 'session-confirmed', index: newer.index, peer: 1, source });
  const { index } = one(waiting, 'install-session');
  const late = b.send({ type: 'session-confirmed', index, peer: 1, source });
  t.match(late, [
    { type: 'retire-session', index },
    { type: 'notice', what: 'session-cut', detail: 'peer-key-conflict' },
  ]);
  t.match(peerOf(b), { key: 'next_key', serial: 2n });
});

t.test(
  'a peer is called by its keys in turn, at each endpoint, the one that it showed last first',
  async (t) => {
    const endpoints = [
      { host: '192.0.2.1', port: 1 },
      { host: '192.0.2.2', port: 2 },
    ];
    const facts = peerFacts('b', { nextKey: key(newKey('b')), endpoints });
    const calls = (node: TestNode, ms: number): unknown[] =>
      only([...node.reconfigure([]), ...node.reconfigure([facts]), ...node.pass(ms)], 'send-handshake').map(
        ({ path, recipientKey }) => [path, Buffer.compare(recipientKey, key('b')) === 0 ? 'key' : 'next'],
      );
    const a = new TestNode('a', [facts]);
    a.send({ type: 'start' });
    t.same(calls(a, 3_800), [
      ['192.0.2.1:1', 'key'],
      ['192.0.2.1:1', 'next'],
      ['192.0.2.2:2', 'key'],
      ['192.0.2.2:2', 'next'],
      ['192.0.2.1:1', 'key'],
    ]);
  },
);

t.test('the key that a peer showed last is the first to call it by', async (t) => {
  const a = new TestNode(LOWER, [both(HIGHER)]);
  const b = new TestNode(HIGHER, [peerFacts(LOWER)], { keyOf: newKey(HIGHER) });
  a.send({ type: 'start' });
  connect(a, b, a.pass(250));
  t.match(peerOf(a), { key: 'next_key', openingTries: 0 });
  const again = only(a.pass(120_000), 'send-handshake').slice(0, 1);
  t.same(one(again, 'send-handshake').recipientKey, key(newKey(HIGHER)));
});

t.test('a call to the key that a peer has given up does not cross the peer’s own call', async (t) => {
  const a = new TestNode(LOWER, [both(HIGHER)]);
  const b = new TestNode(HIGHER, [both(LOWER)]);
  connect(a, b);
  a.pass(120_000);
  t.ok(a.control.snapshot(a.now).peers[0]?.openingTries, 'it calls the old key');
  const rotated = b.reconfigure([both(LOWER)], { keyOf: newKey(HIGHER), facts: { serial: 2n } });
  const asked = one(rotated, 'send-handshake');
  t.ok(one(a.send(arriving(asked, HIGHER)), 'install-session'), 'it answers');
});
