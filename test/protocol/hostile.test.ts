import fc from 'fast-check';
import t from 'tap';
import type { Address } from '../../protocol/address.js';
import { concat, u16 } from '../../protocol/bytes.js';
import { decodeCertificate } from '../../protocol/certificate.js';
import { type ControlMessage, decodeControl, encodeControl } from '../../protocol/control-message.js';
import {
  abandon,
  answerMsg1,
  type Offer,
  readMsg1,
  readMsg2,
  startHandshake,
} from '../../protocol/handshake.js';
import { presharedKey0 } from '../../protocol/keys.js';
import { decodePayload } from '../../protocol/payload.js';
import { decodeRecord, verifyRecord } from '../../protocol/record.js';
import { encodeSigned } from '../../protocol/signed.js';
import { verifyChain } from '../../protocol/trust.js';
import { craftMsg1, msg1Payload } from './support/craft.js';
import { LARGEST_WALL, largestChain } from './support/largest.js';
import { mutated, runs } from './support/mutate.js';
import { crypto, localNode, must, networkSecret, signedRecord, trust, WALL } from './support/network.js';

const alpha = localNode('alpha');
const beta = localNode('beta');
const psk = presharedKey0(crypto, networkSecret);
const offer: Offer = { bootEpoch: 5n, counter: 2n, suites: [1, 3], lanes: 1, pskId: 0, pqFlags: 0 };
const answer = { senderIndex: 9, suite: 3, lanes: 1, bootEpoch: 8n, counter: 1n } as const;
const { datagram: msg1, pending } = must(startHandshake(crypto, alpha, beta.noise.publicKey, 7, offer));
const { datagram: msg2 } = answerMsg1(beta, must(readMsg1(crypto, beta, msg1)), psk, answer);

t.test('no altered msg1 is accepted', (t) => {
  fc.assert(
    fc.property(alteredBeforeMacs(msg1), (altered) => !readMsg1(crypto, beta, altered).ok),
    runs(3000),
  );
  t.pass();
  t.end();
});

t.test('no altered msg2 is accepted, and the handshake lives through all of them', (t) => {
  fc.assert(
    fc.property(alteredBeforeMacs(msg2), (altered) => !readMsg2(pending, psk, altered).ok),
    runs(3000),
  );
  t.ok(readMsg2(pending, psk, msg2).ok);
  t.end();
});

t.test('no altered certificate is accepted, in whichever place of the chain', (t) => {
  const single = alpha.chain[0] as Uint8Array;
  const double = largestChain();
  const [leaf, issuer] = double as [Uint8Array, Uint8Array];
  const chains = fc.oneof(
    mutated(single).map((altered) => ({ chain: [altered], wall: WALL })),
    mutated(leaf).map((altered) => ({ chain: [altered, issuer], wall: LARGEST_WALL })),
    mutated(issuer).map((altered) => ({ chain: [leaf, altered], wall: LARGEST_WALL })),
  );
  fc.assert(
    fc.property(chains, ({ chain, wall }) => !verifyChain(crypto, trust, chain, wall).ok),
    runs(3000),
  );
  t.ok(verifyChain(crypto, trust, double, LARGEST_WALL).ok);
  t.end();
});

t.test('no altered record is accepted', (t) => {
  const record = signedRecord('alpha');
  const node = must(verifyChain(crypto, trust, alpha.chain, WALL));
  const accepted = (bytes: Uint8Array): boolean => {
    const read = decodeRecord(bytes);
    return read.ok && verifyRecord(crypto, trust, read.value, node, { from: WALL, to: WALL }).ok;
  };
  fc.assert(
    fc.property(mutated(record), (altered) => !accepted(altered)),
    runs(3000),
  );
  t.ok(accepted(record));
  t.end();
});

t.test('nothing that a member sends in a control message makes its reader throw', (t) => {
  const presented = { record: signedRecord('alpha'), chain: alpha.chain };
  const address = '10.77.0.1' as Address;
  const originals: readonly ControlMessage[] = [
    { type: 'introduction', id: 7, address, result: 'ok', ...presented, handle: 9 },
    { type: 'push', seq: 7, entries: [presented, presented] },
    { type: 'open-relay', id: 1, source: 'alpha', target: 'beta', back: 3 },
  ];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 1400 }),
    ...originals.map((message) => mutated(encodeControl(message))),
    protobuf(),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      const read = decodeControl(input);
      if (read.ok) encodeControl(read.value);
    }),
    runs(5000),
  );
  t.pass();
  t.end();
});

t.test('no bytes make a decoder throw', (t) => {
  const payload = msg1Payload(alpha.chain);
  const body = must(decodeCertificate(alpha.chain[0] as Uint8Array)).body;
  const record = must(decodeRecord(signedRecord('alpha'))).body;
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    mutated(payload),
    mutated(body),
    mutated(record),
    protobuf(),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      decodeCertificate(input);
      decodeRecord(input);
      decodeRecord(encodeSigned({ body: input, signature: new Uint8Array(64) }));
      verifyChain(crypto, trust, [input, input], WALL);
      decodePayload(concat(u16(input.length), input));
    }),
    runs(5000),
  );
  t.pass();
  t.end();
});

t.test('nothing that a member puts into a msg1 makes its reader throw', (t) => {
  const payload = msg1Payload(alpha.chain);
  const payloads = mutated(payload).map((altered) =>
    Uint8Array.from({ length: 964 }, (_, i) => altered[i] ?? 0),
  );
  fc.assert(
    fc.property(payloads, (altered) => {
      const read = readMsg1(crypto, beta, craftMsg1(alpha, beta, altered));
      if (read.ok) abandon(read.value);
    }),
    runs(1000),
  );
  t.pass();
  t.end();
});

/** The MACs are not the reader's matter, so what differs only there does not count as altered. */
function alteredBeforeMacs(datagram: Uint8Array): fc.Arbitrary<Uint8Array> {
  const read = datagram.subarray(0, 1068);
  return mutated(read).filter((bytes) => Buffer.compare(bytes.subarray(0, 1068), read) !== 0);
}

/** Well-formed protobuf of any fields, and of nested groups without end. */
function protobuf(): fc.Arbitrary<Uint8Array> {
  const varint = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => {
    const out: number[] = [];
    for (let rest = value; ; rest >>= 7n) {
      out.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
      if (rest <= 0x7fn) return out;
    }
  });
  const number = fc.integer({ min: 1, max: 20 });
  const tag = (field: number, wireType: number): number[] =>
    field < 16 ? [(field << 3) | wireType] : [0x80 | ((field & 15) << 3) | wireType, field >> 4];
  const field = fc.oneof(
    fc.tuple(number, varint).map(([n, value]) => [...tag(n, 0), ...value]),
    fc
      .tuple(number, fc.uint8Array({ maxLength: 40 }))
      .map(([n, value]) => [...tag(n, 2), value.length, ...value]),
    fc
      .tuple(number, fc.integer({ min: 1, max: 500 }))
      .map(([n, depth]) => Array(depth).fill(tag(n, 3)).flat()),
  );
  return fc.array(field, { maxLength: 20 }).map((all) => Uint8Array.from(all.flat()));
}
