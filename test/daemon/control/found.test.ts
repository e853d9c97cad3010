import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import { changeOf } from '../../../daemon/control/change.js';
import type { Peer } from '../../../daemon/control/peer.js';
import { staticPeers } from '../../../daemon/control/peer-source.js';
import { Peers } from '../../../daemon/control/peers.js';
import { createShared, type Shared } from '../../../daemon/control/shared.js';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { type Address, type Prefix, prefixOf } from '../../../protocol/address.js';
import type { CertificateFacts } from '../../../protocol/certificate.js';
import { type VerifiedNode, verifyChain } from '../../../protocol/trust.js';
import { crypto, must, nodeFacts, seed, sign, trust, WALL } from '../../protocol/support/network.js';
import { direct, find, node } from './support/introduced.js';
import {
  type ActionOf,
  arriving,
  connect,
  key,
  MANAGER,
  managerFacts,
  newKey,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

const ROUTE = '192.168.7.0/24' as Prefix;
const m = [managerFacts('m')];

/** A manager that knows nobody beforehand, started. */
function manager(options: object = {}): TestNode {
  const node = new TestNode('m', [], { ...MANAGER, ...options });
  node.send({ type: 'start' });
  return node;
}

function peerOf(node: TestNode, name: string): PeerStatus | undefined {
  return node.control.snapshot(node.now).peers.find((peer) => peer.name === name);
}

function shown(name: string, changes: Partial<CertificateFacts> = {}): VerifiedNode {
  return must(verifyChain(crypto, trust, [sign(nodeFacts(name, changes))], WALL));
}

t.test('a manager takes any node of its network for a peer, by its certificate', async (t) => {
  const node = new TestNode('a', m, { facts: { routes: [ROUTE, '172.16.0.0/12' as Prefix] } });
  const at = manager({ asked: ['192.168.0.0/16', ...trust.pools] });
  const { answered } = connect(node, at);
  t.match(peerOf(at, 'a'), {
    found: true,
    state: 'up',
    addresses: nodeFacts('a').addresses,
    routes: [ROUTE],
  });
  t.equal(answered.peer, 1);
  t.match(peerOf(node, 'm'), { found: false, state: 'up', addresses: nodeFacts('m').addresses });
});

t.test('nothing leads to a found peer before it has proved who it is, by a packet of its', async (t) => {
  const node = new TestNode('a', m);
  const at = manager();
  const asked = arriving(one(node.send({ type: 'start' }), 'send-handshake'), 'a');
  const answered = at.send(asked);
  t.same(
    answered.map(({ type }) => type),
    ['set-peer', 'install-session', 'send-handshake'],
  );
  const own = nodeFacts('a').addresses.map(prefixOf);
  t.same(one(answered, 'set-peer').sources, own, 'that packet may be of any of its addresses');
  t.match(peerOf(at, 'a'), { addresses: [], routes: [] });
  const { index, peer, path: source } = one(answered, 'install-session');
  const confirmed = at.send({ type: 'session-confirmed', index, peer, source });
  t.same(
    one(confirmed, 'update-routes').add,
    own.map((prefix) => [prefix, peer]),
  );
  t.same(only(confirmed, 'set-peer'), []);
});

t.test('a replayed msg1 keeps an address from nobody', async (t) => {
  const at = manager();
  const replayed = arriving(one(new TestNode('a', m).send({ type: 'start' }), 'send-handshake'), 'x');
  at.send(replayed);
  const { addresses } = nodeFacts('a');
  const b = new TestNode('b', m, { facts: { addresses } });
  connect(b, at);
  t.match(peerOf(at, 'b'), { state: 'up', addresses });
  t.match(at.send(replayed), [{ code: 'peer-address-conflict' }]);
});

t.test('of two that claim one address the one that proves who it is first has it', async (t) => {
  const at = manager();
  const { addresses } = nodeFacts('a');
  const [a, b] = ['a', 'b'].map((name) => {
    const call = new TestNode(name, m, { facts: { addresses } }).send({ type: 'start' });
    return one(at.send(arriving(one(call, 'send-handshake'), name)), 'install-session');
  }) as [ActionOf<'install-session'>, ActionOf<'install-session'>];
  const confirm = ({ index, peer, path: source }: ActionOf<'install-session'>): readonly Action[] =>
    at.send({ type: 'session-confirmed', index, peer, source });
  confirm(b);
  t.match(
    confirm(a).map(({ type }) => type),
    ['retire-session', 'notice', 'remove-peer'],
  );
  t.same(
    at.control.snapshot(at.now).peers.map(({ name }) => name),
    ['b'],
  );
});

t.test('new settings leave a found peer that is about to prove who it is', async (t) => {
  const at = manager();
  const call = one(new TestNode('a', m).send({ type: 'start' }), 'send-handshake');
  const { index, peer, path: source } = one(at.send(arriving(call, 'a')), 'install-session');
  t.same(at.reconfigure([], { ...MANAGER, asked: ['192.168.0.0/16' as Prefix] }), []);
  t.ok(one(at.send({ type: 'session-confirmed', index, peer, source }), 'update-routes'));
  t.match(peerOf(at, 'a'), { state: 'up', addresses: nodeFacts('a').addresses });
});

t.test('a msg1 that leads to no session leaves nothing of whom it makes known', async (t) => {
  const at = manager();
  const call = new TestNode('a', m).send({ type: 'start' });
  const unwelcome = manager({ suites: [1] });
  const other = new TestNode('a', m, { suites: [3] });
  const refused = unwelcome.send(arriving(one(other.send({ type: 'start' }), 'send-handshake'), 'a'));
  t.same(unwelcome.control.snapshot(unwelcome.now).peers, [], 'refused');
  t.same(
    refused.map(({ type }) => type),
    ['notice'],
    'it is not even known for a moment',
  );
  at.send(arriving(one(call, 'send-handshake'), 'a'));
  const late = at.pass(10_100);
  t.same(at.control.snapshot(at.now).peers, [], 'answered, and never confirmed');
  t.same(only(late, 'update-routes'), []);
  t.match(one(late, 'remove-peer'), { peer: 1 });
});

t.test('a found peer that is lost is forgotten by whom it has to call', async (t) => {
  const at = manager();
  connect(new TestNode('a', m), at);
  const done = at.pass(180_100);
  t.match(only(done, 'remove-peer'), [{ peer: 1 }]);
  t.same(at.control.snapshot(at.now).peers, []);
  t.ok(at.control.nextWakeup(), 'it lives on');
});

t.test('a node without managers takes nobody but whom its config names', async (t) => {
  const b = new TestNode('b', []);
  b.send({ type: 'start' });
  const stranger = new TestNode('a', [peerFacts('b')]);
  const asked = one(stranger.send({ type: 'start' }), 'send-handshake');
  t.match(b.send(arriving(asked, 'a')), [{ type: 'notice', code: 'peer-unknown' }]);
});

t.test('what is configured of a peer holds, whatever else its certificate says', async (t) => {
  const [address] = nodeFacts('a').addresses as [Address];
  const known = peerFacts('a', { addresses: [address], endpoints: [] });
  const at = new TestNode('m', [known], MANAGER);
  at.send({ type: 'start' });
  connect(new TestNode('a', m), at);
  t.match(peerOf(at, 'a'), { found: false, addresses: [address] });
  const impostor = new TestNode('a', m, { keyOf: 'x' });
  const refused = at.send(arriving(one(impostor.send({ type: 'start' }), 'send-handshake'), 'x'));
  t.match(refused, [{ type: 'notice', level: 'alarm', code: 'peer-wrong-key' }]);
});

t.test('an address that is another peer’s or this node’s is refused with an alarm', async (t) => {
  const at = manager();
  connect(new TestNode('a', m), at);
  for (const whose of ['a', 'm']) {
    const [address] = nodeFacts(whose).addresses as [Address];
    const second = new TestNode('b', m, { facts: { addresses: [address] } });
    const refused = at.send(arriving(one(second.send({ type: 'start' }), 'send-handshake'), 'b'));
    t.match(refused, [
      { type: 'notice', level: 'alarm', what: 'identity-conflict', code: 'peer-address-conflict' },
    ]);
  }
  t.equal(at.control.snapshot(at.now).identityConflicts, 2);
  t.same(
    at.control.snapshot(at.now).peers.map(({ name }) => name),
    ['a'],
  );
});

t.test('a newer certificate of a found peer counts once its session is confirmed', async (t) => {
  const at = manager();
  connect(new TestNode('a', m), at);
  const anew = {
    bootEpoch: 2n,
    keyOf: newKey('a'),
    facts: { serial: 2n, addresses: ['10.77.9.9' as Address] },
  };
  const next = new TestNode('a', m, anew);
  const asked = arriving(one(next.send({ type: 'start' }), 'send-handshake'), 'a');
  const { index, peer, path: source } = one(at.send(asked), 'install-session');
  t.same(peerOf(at, 'a')?.addresses, nodeFacts('a').addresses);
  const done = at.send({ type: 'session-confirmed', index, peer, source });
  t.match(peerOf(at, 'a'), { serial: 2n, addresses: ['10.77.9.9'] });
  t.same(one(done, 'set-peer').sources, ['10.77.9.9/32']);
  const old = new TestNode('a', m, { bootEpoch: 3n });
  const refused = at.send(arriving(one(old.send({ type: 'start' }), 'send-handshake'), 'a'));
  t.match(refused, [{ level: 'alarm', code: 'peer-key-conflict' }]);
});

t.test('a manager must show that it is one, and is sent to at the addresses that it shows', async (t) => {
  const asked = ['192.168.0.0/16', ...trust.pools] as Prefix[];
  const node = new TestNode('a', m, { asked });
  const started = node.send({ type: 'start' });
  t.match(one(started, 'set-peer'), { peer: 1, sources: [], manager: false });
  t.same(only(started, 'update-routes'), []);
  const ordinary = new TestNode('m', [], { role: 'manager' });
  const answer = one(ordinary.send(arriving(one(started, 'send-handshake'), 'a')), 'send-handshake');
  t.match(node.send(arriving(answer, 'm')), [{ type: 'notice', code: 'peer-not-manager' }]);
  t.equal(peerOf(node, 'm')?.state, 'connecting');
  const rightful = manager({ facts: { role: 'manager', routes: [ROUTE] } });
  const reply = one(rightful.send(arriving(one(node.pass(500), 'send-handshake'), 'a')), 'send-handshake');
  const done = node.send(arriving(reply, 'm'));
  const reach = [...nodeFacts('m').addresses.map((of) => `${of}/${of.includes(':') ? 128 : 32}`), ROUTE];
  t.match(one(done, 'set-peer'), { peer: 1, sources: reach, manager: true });
  t.same(
    one(done, 'update-routes').add,
    reach.map((prefix) => [prefix, 1]),
  );
  const types = done.map(({ type }) => type);
  t.ok(types.indexOf('set-peer') < types.indexOf('install-session'));
});

t.test('the addresses of a manager are nobody else’s', async (t) => {
  const node = new TestNode('a', [peerFacts('b', { endpoints: [] }), ...m]);
  const [address] = nodeFacts('b').addresses as [Address];
  const greedy = manager({ facts: { role: 'manager', addresses: [address] } });
  const call = node.send({ type: 'start' });
  const answer = one(greedy.send(arriving(one(call, 'send-handshake'), 'a')), 'send-handshake');
  t.match(node.send(arriving(answer, 'm')), [{ level: 'alarm', code: 'peer-address-conflict' }]);
});

t.test('a handshake from inside the overlay, or of a manager through another one, is refused', async (t) => {
  const inside = new TestNode('a', m, { inOverlay: () => true });
  inside.send({ type: 'start' });
  const a = new TestNode('a', m);
  a.send({ type: 'start' });
  const call = one(new TestNode('m', [peerFacts('a')], MANAGER).send({ type: 'start' }), 'send-handshake');
  t.match(inside.send(arriving(call, 'm')), [{ code: 'endpoint-inside-overlay' }]);
  t.match(a.send(arriving(call, 'via:1:00000001')), [{ code: 'manager-relayed' }]);
});

t.test('under new settings a found peer stays, becomes a configured one, or is gone', async (t) => {
  const other = seed('third authority');
  const found = (): TestNode => {
    const at = manager({ asked: [] });
    connect(new TestNode('a', m, { facts: { routes: [ROUTE] } }), at);
    return at;
  };
  const stays = found();
  t.same(stays.reconfigure([], MANAGER), []);
  const asked = ['192.168.0.0/16' as Prefix];
  t.match(one(stays.reconfigure([], { ...MANAGER, asked }), 'update-routes').add, [[ROUTE, 1]]);
  t.match(peerOf(stays, 'a'), { found: true, state: 'up', routes: [ROUTE] });
  t.same(
    stays.reconfigure([peerFacts('a')], { ...MANAGER, asked }).map(({ type }) => type),
    ['set-peer', 'update-routes'],
  );
  t.match(peerOf(stays, 'a'), { id: 1, found: false, state: 'up', routes: [] });

  for (const [what, peers, options] of [
    ['closed', [], {}],
    ['its address is another’s', [peerFacts('b', { addresses: nodeFacts('a').addresses })], MANAGER],
    [
      'its authority is trusted no more',
      [],
      { ...MANAGER, trust: { ...trust, authorities: [crypto.importSigningKeypair(other).publicKey] } },
    ],
  ] as const) {
    const at = found();
    const done = at.reconfigure(peers, options);
    t.match(only(done, 'remove-peer'), [{ peer: 1 }], what);
    t.equal(only(done, 'retire-session').length, 1);
    t.equal(peerOf(at, 'a'), undefined);
    at.pass(20_000);
  }
});

/** The peers of a node with managers, in the hand of a test. */
function bench(mostFound?: number, lastId?: number): { peers: Peers; shared: Shared; actions: Action[] } {
  const actions: Action[] = [];
  const node = new TestNode('n', m);
  const shared = createShared({ ...node.options }, (action) => actions.push(action));
  shared.clock.look({ mono: 0, wall: WALL }, 0);
  const peers = new Peers(shared, mostFound, lastId);
  for (const peer of peers.all()) peer.start();
  actions.length = 0;
  return { peers, shared, actions };
}

t.test('a peer is found by a certificate that this node is told of, and called by the newest', async (t) => {
  const { peers } = bench();
  const peer = must(peers.found(shown('a')));
  t.same(peer.acquaintance.keys(), [key('a')]);
  t.ok(peer.isBlank);
  t.equal(must(peers.found(shown('a', { serial: 3n, noiseKey: key(newKey('a')) }))), peer);
  t.same(peer.acquaintance.keys(), [key(newKey('a'))]);
  t.equal(must(peers.found(shown('a', { serial: 2n }))), peer, 'an older one changes nothing');
  t.same(peer.acquaintance.keys(), [key(newKey('a'))]);
});

t.test('a certificate that contradicts what is known of a peer raises an alarm', async (t) => {
  const { peers, actions } = bench();
  must(peers.found(shown('a')));
  actions.length = 0;
  const [address] = nodeFacts('a').addresses as [Address];
  t.match(peers.found(shown('a', { noiseKey: key('x') })), { ok: false, code: 'peer-key-conflict' });
  t.match(peers.found(shown('b', { addresses: [address] })), { ok: false, code: 'peer-address-conflict' });
  t.match(actions, [
    { level: 'alarm', what: 'identity-conflict', code: 'peer-key-conflict' },
    { level: 'alarm', what: 'identity-conflict', code: 'peer-address-conflict' },
  ]);
  actions.length = 0;
  t.match(peers.found(shown('n')), { ok: false, code: 'peer-unknown' }, 'this node itself is no peer');
  t.same(actions, []);
});

t.test('what a newer certificate says is nothing to a session of another key', async (t) => {
  const { at, puppet, act } = node('a');
  const other = new TestNode('b', m);
  other.send({ type: 'start' });
  const { opened } = connect(
    at,
    other,
    act(() => {
      find(puppet, 'b');
      puppet.peer('b').introduce({ endpoints: [direct] });
    }),
  );
  const same = act(() => find(puppet, 'b', { serial: 2n }));
  t.same(only(same, 'retire-session'), []);
  t.equal(only(same, 'send-handshake').length, 1, 'of the same key: it is replaced');
  const done = act(() => find(puppet, 'b', { serial: 3n, noiseKey: key(newKey('b')) }));
  t.match(only(done, 'retire-session'), [{ index: opened.index }]);
  t.match(only(done, 'notice'), [
    { what: 'session-cut', detail: 'certificate-superseded' },
    { what: 'session-lost' },
  ]);
});

t.test('what is told of a configured peer changes nothing', async (t) => {
  const { peers, actions } = bench();
  const peer = must(peers.found(shown('m', { role: 'manager' })));
  t.equal(peer.isManager, true);
  t.equal(peer.node, undefined);
  t.match(peers.found(shown('m')), { ok: false, code: 'peer-not-manager' });
  t.same(actions, []);
});

t.test('found peers are bounded, and forgotten ones make place', async (t) => {
  const { peers, actions } = bench(2);
  must(peers.found(shown('a')));
  const b = must(peers.found(shown('b')));
  t.match(peers.found(shown('c')), { ok: false, code: 'peers-full' });
  t.equal(must(peers.found(shown('b'))), b, 'those that are known are still welcome');
  actions.length = 0;
  peers.forget(b);
  peers.forget(b);
  t.match(actions, [{ type: 'remove-peer', peer: b.id }]);
  must(peers.found(shown('c')));
});

t.test('numbers of peers are 32 bits, begin anew, and are nobody else’s', async (t) => {
  const { peers } = bench(10, 2 ** 32 - 3);
  t.equal(peers.byName('m')?.id, 2 ** 32 - 2);
  const ids = ['a', 'b'].map((name) => must(peers.found(shown(name))).id);
  t.same(ids, [2 ** 32 - 1, 1]);
  const { peers: others } = bench(10, 2 ** 32 - 2);
  must(others.found(shown('a')));
  t.equal(others.byName('a')?.id, 1);
});

t.test('no certificate alone routes what lies in the pools, or around them', async (t) => {
  const { peers, shared } = bench();
  shared.settings = {
    ...shared.settings,
    asked: ['10.0.0.0/8', '10.77.0.0/16', '192.168.0.0/16'] as Prefix[],
  };
  const [b] = nodeFacts('b').addresses as [Address];
  for (const route of [prefixOf(b), '10.77.5.0/24', '10.0.0.0/8', '0.0.0.0/0'] as Prefix[]) {
    const peer = must(peers.found(shown('a', { routes: [route, ROUTE] })));
    t.notOk(peer.reaches(b), route);
    t.notOk(peer.reaches('10.77.5.1' as Address), route);
    t.ok(peer.reaches('192.168.7.1' as Address), route);
    peers.forget(peer);
  }
});

t.test('a found peer that becomes a configured one goes before the others', async (t) => {
  const { peers, shared } = bench();
  shared.settings = { ...shared.settings, asked: ['192.168.0.0/16' as Prefix] };
  must(peers.found(shown('a', { routes: [ROUTE] })));
  const b = must(peers.found(shown('b', { routes: [ROUTE] })));
  shared.routes.take();
  const source = staticPeers([...m, peerFacts('b', { routes: [ROUTE] })]);
  const change = changeOf(shared.settings, { ...shared.settings, peers: source });
  shared.settings = { ...shared.settings, peers: source };
  peers.reconfigure({ mono: 0, wall: WALL }, change);
  t.same(shared.routes.take()?.add, [[ROUTE, b.id]]);
});

t.test('a route that several may have leads to the first, and to the next when that is gone', async (t) => {
  const { peers, shared } = bench();
  shared.settings = { ...shared.settings, asked: ['192.168.0.0/16' as Prefix] };
  const [a, b] = ['a', 'b'].map((name) => must(peers.found(shown(name, { routes: [ROUTE] })))) as [
    Peer,
    Peer,
  ];
  const routes = (): readonly unknown[] =>
    shared.routes.take()?.add.filter(([prefix]) => prefix === ROUTE) ?? [];
  t.same(routes(), [[ROUTE, a.id]]);
  peers.forget(a);
  t.same(routes(), [[ROUTE, b.id]]);
  peers.forget(b);
  t.same(shared.routes.take()?.remove.includes(ROUTE), true);
});
