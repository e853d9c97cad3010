import t, { type Test } from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import type { HandshakeEvent } from '../../../daemon/control/event.js';
import type { ControlOptions } from '../../../daemon/control/shared.js';
import type { Address, Prefix } from '../../../protocol/address.js';
import type { CertificateFacts } from '../../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../../protocol/crypto.js';
import { type LocalNode, startHandshake } from '../../../protocol/handshake.js';
import { presharedKey0 } from '../../../protocol/keys.js';
import {
  crypto,
  issuerFacts,
  issuerKeypair,
  localNode,
  must,
  NOT_AFTER,
  NOT_BEFORE,
  networkSecret,
  nodeFacts,
  seed,
  sign,
  WALL,
} from '../../protocol/support/network.js';
import {
  arriving,
  connect,
  endpointOf,
  HIGHER,
  key,
  LOWER,
  one,
  only,
  peerFacts,
  TestNode,
} from './support/node.js';

/** A node with a live session to `a` beside which bad input arrives. */
function server(): {
  b: TestNode;
  a: TestNode;
  intact: (t: Test, actions: readonly Action[], code: string) => void;
} {
  const a = new TestNode('a', [peerFacts('b')]);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] }), peerFacts('c', { endpoints: [] })]);
  b.send({ type: 'start' });
  connect(a, b);
  const before = b.control.snapshot(b.now);
  return {
    a,
    b,
    intact(t, actions, code) {
      t.match(actions, [{ type: 'notice', code }]);
      t.equal(only(actions, 'notice').length, actions.length, 'nothing else is done');
      t.same(b.results(), { answered: 1, [code]: 1 });
      t.same(b.control.snapshot(b.now).peers, before.peers, 'the live session is as it was');
    },
  };
}

/** msg1 to `b` by whatever node. */
function msg1(local: LocalNode, counter = 100n): HandshakeEvent {
  const offer = { bootEpoch: 9n, counter, suites: [3] as const, lanes: 1, pskId: 0, pqFlags: 0 };
  const { datagram } = must(startHandshake(crypto, local, key('b'), 7, offer));
  return {
    type: 'handshake',
    source: endpointOf('x'),
    secretSlot: 0,
    mac2Valid: false,
    datagram: datagram.slice(0, 1068),
  };
}

/** `name` with a certificate that differs from its rightful one. */
function withCertificate(name: string, changes: Partial<CertificateFacts>, signer?: Keypair): LocalNode {
  return localNode(name, [sign(nodeFacts(name, changes), signer)]);
}

const west = issuerKeypair('issuer');
const sub = issuerFacts('issuer', { namePattern: '*' });

function byIssuer(changes: Partial<CertificateFacts>, issuer: CertificateFacts = sub): LocalNode {
  const lifetime = { notBefore: WALL - 86_400, notAfter: WALL + 86_400 };
  const leaf = sign(nodeFacts('c', { ...lifetime, ...changes }), west);
  return localNode('c', [leaf, sign(issuer)]);
}

const outside = ['10.77.200.1'] as Address[];
const refusals: readonly [string, string, LocalNode][] = [
  ['expired', 'certificate-expired', withCertificate('c', { notAfter: WALL - 1 })],
  ['not yet valid', 'certificate-not-yet-valid', withCertificate('c', { notBefore: WALL + 1 })],
  [
    'of another network',
    'certificate-wrong-network',
    withCertificate('c', { networkId: seed('other').slice(0, 16) }),
  ],
  [
    'of another authority',
    'certificate-unknown-authority',
    withCertificate('c', {}, crypto.importSigningKeypair(seed('o'))),
  ],
  ['for another key', 'certificate-wrong-key', withCertificate('c', { noiseKey: key('x') })],
  ['of a configured name with another key', 'peer-wrong-key', withCertificate('x', { name: 'c' })],
  ['without the configured address', 'peer-wrong-address', withCertificate('c', { addresses: outside })],
  ['of a member that is not configured', 'peer-unknown', localNode('x')],
  [
    'with an address outside the pools',
    'certificate-outside-pools',
    withCertificate('c', { addresses: ['10.9.0.1'] as Address[] }),
  ],
  ['by an issuer outside its pools', 'issuer-outside-pools', byIssuer({ addresses: outside })],
  ['by an issuer outside its groups', 'issuer-outside-groups', byIssuer({ groups: ['admin'] })],
  ['by an issuer outside its names', 'issuer-outside-name', byIssuer({}, issuerFacts('issuer'))],
  [
    'by an issuer outside its lifetime',
    'issuer-outside-lifetime',
    byIssuer({ notBefore: NOT_BEFORE, notAfter: NOT_AFTER }),
  ],
  ['by an issuer as a manager', 'issuer-outside-role', byIssuer({ role: 'manager' })],
];

