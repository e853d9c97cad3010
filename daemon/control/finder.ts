import { type Address, contains } from '../../protocol/address.js';
import { type Certificate, decodeCertificate } from '../../protocol/certificate.js';
import { type Introduction, type Presented, UNASKED } from '../../protocol/control-message.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { NodeRecord } from '../../protocol/record.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { Directory } from './directory.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import { isUsable, managerOf, type Relayed, relayed } from './path.js';
import type { Peer } from './peer.js';
import { jitter } from './rng.js';
import { type End, type Finding, Seeker } from './seeker.js';
import type { Shared } from './shared.js';
import { Timers } from './timers.js';

/** Implementation constant: of so many nodes it is remembered what they said last. */
const MOST_KNOWN = 16_384;
/** After how many ms a peer that could not be found is sought again; the last repeats. */
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];
/** Of these, what repeats for one that packets go to, or may go to any moment without anybody saying so. */
const IN_USE = 0;
const WITH_SESSION = 2;
const IN_USE_MS = 5_000;
/** Who has a session that leads nowhere: packets go to it without anybody saying so, and none waits. */
const STRANDED_AGAIN_MS = 700;

/** How often others may have this node call a manager. */
const SUMMON_EVERY_MS = 200;
const SUMMON_BURST = 16;

/** Faults that need no lie: somebody's knowledge or clock lags behind, or a node has another one's identity. */
const HONEST: readonly ErrorCode[] = [
  'record-superseded',
  'record-equivocation',
  'record-expired',
  'record-not-yet-valid',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-unknown-authority',
  'directory-full',
];

/** A peer, as far as finding it goes. */
export type Findable = Pick<
  Peer,
  | 'id'
  | 'name'
  | 'isManager'
  | 'answers'
  | 'dataAt'
  | 'hasSession'
  | 'isStranded'
  | 'address'
  | 'reaches'
  | 'relays'
  | 'rttMs'
  | 'need'
  | 'summon'
  | 'send'
  | 'introduce'
  | 'withdraw'
>;

/** All peers, as far as finding them goes. */
export interface Findables<P> {
  all(): readonly P[];
  byId(id: number): P | undefined;
  /** By an overlay address of its own. */
  at(address: Address): P | undefined;
  found(node: VerifiedNode): Result<P>;
}

interface Missing<P> {
  readonly peer: P;
  /** How often it was not found since it is missing. */
  times: number;
}

/** What a manager says, and it holds. */
interface Learned<P> {
  readonly peer: P;
  readonly record: NodeRecord;
}

/**
 * Finds nodes by way of managers and believes none of them: what one tells of a node has to be signed by the node and by
 * an authority. The worst a manager can do is to lead nowhere; then another one is asked.
 */
export class Finder<P extends Findable> {
  readonly #shared: Shared;
  readonly #peers: Findables<P>;
  readonly #seeker: Seeker<P>;
  readonly #known: Directory;
  /** Peers that do not answer, or can be reached in one way less than they could, and how often they were not found. */
  readonly #missing: Map<Address, Missing<P>> = new Map();
  readonly #again: Timers<Address> = new Timers();
  readonly #summons: Pacer = new Pacer(SUMMON_EVERY_MS, SUMMON_BURST);

