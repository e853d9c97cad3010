import t, { type Test } from 'tap';
import { festoon } from '#proto';
import type { Endpoint } from '../../protocol/address.js';
import { ascii, concat } from '../../protocol/bytes.js';
import { decodeCertificate } from '../../protocol/certificate.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { encodeMessage, type Plain } from '../../protocol/message.js';
import {
  compareRecords,
  decodeRecord,
  endOf,
  isSameVersion,
  type RecordFacts,
  type SignedRecord,
  signRecord,
  verifyRecord,
} from '../../protocol/record.js';
import { encodeSigned } from '../../protocol/signed.js';
import { type Span, type VerifiedNode, verifyChain } from '../../protocol/trust.js';
import {
  crypto,
  must,
  nodeFacts,
  recordFacts,
  recordKeypair,
  seed,
  sign,
  signedRecord,
  trust,
  WALL,
} from './support/network.js';

const MOST = 2n ** 64n - 1n;
const NAME = 'n'.repeat(63);
const alpha = must(verifyChain(crypto, trust, [sign(nodeFacts('alpha'))], WALL));

t.test('what is signed is read back', (t) => {
  const most = recordFacts('alpha', {
    serial: MOST,
    incarnation: MOST,
    seq: MOST,
    attachments: ['m1', 'm2', 'm3'].map((manager) => ({ manager, priority: 255 })),
    endpoints: Array.from({ length: 8 }, (_, i) => `[2001:db8::${i + 1}]:65535` as Endpoint),
    capabilities: 2 ** 32 - 1,
    goodbye: true,
    issuedAt: Number.MAX_SAFE_INTEGER - 86_400 - 600,
  });
  const least = recordFacts('a', {
    incarnation: 0n,
    seq: 0n,
    attachments: [],
    endpoints: [],
    issuedAt: 0,
    ttl: 1,
  });
  for (const facts of [most, least, recordFacts('alpha')]) {
    const { body, signature, ...read } = must(decodeRecord(signed(facts)));
    t.same(read, facts);
    t.equal(signature.length, 64);
    t.ok(crypto.verify(recordKeypair('alpha').publicKey, concat(ascii('festoon/1 record'), body), signature));
  }
  t.end();
});

t.test('sizes: three attachments and two endpoints, usual and with the longest names there are', (t) => {
  const three = (name: (i: number) => string): RecordFacts['attachments'] =>
    [0, 1, 2].map((i) => ({ manager: name(i), priority: i }));
  const serial = 1_790_000_000_000n;
  const usual = recordFacts('web-17.eu-west', { serial, attachments: three((i) => `manager-${i}.eu-west`) });
  t.equal(signed(usual).length, 219);
  const longest = { serial: MOST, incarnation: MOST, seq: MOST, capabilities: 2 ** 32 - 1, goodbye: true };
  const largest = recordFacts(NAME, {
    ...longest,
    attachments: three((i) => `${i}`.repeat(63)).map(({ manager }) => ({ manager, priority: 255 })),
    endpoints: ['192.0.2.1:7077', '192.0.2.2:7077'] as Endpoint[],
    issuedAt: Number.MAX_SAFE_INTEGER - 86_400 - 600,
  });
  t.equal(signed(largest).length, 432);
  t.same(must(decodeRecord(signed(largest))).endpoints, largest.endpoints);
  t.end();
});

t.test('endpoints for which there is no room are left out, the last ones first', (t) => {
  const endpoints = Array.from({ length: 8 }, (_, i) => `[2001:db8::${i + 1}]:7077` as Endpoint);
  const attachments = [0, 1, 2].map((i) => ({ manager: `${i}`.repeat(63), priority: i }));
  const bytes = signed(recordFacts(NAME, { attachments, endpoints }));
  t.ok(bytes.length <= 432 && bytes.length > 432 - 20, `${bytes.length}`);
  t.same(must(decodeRecord(bytes)).endpoints, endpoints.slice(0, 2));
  t.end();
});

