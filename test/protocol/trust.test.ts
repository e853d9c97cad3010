import t, { type Test } from 'tap';
import type { Address, Prefix } from '../../protocol/address.js';
import {
  type CertificateFacts,
  decodeCertificate,
  type IssuerConstraints,
} from '../../protocol/certificate.js';
import type { Keypair } from '../../protocol/crypto.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { VerifiedChains, verifyAgain, verifyChain, verifyPeer } from '../../protocol/trust.js';
import { LARGEST_WALL, largestChain } from './support/largest.js';
import {
  crypto,
  issuerFacts,
  issuerKeypair,
  must,
  NOT_AFTER,
  NOT_BEFORE,
  networkId,
  nodeFacts,
  seed,
  sign,
  trust,
  WALL,
} from './support/network.js';

const alpha = sign(nodeFacts('alpha'));

t.test('a node signed by any of the authorities is verified', (t) => {
  const older = crypto.importSigningKeypair(seed('older authority'));
  for (const signer of [older, undefined]) {
    const node = must(verifyChain(crypto, trust, [sign(nodeFacts('alpha'), signer)], WALL));
    t.equal(node.certificate.name, 'alpha');
    t.equal(node.issuer, undefined);
    t.equal(node.validUntil, NOT_AFTER);
  }
  t.ok(verifyChain(crypto, trust, [sign(nodeFacts('alpha', { role: 'manager' }))], WALL).ok);
  t.end();
});

t.test('a node signed by an issuer inside its constraints is verified', (t) => {
  const node = must(verifyChain(crypto, trust, issued(), WALL));
  t.equal(node.certificate.name, 'delta.west');
  t.equal(node.issuer?.name, 'issuer');
  t.ok(verifyChain(crypto, trust, largestChain(), LARGEST_WALL).ok);
  t.end();
});

t.test('validity includes both of its ends', (t) => {
  const at = (wall: number): unknown => verifyChain(crypto, trust, [alpha], wall);
  t.match(at(NOT_BEFORE - 1), { ok: false, code: 'certificate-not-yet-valid' });
  t.match(at(NOT_BEFORE), { ok: true });
  t.match(at(NOT_AFTER), { ok: true });
  t.match(at(NOT_AFTER + 1), { ok: false, code: 'certificate-expired' });
  t.end();
});

t.test('at some moment of a span is enough', (t) => {
  const at = (from: number, to: number): unknown => verifyChain(crypto, trust, [alpha], { from, to });
  t.match(at(0, NOT_BEFORE - 1), { ok: false, code: 'certificate-not-yet-valid' });
  t.match(at(0, NOT_BEFORE), { ok: true });
  t.match(at(NOT_AFTER, Number.POSITIVE_INFINITY), { ok: true });
  t.match(at(NOT_AFTER + 1, Number.POSITIVE_INFINITY), { ok: false, code: 'certificate-expired' });
  t.end();
});

t.test('each fault of a chain has its code', (t) => {
  const stranger = crypto.importSigningKeypair(seed('stranger'));
  const impostor = { publicKey: trust.authorities[1] as Uint8Array, secretKey: stranger.secretKey };
  const other = sign(nodeFacts('alpha', { networkId: seed('other').slice(0, 16) }));
  const issuer = sign(issuerFacts('issuer'));
  const elsewhere = sign(nodeFacts('alpha', { addresses: ['10.77.0.1', '10.78.0.1'] as Address[] }));
  refuses(t, 'certificate-chain', []);
  refuses(t, 'certificate-chain', [alpha, issuer, issuer]);
  refuses(t, 'certificate-chain', [issuer]);
  refuses(t, 'certificate-chain', [alpha, alpha]);
  refuses(t, 'certificate-malformed', [alpha.subarray(1)]);
  refuses(t, 'certificate-malformed', [alpha, issuer.subarray(1)]);
  refuses(t, 'certificate-wrong-network', [other]);
  refuses(t, 'certificate-unknown-authority', [sign(nodeFacts('alpha'), stranger)]);
  refuses(t, 'certificate-unknown-authority', [alpha, issuer]);
  refuses(t, 'certificate-unknown-authority', issued({}, {}, stranger));
  refuses(t, 'certificate-bad-signature', [sign(nodeFacts('alpha'), impostor)]);
  refuses(t, 'certificate-bad-signature', issued({}, {}, impostor));
  refuses(t, 'certificate-outside-pools', [elsewhere]);
  t.end();
});

