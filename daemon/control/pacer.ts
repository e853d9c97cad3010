/** Lets one go every `stepMs`, and `burst` at once after a rest. Who comes first goes first. */
export class Pacer {
  readonly #stepMs: number;
  readonly #burst: number;
  #last: number = Number.NEGATIVE_INFINITY;

  constructor(stepMs: number, burst: number) {
    this.#stepMs = stepMs;
    this.#burst = burst;
  }

  /** When the caller may go: now, or at an instant that is kept for it. In ms of `Now.mono`. */
  book(mono: number): number {
    this.#last = Math.max(this.#last + this.#stepMs, mono - (this.#burst - 1) * this.#stepMs);
    return Math.max(mono, this.#last);
  }

  /** Whether the caller may go now; else nothing is kept for it. */
  take(mono: number): boolean {
    if (this.book(mono) <= mono) return true;
    this.cancel();
    return false;
  }

  /** Whether somebody may go now. */
  isFree(mono: number): boolean {
    return this.#last + this.#stepMs <= mono;
  }

  /** A booked instant will not be used: those who book from now on go so much sooner. */
  cancel(): void {
    this.#last -= this.#stepMs;
  }
}
