import { createCipheriv } from 'node:crypto';
import sodium from 'sodium-native';
import { concat, u16, u64, view } from '../../../protocol/bytes.js';
import type { Suite } from '../../../protocol/suite.js';
import { typeByte } from '../../../protocol/wire.js';
import { aegis256Seal } from './aegis256.js';
import type { DataKeys } from './keys.js';

/** lane << 56 | sequence. */
export function packetCounter(lane: number, sequence: bigint): bigint {
  return (BigInt(lane) << 56n) | sequence;
}

/** 16 bytes (spec §6). */
export function dataHeader(receiverIndex: number, counter: bigint, partialChecksum = false): Uint8Array {
  return concat(
    Uint8Array.of(typeByte('data'), partialChecksum ? 1 : 0, 0, 0),
    u32(receiverIndex),
    u64(counter),
  );
}

export function sealData(
  suite: Suite,
  keys: DataKeys,
  header: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const nonce = packetNonce(suite, keys.iv, view(header).getBigUint64(8, true));
  return concat(header, seal(suite, keys.key, nonce, header, plaintext));
}

/** 32 bytes, the tag made over the start of the payload (spec §9). */
export function relayHeader(
  suite: Suite,
  keys: DataKeys,
  fields: { hop: boolean; receiverIndex: number; counter: bigint; handle: number },
  payload: Uint8Array,
): Uint8Array {
  const { hop, receiverIndex, counter, handle } = fields;
  const type = Uint8Array.of(typeByte('relay'), hop ? 1 : 0, 0, 0);
  const header = concat(type, u32(receiverIndex), u64(counter), u32(handle));
  const associated = concat(header, u16(payload.length), payload.subarray(0, 16));
  const nonce = packetNonce(suite, keys.iv, counter);
  return concat(header, seal(suite, keys.relayKey, nonce, associated, new Uint8Array(0)).subarray(0, 12));
}

/** `kind | flags | body length | body` (spec §6). */
export function controlFrame(kind: number, flags: number, body: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(kind, flags), u16(body.length), body);
}

/** AEGIS-256: counter || iv. Others: the first 12 bytes of iv, the last 8 of them XORed with the counter (spec §7). */
export function packetNonce(suite: Suite, iv: Uint8Array, counter: bigint): Uint8Array {
  if (suite === 1) return concat(u64(counter), iv);
  const mask = concat(new Uint8Array(4), u64(counter));
  return iv.slice(0, 12).map((byte, i) => byte ^ (mask[i] as number));
}

/** 64 bytes (spec §8). */
export function cookieReply(
  key: Uint8Array,
  nonce: Uint8Array,
  receiverIndex: number,
  mac1: Uint8Array,
  cookie: Uint8Array,
): Uint8Array {
  const sealed = new Uint8Array(32);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, cookie, mac1, null, nonce, key);
  return concat(Uint8Array.of(typeByte('cookie'), 0, 0, 0), u32(receiverIndex), nonce, sealed);
}

/** Ciphertext and tag. */
function seal(
  suite: Suite,
  key: Uint8Array,
  nonce: Uint8Array,
  associated: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  if (suite === 1) {
    const { ciphertext, tag } = aegis256Seal(key, nonce, associated, plaintext);
    return concat(ciphertext, tag);
  }
  const cipher =
    suite === 2
      ? createCipheriv('aes-256-gcm', key, nonce)
      : createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(associated, { plaintextLength: plaintext.length });
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

function u32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  view(out).setUint32(0, value, true);
  return out;
}
