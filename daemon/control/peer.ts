import { parseAddress } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { type Msg1, type Msg2, type Pending, wipeKeys } from '../../protocol/handshake.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { Acquaintance } from './acquaintance.js';
import type { Notice, NoticeKind } from './action.js';
import { answerWith, type Received, secondsLeft } from './answering.js';
import type { Change } from './change.js';
import type { HandshakeEvent, PeerActivity } from './event.js';
import type { Now } from './now.js';
import { Opening } from './opening.js';
import type { Path } from './path.js';
import { Paths } from './paths.js';
import { type PeerEntry, type PeerFacts, sameFacts } from './peer-source.js';
import { Presence } from './presence.js';
import { Reach } from './reach.js';
import { isLower, replaceAt } from './rekey.js';
import { newSession, type Session } from './session.js';
import { Sessions } from './sessions.js';
import type { Shared } from './shared.js';
import type { PathReason, PeerStatus } from './status.js';

/** A session that the peer is opening gets so long before this node opens one itself. */
const PATIENCE_MS = 1_000;

/**
 * One peer: its sessions, the handshake in flight, its path. As long as there is somewhere to send to, it strives for a
 * session; all it waits for is in `nextAt`.
 */
export class Peer {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly acquaintance: Acquaintance;
  readonly #sessions: Sessions;
  readonly presence: Presence;
  readonly #paths: Paths;
  readonly #reach: Reach;
  #opening: Opening | undefined;
  #up = false;
  /** When its last session was made. */
  #handshakeAt: number | undefined;

