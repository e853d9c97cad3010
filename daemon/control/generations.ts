import { ANSWER_WITHIN_MS } from './rekey.js';
import { REPLACED_FOR_MS, type Session } from './session.js';

/**
 * Implementation constant: of those that were replaced so many receive at a time. As many are opened one after the other, each
 * in vain, while what the peer sent on the first of them may still be under way.
 */
export const MOST_REPLACED: number = Math.ceil(REPLACED_FOR_MS / ANSWER_WITHIN_MS);

/** The sessions that carry packets with one peer: the current one sends, the replaced ones still receive. */
export class Generations {
  #current: Session | undefined;
  #replaced: Session[] = [];

  get current(): Session | undefined {
    return this.#current;
  }

  /**
   * From here on `session` sends. The others keep receiving: until they end, or 10 s after `settle`. The one that gives way, if
   * they are too many: the oldest, but first one on which nothing came.
   */
  switchTo(session: Session): Session | undefined {
    if (this.#current !== undefined) this.#replaced.push(this.#current);
    this.#current = session;
    if (this.#replaced.length <= MOST_REPLACED) return undefined;
    return this.#replaced.find(({ live }) => !live) ?? this.#replaced[0];
  }

  /** A packet came on a session: when it is the current one, the peer sends on it too and no longer on the others. */
  settle(index: number, mono: number): void {
    if (this.#current?.index !== index || this.#current.live) return;
    this.#current.live = true;
    for (const session of this.#replaced)
      session.retireAt = Math.min(session.retireAt, mono + REPLACED_FOR_MS);
  }

  has(index: number): boolean {
    return this.#current?.index === index || this.#replaced.some((session) => session.index === index);
  }

  all(): readonly Session[] {
    return this.#current === undefined ? this.#replaced : [this.#current, ...this.#replaced];
  }

  /** Takes out some. */
  remove(sessions: readonly Session[]): void {
    this.#replaced = this.#replaced.filter((session) => !sessions.includes(session));
    if (this.#current !== undefined && sessions.includes(this.#current)) this.#current = undefined;
  }

  nextAt(): number {
    const first = this.#current?.retireAt ?? Number.POSITIVE_INFINITY;
    return this.#replaced.reduce((at, { retireAt }) => Math.min(at, retireAt), first);
  }
}
