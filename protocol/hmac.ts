import type { Crypto } from './crypto.js';

/** HMAC (RFC 2104) over BLAKE2b-512, whose block is 128 bytes. */
export const HMAC_SCRATCH_BYTES = 192;
const BLOCK_BYTES = 128;

/** By `hash`, into `out` (64 bytes), which may be one of the parts; `key` is at most 128 bytes; `scratch` holds secrets afterwards, so it is locked memory. */
export function hmac(
  hash: Crypto['hash'],
  scratch: Uint8Array,
  out: Uint8Array,
  key: Uint8Array,
  parts: readonly Uint8Array[],
): void {
  const block = scratch.subarray(0, BLOCK_BYTES);
  const inner = scratch.subarray(BLOCK_BYTES, HMAC_SCRATCH_BYTES);
  xorPad(block, key, 0x36);
  hash(inner, [block, ...parts]);
  xorPad(block, key, 0x5c);
  hash(out, [block, inner]);
}

function xorPad(block: Uint8Array, key: Uint8Array, pad: number): void {
  block.fill(pad);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] as number) ^ pad;
}
