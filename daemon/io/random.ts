import type { Rng } from '../control/rng.js';
import { systemRandomBytes } from './sodium.js';

/** The operating system's generator. */
export const systemRng: Rng = {
  bytes: systemRandomBytes,
  fraction() {
    const [a, b, c, d] = systemRandomBytes(4) as unknown as [number, number, number, number];
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
  },
};
