/** 200 a second, and so many at once after a rest. */
const STEP_MS = 5;
const BURST = 64;

/**
 * How fast handshakes are opened, over all peers: a node with many peers starts them over seconds, so that neither
 * its own loop nor a receiver's cookie threshold (200/s) is hit by them. Who comes first goes first.
 */
export class Pacer {
  #last: number = Number.NEGATIVE_INFINITY;

  /** When the caller may go: now, or at an instant that is kept for it. In ms of `Now.mono`. */
  book(mono: number): number {
    this.#last = Math.max(this.#last + STEP_MS, mono - (BURST - 1) * STEP_MS);
    return Math.max(mono, this.#last);
  }

  /** A booked instant will not be used: those who book from now on go so much sooner. */
  cancel(): void {
    this.#last -= STEP_MS;
  }
}
