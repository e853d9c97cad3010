import t from 'tap';
import type { HandshakeEvent } from '../../../daemon/control/event.js';
import type { Endpoint } from '../../../protocol/address.js';
import { u64 } from '../../../protocol/bytes.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { arriving, connect, endpointOf, one, only, peerFacts, TestNode } from './support/node.js';

/** `a` with a session to `b` and none to `c`. */
function connected(): { a: TestNode; b: TestNode; index: number } {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a')]);
  const { index } = connect(a, b).opened;
  a.reconfigure([peerFacts('b'), peerFacts('c')]);
  return { a, b, index };
}

const asking = (index: number): object => ({ type: 'send-control', index, kind: 5, flags: 1 });

t.test('when the network changes every peer is asked, and every call repeated, at once', async (t) => {
  const { a, index } = connected();
  a.pass(30_000);
  a.send({ type: 'activity', peers: [{ peer: 1, lastReceived: a.mono, lastSent: a.mono }] });
  const done = a.send({ type: 'network-changed' });
  t.match(only(done, 'send-control'), [asking(index)]);
  t.match(only(done, 'send-handshake'), [{ path: endpointOf('c') }]);
  t.match(
    only(a.pass(3_400), 'send-handshake'),
    [{ path: endpointOf('c') }, {}, {}],
    'the calls come fast again',
  );
  t.match(
    only(a.pass(200), 'send-handshake'),
    [{ path: endpointOf('b') }],
    'whoever does not answer is called',
  );
});

t.test('names are asked anew when the network changes, its own too', async (t) => {
  const advertise = [{ host: 'a.example', port: 1 }];
  const a = new TestNode('a', [peerFacts('b', { endpoints: [{ host: 'b.example', port: 1 }] })], {
    advertise,
  });
  a.send({ type: 'start' });
  a.send({ type: 'resolved', host: 'a.example', addresses: nodeFacts('a').addresses });
  const asked = a.send({ type: 'resolved', host: 'b.example', addresses: nodeFacts('x').addresses });
  connect(a, new TestNode('b', [peerFacts('a')]), asked);
  t.same(only(a.pass(20_000), 'resolve'), []);
  t.match(only(a.send({ type: 'network-changed' }), 'resolve'), [
    { host: 'b.example' },
    { host: 'a.example' },
  ]);
});

t.test(
  'a network that does not come to rest has peers asked four times in a row, and then once a second',
  async (t) => {
    const { a } = connected();
    a.reconfigure([peerFacts('b')]);
    const asked: number[] = [];
    for (let ms = 0; ms < 9_900; ms += 100) {
      const done = [...a.send({ type: 'network-changed' }), ...a.pass(100)];
      for (const _ of only(done, 'send-control')) asked.push(ms);
    }
    t.same(asked.slice(0, 4), [0, 100, 200, 300]);
    t.equal(asked.length, 4 + 9);
  },
);

t.test('a call is answered and its times grow while the network does not come to rest', async (t) => {
  for (const roundTrip of [300, 900]) {
    const a = new TestNode('a', [peerFacts('b')]);
    const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
    let asked = a.send({ type: 'start' });
    let calls = 0;
    for (let ms = 0; ms < 30_000; ms += 100) {
      calls += only(asked, 'send-handshake').length;
      asked = [...a.send({ type: 'network-changed' }), ...a.pass(100)];
    }
    t.ok(calls < 50, `${calls} calls that nobody answers in 30 s`);
    let answers: { at: number; event: HandshakeEvent }[] = [];
    for (let ms = 0; ms < 6_000 && a.results()['opened'] === undefined; ms += 100) {
      for (const call of only(asked, 'send-handshake')) {
        const event = arriving(one(b.send(arriving(call, 'a')), 'send-handshake'), 'b');
        answers.push({ at: ms + roundTrip, event });
      }
      for (const { at, event } of answers) if (at <= ms) a.send(event);
      answers = answers.filter(({ at }) => at > ms);
      asked = [...a.send({ type: 'network-changed' }), ...a.pass(100)];
    }
    t.match(a.results(), { opened: 1 });
  }
});

