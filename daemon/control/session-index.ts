import type { Rng } from './rng.js';

const SLOTS = 0xffff;

/**
 * Receiver indices (spec §6): the low 16 bits are a slot of the core's slab, never 0; the high 16 are random, so that a
 * packet for a slot's former session does not hit the next one. A slot rests as long as others are free.
 */
export class SessionIndices {
  readonly #rng: Rng;
  readonly #slots: number;
  readonly #used: Set<number> = new Set();
  #last = 0;

  constructor(rng: Rng, slots: number = SLOTS) {
    this.#rng = rng;
    this.#slots = slots;
  }

  /** Every slot is taken. */
  get isFull(): boolean {
    return this.#used.size === this.#slots;
  }

  /** Undefined when every slot is taken. */
  allocate(): number | undefined {
    if (this.isFull) return undefined;
    do this.#last = (this.#last % this.#slots) + 1;
    while (this.#used.has(this.#last));
    this.#used.add(this.#last);
    const [low, high] = this.#rng.bytes(2) as unknown as [number, number];
    return ((high << 24) | (low << 16) | this.#last) >>> 0;
  }

  release(index: number): void {
    this.#used.delete(index & SLOTS);
  }
}