t.test('each constraint of an issuer is held', (t) => {
  refuses(t, 'issuer-outside-role', issued({ role: 'manager' }));
  refuses(t, 'issuer-outside-pools', issued({ addresses: ['10.77.0.1', '10.77.128.1'] as Address[] }));
  refuses(t, 'issuer-outside-pools', issued({ routes: ['192.168.0.0/15'] as Prefix[] }));
  refuses(t, 'issuer-outside-groups', issued({ groups: ['web', 'admin'] }));
  refuses(t, 'issuer-outside-name', issued({ name: 'delta.east' }));
  refuses(t, 'issuer-outside-lifetime', issued({ notAfter: NOT_BEFORE + 90 * 86400 + 1 }));
  refuses(t, 'issuer-outside-lifetime', issued({ notBefore: NOT_BEFORE - 1 }));
  refuses(t, 'issuer-outside-lifetime', issued({ notBefore: NOT_AFTER - 5, notAfter: NOT_AFTER + 1 }));
  t.end();
});

t.test('the network’s pools hold under an issuer as well', (t) => {
  const wider = { pools: ['10.0.0.0/8'] as Prefix[] };
  refuses(
    t,
    'certificate-outside-pools',
    issued({ addresses: ['10.78.0.1'] as Address[], routes: [] }, wider),
  );
  t.end();
});

