import type { Address } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import { type ControlMessage, encodeControl } from '../../protocol/control-message.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { Msg1, Msg2, Pending } from '../../protocol/handshake.js';
import { accept, type Result } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { Acquaintance } from './acquaintance.js';
import type { Suited } from './answering.js';
import { Calling } from './calling.js';
import type { Change } from './change.js';
import type { HandshakeEvent } from './event.js';
import { MESSAGE, sendFrame } from './frame.js';
import { Handshakes } from './handshakes.js';
import { certified } from './identity.js';
import type { Now } from './now.js';
import type { Path, Relayed } from './path.js';
import { type Introduced, Paths } from './paths.js';
import { type PeerEntry, type PeerFacts, sameFacts } from './peer-source.js';
import { Presence } from './presence.js';
import { Reach } from './reach.js';
import type { Session } from './session.js';
import { Sessions } from './sessions.js';
import type { Shared } from './shared.js';
import { Standing } from './standing.js';
import type { PathReason, PeerState, PeerStatus } from './status.js';

/**
 * One peer: its sessions, handshakes and path. As long as there is somewhere to send to, it strives for a
 * session; all it waits for is in `nextAt`.
 */
export class Peer {
  readonly entry: PeerEntry;
  readonly #shared: Shared;
  readonly acquaintance: Acquaintance;
  readonly #sessions: Sessions;
  readonly presence: Presence;
  readonly paths: Paths;
  readonly #reach: Reach;
  readonly #standing: Standing;
  readonly #handshakes: Handshakes;
  readonly #calling: Calling;

