import { type Endpoint, parseAddress } from '../../protocol/address.js';
import { equalBytes, u64 } from '../../protocol/bytes.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { answerMsg1, type Msg1, type Msg2, type Pending, wipeKeys } from '../../protocol/handshake.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { chooseSuite } from '../../protocol/suite.js';
import { type VerifiedNode, verifyAgain } from '../../protocol/trust.js';
import { Acquaintance } from './acquaintance.js';
import type { Notice, NoticeKind } from './action.js';
import type { Change } from './change.js';
import type { HandshakeEvent, PeerActivity } from './event.js';
import { ANSWER_ME, KEEPALIVE, PROBE, sendFrame } from './frame.js';
import { misfit } from './identity.js';
import { Keepalive } from './keepalive.js';
import type { Now } from './now.js';
import { Opening } from './opening.js';
import { Path } from './path.js';
import { type PeerEntry, type PeerFacts, sameFacts } from './peer-source.js';
import { Reach } from './reach.js';
import { isLower, replaceAt } from './rekey.js';
import { newSession, type Session, UNCONFIRMED_FOR_MS } from './session.js';
import { Sessions } from './sessions.js';
import type { Shared } from './shared.js';
import type { PeerStatus } from './status.js';

/** A session that the peer is opening gets so long before this node opens one itself. */
const PATIENCE_MS = 1_000;

/**
 * One peer: its sessions, the handshake in flight, its path. As long as there is somewhere to send to, it strives for a
 * session; all it waits for is in `nextAt`.
 */
export class Peer {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #acquaintance: Acquaintance;
  readonly #sessions: Sessions;
  readonly #keepalive: Keepalive;
  readonly #path: Path;
  readonly #reach: Reach;
  #opening: Opening | undefined;
  #up = false;
  /** When its last session was made. */
  #handshakeAt: number | undefined;

