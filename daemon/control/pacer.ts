const PER_SECOND = 200;
const BURST = 64;

/**
 * How fast handshakes are opened, over all peers: a node with many peers starts them over seconds, so that neither
 * its own loop nor a receiver's cookie threshold (200/s) is hit by them.
 */
export class Pacer {
  #tokens = BURST;
  #filledAt = 0;

  /** True: go. */
  take(mono: number): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + ((mono - this.#filledAt) * PER_SECOND) / 1000);
    this.#filledAt = mono;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** When to ask again after a refusal, in ms of `Now.mono`. */
  nextAt(): number {
    return this.#filledAt + Math.ceil(((1 - this.#tokens) * 1000) / PER_SECOND);
  }
}
