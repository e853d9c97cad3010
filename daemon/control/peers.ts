import { type Address, type Endpoint, parseAddress, prefixOf } from '../../protocol/address.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Change } from './change.js';
import { certified, misfit } from './identity.js';
import type { Now } from './now.js';
import { managerOf, type Path } from './path.js';
import { Peer } from './peer.js';
import type { PeerFacts } from './peer-source.js';
import { isOpen, nameOf, type Shared } from './shared.js';
import type { Leads, PeerStatus } from './status.js';

/** Peers that are not configured, at most: each takes a few KiB here and in the core. */
const MOST_FOUND = 16_384;

/** The core takes 32 bits for the number of a peer; 0 is none's. */
const MOST_NUMBERS = 2 ** 32 - 1;

/** The peers of this node, by name and by the number that the core knows them by: those that are configured, and found ones. */
export class Peers {
  readonly #shared: Shared;
  readonly #mostFound: number;
  readonly #byId: Map<number, Peer> = new Map();
  readonly #byName: Map<string, Peer> = new Map();
  #found = 0;
  #lastId: number;

  constructor(shared: Shared, mostFound: number = MOST_FOUND, lastId = 0) {
    this.#shared = shared;
    this.#mostFound = mostFound;
    this.#lastId = lastId;
    for (const facts of shared.settings.peers.all()) this.#add(facts, false);
  }

