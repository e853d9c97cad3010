/** Where control draws from: the operating system in the daemon, a seed in tests and in the simulator. */
export interface Rng {
  bytes(length: number): Uint8Array;
  /** Evenly from [0, 1). */
  fraction(): number;
}

/** `base` +-20 %, so that what started together does not stay together. Same unit as `base`. */
export function jitter(rng: Rng, base: number): number {
  return base * (0.8 + 0.4 * rng.fraction());
}
