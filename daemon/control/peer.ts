import type { Endpoint, Prefix } from '../../protocol/address.js';
import {
  answerMsg1,
  type Msg1,
  type Msg2,
  type Pending,
  type SessionKeys,
  wipeKeys,
} from '../../protocol/handshake.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { chooseSuite } from '../../protocol/suite.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Notice, NoticeKind } from './action.js';
import type { HandshakeEvent, PeerActivity } from './event.js';
import { Generations } from './generations.js';
import { HalfOpen } from './half-open.js';
import { Keepalive } from './keepalive.js';
import type { Now } from './now.js';
import { Opening } from './opening.js';
import type { PeerFacts } from './peer-source.js';
import { permitted } from './permitted.js';
import { isLower, replaceAt } from './rekey.js';
import { Roaming } from './roaming.js';
import { newSession, type Session, UNCONFIRMED_FOR_MS } from './session.js';
import type { Shared } from './shared.js';
import type { PeerStatus } from './status.js';

/** Kinds of control frames, and the flag that asks a keepalive's receiver for an answer (spec §6). */
const CHALLENGE = 3;
const KEEPALIVE = 5;
const ANSWER_ME = 1;

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
  readonly #generations: Generations = new Generations();
  readonly #halfOpen: HalfOpen = new HalfOpen();
  readonly #keepalive: Keepalive;
  readonly #roaming: Roaming;
  #opening: Opening | undefined;
  /** Where the core sends this peer's packets. */
  #path: Endpoint | undefined;
  /** Who the peer showed to be in the session that came up last. */
  #node: VerifiedNode | undefined;
  #sources: readonly Prefix[] = [];
  #routes: readonly Prefix[] = [];
  #up = false;
  /** When its last session was made. */
  #handshakeAt: number | undefined;

  constructor(id: number, facts: PeerFacts, shared: Shared) {
    this.id = id;
    this.facts = facts;
    this.#shared = shared;
    this.#lowerKey = isLower(shared.local.noise.publicKey, facts.key);
    this.#keepalive = new Keepalive(shared.rng);
    this.#roaming = new Roaming(shared.rng);
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#opening?.pending;
  }

  /** Until a certificate says which of the routes it permits, packets for all wait for a session, none comes from any. */
  start(): void {
    const { addresses, routes } = this.facts;
    this.#setReach(permitted(addresses, [], []), permitted(addresses, routes, routes));
  }

  /** Does what is due; afterwards `nextAt` is later than `now`. */
  tick(now: Now): void {
    this.#retire(this.#halfOpen.expire(now.mono));
    this.#retire(this.#generations.expire(now.mono));
    if (this.#up && this.#generations.current === undefined) this.#down();
    const candidates = this.#candidates();
    if (now.mono >= this.#openAt()) this.#opening ??= new Opening(this.#shared, this.facts);
    if (candidates.length === 0) this.#stopOpening();
    this.#opening?.tick(now.mono, candidates);
  }

  /** In ms of `Now.mono`. */
  nextAt(): number {
    const open = this.#opening?.nextAt ?? this.#openAt();
    return Math.min(this.#halfOpen.nextAt(), this.#generations.nextAt(), open);
  }

  /** Takes a msg1 of this peer, its certificate verified. Unless rejected, `msg1` has ended. */
  answer(now: Now, event: HandshakeEvent, msg1: Msg1, node: VerifiedNode): Result<void> {
    if (this.#isSuperseded(node)) return reject('certificate-superseded');
    const admission = this.#halfOpen.admit(msg1.offer, event.mac2Valid);
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
    this.#retire(admission.value.displaced);
    this.#halfOpen.add(session, admission.value);
    this.#install(session, msg1.senderIndex, msg1.offer.lanes, keys);
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
    // The peer will send on this session: a late confirm of one that it opened must not turn this node back.
    this.#retire(this.#halfOpen.clear());
    this.#adopt(node.value);
    this.#install(session, msg2.remoteIndex, msg2.lanes, msg2.keys);
    this.#switchTo(session, now);
    return accept(undefined);
  }

  /** The core has had the first packet on a session that the peer opened, and sends on it. */
  confirmed(now: Now, index: number): void {
    const session = this.#halfOpen.confirm(index);
    if (session === undefined) return;
    this.#stopOpening();
    this.#adopt(session.node);
    this.#switchTo(session, now);
    this.live(now, index);
  }

  /** The core has had the first packet on a session. */
  live(now: Now, index: number): void {
    this.#generations.settle(index, now.mono);
    this.#keepalive.heard(now.mono);
    if (this.#up) return;
    this.#up = true;
    this.#notice('info', 'session-up', this.#path);
  }

  activity(now: Now, { lastReceived, lastSent }: PeerActivity): void {
    const current = this.#generations.current;
    if (current === undefined || !this.#keepalive.observe(now.mono, lastReceived ?? 0, lastSent ?? 0)) return;
    this.#sendControl(current.index, KEEPALIVE, ANSWER_ME, new Uint8Array());
  }

  sourceChanged(now: Now, index: number, source: Endpoint): void {
    const token = this.#roaming.challenge(source, now.mono);
    if (token !== undefined) this.#sendControl(index, CHALLENGE, 0, token, source);
  }

  challengeAnswered(source: Endpoint, token: Uint8Array): void {
    if (!this.#roaming.answered(source, token)) return;
    this.#path = source;
    this.#shared.emit({ type: 'set-path', peer: this.id, endpoint: source });
    this.#notice('info', 'path-changed', source);
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.facts.endpoints.some((endpoint) => endpoint.host === host);
  }

  keyLimit(index: number): void {
    const current = this.#generations.current;
    if (current?.index === index) current.spent = true;
  }

  status(now: Now): PeerStatus {
    const { name, addresses } = this.facts;
    const current = this.#generations.current;
    const certificate = this.#node?.certificate;
    return {
      id: this.id,
      name,
      addresses,
      routes: this.#routes.slice(addresses.length),
      state: this.#up ? 'up' : this.#candidates().length > 0 ? 'connecting' : 'waiting',
      endpoint: this.#path,
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

  #switchTo(session: Session, now: Now): void {
    this.#generations.switchTo(session);
    this.#handshakeAt = session.createdAt;
    this.#keepalive.heard(now.mono);
    this.#path = session.endpoint;
  }

  #adopt(node: VerifiedNode): void {
    const { addresses, routes } = this.facts;
    const reach = permitted(addresses, routes, node.certificate.routes);
    this.#node = node;
    this.#setReach(reach, reach);
  }

  #install(session: Session, remoteIndex: number, lanes: number, keys: SessionKeys): void {
    const { index, suite, initiator, endpoint } = session;
    const facts = { index, remoteIndex, peer: this.id, suite, initiator, lanes, endpoint };
    this.#shared.emit({ type: 'install-session', ...facts, keys });
  }

  #retire(sessions: readonly Session[]): void {
    for (const { index } of sessions) {
      this.#shared.emit({ type: 'retire-session', index });
      this.#shared.indices.release(index);
    }
  }

  #down(): void {
    this.#up = false;
    this.#path = undefined;
    this.#notice('warn', 'session-lost');
  }

  #stopOpening(): void {
    this.#opening?.stop();
    this.#opening = undefined;
  }

  /** When this node should open a session, unless it already does. */
  #openAt(): number {
    if (this.#candidates().length === 0) return Number.POSITIVE_INFINITY;
    const current = this.#generations.current;
    const wanted = current ? Math.min(replaceAt(current, this.#lowerKey), this.#keepalive.goneAt()) : 0;
    return Math.max(wanted, ...this.#halfOpen.all().map((session) => session.createdAt + PATIENCE_MS));
  }

  /** Where it may be, the likeliest first. */
  #candidates(): readonly Endpoint[] {
    const configured = this.facts.endpoints.flatMap((endpoint) => this.#shared.names.lookup(endpoint));
    return [...new Set(this.#path === undefined ? configured : [this.#path, ...configured])];
  }

  /** A node's newer certificate ends its older ones: they may have been replaced for a reason. */
  #isSuperseded(node: VerifiedNode): boolean {
    return this.#node !== undefined && node.certificate.serial < this.#node.certificate.serial;
  }

  /** Whence its packets may come, and which are sent to it. */
  #setReach(sources: readonly Prefix[], routes: readonly Prefix[]): void {
    const peer = this.id;
    const add = routes.filter((prefix) => !this.#routes.includes(prefix));
    const remove = this.#routes.filter((prefix) => !routes.includes(prefix));
    if (sources.join() !== this.#sources.join()) {
      this.#shared.emit({ type: 'set-peer', peer, publicKey: this.facts.key, sources });
    }
    if (add.length > 0 || remove.length > 0) {
      this.#shared.emit({ type: 'update-routes', add: add.map((prefix) => [prefix, peer]), remove });
    }
    this.#sources = sources;
    this.#routes = routes;
  }

  #sendControl(index: number, kind: number, flags: number, body: Uint8Array, endpoint?: Endpoint): void {
    this.#shared.emit({ type: 'send-control', index, kind, flags, body, ...(endpoint && { endpoint }) });
  }

  #notice(level: Notice['level'], what: NoticeKind, detail?: string): void {
    this.#shared.emit({ type: 'notice', level, what, peer: this.facts.name, ...(detail && { detail }) });
  }
}
