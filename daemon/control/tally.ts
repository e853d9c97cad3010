import type { ErrorCode } from '../../protocol/errors.js';

export type HandshakeResult = 'opened' | 'answered' | ErrorCode;

/** Counts of what has a name; those known beforehand begin at 0. */
export class Tally<K> {
  readonly #counts: Map<K, number>;

  constructor(...known: readonly K[]) {
    this.#counts = new Map(known.map((key) => [key, 0]));
  }

  count(key: K): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  counts(): ReadonlyMap<K, number> {
    return new Map(this.#counts);
  }
}