  all(): readonly Peer[] {
    return [...this.#byId.values()];
  }

  has(peer: Peer): boolean {
    return this.#byId.get(peer.id) === peer;
  }

  byId(id: number): Peer | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Peer | undefined {
    return this.#byName.get(name);
  }

  status(now: Now): readonly PeerStatus[] {
    return this.all().map((peer) => ({ ...peer.status(now), ...(peer.path && this.leads(peer.path)) }));
  }

  /** Where a path leads, by name. */
  leads(path: Path): Leads {
    const manager = managerOf(path);
    return manager === undefined ? { endpoint: path as Endpoint } : { via: nameOf(this.#shared, manager) };
  }

  /** By a name or an overlay address, as people write them. */
  called(text: string): Peer | undefined {
    const address = parseAddress(text);
    return this.#byName.get(text) ?? (address && this.at(address));
  }

  /** By an overlay address of its own. */
  at(address: Address): Peer | undefined {
    const claims = this.#shared.routes.claims(prefixOf(address));
    return claims.map(({ peer }) => this.#byId.get(peer)).find((peer) => peer?.isAt(address));
  }

  /** Which of them sent the msg1 with this index, and waits for the answer. */
  awaiting(index: number): Peer | undefined {
    for (const peer of this.#byId.values()) if (peer.pending?.senderIndex === index) return peer;
    return undefined;
  }

  /**
   * Whose certificate this is. Where any node may be a peer, one that is not known yet becomes one: without a session or
   * a path, and so it is forgotten when the event at hand gives it neither; and without an address or a route, until it has
   * proved to hold the certificate's key or somebody has told of it.
   */
  of(node: VerifiedNode): Result<Peer> {
    const peer = this.#byName.get(node.certificate.name);
    const fault = peer ? this.fault(peer, node) : this.#faultOfNew(node);
    if (fault !== undefined) return reject(fault);
    if (peer !== undefined) return accept(peer);
    const made = this.#add(certified(node.certificate, this.#shared.settings.asked), true);
    made.expect(node);
    return accept(made);
  }

  /**
   * The peer of this certificate, which this node was told of; where it is the newest one of a found peer, it is called by
   * it from now on.
   */
  found(node: VerifiedNode): Result<Peer> {
    const of = this.of(node);
    const learned = of.ok ? of.value.learn(node) : of;
    if (learned.ok) return of;
    const { name } = node.certificate;
    if (learned.code === 'peer-address-conflict' || learned.code === 'peer-key-conflict') {
      const what = { level: 'alarm', what: 'identity-conflict', code: learned.code } as const;
      this.#shared.emit({ type: 'notice', ...what, detail: `in an introduction to ${name}` });
    }
    return learned;
  }

  /** Somebody has shown the newest certificate of its node: a found peer is by that one, if nothing speaks against it. */
  hear(node: VerifiedNode): void {
    const peer = this.#byName.get(node.certificate.name);
    if (peer !== undefined && this.fault(peer, node) === undefined) peer.learn(node);
  }

  /** What is wrong with a certificate of this peer. */
  fault(peer: Peer, { certificate }: VerifiedNode): ErrorCode | undefined {
    const { entry, isManager } = peer;
    const fault = misfit(entry, certificate);
    if (fault !== undefined || (!entry.found && !isManager)) return fault;
    return this.#conflict(certificate.addresses, peer);
  }

  /** Forgets a found peer with its sessions. */
  forget(peer: Peer): void {
    if (!this.has(peer)) return;
    this.#remove(peer);
    peer.forget();
    this.#shared.emit({ type: 'remove-peer', peer: peer.id });
    this.#shared.stirred.add(peer);
  }

  /** Takes over the settings that `shared` has now. Those that are gone have yet to be removed from the core. */
  reconfigure(
    now: Now,
    change: Change,
  ): { readonly touched: readonly Peer[]; readonly gone: readonly Peer[] } {
    const { peers } = this.#shared.settings;
    const gone = this.all().filter((peer) => !peer.entry.found && peers.byName(peer.name) === undefined);
    for (const peer of gone) this.#end(peer);
    const touched: Peer[] = [];
    for (const facts of peers.all()) {
      const known = this.#byName.get(facts.name);
      if (known?.entry.found) this.#found -= 1;
      if (known?.reconfigure(now, facts, false, change) === false) continue;
      const peer = known ?? this.#add(facts, false);
      if (known === undefined) peer.start();
      touched.push(peer);
    }
    for (const peer of this.all().filter(({ entry }) => entry.found)) {
      if (this.#reviewFound(now, peer, change)) touched.push(peer);
      else {
        this.#end(peer);
        gone.push(peer);
      }
    }
    return { touched, gone };
  }

  /** False: under the settings of now it is no peer. */
  #reviewFound(now: Now, peer: Peer, change: Change): boolean {
    const { settings } = this.#shared;
    peer.reconfigure(now, { ...peer.entry.facts, routes: settings.asked }, true, change);
    const { certificate } = peer.acquaintance;
    if (!isOpen(settings)) return false;
    if (certificate === undefined) return peer.isExpected;
    return this.#conflict(certificate.addresses, peer) === undefined;
  }

  #faultOfNew({ certificate }: VerifiedNode): ErrorCode | undefined {
    const { settings } = this.#shared;
    if (!isOpen(settings) || certificate.name === settings.certificate.name) return 'peer-unknown';
    if (this.#found >= this.#mostFound) return 'peers-full';
    return this.#conflict(certificate.addresses);
  }

  /** Every address is one host's: neither this node's nor another peer's. */
  #conflict(addresses: readonly Address[], peer?: Peer): ErrorCode | undefined {
    const { settings, routes } = this.#shared;
    const isTaken = (address: Address): boolean =>
      settings.certificate.addresses.includes(address) ||
      routes.claims(prefixOf(address)).some((claim) => this.#isAnothers(address, claim.peer, peer));
    return addresses.some(isTaken) ? 'peer-address-conflict' : undefined;
  }

  #isAnothers(address: Address, id: number, peer: Peer | undefined): boolean {
    return id !== peer?.id && this.#byId.get(id)?.isAt(address) === true;
  }

  #add(facts: PeerFacts, found: boolean): Peer {
    do this.#lastId = (this.#lastId % MOST_NUMBERS) + 1;
    while (this.#byId.has(this.#lastId));
    const peer = new Peer({ id: this.#lastId, facts, found }, this.#shared);
    if (found) this.#found += 1;
    this.#byId.set(peer.id, peer);
    this.#byName.set(facts.name, peer);
    this.#shared.peerNames.set(peer.id, facts.name);
    return peer;
  }

  #end(peer: Peer): void {
    this.#remove(peer);
    peer.end();
  }

  #remove(peer: Peer): void {
    if (peer.entry.found) this.#found -= 1;
    this.#byId.delete(peer.id);
    this.#byName.delete(peer.name);
    this.#shared.peerNames.delete(peer.id);
  }
}
