import { createHmac } from 'node:crypto';
import { ascii, concat } from '../../../protocol/bytes.js';
import type { Suite } from '../../../protocol/suite.js';
import { crypto } from '../support/network.js';

export interface DataKeys extends Readonly<Record<string, Uint8Array>> {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 32 bytes. */
  readonly relayKey: Uint8Array;
  /** 24 bytes. */
  readonly iv: Uint8Array;
}

/** Keys of one direction: 0 initiator to responder, 1 the other way (spec §7). */
export function dataKeys(
  chainingKey: Uint8Array,
  hash: Uint8Array,
  suite: Suite,
  direction: 0 | 1,
): DataKeys {
  const bytes = hkdfExpand(
    chainingKey,
    concat(ascii('festoon/1 data'), Uint8Array.of(suite, direction), hash),
    88,
  );
  return { key: bytes.slice(0, 32), relayKey: bytes.slice(32, 64), iv: bytes.slice(64) };
}

/** mac1 of a handshake to the holder of `publicKey` (spec §8). */
export function mac1Key(networkSecret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return blake2b(32, [ascii('festoon/1 mac1'), networkSecret, publicKey]);
}

/** What seals the cookies that the holder of `publicKey` gives out (spec §8). */
export function cookieKey(networkSecret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return blake2b(32, [ascii('festoon/1 cookie'), networkSecret, publicKey]);
}

export function blake2b(bytes: number, parts: readonly Uint8Array[], key?: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes);
  crypto.hash(out, parts, key);
  return out;
}

/** RFC 5869 §2.3 over OpenSSL's HMAC-BLAKE2b-512. */
function hkdfExpand(prk: Uint8Array, info: Uint8Array, bytes: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let last: Uint8Array = new Uint8Array(0);
  for (let i = 1; 64 * blocks.length < bytes; i++) {
    const block = createHmac('blake2b512', prk).update(last).update(info).update(Uint8Array.of(i)).digest();
    last = new Uint8Array(block);
    blocks.push(last);
  }
  return concat(...blocks).slice(0, bytes);
}
