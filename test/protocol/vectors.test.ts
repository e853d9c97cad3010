import { readFileSync } from 'node:fs';
import t from 'tap';
import { decodeControl, encodeControl } from '../../protocol/control-message.js';
import { decodeRecord, signRecord, verifyRecord } from '../../protocol/record.js';
import { verifyChain } from '../../protocol/trust.js';
import { allVectors } from './make-vectors.js';
import { blake2b } from './reference/keys.js';
import { hex, unhex } from './support/hex.js';
import { crypto, must, recordKeypair, trust } from './support/network.js';

t.test('the vectors in the tree are the ones that are made', (t) => {
  const made = Object.entries(allVectors());
  for (const [name, text] of made) t.equal(readFileSync(`protocol/vectors/${name}`, 'utf8'), text, name);
  t.equal(made.length, 6);
  t.end();
});

t.test('records are read and refused as the vectors say', (t) => {
  const { certificate, now, records, refused } = read('records.json');
  const node = must(verifyChain(crypto, trust, [unhex(certificate)], now));
  const verified = (bytes: string): unknown => {
    const record = decodeRecord(unhex(bytes));
    return record.ok ? verifyRecord(crypto, trust, record.value, node, { from: now, to: now }) : record;
  };
  for (const { bytes, hash, ...facts } of records) {
    const record = must(decodeRecord(unhex(bytes)));
    const { body, signature, ...found } = record;
    t.same(textual(found), facts);
    t.match(verified(bytes), { ok: true });
    t.same(hex(must(signRecord(crypto, found, recordKeypair('alpha')))), bytes, 'and written so');
    t.equal(hex(blake2b(32, [body, signature])), hash);
  }
  for (const { code, bytes } of refused) t.same(verified(bytes), { ok: false, code });
  t.ok(records.length > 0 && refused.length > 0);
  t.end();
});

t.test('control messages are read, written and refused as the vectors say', (t) => {
  const { messages, refused } = read('control-messages.json');
  for (const { bytes, ...fields } of messages) {
    const message = must(decodeControl(unhex(bytes)));
    t.same(textual(message), fields);
    t.equal(hex(encodeControl(message)), bytes);
  }
  t.equal(new Set(messages.map(({ type }: { type: string }) => type)).size, 11);
  for (const { code, bytes } of refused) t.same(decodeControl(unhex(bytes)), { ok: false, code });
  t.ok(refused.length > 0);
  t.end();
});

function read(name: string) {
  return JSON.parse(readFileSync(`protocol/vectors/${name}`, 'utf8'));
}

/** As JSON has it: bytes in hexadecimal, 64-bit integers as text. */
function textual(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => {
      if (inner instanceof Uint8Array) return hex(inner);
      return typeof inner === 'bigint' ? inner.toString() : inner;
    }),
  );
}
