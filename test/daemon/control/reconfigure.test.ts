import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import { crypto, nodeFacts, seed, trust } from '../../protocol/support/network.js';
import {
  arriving,
  connect,
  endpointOf,
  key,
  newKey,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

/** `a`, which has called `b` and is connected. */
function connected(): { a: TestNode; b: TestNode; index: number } {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  b.send({ type: 'start' });
  return { a, b, index: connect(a, b).opened.index };
}

function peerOf(node: TestNode, name: string): PeerStatus | undefined {
  return node.control.snapshot(node.now).peers.find((peer) => peer.name === name);
}

t.test('the same settings a thousand times do nothing', async (t) => {
  const { a } = connected();
  const before = a.control.snapshot(a.now);
  for (let times = 0; times < 1_000; times++) t.same(a.reconfigure([peerFacts('b')]), []);
  t.same(a.control.snapshot(a.now), before);
});

t.test('a new peer is called and does not disturb the others', async (t) => {
  const { a } = connected();
  const before = peerOf(a, 'b');
  const done = a.reconfigure([peerFacts('b'), peerFacts('c')]);
  t.match(done, [
    { type: 'set-peer', peer: 2, publicKey: key('c') },
    { type: 'update-routes', add: [[`${nodeFacts('c').addresses[0]}/32`, 2]], remove: [] },
    { type: 'send-handshake', path: endpointOf('c') },
  ]);
  t.equal(done.length, 3);
  t.same(peerOf(a, 'b'), before);
});

t.test('a removed peer is forgotten with its session, its routes and its handshake', async (t) => {
  const { a, index } = connected();
  a.reconfigure([peerFacts('b'), peerFacts('c')]);
  const reach = nodeFacts('b').addresses.map((address) => `${address}/${address.includes(':') ? 128 : 32}`);
  t.match(a.reconfigure([peerFacts('c')]), [
    { type: 'retire-session', index },
    { type: 'notice', what: 'session-cut', peer: 'b', detail: 'peer-unknown' },
    { type: 'update-routes', add: [], remove: reach },
    { type: 'remove-peer', peer: 1 },
  ]);
  t.match(a.reconfigure([]), [{ type: 'update-routes' }, { type: 'remove-peer', peer: 2 }]);
  t.same(only(a.pass(60_000), 'send-handshake'), []);
  t.same(
    a.send({ type: 'session-live', index, peer: 1 }),
    [],
    'what the core says late of it is passed over',
  );
});

t.test('a peer that was removed comes back as a new one', async (t) => {
  const { a, b } = connected();
  a.reconfigure([]);
  const asked = a.reconfigure([peerFacts('b')]);
  t.match(one(asked, 'set-peer'), { peer: 2 });
  connect(a, b, only(asked, 'send-handshake'));
  t.match(peerOf(a, 'b'), { id: 2, state: 'up' });
});

t.test(
  'an address that goes from one peer to another does it in one step, before a peer is removed',
  async (t) => {
    const address = ['10.77.9.9'] as Address[];
    const a = new TestNode('a', [peerFacts('b', { addresses: address }), peerFacts('c')]);
    a.send({ type: 'start' });
    const moved = a.reconfigure([peerFacts('c', { addresses: address })]);
    t.match(one(moved, 'update-routes'), { add: [['10.77.9.9/32', 2]] });
    t.ok(one(moved, 'update-routes').remove.includes('10.77.9.9/32' as Prefix));
    const order = moved.map(({ type }) => type);
    t.ok(order.indexOf('set-peer') < order.indexOf('update-routes'));
    t.ok(order.indexOf('update-routes') < order.indexOf('remove-peer'));
  },
);

t.test('routes are added and withdrawn while the session goes on', async (t) => {
  const route = '192.168.7.0/24' as Prefix;
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a')], { facts: { routes: [route] } });
  connect(a, b);
  const added = a.reconfigure([peerFacts('b', { routes: [route] })]);
  t.match(one(added, 'update-routes'), { add: [[route, 1]], remove: [] });
  t.ok(one(added, 'set-peer').sources.includes(route));
  const removed = a.reconfigure([peerFacts('b')]);
  t.match(one(removed, 'update-routes'), { add: [], remove: [route] });
  for (const done of [added, removed]) t.same(only(done, 'retire-session'), []);
  t.equal(peerOf(a, 'b')?.state, 'up');
});

for (const [what, code, change] of [
  ['another key', 'peer-wrong-key', { key: key('x') }],
  ['the part of a manager', 'peer-not-manager', { manager: {} }],
  ['an address that its certificate lacks', 'peer-wrong-address', { addresses: ['10.77.9.9'] as Address[] }],
] as const) {
  t.test(`a peer that is given ${what} loses its session at once`, async (t) => {
    const { a, index } = connected();
    const done = a.reconfigure([peerFacts('b', change)]);
    t.same(only(done, 'retire-session'), [{ type: 'retire-session', index }]);
    t.match(only(done, 'notice'), [{ what: 'session-cut', detail: code }, { what: 'session-lost' }]);
    t.match(peerOf(a, 'b'), { state: 'connecting', serial: undefined });
    t.same(one(done, 'send-handshake').recipientKey, 'key' in change ? change.key : key('b'));
    t.same(a.control.snapshot(a.now).sessionsCut, new Map([[code, 1]]));
  });
}

t.test('a session whose authority is trusted no more is cut, one that still holds is not', async (t) => {
  const { a, index } = connected();
  const more = [...trust.authorities, crypto.importSigningKeypair(seed('third authority')).publicKey];
  t.same(a.reconfigure([peerFacts('b')], { trust: { ...trust, authorities: more } }), []);
  const fewer = { ...trust, authorities: trust.authorities.slice(0, 1) };
  const done = a.reconfigure([peerFacts('b')], { trust: fewer });
  t.same(only(done, 'retire-session'), [{ type: 'retire-session', index }]);
  t.match(only(done, 'notice'), [{ what: 'session-cut', detail: 'certificate-unknown-authority' }, {}]);
});

t.test('other endpoints of a peer are tried at once, and its session serves until one answers', async (t) => {
  const { a, b, index } = connected();
  const moved = peerFacts('b', { endpoints: [{ host: '198.51.100.9', port: 7 }] });
  const done = a.reconfigure([moved]);
  t.same(only(done, 'retire-session'), []);
  const asked = one(done, 'send-handshake');
  t.equal(asked.path, '198.51.100.9:7');
  t.equal(peerOf(a, 'b')?.endpoint, endpointOf('b'));
  const answer = one(b.send(arriving(asked, 'a')), 'send-handshake');
  const { index: next } = one(a.send(arriving(answer, '198.51.100.9:7')), 'install-session');
  t.equal(peerOf(a, 'b')?.endpoint, '198.51.100.9:7');
  a.send({ type: 'session-live', index: next, peer: 1 });
  t.same(only(a.pass(10_000), 'retire-session'), [{ type: 'retire-session', index }]);
});

t.test('an address that lies in the new overlay is used no more', async (t) => {
  const [host, inside, outside] = ['b.example.org', '10.90.0.2' as Address, '192.0.2.7' as Address];
  const named = peerFacts('b', { endpoints: [{ host, port: 7077 }] });
  const inOverlay = (address: Address): boolean => address === inside;
  const called = (addresses: Address[]): TestNode => {
    const a = new TestNode('a', [named]);
    a.send({ type: 'start' });
    a.send({ type: 'resolved', host, addresses });
    return a;
  };

  const connecting = called([inside]);
  const done = [...connecting.reconfigure([named], { inOverlay }), ...connecting.pass(6_000)];
  t.same(only(done, 'send-handshake'), []);
  t.match(only(done, 'resolve'), [{ host }], 'the name is asked anew');
  t.match(peerOf(connecting, 'b'), { state: 'waiting' });

  const a = new TestNode('a', [named]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  b.send({ type: 'start' });
  a.send({ type: 'start' });
  const asked = a.send({ type: 'resolved', host, addresses: [inside, outside] });
  const answer = one(b.send(arriving(one(asked, 'send-handshake'), 'a')), 'send-handshake');
  const { index } = one(a.send(arriving(answer, `${inside}:7077`)), 'install-session');
  a.send({ type: 'session-live', index, peer: 1 });
  t.equal(peerOf(a, 'b')?.endpoint, `${inside}:7077`);
  const moved = a.reconfigure([named], { inOverlay });
  t.same(only(moved, 'retire-session'), [], 'its session serves until another one does');
  t.match(
    only([...moved, ...a.pass(6_000)], 'send-handshake').map(({ path }) => path),
    [`${outside}:7077`, `${outside}:7077`],
  );
});

t.test('a suite that is wanted no more is replaced while its session serves', async (t) => {
  const { a, b } = connected();
  const done = a.reconfigure([peerFacts('b')], { suites: [3] });
  t.same(only(done, 'retire-session'), []);
  t.equal(connect(a, b, only(done, 'send-handshake')).opened.suite, 3);
});

t.test('new settings that do not concern a handshake leave it alone', async (t) => {
  const { a, b } = { a: new TestNode('a', [peerFacts('b')]), b: new TestNode('b', [peerFacts('a')]) };
  const asked = one(a.send({ type: 'start' }), 'send-handshake');
  t.same(only(a.reconfigure([peerFacts('b'), peerFacts('c', { endpoints: [] })]), 'send-handshake'), []);
  const answer = b.send(arriving(asked, 'a'));
  const waiting = one(answer, 'install-session');
  b.reconfigure([peerFacts('a'), peerFacts('c', { endpoints: [] })]);
  t.ok(one(a.send(arriving(one(answer, 'send-handshake'), 'b')), 'install-session'));
  const { index, peer, path: source } = waiting;
  b.send({ type: 'session-confirmed', index, peer, source });
  t.equal(peerOf(b, 'a')?.state, 'up');
});

for (const [what, changes, options] of [
  ['own key', {}, { keyOf: newKey('a'), facts: { serial: 2n } }],
  ['peer’s key', { key: key('x') }, {}],
] as const) {
  t.test(`a handshake in flight under the former ${what} is begun anew`, async (t) => {
    const a = new TestNode('a', [peerFacts('b')]);
    const b = new TestNode('b', [peerFacts('a')]);
    const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
    const anew = one(a.reconfigure([peerFacts('b', changes)], options), 'send-handshake');
    t.same(anew.recipientKey, 'key' in changes ? changes.key : key('b'));
    t.match(a.send(arriving(one(answer, 'send-handshake'), 'b')), [{ code: 'handshake-unasked' }]);
  });
}

t.test('a session that waits for its confirm is cut when its peer gets another key', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  b.send({ type: 'start' });
  const { index } = one(
    b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a')),
    'install-session',
  );
  const cut = b.reconfigure([peerFacts('a', { key: key('x'), endpoints: [] })]);
  t.same(only(cut, 'retire-session'), [{ type: 'retire-session', index }]);
  t.same(b.send({ type: 'session-confirmed', index, peer: 1, source: endpointOf('a') }), []);
});