  constructor(id: number, facts: PeerFacts, shared: Shared) {
    this.#entry = { id, facts };
    this.#shared = shared;
    this.#acquaintance = new Acquaintance(this.#entry, shared);
    this.#keepalive = new Keepalive(shared.rng);
    this.#sessions = new Sessions(id, shared);
    this.#path = new Path(this.#entry, shared);
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
    const outdated = this.#path.reconfigure(() => {
      this.#entry.facts = facts;
    });
    const { current } = this.#sessions;
    const anew = identity || outdated || (current !== undefined && !suites.includes(current.suite));
    if (!touched && !trust && !anew) return false;
    this.#stopOpening();
    if (anew) this.#sessions.renew();
    this.#review(now, trust);
    this.#reach.set(this.#acquaintance.node?.certificate);
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
    this.#sessions.expire(now.mono);
    if (this.#up && this.#sessions.current === undefined) this.#down();
    const candidates = this.#path.candidates();
    if (now.mono >= this.#openAt()) this.#opening ??= this.#newOpening();
    if (candidates.length === 0) this.#stopOpening();
    this.#opening?.tick(now.mono, candidates);
  }

  /** In ms of `Now.mono`. */
  nextAt(): number {
    const open = this.#opening?.nextAt ?? this.#openAt();
    return Math.min(this.#sessions.nextAt(), open);
  }

  /** Takes a msg1 of this peer, its certificate verified. Unless rejected, `msg1` has ended. */
  answer(now: Now, event: HandshakeEvent, msg1: Msg1, node: VerifiedNode): Result<void> {
    const known = this.#acquaintance.check(node);
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
    const { source: endpoint, secretSlot } = event;
    const { lanes, bootEpoch, indices, settings } = this.#shared;
    const { local, suites, psk0 } = settings;
    const suite = chooseSuite(suites, msg1.offer.suites);
    if (suite === undefined) return reject('handshake-suite');
    const index = indices.allocate();
    if (index === undefined) return reject('session-slots-full');
    this.#stopOpening();
    const counter = this.#shared.nextCounter();
    const answer = { senderIndex: index, suite, lanes, bootEpoch, counter };
    const { datagram, keys } = answerMsg1(local, msg1, psk0(secretSlot), answer);
    const stamp = msg1.offer;
    const session = newSession(now, { index, suite, initiator: false, endpoint, node, stamp });
    session.retireAt = Math.min(session.endsAt, now.mono + UNCONFIRMED_FOR_MS);
    this.#sessions.answered(session, admission.value, msg1.senderIndex, msg1.offer.lanes, keys);
    const { remoteKey: recipientKey } = msg1;
    this.#shared.emit({ type: 'send-handshake', datagram, endpoint, recipientKey, secretSlot });
    return accept(undefined);
  }

  /**
   * Takes the msg2 that answers the msg1 in flight, and what its certificate is worth. When that is nothing, the next
   * msg1 goes out in its time: an endpoint may be another's by now.
   */
  opened(now: Now, event: HandshakeEvent, msg2: Msg2, verdict: Result<VerifiedNode>): Result<void> {
    const { senderIndex: index, offer: stamp } = this.pending as Pending;
    const node = verdict.ok ? this.#acquaintance.check(verdict.value) : verdict;
    if (!node.ok) {
      wipeKeys(this.#shared.crypto, msg2.keys);
      this.#opening?.stop();
      return node;
    }
    this.#opening = undefined;
    const { suite } = msg2;
    const facts = { index, suite, initiator: true, endpoint: event.source, node: node.value, stamp };
    const session = newSession(now, facts);
    this.#adopt(node.value);
    this.#sessions.opened(session, msg2.remoteIndex, msg2.lanes, msg2.keys);
    this.#follow(session, now);
    return accept(undefined);
  }

  /** The core has had the first packet on a session that the peer opened, and sends on it. */
  confirmed(now: Now, index: number): void {
    const session = this.#sessions.confirm(index);
    if (session === undefined) return;
    this.#stopOpening();
    this.#adopt(session.node);
    this.#follow(session, now);
    this.live(now, index);
  }

  /** The core has had the first packet on a session. */
  live(now: Now, index: number): void {
    this.#sessions.settle(index, now.mono);
    this.#keepalive.heard(now.mono);
    if (this.#up) return;
    this.#up = true;
    this.#notice('info', 'session-up', this.#path.endpoint);
  }

  /** Looks whether the peer is still there; with `ask` it is asked whatever was heard of it. */
  activity(now: Now, { lastReceived, lastSent }: PeerActivity, ask: boolean): void {
    if (!this.hasSession) return;
    if (this.#keepalive.observe(now.mono, lastReceived ?? 0, lastSent ?? 0) || ask) this.ask(now);
  }

  /** Something sends on it. */
  get hasSession(): boolean {
    return this.#sessions.current !== undefined;
  }

  /** Has the peer show that it is there, where there is a session. */
  ask({ mono }: Now): void {
    const { current } = this.#sessions;
    if (current === undefined) return;
    this.#keepalive.asked(mono);
    sendFrame(this.#shared, current.index, KEEPALIVE, ANSWER_ME, new Uint8Array());
  }

  /** What was true of the network may be no longer: ask now, open now, resolve now. */
  hurry(now: Now): void {
    this.ask(now);
    this.#opening?.hurry();
    this.#shared.names.hasten(this.#entry.facts.endpoints, now.mono);
  }

  /** Sends a probe with this id, which an echo brings back. False: there is no session to send it on. */
  probe(id: bigint): boolean {
    const { current } = this.#sessions;
    if (current !== undefined) sendFrame(this.#shared, current.index, PROBE, 0, u64(id));
    return current !== undefined;
  }

  sourceChanged(now: Now, index: number, source: Endpoint): void {
    this.#path.sourceChanged(now.mono, index, source);
  }

  challengeAnswered(source: Endpoint, token: Uint8Array): void {
    this.#path.challengeAnswered(source, token);
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.#path.isOn(host);
  }

  keyLimit(index: number): void {
    const current = this.#sessions.current;
    if (current?.index === index) current.spent = true;
  }

  status(now: Now): PeerStatus {
    const { name, addresses } = this.#entry.facts;
    const current = this.#sessions.current;
    const certificate = this.#acquaintance.node?.certificate;
    return {
      id: this.id,
      name,
      addresses,
      routes: this.#reach.routes,
      state: this.#up ? 'up' : this.#path.candidates().length > 0 ? 'connecting' : 'waiting',
      endpoint: this.#path.endpoint,
      suite: current?.suite,
      sessionAge: current && (now.mono - current.createdAt) / 1000,
      handshakeAge: this.#handshakeAt === undefined ? undefined : (now.mono - this.#handshakeAt) / 1000,
      heardAge: certificate && (now.mono - this.#keepalive.heardAt) / 1000,
      serial: certificate?.serial,
      certificateNotAfter: certificate?.notAfter,
    };
  }

  /** An old msg1 counts only from where its sender proves to be; with a cookie it can. */
  #askForProof({ mac2Valid, datagram, source: endpoint, secretSlot }: HandshakeEvent): void {
    if (!mac2Valid) this.#shared.emit({ type: 'send-cookie', datagram, endpoint, secretSlot });
  }

  #follow({ endpoint, createdAt }: Session, now: Now): void {
    this.#handshakeAt = createdAt;
    this.#keepalive.heard(now.mono);
    this.#path.take(endpoint);
  }

  #adopt(node: VerifiedNode): void {
    this.#acquaintance.meet(node);
    this.#reach.set(node.certificate);
  }

  #down(): void {
    this.#up = false;
    this.#path.lose();
    this.#notice('warn', 'session-lost');
  }

  #newOpening(): Opening {
    return new Opening(this.#shared, this.#entry, this.#acquaintance);
  }

  #stopOpening(): void {
    this.#opening?.stop();
    this.#opening = undefined;
  }

  /** When this node should open a session, unless it already does. */
  #openAt(): number {
    if (this.#path.candidates().length === 0) return Number.POSITIVE_INFINITY;
    const { current } = this.#sessions;
    const { publicKey } = this.#shared.settings.local.noise;
    const wanted = current ? Math.min(replaceAt(current, publicKey), this.#keepalive.goneAt()) : 0;
    return Math.max(wanted, ...this.#sessions.unconfirmed.map((session) => session.createdAt + PATIENCE_MS));
  }

  /** Both open at once, each by the other's key of now, and this node's msg1 is the one that counts (spec §5.5). */
  #isCrossed({ remoteKey }: Msg1): boolean {
    const { pending } = this;
    if (pending === undefined || !equalBytes(pending.remoteKey, remoteKey)) return false;
    return isLower(this.#shared.settings.local.noise.publicKey, remoteKey);
  }

  /** Cuts the sessions, and forgets the certificate, that new facts or a new trust forbid. */
  #review(now: Now, trustChanged: boolean): void {
    const { crypto, settings } = this.#shared;
    const fault = (node: VerifiedNode): ErrorCode | undefined => {
      const again = trustChanged ? verifyAgain(crypto, settings.trust, node, now.wall) : accept(node);
      return again.ok ? misfit(this.#entry.facts, node.certificate) : again.code;
    };
    this.#cut(({ node }) => fault(node));
    const { node } = this.#acquaintance;
    if (node !== undefined && fault(node) !== undefined) this.#acquaintance.forget();
  }

  #cut(fault: (session: Session) => ErrorCode | undefined): void {
    for (const code of this.#sessions.cut(fault)) this.#notice('warn', 'session-cut', code);
  }

  #notice(level: Notice['level'], what: NoticeKind, detail?: string): void {
    this.#shared.emit({ type: 'notice', level, what, peer: this.name, ...(detail && { detail }) });
  }
}