for (const [what, code, local] of refusals) {
  t.test(`a certificate ${what} is refused as ${code}`, async (t) => {
    const { b, intact } = server();
    intact(t, b.send(msg1(local)), code);
  });
}

t.test('a certificate by an issuer inside its constraints is accepted', async (t) => {
  const { b } = server();
  t.ok(one(b.send(msg1(byIssuer({ routes: ['192.168.3.0/24'] as Prefix[] }))), 'install-session'));
});

t.test('only the certificate of a manager makes a configured manager one', async (t) => {
  const b = new TestNode('b', [peerFacts('c', { addresses: [], endpoints: [], manager: {} })]);
  b.send({ type: 'start' });
  t.match(b.send(msg1(localNode('c'))), [{ type: 'notice', code: 'peer-not-manager' }]);
  t.ok(one(b.send(msg1(withCertificate('c', { role: 'manager' }), 101n)), 'install-session'));
});

t.test('a stranger in the name of a peer raises the alarm', async (t) => {
  const { b } = server();
  const [notice] = b.send(msg1(withCertificate('x', { name: 'c' })));
  t.match(notice, { level: 'alarm', what: 'identity-conflict', code: 'peer-wrong-key' });
});

t.test('an older certificate than the one seen is refused, a newer one takes its place', async (t) => {
  const { b } = server();
  const from = (serial: bigint, counter: bigint): readonly Action[] =>
    b.send(msg1(withCertificate('c', { serial }), counter));
  const confirm = (actions: readonly Action[]): void => {
    const { index, peer, path: source } = one(actions, 'install-session');
    b.send({ type: 'session-confirmed', index, peer, source });
  };
  confirm(from(5n, 1n));
  t.match(from(4n, 2n), [{ code: 'certificate-superseded' }]);
  confirm(from(6n, 3n));
  t.equal(b.control.snapshot(b.now).peers[1]?.serial, 6n);
  t.match(from(5n, 4n), [{ code: 'certificate-superseded' }]);
});

/** Every msg1 and msg2 on the way while `opener` opens to `answerer`. */
function onTheWay(): { lower: TestNode; higher: TestNode; asked: HandshakeEvent; answer: HandshakeEvent } {
  const lower = new TestNode(LOWER, [peerFacts(HIGHER)]);
  const higher = new TestNode(HIGHER, [peerFacts(LOWER, { endpoints: [] })]);
  higher.send({ type: 'start' });
  connect(lower, higher);
  const asked = arriving(one(lower.pass(120_100), 'send-handshake'), LOWER);
  const twin = new TestNode(HIGHER, [peerFacts(LOWER, { endpoints: [] })]);
  const answer = arriving(one(twin.send(asked), 'send-handshake'), HIGHER);
  return { lower, higher, asked, answer };
}

