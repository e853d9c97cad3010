import type { ErrorCode } from '../../protocol/errors.js';

export type HandshakeResult = 'opened' | 'answered' | ErrorCode;

/** Handshakes counted by result. */
export class Tally {
  readonly #counts: Map<HandshakeResult, number> = new Map([
    ['opened', 0],
    ['answered', 0],
  ]);

  count(result: HandshakeResult): void {
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + 1);
  }

  counts(): ReadonlyMap<HandshakeResult, number> {
    return new Map(this.#counts);
  }
}
