import type { SessionKeys } from '../../protocol/handshake.js';
import type { Result } from '../../protocol/result.js';
import { Generations } from './generations.js';
import { type Admission, HalfOpen } from './half-open.js';
import type { Session } from './session.js';
import type { Shared } from './shared.js';
import type { Stamp } from './stamp.js';

/** The sessions with one peer: the core holds exactly these. */
export class Sessions {
  readonly #peer: number;
  readonly #shared: Shared;
  readonly #generations: Generations = new Generations();
  readonly #halfOpen: HalfOpen = new HalfOpen();

  constructor(peer: number, shared: Shared) {
    this.#peer = peer;
    this.#shared = shared;
  }

  /** The one that sends. */
  get current(): Session | undefined {
    return this.#generations.current;
  }

  /** Answered and not yet confirmed. */
  get unconfirmed(): readonly Session[] {
    return this.#halfOpen.all();
  }

  nextAt(): number {
    return Math.min(this.#halfOpen.nextAt(), this.#generations.nextAt());
  }

  /** Whether a handshake with this stamp may be answered. */
  admit(stamp: Stamp, mac2Valid: boolean): Result<Admission> {
    return this.#halfOpen.admit(stamp, mac2Valid);
  }

  /** A session that this node answered: it receives, and does not send before `confirm`. */
  answered(
    session: Session,
    admission: Admission,
    remoteIndex: number,
    lanes: number,
    keys: SessionKeys,
  ): void {
    this.#retire(admission.displaced);
    this.#halfOpen.add(session, admission);
    this.#install(session, remoteIndex, lanes, keys);
  }

  /**
   * A session that this node opened: it sends from now on, and the peer will. A late confirm of one that the peer
   * opened must not turn this node back.
   */
  opened(session: Session, remoteIndex: number, lanes: number, keys: SessionKeys): void {
    this.#retire(this.#halfOpen.clear());
    this.#install(session, remoteIndex, lanes, keys);
    this.#generations.switchTo(session);
  }

  /** The peer has confirmed `index`; undefined when it is none that waits. */
  confirm(index: number): Session | undefined {
    const session = this.#halfOpen.confirm(index);
    if (session !== undefined) this.#generations.switchTo(session);
    return session;
  }

  /** A packet came on `index`. */
  settle(index: number, mono: number): void {
    this.#generations.settle(index, mono);
  }

  expire(mono: number): void {
    this.#retire(this.#halfOpen.expire(mono));
    this.#retire(this.#generations.expire(mono));
  }

  #install(session: Session, remoteIndex: number, lanes: number, keys: SessionKeys): void {
    const { index, suite, initiator, endpoint } = session;
    const facts = { index, remoteIndex, peer: this.#peer, suite, initiator, lanes, endpoint };
    this.#shared.emit({ type: 'install-session', ...facts, keys });
  }

  #retire(sessions: readonly Session[]): void {
    for (const { index } of sessions) {
      this.#shared.emit({ type: 'retire-session', index });
      this.#shared.indices.release(index);
    }
  }
}
