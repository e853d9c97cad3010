import type { Endpoint } from '../../protocol/address.js';
import { answerMsg1, type Msg1, type Msg2, type Pending, wipeKeys } from '../../protocol/handshake.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { chooseSuite } from '../../protocol/suite.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Notice, NoticeKind } from './action.js';
import type { HandshakeEvent, PeerActivity } from './event.js';
import { ANSWER_ME, KEEPALIVE, sendFrame } from './frame.js';
import { Keepalive } from './keepalive.js';
import type { Now } from './now.js';
import { Opening } from './opening.js';
import { Path } from './path.js';
import type { PeerFacts } from './peer-source.js';
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
  readonly id: number;
  readonly facts: PeerFacts;
  readonly #shared: Shared;
  readonly #lowerKey: boolean;
  readonly #sessions: Sessions;
  readonly #keepalive: Keepalive;
  readonly #path: Path;
  readonly #reach: Reach;
  #opening: Opening | undefined;
  /** Who the peer showed to be in the session that came up last. */
  #node: VerifiedNode | undefined;
  #up = false;
  /** When its last session was made. */
  #handshakeAt: number | undefined;

  constructor(id: number, facts: PeerFacts, shared: Shared) {
    this.id = id;
    this.facts = facts;
    this.#shared = shared;
    this.#lowerKey = isLower(shared.local.noise.publicKey, facts.key);
    this.#keepalive = new Keepalive(shared.rng);
    this.#sessions = new Sessions(id, shared);
    this.#path = new Path(id, facts, shared);
    this.#reach = new Reach(id, facts, shared);
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#opening?.pending;
  }

  start(): void {
    this.#reach.expect();
  }

  /** Does what is due; afterwards `nextAt` is later than `now`. */
  tick(now: Now): void {
    this.#sessions.expire(now.mono);
    if (this.#up && this.#sessions.current === undefined) this.#down();
    const candidates = this.#path.candidates();
    if (now.mono >= this.#openAt()) this.#opening ??= new Opening(this.#shared, this.facts);
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
    if (this.#isSuperseded(node)) return reject('certificate-superseded');
    const admission = this.#sessions.admit(msg1.offer, event.mac2Valid);
    if (!admission.ok) {
      if (admission.code === 'handshake-stale') this.#askForProof(event);
      return admission;
    }
    if (this.#lowerKey && this.pending !== undefined) {
      this.#opening?.resend(event.source);
      return reject('handshake-crossed');
    }
    const { source: endpoint, secretSlot } = event;
    const { local, suites, lanes, bootEpoch, indices, psk0 } = this.#shared;
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
    const { key: recipientKey } = this.facts;
    this.#shared.emit({ type: 'send-handshake', datagram, endpoint, recipientKey, secretSlot });
    return accept(undefined);
  }

  /**
   * Takes the msg2 that answers the msg1 in flight, and what its certificate is worth. When that is nothing, the next
   * msg1 goes out in its time: an endpoint may be another's by now.
   */
  opened(now: Now, event: HandshakeEvent, msg2: Msg2, verdict: Result<VerifiedNode>): Result<void> {
    const { senderIndex: index, offer: stamp } = this.pending as Pending;
    const node = verdict.ok && this.#isSuperseded(verdict.value) ? reject('certificate-superseded') : verdict;
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

  activity(now: Now, { lastReceived, lastSent }: PeerActivity): void {
    const current = this.#sessions.current;
    if (current === undefined || !this.#keepalive.observe(now.mono, lastReceived ?? 0, lastSent ?? 0)) return;
    sendFrame(this.#shared, current.index, KEEPALIVE, ANSWER_ME, new Uint8Array());
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
    const { name, addresses } = this.facts;
    const current = this.#sessions.current;
    const certificate = this.#node?.certificate;
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
    this.#node = node;
    this.#reach.adopt(node.certificate);
  }

  #down(): void {
    this.#up = false;
    this.#path.lose();
    this.#notice('warn', 'session-lost');
  }

  #stopOpening(): void {
    this.#opening?.stop();
    this.#opening = undefined;
  }

  /** When this node should open a session, unless it already does. */
  #openAt(): number {
    if (this.#path.candidates().length === 0) return Number.POSITIVE_INFINITY;
    const current = this.#sessions.current;
    const wanted = current ? Math.min(replaceAt(current, this.#lowerKey), this.#keepalive.goneAt()) : 0;
    return Math.max(wanted, ...this.#sessions.unconfirmed.map((session) => session.createdAt + PATIENCE_MS));
  }

  /** A node's newer certificate ends its older ones: they may have been replaced for a reason. */
  #isSuperseded(node: VerifiedNode): boolean {
    return this.#node !== undefined && node.certificate.serial < this.#node.certificate.serial;
  }

  #notice(level: Notice['level'], what: NoticeKind, detail?: string): void {
    this.#shared.emit({ type: 'notice', level, what, peer: this.facts.name, ...(detail && { detail }) });
  }
}
