const PER_SECOND = 200;
const BURST = 64;
const STEP_MS = 1_000 / PER_SECOND;
/** Nobody is told to come back later than this, whatever those do who were told before. */
const LATEST_MS = 10_000;

/**
 * How fast handshakes are opened, over all peers: a node with many peers starts them over seconds, so that neither
 * its own loop nor a receiver's cookie threshold (200/s) is hit by them.
 */
export class Pacer {
  #tokens = BURST;
  #filledAt = 0;
  /** When the last one who was refused is to ask again. */
  #toldAt = 0;

  /** True: go. */
  take(mono: number): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + (mono - this.#filledAt) / STEP_MS);
    this.#filledAt = mono;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** When to ask again after a refusal, in ms of `Now.mono`: one after the other, each in its own step. */
  nextAt(): number {
    const first = this.#filledAt + Math.ceil((1 - this.#tokens) * STEP_MS);
    this.#toldAt = Math.min(Math.max(first, this.#toldAt + STEP_MS), this.#filledAt + LATEST_MS);
    return this.#toldAt;
  }
}
