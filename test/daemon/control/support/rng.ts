import type { Rng } from '../../../../daemon/control/rng.js';

/** The same sequence for the same label: xorshift32 over a hash of it. */
export function seededRng(label: string): Rng {
  let state = [...label].reduce((hash, c) => Math.imul(hash ^ c.charCodeAt(0), 0x01000193), 0x811c9dc5) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
    fraction: () => next() / 2 ** 32,
  };
}