t.test('facts out of range are neither signed nor accepted', (t) => {
  const one = { manager: 'm1', priority: 0 };
  const changes: Record<string, Partial<RecordFacts>> = {
    'network id of 15 bytes': { networkId: new Uint8Array(15) },
    'no name': { node: '' },
    'name with a line break': { node: 'alpha\n' },
    'serial 0': { serial: 0n },
    'a manager that is no name': { attachments: [{ manager: 'M1', priority: 0 }] },
    'a manager twice': { attachments: [one, { ...one, priority: 1 }] },
    'priority 256': { attachments: [{ manager: 'm1', priority: 256 }] },
    'four attachments': { attachments: ['a', 'b', 'c', 'd'].map((manager) => ({ manager, priority: 0 })) },
    'nine endpoints': { endpoints: Array.from({ length: 9 }, (_, i) => `192.0.2.${i}:1` as Endpoint) },
    'end of time': { issuedAt: Number.MAX_SAFE_INTEGER },
    'no time to live': { ttl: 0 },
    'more than a day to live': { ttl: 86_401 },
  };
  for (const [what, change] of Object.entries(changes)) {
    const outcome = signRecord(crypto, recordFacts('alpha', change), recordKeypair('alpha'));
    t.same(outcome, { ok: false, code: 'record-malformed' }, what);
  }
  t.end();
});

t.test('a record has one encoding, a body may carry fields that are not known yet', (t) => {
  const bytes = signedRecord('alpha');
  const { body, signature } = must(decodeRecord(bytes));
  const field = (tag: number, content: Uint8Array): Uint8Array =>
    content.length > 127
      ? concat(Uint8Array.of(tag, 0x80 | (content.length & 0x7f), content.length >> 7), content)
      : concat(Uint8Array.of(tag, content.length), content);
  t.same(concat(field(0x0a, body), field(0x12, signature)), bytes, 'put together here');
  const refused = {
    'fields in another order': concat(field(0x12, signature), field(0x0a, body)),
    'an unknown field': concat(bytes, Uint8Array.of(0x1a, 0)),
    'a field twice': concat(bytes, field(0x12, signature)),
    'one byte more': concat(bytes, Uint8Array.of(0)),
    'nothing at all': new Uint8Array(0),
    'a short signature': encodeSigned({ body, signature: signature.slice(1) }),
    'an endpoint of 5 bytes': wrap({ endpoints: [new Uint8Array(5)] }),
    'an endpoint with port 0': wrap({ endpoints: [Uint8Array.of(192, 0, 2, 1, 0, 0)] }),
    'a body that is no message': encodeSigned({ body: Uint8Array.of(0x0a, 0xff), signature }),
    'a certificate': sign(nodeFacts('alpha')),
    'too many bytes': new Uint8Array(433),
  };
  for (const [what, altered] of Object.entries(refused))
    t.same(decodeRecord(altered), { ok: false, code: 'record-malformed' }, what);
  t.ok(decodeRecord(wrap({})).ok);
  const later = encodeSigned({ body: concat(body, Uint8Array.of(0xfa, 0x01, 1, 7)), signature });
  t.equal(must(decodeRecord(later)).node, 'alpha');
  t.notOk(decodeCertificate(bytes).ok, 'and no record is a certificate');
  t.end();
});

t.test('a record holds that the node of the certificate beside it signed', (t) => {
  const record = must(decodeRecord(signedRecord('alpha')));
  t.same(verify(record), { ok: true, value: record });
  refuses(t, 'record-foreign-network', signedRecord('alpha', { networkId: seed('other').slice(16) }));
  refuses(t, 'record-wrong-node', signedRecord('alphb'));
  refuses(t, 'record-wrong-node', signed(recordFacts('beta')));
  refuses(t, 'record-wrong-serial', signedRecord('alpha', { serial: 2n }));
  refuses(t, 'record-signature', must(signRecord(crypto, recordFacts('alpha'), recordKeypair('beta'))));
  const altered = encodeSigned({ body: record.body, signature: record.signature.map((byte) => byte ^ 1) });
  refuses(t, 'record-signature', altered);
  const bare = crypto.sign(recordKeypair('alpha').secretKey, record.body);
  refuses(t, 'record-signature', encodeSigned({ body: record.body, signature: bare }));
  t.end();
});

