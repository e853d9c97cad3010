import type { Rng } from '../../daemon/control/rng.js';

/** One source of randomness of a run. Integers and exact fractions only: the same on every machine. */
export interface Stream extends Rng {
  u32(): number;
  /** An integer of [0, n). */
  below(n: number): number;
  /** An integer of [low, high]. */
  between(low: number, high: number): number;
  /** True in `percent` of 100 cases, which may be a fraction. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/**
 * The stream of this name under a seed: what one part of a run draws does not shift what another one gets. xoshiro128**
 * (Blackman, Vigna 2018), filled by splitmix32 from a hash of both.
 */
export function stream(seed: number, name: string): Stream {
  const fill = splitmix32(hashText(name, seed));
  let [a, b, c, d] = [fill(), fill(), fill(), fill() | 1];
  const u32 = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const below = (n: number): number => u32() % n;
  return {
    u32,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (percent) => u32() < percent * 42_949_672.96,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    fraction: () => u32() / 2 ** 32,
    bytes(length) {
      const out = new Uint8Array(length);
      for (let at = 0; at < length; at += 4) {
        const word = u32();
        for (let i = at; i < Math.min(at + 4, length); i++) out[i] = word >>> (8 * (i - at));
      }
      return out;
    },
  };
}

/** FNV-1a over the text's code units, from a start of the caller's. */
export function hashText(text: string, start: number): number {
  let hash = (start ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

function splitmix32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
