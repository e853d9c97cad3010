import type { Endpoint } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { ControlMessage, Presented, Push } from '../../protocol/control-message.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { SetRelay } from './action.js';
import { Attendance, type Caller } from './attendance.js';
import { Directory, type Entry, type Taken } from './directory.js';
import { Doubts } from './doubts.js';
import { Introducer } from './introducer.js';
import { Mesh } from './mesh.js';
import type { News } from './mesh-link.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import { isRelayed } from './path.js';
import type { Peers } from './peers.js';
import { Relays } from './relays.js';
import type { Role } from './role.js';
import type { Shared } from './shared.js';
import type { ControlStatus } from './status.js';

/** Implementation constants: how often one node may attach; each new record is told to every manager. */
const ATTACH_EVERY_MS = 200;
const ATTACH_BURST = 20;
/**
 * Specification constant (spec §16.5): a node tells its managers at the same time what it says of itself; what comes by
 * another one alone for so long is not from the run of it that is attached here, or lost on its way.
 */
const ALONE_MS = 1_000;
/** How much may leave for a node at once where its rate is limited: what it may have in 100 ms, and no less than this. */
const BURST_SECONDS = 0.1;
const LEAST_BURST_BYTES = 256 * 1024;
const BYTES_PER_MBIT = 125_000;

/** What happens where all are honest: two know of one change in another order, or a clock is wrong. */
const HONEST: readonly ErrorCode[] = ['record-superseded', 'record-expired', 'message-unasked'];

/**
 * What a manager is beside a node: it keeps the directory, introduces nodes to each other, relays for them, and tells
 * other managers who is attached here. It believes of nodes and managers alike what is signed, and nothing else: the worst
 * that a lying manager can do is to lead nowhere.
 */
export class Management implements Role {
  readonly #shared: Shared;
  readonly #peers: Pick<Peers, 'all' | 'hear'>;
  readonly #directory: Directory;
  readonly #attendance: Attendance = new Attendance();
  readonly #relays: Relays<Caller>;
  readonly #introducer: Introducer;
  readonly #mesh: Mesh = new Mesh();
  readonly #doubts: Doubts = new Doubts((now, peer) => this.#doubt(now, peer));
  readonly #pacers: WeakMap<Caller, Pacer> = new WeakMap();
  #isOn = false;
  /** In force in the core. */
  #rate: number | undefined;

  constructor(shared: Shared, peers: Pick<Peers, 'all' | 'hear'>) {
    this.#shared = shared;
    this.#peers = peers;
    this.#directory = new Directory(shared);
    this.#relays = new Relays(shared.rng, (update) => shared.emit(update));
    const self = (): string => shared.settings.certificate.name;
    this.#introducer = new Introducer(self, this.#directory, this.#attendance, this.#relays);
  }

  start(now: Now): void {
    this.reconfigure(now);
  }

