const BLOCK_BYTES = 64;
const ROUNDS = 10;
const IV = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
] as const;
/** Which words of the state each of the eight mixings of a round takes: columns, then diagonals. */
const MIXES = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** BLAKE2s (RFC 7693) of at most 32 bytes, keyed with at most 32: OpenSSL's, as Node.js has it, takes no key. */
export function blake2s(message: Uint8Array, bytes = 32, key: Uint8Array = new Uint8Array(0)): Buffer {
  const input = Buffer.concat([key, Buffer.alloc(key.length > 0 ? BLOCK_BYTES - key.length : 0), message]);
  const hash = Uint32Array.from(IV);
  hash[0] = (hash[0] ?? 0) ^ 0x01010000 ^ (key.length << 8) ^ bytes;
  let at = 0;
  for (; at + BLOCK_BYTES < input.length; at += BLOCK_BYTES) {
    compress(hash, input.subarray(at, at + BLOCK_BYTES), at + BLOCK_BYTES, false);
  }
  const last = Buffer.alloc(BLOCK_BYTES);
  last.set(input.subarray(at));
  compress(hash, last, input.length, true);
  const out = Buffer.alloc(32);
  for (const [index, word] of hash.entries()) out.writeUInt32LE(word, 4 * index);
  return out.subarray(0, bytes);
}

function compress(hash: Uint32Array, block: Buffer, counted: number, isLast: boolean): void {
  const v = Uint32Array.from([...hash, ...IV]);
  const word = (index: number): number => v[index] ?? 0;
  v[12] = word(12) ^ counted;
  if (isLast) v[14] = ~word(14);
  const rotated = (value: number, by: number): number => (value >>> by) | (value << (32 - by));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [mix, [a, b, c, d]] of MIXES.entries()) {
      const piece = (nth: number): number => block.readUInt32LE(4 * (SIGMA[round]?.[2 * mix + nth] ?? 0));
      v[a] = word(a) + word(b) + piece(0);
      v[d] = rotated(word(d) ^ word(a), 16);
      v[c] = word(c) + word(d);
      v[b] = rotated(word(b) ^ word(c), 12);
      v[a] = word(a) + word(b) + piece(1);
      v[d] = rotated(word(d) ^ word(a), 8);
      v[c] = word(c) + word(d);
      v[b] = rotated(word(b) ^ word(c), 7);
    }
  }
  for (let index = 0; index < 8; index++) hash[index] = (hash[index] ?? 0) ^ word(index) ^ word(index + 8);
}
