import type { Crypto } from './crypto.js';

/** HMAC (RFC 2104) over BLAKE2b-512, whose block is 128 bytes. */
export const HMAC_SCRATCH_BYTES = 192;
const BLOCK_BYTES = 128;

/** Into `out` (64 bytes); `key` is at most 128 bytes; `scratch` holds secrets afterwards, so it is locked memory. */
export function hmac(
  crypto: Crypto,
  scratch: Uint8Array,
  out: Uint8Array,
  key: Uint8Array,
  parts: readonly Uint8Array[],
): void {
  const block = scratch.subarray(0, BLOCK_BYTES);
  const inner = scratch.subarray(BLOCK_BYTES, HMAC_SCRATCH_BYTES);
  xorPad(block, key, 0x36);
  crypto.hash(inner, [block, ...parts]);
  xorPad(block, key, 0x5c);
  crypto.hash(out, [block, inner]);
}

/** HKDF-Expand (RFC 5869 §2.3) into `out`, at most 255 × 64 bytes. */
export function hkdfExpand(crypto: Crypto, out: Uint8Array, prk: Uint8Array, info: Uint8Array): void {
  const memory = crypto.allocate(HMAC_SCRATCH_BYTES + 64);
  const scratch = memory.subarray(0, HMAC_SCRATCH_BYTES);
  const block = memory.subarray(HMAC_SCRATCH_BYTES);
  for (let at = 0, i = 1; at < out.length; at += 64, i++) {
    hmac(crypto, scratch, block, prk, [at === 0 ? block.subarray(0, 0) : block, info, Uint8Array.of(i)]);
    out.set(block.subarray(0, out.length - at), at);
  }
  crypto.wipe(memory);
}

function xorPad(block: Uint8Array, key: Uint8Array, pad: number): void {
  block.fill(pad);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] as number) ^ pad;
}
