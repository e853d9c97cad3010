const CHUNK_BYTES = 1 << 16;

let chunk = new Uint8Array(CHUNK_BYTES);

/** So many zeros, 64 KiB at most. Small pieces of few buffers: many buffers are slow to make and to collect. */
export function piece(bytes: number): Uint8Array {
  if (bytes > chunk.length) chunk = new Uint8Array(CHUNK_BYTES);
  const cut = chunk.subarray(0, bytes);
  chunk = chunk.subarray(bytes);
  return cut;
}