  /** A peer may have become a manager, or be none any more, while its session goes on; and so may this node. */
  reconfigure(now: Now): void {
    const wasOn = this.#isOn;
    this.#isOn = this.#shared.settings.role === 'manager';
    if (this.#isOn && !wasOn) this.#introducer.start(now);
    this.#setRelay();
    const present = this.#peers.all().filter(({ answers }) => answers);
    for (const peer of present)
      if (!this.#isOn || this.#mesh.has(peer) !== peer.isManager) this.down(now, peer);
    for (const peer of present) this.up(now, peer);
  }

  up(now: Now, peer: Caller): void {
    if (!this.#isOn || this.#mesh.has(peer)) return;
    this.#attendance.up(peer);
    if (peer.isManager) this.#mesh.up(now.mono, peer, this.#here(now));
    this.#resume(now, peer);
  }

  down(now: Now, peer: Caller): void {
    this.#attendance.down(peer);
    this.#introducer.leave(now, peer);
    this.#mesh.down(peer);
    this.#doubts.end(peer);
  }

  /** It is told where it is seen by now. */
  moved(now: Now, peer: Caller): void {
    const entry = this.#directory.byName(now, peer.name);
    const isHere = this.#attendance.attached(peer.name) === peer;
    if (entry !== undefined && isHere) this.#answer(now, peer, entry.presented.record);
  }

  message(now: Now, peer: Caller, message: ControlMessage): void {
    const fault = this.#isOn ? this.#take(now, peer, message) : undefined;
    if (fault !== undefined) this.#refuse(peer, fault);
  }

  /** Whoever is attached here is a peer, with routes of its own. */
  addressNeeded(): void {}

  known(now: Now, name: string): VerifiedNode | undefined {
    return this.#directory.byName(now, name)?.node;
  }

  /** It says so itself, as a member. */
  leave(): void {}

  resolved(): void {}

  tick(now: Now): void {
    if (this.#directory.sweep(now)) this.#doubtLost(now);
    this.#doubts.tick(now);
    this.#introducer.tick(now);
    this.#mesh.tick(now.mono);
  }

  nextAt(): number {
    const { nextAt } = this.#directory;
    return Math.min(nextAt, this.#doubts.nextAt(), this.#introducer.nextAt(), this.#mesh.nextAt());
  }

  status(): Partial<Pick<ControlStatus, 'relay'>> {
    if (!this.#isOn) return {};
    return {
      relay: {
        handles: 2 * this.#relays.size,
        introductions: this.#introducer.results(),
        directory: this.#directory.size,
        attached: this.#attendance.size,
        pushes: this.#mesh.counts,
      },
    };
  }

  /** Undefined, or what is wrong with it. What only a node is told is none of this. */
  #take(now: Now, peer: Caller, message: ControlMessage): ErrorCode | undefined {
    const { crossings } = this.#introducer;
    switch (message.type) {
      case 'attach':
        return this.#attach(now, peer, message);
      case 'later':
        return this.#later(now, peer, message);
      case 'lookup':
        this.#introducer.lookup(now, peer, message);
        return undefined;
      case 'push':
        if (!peer.isManager) return 'message-not-manager';
        this.#pushed(now, peer, message);
        return undefined;
      case 'pushed':
        this.#mesh.pushed(now.mono, peer, message.seq);
        return undefined;
      case 'open-relay':
        if (!peer.isManager) return 'message-not-manager';
        crossings.asked(now, peer, message);
        return undefined;
      case 'relay-opened':
        return crossings.answered(now, peer, message) ? undefined : 'message-unasked';
      case 'not-here':
        this.#introducer.notHere(now, peer, message.handle);
        return undefined;
      default:
        return undefined;
    }
  }

  #attach(now: Now, peer: Caller, presented: Presented): ErrorCode | undefined {
    this.#doubts.end(peer);
    if (!this.#mayAttach(now, peer)) return 'message-rate';
    const taken = this.#directory.put(now, presented, peer.name);
    if (taken.ok) {
      const { entry, isNew } = taken.value;
      if (isNew) this.#peers.hear(entry.node);
      if (!isBy(peer, entry)) return 'record-not-own';
      const isHere = this.#attendance.attached(peer.name) !== undefined;
      if (entry.record.goodbye) this.#detach(now, peer);
      else this.#attendance.attach(peer);
      if (isNew || !isHere) this.#mesh.push(now.mono, newsOf(entry), peer);
      this.#introducer.arrived(now, entry);
    }
    this.#answer(now, peer, presented.record);
    if (taken.ok) return undefined;
    peer.send({ type: 'refused', code: taken.code });
    return taken.code;
  }

  /** A node whose session is back is where its record says it is: it need not have noticed that it was away. */
  #resume(now: Now, peer: Caller): void {
    const entry = this.#directory.byName(now, peer.name);
    if (entry === undefined || !isBy(peer, entry) || !this.#isHere(entry)) return;
    if (this.#attendance.attached(peer.name) !== undefined || !this.#mayAttach(now, peer)) return;
    this.#attendance.attach(peer);
    this.#mesh.push(now.mono, newsOf(entry));
    this.#introducer.arrived(now, entry);
  }

  /** Tells a node which record of it is known here, and where that is another one than it sent, the record too. */
  #answer(now: Now, peer: Caller, told?: Uint8Array): void {
    const entry = this.#directory.byName(now, peer.name);
    if (entry === undefined || peer.path === undefined || isRelayed(peer.path)) return;
    const { incarnation, seq } = entry.record;
    const { record } = entry.presented;
    const other = (told === undefined || !equalBytes(record, told)) && { record };
    peer.send({ type: 'attached', incarnation, seq, observed: peer.path as Endpoint, ...other });
  }

  #pushed(now: Now, from: Caller, { seq, entries }: Push): void {
    for (const presented of entries) {
      const taken = this.#directory.put(now, presented);
      if (taken.ok) {
        this.#mesh.knows(now.mono, from, taken.value.entry.record.node);
        this.#heard(now, taken.value);
      } else this.#refusePushed(now, from, presented, taken.code);
    }
    from.send({ type: 'pushed', seq });
  }

  /** Who pushes what is of an earlier boot is told of the later one: its node may be attached there alone. */
  #refusePushed(now: Now, from: Caller, { record }: Presented, code: ErrorCode): void {
    this.#refuse(from, code);
    const later = code === 'record-superseded' ? this.#directory.laterBoot(now, record) : undefined;
    if (later !== undefined) this.#mesh.correct(now.mono, from, newsOf(later));
  }

  /** A node or manager has refused what it was told here of another node, and knows of a later boot. */
  #later(now: Now, peer: Caller, presented: Presented): ErrorCode | undefined {
    if (!this.#mayAttach(now, peer)) return 'message-rate';
    const taken = this.#directory.putLaterBoot(now, presented);
    if (!taken.ok) return taken.code;
    this.#heard(now, taken.value);
    this.#mesh.push(now.mono, newsOf(taken.value.entry), peer);
    return undefined;
  }

  /** Somebody else has said what a node says: where that is of a later boot, it may not be the node's last. */
  #heard(now: Now, { entry, isNew, isLaterBoot }: Taken): void {
    if (!isNew) return;
    const owner = this.#attendance.attached(entry.record.node);
    this.#peers.hear(entry.node);
    this.#moved(now, entry);
    const isAttached = this.#attendance.attached(entry.record.node) !== undefined;
    if (owner !== undefined && (isLaterBoot || isAttached))
      this.#doubts.begin(now.mono + (isLaterBoot ? 0 : ALONE_MS), owner);
    this.#introducer.arrived(now, entry);
    this.#doubts.tick(now);
  }

  /** What a node that is attached here has told last does not count any more: it is told what does, if anything. */
  #doubt(now: Now, peer: Caller): void {
    if (this.#directory.byName(now, peer.name) === undefined)
      peer.send({ type: 'refused', code: 'record-expired' });
    else this.#answer(now, peer);
  }

  #doubtLost(now: Now): void {
    for (const name of this.#attendance.names())
      if (this.#directory.byName(now, name) === undefined)
        this.#doubts.begin(now.mono, this.#attendance.attached(name) as Caller);
  }

  /**
   * A node that says elsewhere that it is elsewhere is not here, although its session may not have ended yet. Where a
   * manager is, its session alone tells.
   */
  #moved(now: Now, entry: Entry): void {
    const peer = this.#attendance.attached(entry.record.node);
    if (peer !== undefined && !peer.isManager && !this.#isHere(entry)) this.#detach(now, peer);
  }

  /** Whether a node says that it is attached to this manager. */
  #isHere({ record }: Entry): boolean {
    const { name } = this.#shared.settings.certificate;
    return !record.goodbye && record.attachments.some(({ manager }) => manager === name);
  }

  #detach(now: Now, peer: Caller): void {
    this.#attendance.detach(peer.name);
    this.#doubts.end(peer);
    this.#introducer.leave(now, peer);
  }

  #here(now: Now): readonly News[] {
    const entries = this.#attendance.names().map((name) => this.#directory.byName(now, name));
    return entries.filter((entry) => entry !== undefined).map(newsOf);
  }