t.test('a record is in force until ten minutes after its time to live', (t) => {
  const record = must(decodeRecord(signedRecord('alpha', { ttl: 100 })));
  t.equal(endOf(record), WALL + 700);
  const at = (from: number, to = from): unknown => {
    const outcome = verify(record, { from, to });
    return outcome.ok || outcome.code;
  };
  t.equal(at(WALL + 700), true);
  t.equal(at(WALL + 701), 'record-expired');
  t.equal(at(WALL + 700, WALL + 9999), true, 'a doubted clock may be right');
  t.equal(at(WALL - 86_400), true, 'clocks differ');
  t.equal(at(WALL - 86_401), 'record-not-yet-valid');
  t.equal(at(0, WALL - 86_400), true);
  t.end();
});

t.test('of two records the one with the higher serial, incarnation and seq counts, in this order', (t) => {
  const versions: readonly Partial<RecordFacts>[] = [
    { serial: 1n, incarnation: 1n, seq: 9n },
    { serial: 1n, incarnation: 2n, seq: 8n },
    { serial: 1n, incarnation: 2n, seq: 10n },
    { serial: 2n, incarnation: 1n, seq: 1n },
  ];
  const records = versions.map((version) => must(decodeRecord(signedRecord('alpha', version))));
  records.forEach((a, i) => {
    records.forEach((b, j) => {
      t.equal(Math.sign(compareRecords(crypto, a, b)), Math.sign(i - j), `${i} ${j}`);
      t.equal(isSameVersion(a, b), i === j);
    });
  });
  t.end();
});

t.test('of two records of one version everybody keeps the same', (t) => {
  const records = [1, 2, 3, 4].map((priority) =>
    must(decodeRecord(signedRecord('alpha', { attachments: [{ manager: 'm1', priority }] }))),
  );
  for (const a of records) {
    for (const b of records) {
      t.ok(isSameVersion(a, b));
      const order = Math.sign(compareRecords(crypto, a, b));
      t.equal(order, Math.sign(hashOf(a) > hashOf(b) ? 1 : hashOf(a) < hashOf(b) ? -1 : 0));
      t.equal(order === 0, a === b);
    }
  }
  t.end();
});

/** Signed by alpha, whatever node the facts name. */
function signed(facts: RecordFacts): Uint8Array {
  return must(signRecord(crypto, facts, recordKeypair('alpha')));
}

function verify(record: SignedRecord, span: Span = { from: WALL, to: WALL }, node: VerifiedNode = alpha) {
  return verifyRecord(crypto, trust, record, node, span);
}

function refuses(t: Test, code: ErrorCode, bytes: Uint8Array): void {
  t.same(verify(must(decodeRecord(bytes))), { ok: false, code }, code);
}

function hashOf({ body, signature }: SignedRecord): string {
  const hash = new Uint8Array(32);
  crypto.hash(hash, [concat(body, signature)]);
  return Buffer.from(hash).toString('hex');
}

/** A record whose body has some fields that no facts can express. */
function wrap(change: Partial<Plain<festoon.v1.RecordBody>>): Uint8Array {
  const { body, signature } = must(decodeRecord(signedRecord('alpha')));
  const fields = festoon.v1.RecordBody.toObject(festoon.v1.RecordBody.decode(body), { longs: BigInt });
  return encodeSigned({ body: encodeMessage(festoon.v1.RecordBody, { ...fields, ...change }), signature });
}
