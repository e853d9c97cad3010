import { accept, type Result, reject } from '../../protocol/result.js';
import type { Session } from './session.js';
import { isNewer, isSame, type Stamp } from './stamp.js';

const PLACES = 4;

/** Where an admitted handshake goes, and which sessions give way. */
export interface Admission {
  readonly spare: boolean;
  readonly displaced: readonly Session[];
}

/**
 * Sessions that this node answered and the peer has not confirmed (spec §5). A replayed msg1 gets no further than
 * here: it can displace other unconfirmed sessions of its own peer, never a confirmed one.
 */
export class HalfOpen {
  #confirmed: Stamp | undefined;
  #regular: Session[] = [];
  #spare: Session | undefined;

  /**
   * Four places go to handshakes newer than the last confirmed one, the oldest giving way to a newer. Any other (of a
   * peer restored from a backup, or replayed) must prove by mac2 that it can be answered, and has one place of its own.
   */
  admit(stamp: Stamp, mac2Valid: boolean): Result<Admission> {
    if (this.all().some((session) => isSame(session.stamp, stamp))) return reject('handshake-replayed');
    if (this.#confirmed !== undefined && !isNewer(stamp, this.#confirmed)) {
      return mac2Valid
        ? accept({ spare: true, displaced: this.#spare ? [this.#spare] : [] })
        : reject('handshake-stale');
    }
    if (this.#regular.length < PLACES) return accept({ spare: false, displaced: [] });
    const oldest = this.#regular.reduce((a, b) => (isNewer(a.stamp, b.stamp) ? b : a));
    return isNewer(stamp, oldest.stamp)
      ? accept({ spare: false, displaced: [oldest] })
      : reject('handshake-stale');
  }

  add(session: Session, { spare }: Admission): void {
    if (spare) this.#spare = session;
    else this.#regular.push(session);
  }

  /** The peer has confirmed `index`: it leaves, and later handshakes are measured by its stamp. */
  confirm(index: number): Session | undefined {
    const session = this.all().find((other) => other.index === index);
    if (session === undefined) return undefined;
    this.#confirmed = session.stamp;
    session.retireAt = session.endsAt;
    this.remove([session]);
    return session;
  }

  has(index: number): boolean {
    return this.#spare?.index === index || this.#regular.some((session) => session.index === index);
  }

  all(): readonly Session[] {
    return this.#spare === undefined ? this.#regular : [...this.#regular, this.#spare];
  }

  /** When the newest of them was made; before all time: there is none. In ms of `Now.mono`. */
  get answeredAt(): number {
    return this.all().reduce((at, { createdAt }) => Math.max(at, createdAt), Number.NEGATIVE_INFINITY);
  }

  nextAt(): number {
    return this.all().reduce((at, { retireAt }) => Math.min(at, retireAt), Number.POSITIVE_INFINITY);
  }

  /** Takes out some. */
  remove(sessions: readonly Session[]): void {
    this.#regular = this.#regular.filter((session) => !sessions.includes(session));
    if (this.#spare !== undefined && sessions.includes(this.#spare)) this.#spare = undefined;
  }
}
