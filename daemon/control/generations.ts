import { REPLACED_FOR_MS, type Session } from './session.js';

/** The sessions that carry packets with one peer: the current one sends, the replaced ones still receive. */
export class Generations {
  #current: Session | undefined;
  #replaced: Session[] = [];

  get current(): Session | undefined {
    return this.#current;
  }

  /** From here on `session` sends. The others keep receiving: until they end, or 10 s after `settle`. */
  switchTo(session: Session): void {
    if (this.#current !== undefined) this.#replaced.push(this.#current);
    this.#current = session;
  }

  /** A packet came on a session: when it is the current one, the peer sends on it too and no longer on the others. */
  settle(index: number, mono: number): void {
    if (this.#current?.index !== index || this.#current.live) return;
    this.#current.live = true;
    for (const session of this.#replaced)
      session.retireAt = Math.min(session.retireAt, mono + REPLACED_FOR_MS);
  }

  /** Takes out the sessions that have reached their end. */
  expire(mono: number): readonly Session[] {
    const ended = this.#replaced.filter((session) => session.retireAt <= mono);
    this.#replaced = this.#replaced.filter((session) => session.retireAt > mono);
    if (this.#current === undefined || this.#current.retireAt > mono) return ended;
    ended.push(this.#current);
    this.#current = undefined;
    return ended;
  }

  nextAt(): number {
    const ends = this.#replaced.map((session) => session.retireAt);
    return Math.min(this.#current?.retireAt ?? Number.POSITIVE_INFINITY, ...ends);
  }
}
