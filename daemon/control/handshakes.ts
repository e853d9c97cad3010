import { equalBytes } from '../../protocol/bytes.js';
import { type Msg1, type Msg2, type Pending, wipeKeys } from '../../protocol/handshake.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Acquaintance } from './acquaintance.js';
import { answerWith, type Suited, secondsLeft } from './answering.js';
import type { HandshakeEvent } from './event.js';
import type { Now } from './now.js';
import { Opening } from './opening.js';
import { Pacer } from './pacer.js';
import type { Path } from './path.js';
import type { Paths } from './paths.js';
import type { PeerEntry } from './peer-source.js';
import { isLower } from './rekey.js';
import { newSession, type Session } from './session.js';
import type { Sessions } from './sessions.js';
import type { Shared } from './shared.js';

/** Implementation constants: how often a peer may make a session with this node. */
const CONFIRM_EVERY_MS = 200;
const CONFIRM_BURST = 10;

/** A session that this node opened and the peer answered: it has yet to be installed. */
export interface Opened {
  readonly session: Session;
  /** Where the peer may be, if that is not where the session leads. */
  readonly elsewhere: Path | undefined;
  /** Between msg1 and msg2. */
  readonly rttMs: number;
}

/** The handshakes with one peer: the one that this node has in flight, and the peer's. */
export class Handshakes {
  readonly #shared: Shared;
  readonly #entry: PeerEntry;
  readonly #acquaintance: Acquaintance;
  readonly #sessions: Sessions;
  readonly #paths: Pick<Paths, 'candidates'>;
  /** Of the sessions that the peer confirms: nobody but it can, whatever is replayed. */
  readonly #confirming: Pacer = new Pacer(CONFIRM_EVERY_MS, CONFIRM_BURST);
  #opening: Opening | undefined;

  constructor(
    shared: Shared,
    entry: PeerEntry,
    acquaintance: Acquaintance,
    sessions: Sessions,
    paths: Pick<Paths, 'candidates'>,
  ) {
    this.#shared = shared;
    this.#entry = entry;
    this.#acquaintance = acquaintance;
    this.#sessions = sessions;
    this.#paths = paths;
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#opening?.pending;
  }

  /** How many msg1 have gone out since it was last reached. */
  get tries(): number {
    return this.#opening?.tries ?? 0;
  }

  /** When the next msg1 goes out, in ms of `Now.mono`; undefined: this node does not open. */
  get nextAt(): number | undefined {
    return this.#opening?.nextAt;
  }

  /** This node is to open from `openAt` on, or goes on with that; at infinity it ceases. */
  tick(mono: number, openAt: number): void {
    if (openAt === Number.POSITIVE_INFINITY) this.stop();
    if (mono >= openAt) this.#opening ??= new Opening(this.#shared, this.#entry, this.#acquaintance);
    this.#opening?.tick(mono, this.#paths);
  }

  /** Calls that were in vain may no longer be. */
  hurry(mono: number): void {
    this.#opening?.hurry(mono);
  }

  stop(): void {
    this.#opening?.stop();
    this.#opening?.end();
    this.#opening = undefined;
  }

  /** Takes a msg1 of the peer, its certificate verified. Unless rejected, `msg1` has ended. */
  answer(now: Now, suited: Suited, msg1: Msg1, node: VerifiedNode): Result<void> {
    const { event } = suited;
    const known = this.#acquaintance.check(node);
    if (!known.ok) return known;
    const admission = this.#sessions.admit(msg1.offer, event.mac2Valid);
    if (!admission.ok) {
      if (admission.code === 'handshake-stale') this.#askForProof(event);
      return admission;
    }
    if (this.#isCrossed(msg1)) {
      this.#opening?.resend(now.mono, event.source);
      return reject('handshake-crossed');
    }
    if (!this.#confirming.isFree(now.mono)) return reject('handshake-rate');
    this.stop();
    const { session, keys, datagram } = answerWith(this.#shared, now, suited, msg1, node);
    this.#sessions.answered(session, admission.value, msg1, keys);
    const { source: path, secretSlot } = event;
    const { noiseKey: recipientKey } = node.certificate;
    this.#shared.emit({ type: 'send-handshake', datagram, path, recipientKey, secretSlot });
    return accept(undefined);
  }

  /** A session that the peer opened is confirmed. */
  confirmed(mono: number): void {
    this.stop();
    this.#confirming.book(mono);
  }

  /**
   * Takes the msg2 that answers the msg1 in flight, and what its certificate is worth. When that is nothing, the next
   * msg1 goes out in its time: an endpoint may be another's by now.
   */
  opened(now: Now, event: HandshakeEvent, msg2: Msg2, verdict: Result<VerifiedNode>): Result<Opened> {
    const opening = this.#opening as Opening;
    const { senderIndex: index, offer: stamp } = opening.pending as Pending;
    const node = verdict.ok ? this.#acquaintance.check(verdict.value) : verdict;
    if (!node.ok) {
      wipeKeys(this.#shared.crypto, msg2.keys);
      opening.stop();
      return node;
    }
    const { path } = opening;
    const elsewhere = opening.elsewhere(event.source);
    opening.end();
    this.#opening = undefined;
    const { suite, bootEpoch } = msg2;
    const { bootEpoch: ownBootEpoch } = stamp;
    const facts = { index, suite, initiator: true, path, node: node.value, stamp, bootEpoch, ownBootEpoch };
    const session = newSession(now, secondsLeft(this.#shared, now, node.value), facts);
    return accept({ session, elsewhere, rttMs: now.mono - opening.sentAt });
  }

  /** An old msg1 counts only from where its sender proves to be; with a cookie it can. */
  #askForProof({ mac2Valid, datagram, source: path, secretSlot }: HandshakeEvent): void {
    if (!mac2Valid) this.#shared.emit({ type: 'send-cookie', datagram, path, secretSlot });
  }

  /** Both open at once, each by the other's key of now, and this node's msg1 is the one that counts (spec §5.5). */
  #isCrossed({ remoteKey }: Msg1): boolean {
    const { pending } = this;
    if (pending === undefined || !equalBytes(pending.remoteKey, remoteKey)) return false;
    return isLower(this.#shared.settings.local.noise.publicKey, remoteKey);
  }
}