  constructor(entry: PeerEntry, shared: Shared) {
    this.entry = entry;
    this.#shared = shared;
    this.acquaintance = new Acquaintance(entry, shared);
    this.#sessions = new Sessions(entry.id, shared);
    this.paths = new Paths(entry, shared, () => shared.news.push({ peer: this, what: 'moved' }));
    this.presence = new Presence(shared, entry, this.#sessions, this.paths);
    this.#calling = new Calling(shared, this.#sessions, this.presence, this.paths);
    this.#reach = new Reach(entry, shared);
    this.#standing = new Standing(this, shared);
    this.#handshakes = new Handshakes(shared, entry, this.acquaintance, this.#sessions, this.paths);
  }

  /** Whether this is one of its overlay addresses. */
  isAt(address: Address): boolean {
    return this.#reach.addresses.includes(address);
  }

  /** Whether packets for this address go to it. */
  reaches(address: Address): boolean {
    return this.#reach.includes(address);
  }

  get name(): string {
    return this.entry.facts.name;
  }

  /** By which the core knows it. */
  get id(): number {
    return this.entry.id;
  }

  /** Whether it is configured as one of this node's managers. */
  get isManager(): boolean {
    return this.entry.facts.manager !== undefined;
  }

  /** Who it has shown to be in the session that came up last. */
  get node(): VerifiedNode | undefined {
    return this.acquaintance.node;
  }

  /** Whether it answers: as roles were told last. */
  get answers(): boolean {
    return this.#standing.answers;
  }

  /** When an inner packet last went to it or came from it, in ms of `Now.mono`. */
  get dataAt(): number | undefined {
    return this.presence.dataAt;
  }

  /** A found peer of which nothing is left but its name, and which nobody expects to call. */
  get isBlank(): boolean {
    return this.entry.found && !this.#calling.isNeeded && this.#sessions.isEmpty && this.paths.isUnknown;
  }

  /** One of its overlay addresses; undefined while none is known, which may be with a manager. */
  get address(): Address | undefined {
    return this.#reach.addresses[0];
  }

  /** How its packets may be relayed, the newest first. */
  get relays(): readonly Relayed[] {
    return this.paths.relays;
  }

  /** There is a session, and nothing is known that leads to it. */
  get isStranded(): boolean {
    return this.hasSession && this.paths.isUnknown;
  }

  /** One of its addresses, where what is known of it does not lead to it: others may know more. */
  get unreached(): Address | undefined {
    if (this.isManager || this.hasSession) return undefined;
    const isStranded = this.paths.isUnknown || this.#handshakes.tries > 1;
    return isStranded ? this.address : undefined;
  }

  /** Where packets to it go. */
  get path(): Path | undefined {
    return this.paths.current;
  }

  /** Round trip of that, in ms, if it was measured. */
  get rttMs(): number | undefined {
    return this.paths.rttMs;
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#handshakes.pending;
  }

  start(): void {
    this.#reach.set(this.acquaintance.certificate);
  }

  /**
   * Whether this node calls it, and replaces sessions with it. What it opens is answered in any case, and a session that
   * is there serves as long as it lasts.
   */
  want(wanted: boolean): void {
    if (this.#calling.want(wanted)) this.#shared.stirred.add(this);
  }

  /** A found peer that says who it is, and has yet to prove it. */
  expect({ certificate }: VerifiedNode): void {
    this.#reach.expect(certificate);
  }

  /** A session with it waits for its first packet. */
  get isExpected(): boolean {
    return this.#sessions.unconfirmed.length > 0;
  }

  /** Whether this is a session of now. */
  has(index: number): boolean {
    return this.#sessions.has(index);
  }

  /** Packets wait for it: without a session it is called for a while, whether or not it is wanted. */
  need({ mono }: Now): void {
    this.#calling.need(mono);
    this.#shared.stirred.add(this);
  }

  /** It asks for this node, which may believe to have a session with it. */
  summon(now: Now): void {
    this.presence.ask(now.mono);
    this.need(now);
  }

  /**
   * Where it can be reached, as a manager or its record says: a relayed path is taken at once where there is no other. Where
   * it has started again since its session was made, another one is opened.
   */
  introduce(to: Introduced): void {
    if (this.paths.introduce(to) && !this.hasSession) this.#handshakes.stop();
    if (to.bootEpoch !== undefined && to.bootEpoch > (this.#standing.bootEpoch ?? to.bootEpoch)) this.renew();
    this.#shared.stirred.add(this);
  }

  /** Its sessions serve on, and are replaced as soon as can be. */
  renew(): void {
    this.#sessions.renew();
  }

  /** This path leads nowhere any more. */
  withdraw(path: Path): void {
    this.paths.withdraw(path);
    this.#shared.stirred.add(this);
  }

  /** Sends a control message. False: there is no session to send it on. */
  send(message: ControlMessage): boolean {
    const { current } = this.#sessions;
    if (current === undefined) return false;
    this.#shared.restless.add(this.id);
    sendFrame(this.#shared, current.index, MESSAGE, 0, encodeControl(message));
    return true;
  }

  /**
   * Takes what somebody else has shown of it: the newest certificate of a found peer counts, an older one is none of its now.
   * No session of another key has part in what the newest one says; one of an older certificate is replaced.
   */
  learn(node: VerifiedNode): Result<unknown> {
    const newest = this.acquaintance.certificate?.serial ?? 0n;
    if (!this.entry.found || node.certificate.serial < newest) return accept(undefined);
    const known = this.acquaintance.check(node);
    if (known.ok) {
      const { noiseKey, serial } = node.certificate;
      const isOther = (session: Session): boolean => !equalBytes(session.node.certificate.noiseKey, noiseKey);
      this.#cut((session) => (isOther(session) ? 'certificate-superseded' : undefined));
      this.#sessions.renew((session) => session.node.certificate.serial < serial);
      this.acquaintance.hearOf(node);
      this.#certify();
      this.#shared.stirred.add(this);
    }
    return known;
  }

  /**
   * New facts, or new settings around it, which are in `shared` already. Sessions that they forbid are cut; the others
   * serve until they are replaced, where they have to be. False: nothing of it concerns this peer.
   */
  reconfigure(now: Now, facts: PeerFacts, found: boolean, { identity, trust }: Change): boolean {
    const { suites } = this.#shared.settings;
    const isOther = found !== this.entry.found || (facts.manager !== undefined) !== this.isManager;
    if (isOther) this.want(true);
    const touched = !sameFacts(this.entry.facts, facts) || found !== this.entry.found;
    const outdated = this.paths.reconfigure(() => {
      this.entry.facts = facts;
      this.entry.found = found;
    });
    const { current } = this.#sessions;
    const anew = identity || outdated || (current !== undefined && !suites.includes(current.suite));
    const concerned = touched || trust || anew;
    if (concerned) {
      this.#handshakes.stop();
      if (anew) this.#sessions.renew();
      const fault = this.acquaintance.review(now, trust);
      this.#cut(({ node }) => fault(node));
    }
    this.#reach.set(this.acquaintance.certificate);
    return concerned;
  }

  /** Under the settings of now it is no peer. */
  end(): void {
    this.#handshakes.stop();
    this.#cut(() => 'peer-unknown');
    this.#reach.clear();
    this.#standing.tell(false);
  }

  /** A found peer is not needed any more. */
  forget(): void {
    this.#handshakes.stop();
    this.#sessions.end();
    this.#reach.clear();
  }

  /** Does what is due; afterwards `nextAt` is later than `now`. */
  tick(now: Now): void {
    if (this.#sessions.expire(now.mono)) this.#standing.notice('warn', 'session-cut', 'certificate-expired');
    if (!this.hasSession && this.#standing.down(!this.#calling.isOn)) this.paths.lose();
    this.#calling.tick(now.mono);
    this.#handshakes.tick(now.mono, this.#calling.openAt());
    this.#tickPaths(now.mono);
    this.acquaintance.tick(now);
    this.#standing.tell(this.#standing.isUp && now.mono < this.presence.goneAt());
  }

  /** In ms of `Now.mono`. */
  nextAt(): number {
    const open = this.#handshakes.nextAt ?? this.#calling.openAt();
    const goneAt = this.#standing.answers ? this.presence.goneAt() : Number.POSITIVE_INFINITY;
    const withSession = this.hasSession
      ? Math.min(this.paths.nextAt(), this.presence.lostAt())
      : Number.POSITIVE_INFINITY;
    const { nextAt: certificateAt } = this.acquaintance;
    return Math.min(this.#sessions.nextAt(), open, goneAt, withSession, this.#calling.nextAt, certificateAt);
  }

  /** Takes a msg1 of this peer, its certificate verified. Unless rejected, `msg1` has ended. */
  answer(now: Now, suited: Suited, msg1: Msg1, node: VerifiedNode): Result<void> {
    return this.#handshakes.answer(now, suited, msg1, node);
  }

  /** Takes the msg2 that answers the msg1 in flight, and what its certificate is worth. */
  opened(now: Now, event: HandshakeEvent, msg2: Msg2, verdict: Result<VerifiedNode>): Result<void> {
    const opened = this.#handshakes.opened(now, event, msg2, verdict);
    if (!opened.ok) return opened;
    const { session, elsewhere, rttMs } = opened.value;
    this.#adopt(session.node);
    this.#sessions.opened(session, msg2);
    this.#follow(session, now, 'opened', rttMs);
    if (elsewhere !== undefined) this.paths.challenge(now.mono, session.index, elsewhere);
    return accept(undefined);
  }

  /**
   * The core has had the first packet on a session that the peer opened, and sends on it. A newer certificate may have
   * been seen since it was answered: then it is cut; and so it is where `fault` finds one with its certificate.
   */
  confirmed(now: Now, index: number, fault: (node: VerifiedNode) => ErrorCode | undefined): void {
    this.#cut((session) => {
      if (session.index !== index) return undefined;
      const known = this.acquaintance.check(session.node);
      return known.ok ? fault(session.node) : known.code;
    });
    const session = this.#sessions.confirm(index);
    if (session === undefined) return;
    this.#handshakes.confirmed(now.mono);
    this.#adopt(session.node);
    this.#follow(session, now, 'answered');
    this.live(now, index);
  }

  /** The core has had the first packet on a session. */
  live(now: Now, index: number): void {
    this.#sessions.settle(index, now.mono);
    this.presence.heard(now.mono);
    this.#standing.up(this.paths.text);
  }

  /** Something sends on it. */
  get hasSession(): boolean {
    return this.#sessions.current !== undefined;
  }

  /** The wall clock has been set: calls that were in vain may no longer be. */
  retell(now: Now): void {
    this.acquaintance.renew();
    this.#handshakes.hurry(now.mono);
  }

  /** What was true of the network may be no longer: ask now, open now, resolve now. */
  hurry(now: Now): void {
    this.presence.ask(now.mono);
    this.paths.hurry();
    this.#handshakes.hurry(now.mono);
    this.#shared.names.hasten(this.entry.facts.endpoints, now.mono);
  }

  keyLimit(index: number): void {
    const current = this.#sessions.current;
    if (current?.index === index) current.spent = true;
  }

  get state(): PeerState {
    if (this.#standing.isUp) return this.answers ? 'up' : 'silent';
    if (!this.#calling.isOn) return 'idle';
    return this.paths.isUnknown ? 'waiting' : 'connecting';
  }

  status(now: Now): PeerStatus {
    const { madeAt } = this.#standing;
    return {
      id: this.id,
      name: this.name,
      addresses: this.#reach.addresses,
      found: this.entry.found,
      routes: this.#reach.routes,
      state: this.state,
      handshakeAge: madeAt === undefined ? undefined : (now.mono - madeAt) / 1000,
      heardAge: this.acquaintance.node && (now.mono - this.presence.heardAt) / 1000,
      ...this.paths.status(),
      ...this.#sessions.status(now.mono),
      ...this.acquaintance.status(now),
      openingTries: this.#handshakes.tries,
    };
  }

  #tickPaths(mono: number): void {
    if (mono >= this.presence.lostAt()) {
      this.paths.fallBack(mono);
      this.presence.ask(mono);
    }
    this.paths.tick(mono, this.#sessions.current?.index);
  }

  #follow(session: Session, now: Now, why: PathReason, rttMs?: number): void {
    this.#standing.made(session);
    if (!this.presence.isWatched) this.#shared.restless.add(this.id);
    this.presence.heard(now.mono);
    this.paths.take(session.path, why, rttMs);
  }

  #adopt(node: VerifiedNode): void {
    if (this.acquaintance.meet(node)) this.#certify();
  }

  #certify(): void {
    const { certificate } = this.acquaintance;
    if (this.entry.found)
      this.entry.facts = certified(certificate as Certificate, this.#shared.settings.asked);
    this.#reach.set(certificate);
  }

  #cut(fault: (session: Session) => ErrorCode | undefined): void {
    for (const code of this.#sessions.cut(fault)) this.#standing.notice('warn', 'session-cut', code);
  }
}