  constructor(id: number, facts: PeerFacts, shared: Shared) {
    this.#entry = { id, facts };
    this.#shared = shared;
    this.acquaintance = new Acquaintance(this.#entry, shared);
    this.#sessions = new Sessions(id, shared);
    this.presence = new Presence(shared, this.#sessions);
    this.#paths = new Paths(this.#entry, shared);
    this.#reach = new Reach(this.#entry, shared);
  }

  /** Whether this text is one of its overlay addresses. */
  isAt(text: string): boolean {
    return this.#entry.facts.addresses.some((address) => address === parseAddress(text));
  }

  get name(): string {
    return this.#entry.facts.name;
  }

  /** By which the core knows it. */
  get id(): number {
    return this.#entry.id;
  }

  /** Where packets to it go. */
  get path(): Path | undefined {
    return this.#paths.current;
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#opening?.pending;
  }

  start(): void {
    this.#reach.set(undefined);
  }

  /**
   * New facts, or new settings around it, which are in `shared` already. Sessions that they forbid are cut; the others
   * serve until they are replaced, where they have to be. False: nothing of it concerns this peer.
   */
  reconfigure(now: Now, facts: PeerFacts, { identity, trust }: Change): boolean {
    const { suites } = this.#shared.settings;
    const touched = !sameFacts(this.#entry.facts, facts);
    const outdated = this.#paths.reconfigure(() => {
      this.#entry.facts = facts;
    });
    const { current } = this.#sessions;
    const anew = identity || outdated || (current !== undefined && !suites.includes(current.suite));
    if (!touched && !trust && !anew) return false;
    this.#stopOpening();
    if (anew) this.#sessions.renew();
    const fault = this.acquaintance.review(now, trust);
    this.#cut(({ node }) => fault(node));
    this.#reach.set(this.acquaintance.node?.certificate);
    return true;
  }

  /** The peer is configured no more. */
  end(): void {
    this.#stopOpening();
    this.#cut(() => 'peer-unknown');
    this.#reach.clear();
  }

  /** Does what is due; afterwards `nextAt` is later than `now`. */
  tick(now: Now): void {
    if (this.#sessions.expire(now.mono)) this.#notice('warn', 'session-cut', 'certificate-expired');
    if (this.#up && this.#sessions.current === undefined) this.#down();
    const openAt = this.#openAt();
    if (openAt === Number.POSITIVE_INFINITY) this.#stopOpening();
    if (now.mono >= openAt) this.#opening ??= new Opening(this.#shared, this.#entry, this.acquaintance);
    this.#opening?.tick(now.mono, this.#paths.candidates());
  }

  /** In ms of `Now.mono`. */
  nextAt(): number {
    const open = this.#opening?.nextAt ?? this.#openAt();
    return Math.min(this.#sessions.nextAt(), open);
  }

  /** Takes a msg1 of this peer, its certificate verified. Unless rejected, `msg1` has ended. */
  answer(now: Now, event: Received, msg1: Msg1, node: VerifiedNode): Result<void> {
    const known = this.acquaintance.check(node);
    if (!known.ok) return known;
    const admission = this.#sessions.admit(msg1.offer, event.mac2Valid);
    if (!admission.ok) {
      if (admission.code === 'handshake-stale') this.#askForProof(event);
      return admission;
    }
    if (this.#isCrossed(msg1)) {
      this.#opening?.resend(event.source);
      return reject('handshake-crossed');
    }
    const made = answerWith(this.#shared, now, event, msg1, node);
    if (!made.ok) return made;
    this.#stopOpening();
    const { session, keys, datagram } = made.value;
    this.#sessions.answered(session, admission.value, msg1, keys);
    const { source: path, secretSlot } = event;
    const { remoteKey: recipientKey } = msg1;
    this.#shared.emit({ type: 'send-handshake', datagram, path, recipientKey, secretSlot });
    return accept(undefined);
  }

  /**
   * Takes the msg2 that answers the msg1 in flight, and what its certificate is worth. When that is nothing, the next
   * msg1 goes out in its time: an endpoint may be another's by now.
   */
  opened(now: Now, event: HandshakeEvent, msg2: Msg2, verdict: Result<VerifiedNode>): Result<void> {
    const opening = this.#opening as Opening;
    const { senderIndex: index, offer: stamp } = opening.pending as Pending;
    const node = verdict.ok ? this.acquaintance.check(verdict.value) : verdict;
    if (!node.ok) {
      wipeKeys(this.#shared.crypto, msg2.keys);
      opening.stop();
      return node;
    }
    const path = opening.follow(event.source);
    opening.end();
    this.#opening = undefined;
    const { suite } = msg2;
    const facts = { index, suite, initiator: true, path, node: node.value, stamp };
    const session = newSession(now, secondsLeft(this.#shared, now, node.value), facts);
    this.#adopt(node.value);
    this.#sessions.opened(session, msg2);
    this.#follow(session, now, 'opened');
    return accept(undefined);
  }

  /**
   * The core has had the first packet on a session that the peer opened, and sends on it. A newer certificate may have
   * been seen since it was answered: then it is cut.
   */
  confirmed(now: Now, index: number): void {
    this.#cut((session) => {
      const known = this.acquaintance.check(session.node);
      return session.index === index && !known.ok ? known.code : undefined;
    });
    const session = this.#sessions.confirm(index);
    if (session === undefined) return;
    this.#stopOpening();
    this.#adopt(session.node);
    this.#follow(session, now, 'answered');
    this.live(now, index);
  }

  /** The core has had the first packet on a session. */
  live(now: Now, index: number): void {
    this.#sessions.settle(index, now.mono);
    this.presence.heard(now.mono);
    if (this.#up) return;
    this.#up = true;
    this.#shared.news.push({ peer: this, what: 'up' });
    this.#notice('info', 'session-up', this.#paths.current);
  }

  /** What the core has seen of it. `behind`: it has yet to send to where this node is now. */
  activity({ mono }: Now, activity: PeerActivity, behind: boolean): void {
    if (this.hasSession) this.presence.observe(mono, activity, behind);
  }

  /** Something sends on it. */
  get hasSession(): boolean {
    return this.#sessions.current !== undefined;
  }

  /** Calls that were in vain may no longer be. */
  retry({ mono }: Now): void {
    this.#opening?.hurry(mono);
  }

  /** What was true of the network may be no longer: ask now, open now, resolve now. */
  hurry(now: Now): void {
    this.presence.ask(now.mono);
    this.retry(now);
    this.#shared.names.hasten(this.#entry.facts.endpoints, now.mono);
  }

  sourceChanged(now: Now, index: number, source: Path): void {
    this.#paths.sourceChanged(now.mono, index, source);
  }

  challengeAnswered(source: Path, token: Uint8Array): void {
    this.#paths.challengeAnswered(source, token);
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.#paths.isOn(host);
  }

  keyLimit(index: number): void {
    const current = this.#sessions.current;
    if (current?.index === index) current.spent = true;
  }

  status(now: Now): PeerStatus {
    const { name, addresses } = this.#entry.facts;
    return {
      id: this.id,
      name,
      addresses,
      found: false,
      routes: this.#reach.routes,
      state: this.#up ? 'up' : this.#paths.candidates().length > 0 ? 'connecting' : 'waiting',
      handshakeAge: this.#handshakeAt === undefined ? undefined : (now.mono - this.#handshakeAt) / 1000,
      heardAge: this.acquaintance.node && (now.mono - this.presence.heardAt) / 1000,
      ...this.#paths.status(),
      ...this.#sessions.status(now.mono),
      ...this.acquaintance.status(now),
      openingTries: this.#opening?.tries ?? 0,
    };
  }

  /** An old msg1 counts only from where its sender proves to be; with a cookie it can. */
  #askForProof({ mac2Valid, datagram, source: path, secretSlot }: HandshakeEvent): void {
    if (!mac2Valid) this.#shared.emit({ type: 'send-cookie', datagram, path, secretSlot });
  }

  #follow({ path, createdAt }: Session, now: Now, why: PathReason): void {
    this.#handshakeAt = createdAt;
    this.presence.heard(now.mono);
    this.#paths.take(path, why);
  }

  #adopt(node: VerifiedNode): void {
    this.acquaintance.meet(node);
    this.#reach.set(node.certificate);
  }

  #down(): void {
    this.#up = false;
    this.#shared.news.push({ peer: this, what: 'down' });
    this.#paths.lose();
    this.#notice('warn', 'session-lost');
  }

  #stopOpening(): void {
    this.#opening?.stop();
    this.#opening?.end();
    this.#opening = undefined;
  }

  /** When this node should open a session, unless it already does. */
  #openAt(): number {
    if (this.#shared.silent || this.#paths.candidates().length === 0) return Number.POSITIVE_INFINITY;
    const { current } = this.#sessions;
    const { publicKey } = this.#shared.settings.local.noise;
    const wanted = current ? Math.min(replaceAt(current, publicKey), this.presence.goneAt()) : 0;
    return Math.max(wanted, ...this.#sessions.unconfirmed.map((session) => session.createdAt + PATIENCE_MS));
  }

  /** Both open at once, each by the other's key of now, and this node's msg1 is the one that counts (spec §5.5). */
  #isCrossed({ remoteKey }: Msg1): boolean {
    const { pending } = this;
    if (pending === undefined || !equalBytes(pending.remoteKey, remoteKey)) return false;
    return isLower(this.#shared.settings.local.noise.publicKey, remoteKey);
  }

  #cut(fault: (session: Session) => ErrorCode | undefined): void {
    for (const code of this.#sessions.cut(fault)) this.#notice('warn', 'session-cut', code);
  }

  #notice(level: Notice['level'], what: NoticeKind, detail?: string): void {
    this.#shared.emit({ type: 'notice', level, what, peer: this.name, ...(detail && { detail }) });
  }
}