  #mayAttach({ mono }: Now, peer: Caller): boolean {
    const pacer = this.#pacers.get(peer) ?? new Pacer(ATTACH_EVERY_MS, ATTACH_BURST);
    this.#pacers.set(peer, pacer);
    return pacer.take(mono);
  }

  #refuse({ name: peer }: Caller, code: ErrorCode): void {
    this.#shared.refusedMessages.count(code);
    const level = HONEST.includes(code) ? 'info' : 'warn';
    this.#shared.emit({ type: 'notice', level, what: 'message-refused', peer, code });
  }

  #setRelay(): void {
    const { relayRate } = this.#shared.settings;
    const rate = this.#isOn ? relayRate : undefined;
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#shared.emit(relayOf(rate));
  }
}

function relayOf(rate: number | undefined): SetRelay {
  const bytesPerSecond = (rate ?? 0) * BYTES_PER_MBIT;
  const burst = Math.max(LEAST_BURST_BYTES, bytesPerSecond * BURST_SECONDS);
  return {
    type: 'set-relay',
    on: rate !== undefined,
    bytesPerSecond,
    burstBytes: bytesPerSecond > 0 ? Math.round(burst) : 0,
  };
}

/** Whether the peer has the key of the node that this record is of: whoever had one before it may still have a session. */
function isBy({ node }: Caller, entry: Entry): boolean {
  return node !== undefined && equalBytes(node.certificate.noiseKey, entry.node.certificate.noiseKey);
}

function newsOf({ record, presented }: Entry): News {
  return { node: record.node, presented };
}