t.test('name patterns', (t) => {
  const cases: readonly [pattern: string, name: string, matches: boolean][] = [
    ['*', 'a', true],
    ['alpha', 'alpha', true],
    ['alpha', 'alpha1', false],
    ['web-*', 'web-', true],
    ['web-*', 'db-1', false],
    ['*.west', '.west', true],
    ['*.west', 'a.west.b', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c', false],
    ['a*b*c', 'abbc', true],
    ['*b*', 'abc', true],
    ['*b*', 'ac', false],
    ['a**c', 'ac', true],
    ['*ab*b', 'ab', false],
  ];
  for (const [namePattern, name, matches] of cases) {
    t.equal(
      verifyChain(crypto, trust, issued({ name }, { namePattern }), WALL).ok,
      matches,
      `${namePattern} ${name}`,
    );
  }
  t.end();
});

t.test('the key of a handshake is checked before the chain', (t) => {
  const { noiseKey } = nodeFacts('alpha');
  t.ok(verifyPeer(crypto, trust, noiseKey, [alpha], WALL).ok);
  const expired = verifyPeer(crypto, trust, seed('another key'), [alpha], NOT_AFTER + 1);
  t.match(expired, { ok: false, code: 'certificate-wrong-key' });
  t.match(verifyPeer(crypto, trust, noiseKey, [], WALL), { ok: false, code: 'certificate-chain' });
  t.end();
});

/** How often a signature is verified in `act`. */
function verified(act: (counting: typeof crypto) => unknown): number {
  let count = 0;
  act({
    ...crypto,
    verify(...of) {
      count += 1;
      return crypto.verify(...of);
    },
  });
  return count;
}

t.test('a chain that held is not verified anew, but for its time', async (t) => {
  const chains = new VerifiedChains(8);
  for (const chain of [[alpha], issued()]) {
    const { noiseKey } = must(verifyChain(crypto, trust, chain, WALL)).certificate;
    const look = (wall: number, key = noiseKey, under = trust): [unknown, number] => {
      const span = { from: wall, to: wall };
      let result: unknown;
      const count = verified((counting) => {
        const copy = chain.map((bytes) => Uint8Array.from(bytes));
        result = chains.verifyPeer(counting, under, key, copy, span);
        for (const bytes of copy) bytes.fill(0);
      });
      return [result, count];
    };
    const [first, count] = look(WALL);
    t.match(first, { ok: true });
    t.equal(count, chain.length);
    t.same(look(WALL), [first, 0]);
    t.match(look(NOT_AFTER + 1), [{ ok: false, code: 'certificate-expired' }, 0]);
    t.match(look(NOT_BEFORE - 1), [{ ok: false, code: 'certificate-not-yet-valid' }, 0]);
    t.match(look(WALL, seed('another key')), [{ ok: false, code: 'certificate-wrong-key' }, 0]);
    const other = { ...trust };
    t.match(look(WALL, noiseKey, other), [{ ok: true }, chain.length], 'under another trust it is');
    const none = { ...trust, authorities: [] };
    t.match(look(WALL, noiseKey, none), [{ ok: false, code: 'certificate-unknown-authority' }, 0]);
  }
});

t.test('what is not the same to the last byte is verified', async (t) => {
  const chains = new VerifiedChains(8);
  const { noiseKey } = nodeFacts('alpha');
  const span = { from: WALL, to: WALL };
  const verify = (...chain: Uint8Array[]): unknown => chains.verifyPeer(crypto, trust, noiseKey, chain, span);
  t.match(verify(alpha), { ok: true });
  for (const at of [5, 60, alpha.length - 40]) {
    const forged = Uint8Array.from(alpha);
    forged[at] = (forged[at] as number) ^ 1;
    t.match(verify(forged), { ok: false }, `byte ${at}`);
    t.match(verify(forged), { ok: false }, 'a refused one is not kept');
  }
  t.match(verify(alpha, alpha), { ok: false, code: 'certificate-chain' });
  t.match(verify(), { ok: false, code: 'certificate-chain' });
  t.match(verify(Uint8Array.of(1)), { ok: false, code: 'certificate-malformed' });
});

t.test('of verified chains so many are kept, the newest', async (t) => {
  const chains = new VerifiedChains(2);
  const span = { from: WALL, to: WALL };
  const counts = ['a', 'b', 'a', 'c', 'b', 'a'].map((name) =>
    verified((counting) => {
      const { noiseKey } = nodeFacts(name);
      chains.verifyPeer(counting, trust, noiseKey, [sign(nodeFacts(name))], span);
    }),
  );
  t.same(counts, [1, 1, 0, 1, 0, 1]);
});

t.test('what was verified is verified again under another trust, at another time', (t) => {
  const code = (chain: readonly Uint8Array[], changes: Partial<typeof trust>, wall: number): unknown => {
    const again = verifyAgain(
      crypto,
      { ...trust, ...changes },
      must(verifyChain(crypto, trust, chain, WALL)),
      wall,
    );
    return again.ok || again.code;
  };
  for (const chain of [[alpha], issued()]) {
    t.equal(code(chain, {}, WALL), true);
    t.equal(code(chain, { authorities: [] }, WALL), 'certificate-unknown-authority');
    t.equal(code(chain, { pools: [] }, WALL), 'certificate-outside-pools');
    t.equal(code(chain, {}, NOT_AFTER + 1), 'certificate-expired');
  }
  t.end();
});

t.test('an altered certificate is never accepted', (t) => {
  const chain = issued();
  let accepted = 0;
  chain.forEach((certificate, which) => {
    for (let bit = 0; bit < certificate.length * 8; bit++) {
      const altered = certificate.slice();
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
      if (verifyChain(crypto, trust, chain.with(which, altered), WALL).ok) accepted++;
    }
  });
  t.equal(accepted, 0);
  t.ok(decodeCertificate(chain[0] as Uint8Array).ok);
  t.end();
});

/** A chain of two: node facts, the issuer's constraints and the issuer's signer as told. */
function issued(
  node: Partial<CertificateFacts> = {},
  constraints: Partial<IssuerConstraints> = {},
  signer?: Keypair,
): readonly Uint8Array[] {
  const facts = nodeFacts('delta.west', {
    groups: ['web'],
    routes: ['192.168.10.0/24'] as Prefix[],
    notAfter: Math.min(NOT_AFTER, (node.notBefore ?? NOT_BEFORE) + 90 * 86400),
    networkId,
    ...node,
  });
  return [sign(facts, issuerKeypair('issuer')), sign(issuerFacts('issuer', constraints), signer)];
}

function refuses(t: Test, code: ErrorCode, chain: readonly Uint8Array[]): void {
  t.same(verifyChain(crypto, trust, chain, WALL), { ok: false, code }, code);
}
