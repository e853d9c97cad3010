import type { Caller } from './attendance.js';
import type { Now } from './now.js';
import { Timers } from './timers.js';

/** Specification constants (spec §16.5), in ms: who has not attached meanwhile is told again after each of these. */
const AGAIN_MS = [100, 200, 400, 1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Nodes that are attached to this manager by a record that does not count here any more, and need not know that: they are told
 * until they attach again. Instants in ms of `Now.mono`.
 */
export class Doubts {
  readonly #tell: (now: Now, peer: Caller) => void;
  readonly #timers: Timers<Caller> = new Timers();
  readonly #times: Map<Caller, number> = new Map();

  constructor(tell: (now: Now, peer: Caller) => void) {
    this.#tell = tell;
  }

  /** From `at` on. */
  begin(at: number, peer: Caller): void {
    this.#timers.set(peer, at);
    this.#times.set(peer, 0);
  }

  /** It attaches, or is gone. */
  end(peer: Caller): void {
    this.#timers.delete(peer);
    this.#times.delete(peer);
  }

  tick(now: Now): void {
    for (let peer = this.#timers.take(now.mono); peer !== undefined; peer = this.#timers.take(now.mono)) {
      const times = this.#times.get(peer) as number;
      const again = AGAIN_MS[times];
      this.#times.set(peer, times + 1);
      if (again === undefined) this.end(peer);
      else this.#timers.set(peer, now.mono + again);
      this.#tell(now, peer);
    }
  }

  nextAt(): number {
    return this.#timers.next() ?? Number.POSITIVE_INFINITY;
  }
}
