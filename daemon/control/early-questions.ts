import type { Address } from '../../protocol/address.js';
import type { Lookup } from '../../protocol/control-message.js';
import type { Caller } from './attendance.js';

/** Specification constants (spec §16), in ms: for how long after its start a manager has questions wait, and how long. */
const EARLY_FOR_MS = 10_000;
const WAIT_MS = 150;
/** Implementation constants: in all, and of one who asks. */
const MOST = 1_024;
const MOST_EACH = 32;

export interface Question {
  readonly asker: Caller;
  readonly lookup: Lookup;
  readonly until: number;
}

/**
 * A manager that has just started knows nobody, and all nodes come at once: who asks for one that has yet to say where it is
 * waits for it a moment. Instants in ms of `Now.mono`.
 */
export class EarlyQuestions {
  /** The oldest first. */
  readonly #all: Set<Question> = new Set();
  /** How many of them are of whom. */
  readonly #sizes: Map<Caller, number> = new Map();
  #until = Number.NEGATIVE_INFINITY;

  start(mono: number): void {
    this.#until = mono + EARLY_FOR_MS;
  }

  /** When the next one has waited long enough. */
  nextAt(): number {
    const [first] = this.#all;
    return first?.until ?? Number.POSITIVE_INFINITY;
  }

  /** False: it does not wait. */
  keep(mono: number, asker: Caller, lookup: Lookup): boolean {
    const size = this.#sizes.get(asker) ?? 0;
    if (mono >= this.#until || this.#all.size >= MOST || size >= MOST_EACH) return false;
    this.#all.add({ asker, lookup, until: mono + WAIT_MS });
    this.#sizes.set(asker, size + 1);
    return true;
  }

  /** Takes out those for one of these addresses. */
  of(addresses: readonly Address[]): readonly Question[] {
    return this.#take(({ lookup }) => addresses.includes(lookup.address));
  }

  /** Takes out those that have waited long enough. */
  due(mono: number): readonly Question[] {
    return this.#take(({ until }) => until <= mono);
  }

  /** Who asked is gone. */
  leave(peer: Caller): void {
    this.#take(({ asker }) => asker === peer);
  }

  #take(isTaken: (question: Question) => boolean): readonly Question[] {
    const taken = [...this.#all].filter(isTaken);
    for (const question of taken) this.#forget(question);
    return taken;
  }

  #forget(question: Question): void {
    this.#all.delete(question);
    const size = (this.#sizes.get(question.asker) as number) - 1;
    if (size > 0) this.#sizes.set(question.asker, size);
    else this.#sizes.delete(question.asker);
  }
}
