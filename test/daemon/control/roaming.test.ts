import t from 'tap';
import type { Endpoint } from '../../../protocol/address.js';
import { connect, endpointOf, one, only, peerFacts, TestNode } from './support/node.js';

const elsewhere = '198.51.100.9:40000' as Endpoint;
const third = '203.0.113.4:5' as Endpoint;

function session(): { a: TestNode; index: number; path: () => Endpoint | undefined } {
  const a = new TestNode('a', [peerFacts('b')]);
  const { index } = connect(a, new TestNode('b', [peerFacts('a')])).opened;
  return { a, index, path: () => a.control.snapshot(a.now).peers[0]?.endpoint };
}

t.test('a new source is challenged there, and followed when it answers', async (t) => {
  const { a, index, path } = session();
  const challenge = one(
    a.send({ type: 'source-changed', index, peer: 1, source: elsewhere }),
    'send-control',
  );
  t.match(challenge, { index, kind: 3, flags: 0, path: elsewhere, body: { length: 16 } });
  t.equal(path(), endpointOf('b'), 'not before');
  const moved = a.send({
    type: 'challenge-answered',
    index,
    peer: 1,
    source: elsewhere,
    token: challenge.body,
  });
  t.match(moved, [{ type: 'set-path', peer: 1, path: elsewhere }, { what: 'path-changed' }]);
  t.equal(path(), elsewhere);
  const again = a.send({
    type: 'challenge-answered',
    index,
    peer: 1,
    source: elsewhere,
    token: challenge.body,
  });
  t.same(again, [], 'a token counts once');
});

t.test('an answer with another token, or from another address, moves nothing', async (t) => {
  const { a, index, path } = session();
  const challenge = one(
    a.send({ type: 'source-changed', index, peer: 1, source: elsewhere }),
    'send-control',
  );
  const token = challenge.body;
  t.same(a.send({ type: 'challenge-answered', index, peer: 1, source: third, token }), []);
  t.same(
    a.send({ type: 'challenge-answered', index, peer: 1, source: elsewhere, token: new Uint8Array(16) }),
    [],
  );
  t.equal(path(), endpointOf('b'));
});

t.test('challenges go out at most once a second, each with its own token', async (t) => {
  const { a, index } = session();
  const challenge = () =>
    only(a.send({ type: 'source-changed', index, peer: 1, source: elsewhere }), 'send-control');
  const [first] = challenge();
  a.pass(999);
  t.same(challenge(), []);
  a.pass(1);
  t.strictNotSame(challenge()[0]?.body, first?.body);
});
