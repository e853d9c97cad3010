import type { Now } from '../control/now.js';

/** Time and the one timer of the loop. */
export interface Clock {
  now(): Now;
  /** Calls `wake` once at `mono` ms, or as soon as possible when that has passed; replaces the wake-up asked for before. */
  wakeAt(mono: number | undefined, wake: () => void): void;
}

/** setTimeout counts in 31 bits of ms. */
const LONGEST_MS = 0x7fffffff;

/** CLOCK_MONOTONIC, which the core reads too, and the wall clock. */
export function systemClock(): Clock {
  let timer: NodeJS.Timeout | undefined;
  const now = (): Now => ({
    mono: monotonicMs(process.hrtime.bigint()),
    wall: Math.floor(Date.now() / 1000),
  });
  return {
    now,
    wakeAt(mono, wake) {
      clearTimeout(timer);
      timer = undefined;
      if (mono === undefined) return;
      const wait = Math.ceil(mono - now().mono);
      // Node counts from the start of the loop's turn, so a timer may fire early: then the rest is waited for.
      const fired = (): void => (now().mono < mono ? this.wakeAt(mono, wake) : wake());
      timer = setTimeout(fired, Math.min(Math.max(wait, 0), LONGEST_MS));
    },
  };
}

/** Nanoseconds of CLOCK_MONOTONIC as `Now.mono`. */
export function monotonicMs(ns: bigint): number {
  return Number(ns / 1000n) / 1000;
}