for (const [what, damage] of [
  ['truncated', (bytes: Uint8Array, at: number): Uint8Array => bytes.slice(0, at)],
  [
    'bit-flipped',
    (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ (1 << (at % 8))),
  ],
] as const) {
  t.test(`${what} handshakes change nothing`, async (t) => {
    const { lower, higher, asked, answer } = onTheWay();
    for (const [node, event] of [
      [higher, asked],
      [lower, answer],
    ] as const) {
      const before = node.control.snapshot(node.now);
      const done: Action[] = [];
      for (let at = 0; at < 1068; at++)
        done.push(...node.send({ ...event, datagram: damage(event.datagram, at) }));
      t.ok(
        done.every(({ type }) => type === 'notice'),
        'nothing is done but count',
      );
      t.same(node.control.snapshot(node.now).peers, before.peers);
      const refused = Object.entries(node.results()).filter(([result]) => /^handshake-/.test(result));
      t.equal(
        refused.reduce((sum, [, count]) => sum + count, 0),
        1068,
      );
      t.ok(one(node.send(event), 'install-session'), 'the unharmed one is still welcome');
    }
  });
}

t.test('a replayed msg1 is refused while its session waits, and after it is confirmed', async (t) => {
  const { higher: b, asked } = onTheWay();
  const { index, peer, path: source } = one(b.send(asked), 'install-session');
  const before = b.control.snapshot(b.now).peers;
  t.match(b.send(asked), [{ code: 'handshake-replayed' }]);
  b.send({ type: 'session-confirmed', index, peer, source });
  t.match(b.send(asked), [{ type: 'send-cookie' }, { code: 'handshake-stale' }]);
  t.equal(b.control.snapshot(b.now).peers[0]?.endpoint, before[0]?.endpoint);
});

t.test('a replayed msg2 finds nobody waiting', async (t) => {
  const { lower, answer } = onTheWay();
  t.ok(one(lower.send(answer), 'install-session'));
  t.match(lower.send(answer), [{ code: 'handshake-unasked' }]);
  t.same(lower.results(), { opened: 2, 'handshake-unasked': 1 });
});

t.test('reordered msg1 of one peer each wait for a confirm, at most four, the newest win', async (t) => {
  const { b } = server();
  const events = Array.from({ length: 6 }, (_, i) => msg1(localNode('c'), BigInt(i)));
  const install = (i: number): number => one(b.send(events[i] as HandshakeEvent), 'install-session').index;
  const indices = [install(3), install(1), install(2), install(4)];
  t.match(b.send(events[0] as HandshakeEvent), [{ type: 'send-cookie' }, { code: 'handshake-stale' }]);
  const newest = b.send(events[5] as HandshakeEvent);
  t.equal(one(newest, 'retire-session').index, indices[1], 'the oldest of the four gives way');
  t.equal(b.control.snapshot(b.now).peers[0]?.state, 'up', 'another peer’s session is not touched');
  t.equal(only(b.pass(10_001), 'retire-session').length, 4, 'after ten seconds they are forgotten');
});

t.test('an answer with an unacceptable certificate ends only that try', async (t) => {
  const a = new TestNode('a', [peerFacts('b')]);
  const bad = new TestNode('b', [peerFacts('a')], { facts: { notAfter: WALL - 1 } });
  bad.wall -= 10;
  const good = new TestNode('b', [peerFacts('a')]);
  const asked = arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a');
  const answer = arriving(one(bad.send(asked), 'send-handshake'), 'b');
  t.match(a.send(answer), [{ code: 'certificate-expired' }]);
  t.match(a.send(answer), [{ code: 'handshake-unasked' }]);
  const again = a.pass(260);
  t.ok(connect(a, good, again).opened);
});

t.test('an answer with an older certificate than the one seen is refused', async (t) => {
  const a = new TestNode(LOWER, [peerFacts(HIGHER)]);
  connect(a, new TestNode(HIGHER, [peerFacts(LOWER)], { facts: { serial: 5n } }));
  const old = new TestNode(HIGHER, [peerFacts(LOWER)], { facts: { serial: 4n } });
  const asked = arriving(one(a.pass(120_100), 'send-handshake'), LOWER);
  t.match(a.send(arriving(one(old.send(asked), 'send-handshake'), HIGHER)), [
    { code: 'certificate-superseded' },
  ]);
  t.equal(a.control.snapshot(a.now).peers[0]?.state, 'up');
});

