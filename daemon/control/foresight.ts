import type { Caller } from './attendance.js';

/** Specification constants (spec §16.3), in ms: what has failed is not foreseen for so long; and who answers sooner is waited for. */
const DOUBTED_FOR_MS = 10_000;
const NEAR_MS = 5;
/** A manager whose last answer took so many times as long as its fastest one has much to do. */
const SLOWER = 2;
/** Implementation constant: so many failures are remembered, the last ones. */
const MOST = 4_096;

interface Pace {
  readonly fastestMs: number;
  readonly lastMs: number;
}

/**
 * Whether it can be foreseen that another manager will make its half of a relay, before what needs it gets there. Where that
 * is wrong a packet is lost, and sent again much later than the answer would have come. Instants in ms of `Now.mono`.
 */
export class Foresight {
  readonly #paces: WeakMap<Caller, Pace> = new WeakMap();
  /** Until when a relay is doubted, by the names of its nodes, the oldest first. */
  readonly #doubts: Map<string, number> = new Map();

  sees(mono: number, manager: Caller, names: string): boolean {
    if (mono < (this.#doubts.get(names) ?? Number.NEGATIVE_INFINITY)) return false;
    const pace = this.#paces.get(manager);
    return pace === undefined || (pace.fastestMs >= NEAR_MS && pace.lastMs <= SLOWER * pace.fastestMs);
  }

  /** A manager has made its half so long after it was asked first. */
  opened(manager: Caller, lastMs: number): void {
    const fastestMs = Math.min(lastMs, this.#paces.get(manager)?.fastestMs ?? lastMs);
    this.#paces.set(manager, { fastestMs, lastMs });
  }

  /** No manager has made its half. */
  failed(mono: number, names: string): void {
    this.#doubts.delete(names);
    this.#doubts.set(names, mono + DOUBTED_FOR_MS);
    for (const [other, until] of this.#doubts) {
      if (until > mono && this.#doubts.size <= MOST) break;
      this.#doubts.delete(other);
    }
  }
}
