import t from 'tap';
import { festoon } from '#proto';
import type { Address, Prefix } from '../../protocol/address.js';
import { concat } from '../../protocol/bytes.js';
import {
  type CertificateFacts,
  decodeCertificate,
  keyId,
  signCertificate,
} from '../../protocol/certificate.js';
import { encodeMessage, type Plain } from '../../protocol/message.js';
import { largestIssuer, largestNode } from './support/largest.js';
import { authority, crypto, issuerFacts, must, networkId, nodeFacts, sign } from './support/network.js';

type Body = Plain<festoon.v1.CertificateBody>;

t.test('what is signed is read back', (t) => {
  const node = nodeFacts('alpha', {
    serial: 2n ** 64n - 1n,
    groups: ['web', 'db'],
    routes: ['192.168.10.0/24', 'fd77:0:10::/48'] as Prefix[],
    role: 'manager',
    notBefore: 0,
    notAfter: Number.MAX_SAFE_INTEGER,
  });
  for (const facts of [node, issuerFacts('west')]) {
    const { issuer, body, signature, ...read } = must(decodeCertificate(sign(facts)));
    t.same(read, facts);
    t.same(issuer, keyId(crypto, authority.publicKey));
    t.equal(signature.length, 64);
    t.ok(body.length > 0);
  }
  t.end();
});

t.test('sizes: bare, usual and largest', (t) => {
  const usual = {
    groups: ['web'],
    routes: ['192.168.10.0/24', 'fd77:0:10::/48'] as Prefix[],
  };
  t.equal(sign(nodeFacts('alpha')).length, 218);
  t.equal(sign(nodeFacts('alpha', usual)).length, 249);
  t.equal(sign(issuerFacts('west')).length, 217);
  t.equal(largestNode().length, 512);
  t.equal(largestIssuer().length, 320);
  t.end();
});

t.test('what would be too large is not signed', (t) => {
  const groups = Array.from({ length: 5 }, (_, i) => `${i}`.repeat(63));
  const outcome = (facts: CertificateFacts): unknown => signCertificate(crypto, facts, authority);
  t.same(outcome(nodeFacts('alpha', { groups })), { ok: false, code: 'certificate-too-large' });
  t.same(outcome(issuerFacts('west', { allowedGroups: groups.slice(0, 2) })), {
    ok: false,
    code: 'certificate-too-large',
  });
  t.end();
});

t.test('facts out of range are neither signed nor accepted', (t) => {
  const malformed = { ok: false, code: 'certificate-malformed' };
  const node: Record<string, Partial<CertificateFacts>> = {
    'network id of 15 bytes': { networkId: new Uint8Array(15) },
    'serial 0': { serial: 0n },
    'no name': { name: '' },
    'name with a capital': { name: 'Alpha' },
    'name of 64 bytes': { name: 'a'.repeat(64) },
    'name with a line break': { name: 'alpha\n' },
    'noise key of 31 bytes': { noiseKey: new Uint8Array(31) },
    'record key of 33 bytes': { recordKey: new Uint8Array(33) },
    'no address': { addresses: [] },
    'group with a space': { groups: ['web', 'a b'] },
    'validity that ends before it starts': { notBefore: 10, notAfter: 9 },
  };
  for (const [what, change] of Object.entries(node)) {
    t.same(signCertificate(crypto, nodeFacts('alpha', change), authority), malformed, what);
  }
  const { constraints } = issuerFacts('west');
  t.same(
    signCertificate(crypto, nodeFacts('alpha', { ...(constraints && { constraints }) }), authority),
    malformed,
  );
  const issuer: Record<string, Partial<CertificateFacts>> = {
    'a noise key': { noiseKey: new Uint8Array(32) },
    'an address': { addresses: ['10.77.0.9'] as Address[] },
    'a route': { routes: ['10.77.9.0/24'] as Prefix[] },
    'a group': { groups: ['web'] },
  };
  for (const [what, change] of Object.entries(issuer)) {
    t.same(
      signCertificate(crypto, { ...issuerFacts('west'), ...change }, authority),
      malformed,
      `issuer with ${what}`,
    );
  }
  const limits = {
    'no pools': { pools: [] },
    'a group that is no name': { allowedGroups: ['*'] },
    'no name pattern': { namePattern: '' },
    'no lifetime': { longestLifetimeSeconds: 0 },
  };
  for (const [what, change] of Object.entries(limits)) {
    t.same(signCertificate(crypto, issuerFacts('west', change), authority), malformed, `issuer with ${what}`);
  }
  t.end();
});