t.test(
  'after a move of the sockets peers are asked each second until all send to the new ones',
  async (t) => {
    const { a, index } = connected();
    const report = (socket: number): ReturnType<TestNode['send']> =>
      a.send({
        type: 'activity',
        peers: [
          { peer: 1, lastReceived: a.mono, lastSent: a.mono, socket },
          { peer: 2, lastReceived: undefined, lastSent: undefined },
        ],
      });
    t.same(report(1), [], 'nothing has moved');
    t.match(a.send({ type: 'listen-moved', sockets: [3, 4] }), [asking(index)]);
    for (let times = 0; times < 3; times++) {
      const done = [...a.pass(1_000), ...report(1)];
      t.match(only(done, 'send-control'), [asking(index)]);
      t.same(only(done, 'listen-settled'), []);
    }
    a.pass(1_000);
    t.same(report(4), [{ type: 'listen-settled' }]);
    a.pass(1_000);
    t.same(report(1), [], 'once');
  },
);

t.test('a peer that answers to the old sockets is not taken for gone', async (t) => {
  const { a } = connected();
  a.reconfigure([peerFacts('b')]);
  a.send({ type: 'listen-moved', sockets: [3] });
  for (let times = 0; times < 10; times++) {
    const heard = { peer: 1, lastReceived: a.mono + 900, lastSent: a.mono, socket: 1 };
    const passed = a.pass(1_000);
    const done = [...passed, ...a.send({ type: 'activity', peers: [heard] })];
    t.same(only(done, 'send-handshake'), []);
  }
});

t.test('a peer that does not follow holds the old sockets for 180 s', async (t) => {
  const { a } = connected();
  a.send({ type: 'listen-moved', sockets: [3] });
  const report = (): ReturnType<TestNode['send']> =>
    a.send({ type: 'activity', peers: [{ peer: 1, lastReceived: a.mono, lastSent: a.mono }] });
  a.sleep(179.999);
  t.same(only(report(), 'listen-settled'), []);
  a.sleep(0.001);
  t.equal(only(report(), 'listen-settled').length, 1);
});

t.test('a move of the sockets that concerns no session is over at the next look', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  a.send({ type: 'start' });
  a.send({ type: 'listen-moved', sockets: [3] });
  t.match(a.send({ type: 'activity', peers: [{ peer: 1, lastReceived: undefined, lastSent: undefined }] }), [
    { type: 'listen-settled' },
  ]);
});

t.test('a ping goes out as a probe with its id, by name or address, and comes back as an echo', async (t) => {
  const { a, index } = connected();
  const id = 0x0102030405060708n;
  const [, address6 = ''] = nodeFacts('b').addresses;
  for (const peer of ['b', nodeFacts('b').addresses[0] as string, address6.replace('::', ':0::')]) {
    t.same(a.send({ type: 'ping', id, peer }), [
      { type: 'send-control', index, kind: 1, flags: 0, body: u64(id) },
    ]);
  }
  const source = '198.51.100.9:7' as Endpoint;
  t.same(a.send({ type: 'echo', index, peer: 1, source, body: u64(id) }), [
    { type: 'ping-result', id, ok: true, peer: 'b', endpoint: source },
  ]);
});

t.test('a ping that cannot be sent says why', async (t) => {
  const { a } = connected();
  const code = (peer: string): unknown => one(a.send({ type: 'ping', id: 1n, peer }), 'ping-result');
  t.match(code('c'), { id: 1n, ok: false, code: 'ping-no-session' });
  for (const unknown of ['d', '10.77.255.1', '10.77.0', ''])
    t.match(code(unknown), { id: 1n, ok: false, code: 'ping-unknown-peer' });
});
