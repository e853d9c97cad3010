/** Implementation constants, in ms: how long after each attempt the next one is due; the last repeats. */
const STEPS_MS = [1_000, 5_000, 30_000];

/** When something that fails is tried again. Instants in ms of `Now.mono`. */
export class Backoff {
  #step = 0;
  #nextAt: number = Number.NEGATIVE_INFINITY;

  get nextAt(): number {
    return this.#nextAt;
  }

  /** Due at once, and soon again. */
  restart(): void {
    this.#step = 0;
    this.#nextAt = Number.NEGATIVE_INFINITY;
  }

  /** Tried now. */
  tried(mono: number): void {
    this.#nextAt = mono + (STEPS_MS[Math.min(this.#step, STEPS_MS.length - 1)] as number);
    this.#step += 1;
  }
}
