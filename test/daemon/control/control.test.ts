import t from 'tap';
import type { Rng } from '../../../daemon/control/rng.js';
import { NOT_AFTER, NOT_BEFORE, nodeFacts } from '../../protocol/support/network.js';
import { arriving, connect, one, peerFacts, TestNode } from './support/node.js';

t.test('a snapshot says who the node is and what it runs', async (t) => {
  const node = new TestNode('a', [], { bootEpoch: 7n });
  t.same(node.control.snapshot(node.now), {
    name: 'a',
    role: 'node',
    addresses: nodeFacts('a').addresses,
    serial: 1n,
    certificateNotBefore: NOT_BEFORE,
    certificateNotAfter: NOT_AFTER,
    certificateLife: 'good',
    clockSuspicious: false,
    bootEpoch: 7n,
    bootsRaised: 0,
    suites: [1, 2, 3],
    peers: [],
    handshakes: new Map([
      ['opened', 0],
      ['answered', 0],
    ]),
    sessionsCut: new Map(),
    messagesRefused: new Map(),
    identityConflicts: 0,
    managers: [],
    searches: new Map(),
    relay: undefined,
    rekeys: 0,
    keyChanges: 0,
  });
});

t.test('a lost TUN is opened again, other trouble is only said', async (t) => {
  const node = new TestNode('a', []);
  t.match(node.send({ type: 'device', what: 'tun-lost', errno: 77 }), [
    { type: 'notice', what: 'device-trouble', detail: 'tun-lost, errno 77' },
    { type: 'reopen-tun' },
  ]);
  t.match(node.send({ type: 'device', what: 'udp-error', errno: 101 }), [{ type: 'notice' }]);
});

t.test('control messages of a later version are passed over', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const { index } = connect(a, new TestNode('b', [peerFacts('a')])).opened;
  t.same(a.send({ type: 'control-frame', index, peer: 1, kind: 0, body: new Uint8Array(3) }), []);
});

t.test('the same seed gives the same actions', async (t) => {
  const fixed: Rng = { bytes: (length) => new Uint8Array(length).fill(3), fraction: () => 0.5 };
  const indexOf = (): number => {
    const a = new TestNode('a', [peerFacts('b')], { rng: fixed });
    const b = new TestNode('b', [peerFacts('a')], { rng: fixed });
    return one(b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a')), 'install-session')
      .index;
  };
  t.equal(indexOf(), 0x03030001);
});
