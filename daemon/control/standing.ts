import type { Notice, NoticeKind } from './action.js';
import type { Peer } from './peer.js';
import type { Session } from './session.js';
import type { Shared } from './shared.js';

/**
 * What others are told of a peer: people by notices, whether a session with it carries packets; roles, whether it answers. It
 * does not while it is asked in vain, and has not for a moment when it has started again, or this node is another run to it.
 */
export class Standing {
  readonly #peer: Peer;
  readonly #shared: Shared;
  #up = false;
  #answers = false;
  #last: Session | undefined;

  constructor(peer: Peer, shared: Shared) {
    this.#peer = peer;
    this.#shared = shared;
  }

  /** A session carries packets. */
  get isUp(): boolean {
    return this.#up;
  }

  /** As roles were told last. */
  get answers(): boolean {
    return this.#answers;
  }

  /** Of the peer's run that made the last session. */
  get bootEpoch(): bigint | undefined {
    return this.#last?.bootEpoch;
  }

  /** When the last session was made, in ms of `Now.mono`. */
  get madeAt(): number | undefined {
    return this.#last?.createdAt;
  }

  /** From now on this session sends. */
  made(session: Session): void {
    const isOther = this.#last?.ownBootEpoch !== session.ownBootEpoch;
    if (isOther || this.bootEpoch !== session.bootEpoch) this.tell(false);
    this.#last = session;
  }

  up(path: string | undefined): void {
    if (this.#up) return;
    this.#up = true;
    this.notice('info', 'session-up', path);
  }

  /** Its last session has ended: that was to be, or nobody wanted it to. False: it has not been up. */
  down(meant: boolean): boolean {
    const was = this.#up;
    this.#up = false;
    if (was && meant) this.notice('info', 'session-ended');
    else if (was) this.notice('warn', 'session-lost');
    return was;
  }

  /** Tells the roles when it begins or ceases to answer. */
  tell(answers: boolean): void {
    if (answers === this.#answers) return;
    this.#answers = answers;
    this.#shared.news.push({ peer: this.#peer, what: answers ? 'up' : 'down' });
  }

  notice(level: Notice['level'], what: NoticeKind, detail?: string): void {
    this.#shared.emit({ type: 'notice', level, what, peer: this.#peer.name, ...(detail && { detail }) });
  }
}
