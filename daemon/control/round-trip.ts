/** How long an answer takes, learnt from those that came (RFC 6298). In ms. */
export class RoundTrip {
  #smoothed: number | undefined;
  #variation = 0;

  measure(ms: number): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = ms;
      this.#variation = ms / 2;
      return;
    }
    this.#variation += (Math.abs(ms - this.#smoothed) - this.#variation) / 4;
    this.#smoothed += (ms - this.#smoothed) / 8;
  }

  /** What has no answer after that is hardly going to have one; 0: nothing is known of it. */
  get longest(): number {
    return (this.#smoothed ?? 0) + 4 * this.#variation;
  }
}
