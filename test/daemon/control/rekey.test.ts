import t from 'tap';
import { WALL } from '../../protocol/support/network.js';
import { arriving, connect, HIGHER, LOWER, one, only, peerFacts, TestNode } from './support/node.js';

function pair(): { lower: TestNode; higher: TestNode; indexAt: { lower: number; higher: number } } {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER, { endpoints: [] })]);
  higher.send({ type: 'start' });
  const { opened, answered } = connect(lower, higher);
  return { lower, higher, indexAt: { lower: opened.index, higher: answered.index } };
}

t.test('the lower static key replaces the session at 120 s', async (t) => {
  const { lower } = pair();
  t.same(only(lower.pass(119_999), 'send-handshake'), []);
  t.equal(only(lower.pass(1), 'send-handshake').length, 1);
});

t.test('the higher one takes over at 150 s', async (t) => {
  const { higher } = pair();
  t.same(only(higher.pass(149_999), 'send-handshake'), []);
  t.equal(only(higher.pass(1), 'send-handshake').length, 1);
});

t.test('a replaced session receives for ten seconds more, on both sides', async (t) => {
  const { lower, higher, indexAt } = pair();
  higher.pass(120_000);
  const { opened } = connect(lower, higher, lower.pass(120_000));
  lower.pass(5_000);
  higher.pass(5_000);
  lower.send({ type: 'session-live', index: opened.index, peer: 1 });
  for (const [node, index] of [
    [lower, indexAt.lower],
    [higher, indexAt.higher],
  ] as const) {
    t.same(only(node.pass(4_999), 'retire-session'), []);
    t.same(only(node.pass(1), 'retire-session'), [{ type: 'retire-session', index }]);
  }
});

t.test('the replaced session stays until the new one has carried a packet', async (t) => {
  const { lower, higher, indexAt } = pair();
  const asked = one(lower.pass(120_000), 'send-handshake');
  const answer = one(higher.send(arriving(asked, LOWER)), 'send-handshake');
  lower.send(arriving(answer, HIGHER));
  lower.send({ type: 'session-live', index: indexAt.lower, peer: 1 });
  const silent = lower.pass(11_000);
  t.same(only(silent, 'retire-session'), []);
  t.ok(only(silent, 'send-handshake').length > 0, 'and another is opened');
});

t.test(
  'a session that nobody replaces ends at 180 s, and with it the path of a peer without endpoints',
  async (t) => {
    const { higher, indexAt } = pair();
    const actions = higher.pass(180_000);
    t.same(only(actions, 'retire-session'), [{ type: 'retire-session', index: indexAt.higher }]);
    t.match(
      only(actions, 'notice'),
      [{ what: 'session-up' }, { what: 'session-lost', level: 'warn' }].slice(1),
    );
    t.match(higher.control.snapshot(higher.now).peers, [{ state: 'waiting', endpoint: undefined }]);
    t.same(only(higher.pass(20_000), 'send-handshake'), []);
  },
);

t.test('a session ends with its peer’s certificate, however the wall clock is set', async (t) => {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER)], { facts: { notAfter: WALL + 60 } });
  const { opened } = connect(lower, higher);
  lower.wall += 365 * 86_400;
  t.same(only(lower.pass(60_999), 'retire-session'), []);
  t.same(only(lower.pass(1), 'retire-session'), [{ type: 'retire-session', index: opened.index }]);
});

t.test('a key that nears its limit is replaced at once, whoever notices', async (t) => {
  const { higher, indexAt } = pair();
  const other = higher.send({ type: 'key-limit', index: 1, peer: 1, reached: false });
  t.same(only(other, 'send-handshake'), [], 'a former session’s limit means nothing');
  const asked = higher.send({ type: 'key-limit', index: indexAt.higher, peer: 1, reached: false });
  t.equal(only(asked, 'send-handshake').length, 1);
});

t.test('the answered side keeps the session it sends on while a replacement is not confirmed', async (t) => {
  const { lower, higher, indexAt } = pair();
  const asked = one(lower.pass(120_000), 'send-handshake');
  const next = one(higher.send(arriving(asked, LOWER)), 'install-session');
  t.same(only(higher.pass(10_000), 'retire-session'), [{ type: 'retire-session', index: next.index }]);
  t.not(next.index, indexAt.higher);
  t.equal(higher.control.snapshot(higher.now).peers[0]?.state, 'up');
});