t.test('fields that no facts can express are refused', (t) => {
  const bytes = must(decodeCertificate(sign(nodeFacts('alpha')))).body;
  const fields = festoon.v1.CertificateBody.toObject(festoon.v1.CertificateBody.decode(bytes), {
    longs: BigInt,
  });
  const changes: Record<string, Partial<Body>> = {
    'unknown role': { role: 3 },
    'address of 5 bytes': { addresses: [new Uint8Array(5)] },
    'IPv4-mapped address': { addresses: [concat(new Uint8Array(10), Uint8Array.of(255, 255, 10, 77, 0, 1))] },
    'route with host bits': { routes: [Uint8Array.of(8, 10, 1, 0, 0)] },
    'route longer than its address': { routes: [Uint8Array.of(33, 10, 0, 0, 0)] },
    'empty route': { routes: [new Uint8Array(0)] },
    'malformed pool': { pools: [new Uint8Array(3)] },
    'only a name pattern': { namePattern: '*' },
    'only a lifetime': { longestLifetime: 1 },
    'only an allowed group': { allowedGroups: ['web'] },
    'issuer id of 15 bytes': { issuer: new Uint8Array(15) },
    'end of time': { notAfter: 2n ** 64n - 1n },
  };
  for (const [what, change] of Object.entries(changes)) {
    const body = encodeMessage(festoon.v1.CertificateBody, { ...fields, ...change });
    t.same(decodeCertificate(wrap(body)), { ok: false, code: 'certificate-malformed' }, what);
  }
  t.ok(decodeCertificate(wrap(encodeMessage(festoon.v1.CertificateBody, fields))).ok);
  t.end();
});

t.test('a certificate has one encoding, a body may carry fields that are not known yet', (t) => {
  const bytes = sign(nodeFacts('alpha'));
  const { body, signature } = must(decodeCertificate(bytes));
  const field = (tag: number, content: Uint8Array): Uint8Array =>
    concat(Uint8Array.of(tag, 0x80 | (content.length & 0x7f), content.length >> 7), content);
  const refused = {
    'fields in another order': concat(field(0x12, signature), field(0x0a, body)),
    'a length with a needless byte': concat(field(0x0a, body), field(0x12, signature)),
    'a field twice': concat(bytes, bytes.subarray(-66)),
    'an unknown field': concat(bytes, Uint8Array.of(0x1a, 0)),
    'a group that never ends': concat(bytes, Uint8Array.of(0x1b)),
    'one byte more': concat(bytes, Uint8Array.of(0)),
    'nothing at all': new Uint8Array(0),
    'a short signature': encodeMessage(festoon.v1.Signed, { body, signature: signature.slice(1) }),
    'a body that is no message': wrap(Uint8Array.of(0x0a, 0xff)),
  };
  for (const [what, altered] of Object.entries(refused)) {
    t.same(decodeCertificate(altered), { ok: false, code: 'certificate-malformed' }, what);
  }
  t.same(decodeCertificate(new Uint8Array(513)), { ok: false, code: 'certificate-too-large' });
  const later = must(decodeCertificate(wrap(concat(body, Uint8Array.of(0xfa, 0x01, 1, 7)))));
  t.equal(later.name, 'alpha');
  t.same(later.networkId, networkId);
  t.end();
});

function wrap(body: Uint8Array): Uint8Array {
  return encodeMessage(festoon.v1.Signed, { body, signature: new Uint8Array(64) });
}
