import type { ErrorCode } from '../../protocol/errors.js';
import type { Msg1, Msg2, SessionKeys } from '../../protocol/handshake.js';
import type { Result } from '../../protocol/result.js';
import { Generations } from './generations.js';
import { type Admission, HalfOpen } from './half-open.js';
import type { Session } from './session.js';
import type { Shared } from './shared.js';
import type { Stamp } from './stamp.js';
import type { PeerStatus } from './status.js';

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

  has(index: number): boolean {
    return this.#generations.has(index) || this.#halfOpen.has(index);
  }

  get isEmpty(): boolean {
    return this.#all().length === 0;
  }

  /** Answered and not yet confirmed. */
  get unconfirmed(): readonly Session[] {
    return this.#halfOpen.all();
  }

  /** When the peer was last answered of those that wait for its confirmation; before all time: none do. In ms of `Now.mono`. */
  get answeredAt(): number {
    return this.#halfOpen.answeredAt;
  }

  status(mono: number): Pick<PeerStatus, 'suite' | 'sessionAge' | 'session'> {
    const { current } = this;
    if (current === undefined) return { suite: undefined, sessionAge: undefined, session: undefined };
    const { suite, initiator, live, createdAt, retireAt } = current;
    const session = { initiator, live, endsIn: (retireAt - mono) / 1000 };
    return { suite, sessionAge: (mono - createdAt) / 1000, session };
  }

  nextAt(): number {
    return Math.min(this.#halfOpen.nextAt(), this.#generations.nextAt());
  }

  /** Whether a handshake with this stamp may be answered. */
  admit(stamp: Stamp, mac2Valid: boolean): Result<Admission> {
    return this.#halfOpen.admit(stamp, mac2Valid);
  }

  /** A session that this node answered: it receives, and does not send before `confirm`. */
  answered(session: Session, admission: Admission, { senderIndex, offer }: Msg1, keys: SessionKeys): void {
    this.#retire(admission.displaced);
    this.#halfOpen.add(session, admission);
    this.#install(session, senderIndex, offer.lanes, keys);
  }

  /**
   * A session that this node opened: it sends from now on, and the peer will. A late confirm of one that the peer
   * opened must not turn this node back.
   */
  opened(session: Session, { remoteIndex, lanes, keys }: Msg2): void {
    this.#retire(this.unconfirmed);
    this.#install(session, remoteIndex, lanes, keys);
    this.#switchTo(session);
  }

  /** The peer has confirmed `index`; undefined when it is none that waits. */
  confirm(index: number): Session | undefined {
    const session = this.#halfOpen.confirm(index);
    if (session !== undefined) this.#switchTo(session);
    return session;
  }

  /** A packet came on `index`. */
  settle(index: number, mono: number): void {
    this.#generations.settle(index, mono);
  }

  /** Ends those whose time has come. True: a certificate ended one of them. */
  expire(mono: number): boolean {
    if (mono < this.nextAt()) return false;
    const ended = this.#all().filter((session) => session.retireAt <= mono);
    const cut = ended.filter(({ withCertificate, endsAt }) => withCertificate && endsAt <= mono);
    for (const _ of cut) this.#shared.cuts.count('certificate-expired');
    this.#retire(ended);
    return cut.length > 0;
  }

  /** Ends those in which `fault` finds one; what it found, each once. */
  cut(fault: (session: Session) => ErrorCode | undefined): ReadonlySet<ErrorCode> {
    const found = new Set<ErrorCode>();
    for (const session of this.#all()) {
      const code = fault(session);
      if (code === undefined) continue;
      found.add(code);
      this.#shared.cuts.count(code);
      this.#retire([session]);
    }
    return found;
  }

  /** Ends all. */
  end(): void {
    this.#retire(this.#all());
  }

  /** They serve on, and are replaced as soon as can be. */
  renew(which: (session: Session) => boolean = () => true): void {
    for (const session of this.#all().filter(which)) session.spent = true;
  }

  #all(): readonly Session[] {
    return [...this.#halfOpen.all(), ...this.#generations.all()];
  }

  #switchTo(session: Session): void {
    if (this.current !== undefined) this.#shared.rekeys += 1;
    const surplus = this.#generations.switchTo(session);
    if (surplus !== undefined) this.#retire([surplus]);
  }

  #install(session: Session, remoteIndex: number, lanes: number, keys: SessionKeys): void {
    const { index, suite, initiator, path } = session;
    const peer = this.#peer;
    this.#shared.emit({
      type: 'install-session',
      index,
      remoteIndex,
      peer,
      suite,
      initiator,
      lanes,
      path,
      keys,
    });
  }

  #retire(sessions: readonly Session[]): void {
    if (sessions.length === 0) return;
    this.#halfOpen.remove(sessions);
    this.#generations.remove(sessions);
    for (const { index } of sessions) {
      this.#shared.emit({ type: 'retire-session', index });
      this.#shared.indices.release(index);
    }
  }
}