t.test(
  'an answer by one peer in the place of another is refused, whatever keys are configured',
  async (t) => {
    const a = new TestNode('a', [peerFacts('c', { key: key('b') }), peerFacts('b', { endpoints: [] })]);
    const b = new TestNode('b', [peerFacts('a')]);
    const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
    t.match(a.send(arriving(one(answer, 'send-handshake'), 'b')), [
      { level: 'alarm', code: 'peer-wrong-key' },
    ]);
  },
);

t.test('a handshake datagram of neither kind is malformed', async (t) => {
  const { b, intact } = server();
  intact(t, b.send({ ...msg1(localNode('c')), datagram: new Uint8Array(1068) }), 'handshake-malformed');
});

t.test('a handshake under the other network secret does not decrypt', async (t) => {
  const a = new TestNode('a', [peerFacts('b')], { psk0: () => presharedKey0(crypto, seed('other secret')) });
  const b = new TestNode('b', [peerFacts('a')], { psk0: () => presharedKey0(crypto, networkSecret) });
  const answer = b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a'));
  t.match(a.send(arriving(one(answer, 'send-handshake'), 'b')), [{ code: 'handshake-decrypt' }]);
});

/** What a second network secret that is in force no more leaves of the settings. */
function oneSecret(): Pick<ControlOptions, 'crypto' | 'psk0'> & { touched: () => number } {
  let touched = 0;
  const counting = <K extends 'hash' | 'dh' | 'open'>(what: K): Crypto[K] =>
    ((...values: unknown[]) => {
      touched += 1;
      return (crypto[what] as (...values: unknown[]) => unknown)(...values);
    }) as Crypto[K];
  return {
    crypto: { ...crypto, hash: counting('hash'), dh: counting('dh'), open: counting('open') },
    psk0: (slot) => [presharedKey0(crypto, networkSecret)][slot],
    touched: () => touched,
  };
}

t.test(
  'a msg1 under a network secret that is gone meets no crypto, and the next one is answered',
  async (t) => {
    const { touched, ...secrets } = oneSecret();
    const a = new TestNode('a', [peerFacts('b')]);
    const b = new TestNode('b', [peerFacts('a', { endpoints: [] })], secrets);
    b.send({ type: 'start' });
    const asked = one(a.send({ type: 'start' }), 'send-handshake');
    const before = touched();
    for (const mac2Valid of [false, true]) {
      t.match(b.send(arriving(asked, 'a', { secretSlot: 1, mac2Valid })), [
        { type: 'notice', level: 'warn', code: 'handshake-secret-gone' },
      ]);
    }
    t.equal(touched(), before);
    t.same(b.results(), { 'handshake-secret-gone': 2 });
    t.ok(connect(a, b, [asked]).answered);
  },
);

t.test('a msg2 under a network secret that is gone leaves the handshake in flight as it was', async (t) => {
  const { touched, ...secrets } = oneSecret();
  const a = new TestNode('a', [peerFacts('b')], secrets);
  const b = new TestNode('b', [peerFacts('a', { endpoints: [] })]);
  const answer = one(
    b.send(arriving(one(a.send({ type: 'start' }), 'send-handshake'), 'a')),
    'send-handshake',
  );
  const before = touched();
  t.match(a.send(arriving(answer, 'b', { secretSlot: 1 })), [{ code: 'handshake-secret-gone' }]);
  t.equal(touched(), before);
  t.equal(only(a.send(arriving(answer, 'b')), 'install-session').length, 1);
  t.same(a.results(), { 'handshake-secret-gone': 1, opened: 1 });
});

t.test('a peer whose configured key is of small order is never called, and counted', async (t) => {
  const a = new TestNode('a', [peerFacts('b', { key: new Uint8Array(32) })]);
  t.same(only(a.send({ type: 'start' }), 'send-handshake'), []);
  t.same(a.results(), { 'handshake-weak-key': 1 });
});
