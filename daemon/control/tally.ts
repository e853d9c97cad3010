import type { ErrorCode } from '../../protocol/errors.js';

const QUIET_MS = 60_000;

export type HandshakeResult = 'opened' | 'answered' | ErrorCode;

/** Handshakes counted by result, and which refusals are worth a line: one a minute per code. */
export class Tally {
  readonly #counts: Map<HandshakeResult, number> = new Map([
    ['opened', 0],
    ['answered', 0],
  ]);
  readonly #noticedAt: Map<ErrorCode, number> = new Map();

  count(result: HandshakeResult): void {
    this.#counts.set(result, (this.#counts.get(result) ?? 0) + 1);
  }

  /** Counts a refusal; true when it should also be said. */
  refuse(code: ErrorCode, mono: number): boolean {
    this.count(code);
    const last = this.#noticedAt.get(code);
    if (last !== undefined && mono - last < QUIET_MS) return false;
    this.#noticedAt.set(code, mono);
    return true;
  }

  counts(): ReadonlyMap<HandshakeResult, number> {
    return new Map(this.#counts);
  }
}