  /** `managers` gives those that can be asked now, the home first. */
  constructor(shared: Shared, peers: Findables<P>, managers: () => readonly P[]) {
    this.#shared = shared;
    this.#peers = peers;
    this.#known = new Directory(shared, MOST_KNOWN);
    this.#seeker = new Seeker({
      managers,
      ask: (manager, id, address) => manager.send({ type: 'lookup', id, address }),
      rttMs: (manager) => manager.rttMs,
      refuse: (address) => shared.emit({ type: 'refuse-address', address }),
      lost: (mono, address) => this.#later(mono, address),
    });
  }

  /** Searches by how they ended, and introductions by what was wrong with them. */
  counts(): ReadonlyMap<Finding, number> {
    return this.#seeker.counts();
  }

  /** Who a node is, as it said of itself last. */
  known(now: Now, name: string): VerifiedNode | undefined {
    return this.#known.byName(now, name)?.node;
  }

  /** Why an address was not found just now. */
  refusal({ mono }: Now, address: Address): End | undefined {
    return this.#seeker.refusal(mono, address);
  }

  nextAt(): number {
    const againAt = this.#again.next() ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#seeker.nextAt(), againAt, this.#known.nextAt);
  }

  tick(now: Now): void {
    for (let due = this.#again.take(now.mono); due !== undefined; due = this.#again.take(now.mono))
      this.#seek(now.mono, due);
    this.#seeker.tick(now.mono);
    this.#known.sweep(now);
  }

  /** A packet waits for whoever has this address. */
  need(now: Now, address: Address): void {
    const peer = this.#peers.at(address);
    if (peer === undefined) this.#seeker.need(now.mono, address);
    else this.#miss(now, peer, true);
  }

  /** A peer is up. Where nobody has introduced it, it is worth knowing where else it can be reached. */
  up(now: Now, peer: P): void {
    const { address } = peer;
    if (address === undefined || peer.isManager) return;
    this.#forget(address);
    if (this.#known.byName(now, peer.name) === undefined) this.#seeker.wonder(now.mono, address);
  }

  /** A peer does not answer, or less can be reached than it could: it may be somewhere else by now. */
  miss(now: Now, peer: P): void {
    this.#miss(now, peer, false);
  }

  /** A peer is none any more. */
  gone({ address }: P): void {
    if (address !== undefined) this.#forget(address);
  }

  /** A manager can be asked that could not be. */
  gained(now: Now): void {
    this.#seeker.changed(now.mono);
    for (const [address, missing] of this.#missing) {
      missing.times = 0;
      this.#seek(now.mono, address);
    }
  }

  /** A manager can be asked no more, and nothing is relayed by it. */
  lost(now: Now, manager: P): void {
    this.#seeker.changed(now.mono);
    for (const peer of this.#peers.all())
      for (const path of peer.relays) if (managerOf(path) === manager.id) this.#withdraw(now, peer, path);
  }

  /** A manager does not relay what carries this handle, not any more. */
  notHere(now: Now, manager: P, handle: number): void {
    const path = relayed(manager.id, handle);
    for (const peer of this.#peers.all()) if (peer.relays.includes(path)) this.#withdraw(now, peer, path);
  }

  /** A manager answers, or tells of one that asks for this node. */
  introduced(now: Now, manager: P, introduction: Introduction): void {
    if (introduction.id === UNASKED) this.#summoned(now, manager, introduction);
    else this.#answered(now, manager, introduction);
  }

  #answered(now: Now, manager: P, { id, result, record, chain, handle }: Introduction): void {
    const address = this.#seeker.asked(manager, id);
    if (address === undefined) return;
    if (result !== 'ok') {
      this.#seeker.denied(now.mono, manager, address, result);
      return;
    }
    const learned = this.#learn(now, manager, address, { record, chain } as Presented);
    const path = handle === undefined ? undefined : relayed(manager.id, handle);
    if (learned.ok) this.#introduce(now, manager, address, learned.value, path);
    else this.#seeker.denied(now.mono, manager, address, learned.code);
  }

  /** A manager that asks for this node, and cannot call it: nothing is relayed to managers. */
  #summoned(now: Now, manager: P, { address, record, chain }: Introduction): void {
    if (record === undefined || !this.#summons.take(now.mono)) return;
    const learned = this.#learn(now, manager, address, { record, chain } as Presented, 'manager');
    if (!learned.ok) return;
    const { endpoints, incarnation: bootEpoch } = learned.value.record;
    learned.value.peer.introduce({ endpoints, bootEpoch });
    learned.value.peer.summon(now);
  }

  /** Takes what a manager says of the node with an address, if it holds; else says what is wrong with it. */
  #learn(now: Now, manager: P, address: Address, presented: Presented, role?: 'manager'): Result<Learned<P>> {
    const learned = this.#verify(now, address, presented, role);
    if (!learned.ok) this.#refuse(manager, address, learned.code);
    if (!learned.ok && learned.code === 'record-superseded') this.#correct(now, manager, presented);
    return learned;
  }

  /** Its boot counter may be lost, where a later boot of it is known: by this manager it will hear of that. */
  #correct(now: Now, manager: P, { record }: Presented): void {
    const later = this.#known.laterBoot(now, record);
    if (later !== undefined) manager.send({ type: 'later', ...later.presented });
  }

  /** Nothing is kept, or verified, that does not answer what was asked. */
  #verify(now: Now, address: Address, presented: Presented, role?: 'manager'): Result<Learned<P>> {
    const shown = decodeCertificate(presented.chain[0] as Uint8Array);
    if (shown.ok && !this.#isAt(shown.value, address, role)) return reject('introduction-misleading');
    const taken = this.#known.put(now, presented);
    if (!taken.ok) return taken;
    const { node, record } = taken.value.entry;
    const peer = this.#peers.found(node);
    return peer.ok ? accept({ peer: peer.value, record }) : peer;
  }

  /** Whether a certificate, which need not hold, is for an address, and another node's. */
  #isAt({ name, addresses, routes, ...of }: Certificate, address: Address, role = of.role): boolean {
    if (name === this.#shared.settings.certificate.name || of.role !== role) return false;
    return addresses.includes(address) || routes.some((route) => contains(route, address));
  }

  /**
   * Where the config routes an address to nobody, or to somebody else, its owner is none to wait for. Who does not answer
   * and is introduced as nowhere is still to be found. A manager shows its addresses to whom it has a session with. Where
   * this node is a manager, the one that a node is attached to has told it to call.
   */
  #introduce(now: Now, manager: P, address: Address, { peer, record }: Learned<P>, path?: Relayed): void {
    const { endpoints, incarnation: bootEpoch } = record;
    const isSummoned = this.#isManager && record.attachments.some((to) => to.manager === manager.name);
    const isAwaited = peer.isManager && !peer.answers;
    if (peer.isManager || isSummoned) peer.need(now);
    peer.introduce({ endpoints, bootEpoch, ...(path && { relayed: path }) });
    const { inOverlay } = this.#shared.settings;
    const isCallable = !this.#isManager && endpoints.some((endpoint) => isUsable(endpoint, inOverlay));
    const leads = path !== undefined || isCallable || isSummoned || isAwaited;
    if (!isAwaited && !peer.reaches(address)) this.#seeker.denied(now.mono, manager, address, 'refused');
    else if (!leads && !peer.answers) this.#seeker.denied(now.mono, manager, address, 'unreachable');
    else this.#seeker.found(address);
    if (peer.answers) this.#forget(address);
    else this.#later(now.mono, address);
  }

  #refuse(manager: P, address: Address, code: ErrorCode): void {
    const level = HONEST.includes(code) || code.startsWith('peer') ? 'warn' : 'alarm';
    const [what, peer, detail] = ['introduction-refused', manager.name, `to ${address}`] as const;
    this.#shared.emit({ type: 'notice', level, what, peer, code, detail });
  }

  get #isManager(): boolean {
    return this.#shared.settings.role === 'manager';
  }

  #withdraw(now: Now, peer: P, path: Relayed): void {
    peer.withdraw(path);
    this.miss(now, peer);
  }

  #miss(now: Now, peer: P, waited: boolean): void {
    const { address } = peer;
    if (address === undefined || peer.isManager) return;
    if (!this.#missing.has(address)) this.#missing.set(address, { peer, times: 0 });
    this.#seek(now.mono, address, waited);
  }

  /** Managers by which it does not answer are asked last. */
  #seek(mono: number, address: Address, waited = false): void {
    const { peer, times } = this.#missing.get(address) as Missing<P>;
    if (this.#peers.byId(peer.id) !== peer) {
      this.#forget(address);
      return;
    }
    const avoided = peer.relays.flatMap((path) => this.#peers.byId(managerOf(path) as number) ?? []);
    if (!this.#seeker.seek(mono, address, avoided, times === 0, waited)) this.#later(mono, address);
  }

  #later(mono: number, address: Address): void {
    const missing = this.#missing.get(address);
    if (missing === undefined) return;
    const { dataAt, hasSession, isStranded } = missing.peer;
    const isInUse = mono - (dataAt ?? Number.NEGATIVE_INFINITY) < IN_USE_MS;
    const last = isInUse ? IN_USE : hasSession ? WITH_SESSION : AGAIN_MS.length - 1;
    const after = isStranded ? STRANDED_AGAIN_MS : (AGAIN_MS[Math.min(missing.times, last)] as number);
    missing.times += 1;
    this.#again.set(address, mono + jitter(this.#shared.rng, after));
  }

  #forget(address: Address): void {
    this.#missing.delete(address);
    this.#again.delete(address);
  }
}
