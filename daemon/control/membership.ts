import type { Address } from '../../protocol/address.js';
import type { Attached, ControlMessage, Refused } from '../../protocol/control-message.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { Attachments } from './attachments.js';
import { Finder } from './finder.js';
import { IdlePeers } from './idle-peers.js';
import { ManagerLink } from './manager-link.js';
import type { Now } from './now.js';
import { OwnRecord } from './own-record.js';
import { isRelayed, managerOf } from './path.js';
import type { Peer } from './peer.js';
import type { Peers } from './peers.js';
import type { Role } from './role.js';
import type { End } from './seeker.js';
import type { Shared } from './shared.js';
import type { ControlStatus, ManagerStatus } from './status.js';
import { Succession } from './succession.js';

/** Specification constant (spec §16.5), in ms: managers have so long to say that they know of a leave. */
const LEAVE_WITHIN_MS = 500;
const LEFT = Number.POSITIVE_INFINITY;

/**
 * A node as a member of its network: attached to managers, which know by its record how it can be reached, it asks them
 * for nodes that it does not know. A manager is a member too, attached to every other manager.
 */
export class Membership implements Role {
  readonly #shared: Shared;
  readonly #peers: Peers;
  readonly #attachments: Attachments;
  readonly #record: OwnRecord;
  readonly #succession: Succession;
  readonly #finder: Finder<Peer>;
  readonly #idle: IdlePeers<Peer>;
  /** Managers of the config, by peer number. */
  readonly #links: Map<number, ManagerLink<Peer>> = new Map();
  /** Until when it takes its leave; undefined: it stays. */
  #leaveBy: number | undefined;
  /** What the core asks for. */
  #asked = '';

  constructor(shared: Shared, peers: Peers) {
    this.#shared = shared;
    this.#peers = peers;
    this.#attachments = new Attachments(shared.settings.certificate.name);
    this.#record = new OwnRecord(shared);
    this.#succession = new Succession(shared);
    this.#finder = new Finder(shared, peers, () => this.#serving().map(({ peer }) => peer));
    const found = (): readonly Peer[] => peers.all().filter(({ entry }) => entry.found);
    this.#idle = new IdlePeers(found, (peer) => peers.forget(peer));
  }

  start(now: Now): void {
    this.reconfigure(now);
  }

  reconfigure(now: Now): void {
    const managers = this.#peers.all().filter(({ isManager }) => isManager);
    const left = [...this.#links.values()].filter(({ peer }) => !managers.includes(peer));
    for (const { peer } of left) this.#links.delete(peer.id);
    const facts = managers.map(({ name, entry }) => ({ name, domain: entry.facts.manager?.domain }));
    this.#attachments.configure(now.mono, facts, this.#shared.settings.domain);
    for (const peer of managers) this.#link(now, peer);
    this.#settle(now);
    for (const { peer } of left) this.#finder.lost(now, peer);
    this.#setAsked();
  }

  up(now: Now, peer: Peer): void {
    const link = this.#links.get(peer.id);
    if (link !== undefined) this.#attach(now, link);
    else if (!this.#isManager) this.#finder.up(now, peer);
    this.#idle.expect(now);
  }

  down(now: Now, peer: Peer): void {
    const link = this.#links.get(peer.id);
    const hasRested = this.#idle.down(peer);
    if (link !== undefined) this.#detach(now, link);
    else if (!this.#peers.has(peer)) this.#finder.gone(peer);
    else if (!hasRested && !this.#isServed(peer)) this.#finder.miss(now, peer);
  }

  message(now: Now, peer: Peer, message: ControlMessage): void {
    const link = this.#links.get(peer.id);
    if (link === undefined) return;
    if (message.type === 'attached') this.#attached(now, link, message);
    else if (message.type === 'refused') this.#refused(now, link, message);
    else if (message.type === 'introduction') this.#finder.introduced(now, peer, message);
    else if (message.type === 'not-here') this.#finder.notHere(now, peer, message.handle);
  }

  addressNeeded(now: Now, address: Address): void {
    this.#finder.need(now, address);
  }

  known(now: Now, name: string): VerifiedNode | undefined {
    return this.#finder.known(now, name);
  }

  refusal(now: Now, address: Address): End | undefined {
    return this.#finder.refusal(now, address);
  }

  /** Says goodbye to the managers. */
  leave(now: Now): void {
    this.#leaveBy ??= now.mono + LEAVE_WITHIN_MS;
    this.#settle(now);
    this.#depart(now);
  }

  /** Its own endpoints may be among them. */
  resolved(now: Now): void {
    this.#settle(now);
  }

  tick(now: Now): void {
    this.#attachments.choose(now.mono);
    this.#settle(now);
    this.#depart(now);
    this.#finder.tick(now);
    this.#idle.tick(now, (peer) => peer.answers && this.#isServed(peer));
  }

  nextAt(): number {
    const serving = this.#serving();
    const renewAt = serving.length > 0 ? this.#record.renewAt : Number.POSITIVE_INFINITY;
    const tellAt = Math.min(renewAt, ...serving.map((link) => link.nextAt));
    const leaveBy = this.#leaveBy ?? Number.POSITIVE_INFINITY;
    return Math.min(leaveBy, tellAt, this.#attachments.nextAt, this.#finder.nextAt(), this.#idle.nextAt);
  }

  status({ mono }: Now): Pick<ControlStatus, 'managers' | 'searches'> {
    const places = this.#attachments.attached;
    const serving = this.#serving();
    const managers = [...this.#links.values()].map((link): ManagerStatus => {
      const { peer, observed, rttMs } = link;
      const use = (['home', 'standby'] as const)[places.indexOf(peer.name)] ?? 'spare';
      const attachedAt = serving.includes(link) ? link.attachedAt(mono) : undefined;
      const { path } = peer;
      return {
        name: peer.name,
        domain: peer.entry.facts.manager?.domain,
        state: peer.state,
        use: this.#isManager ? 'mesh' : use,
        rttMs,
        attachedAge: attachedAt && (mono - attachedAt) / 1000,
        refused: attachedAt === undefined ? link.refusal : undefined,
        observed,
        endpoint: path && !isRelayed(path) ? path : undefined,
        relayed: this.#peers.all().filter((other) => other.path && managerOf(other.path) === peer.id).length,
      };
    });
    return { managers, searches: managers.length > 0 ? this.#finder.counts() : new Map() };
  }

  /** Of a manager: a node that is there for others. Nothing but what it relays has been exchanged with it. */
  #isServed({ dataAt }: Peer): boolean {
    return this.#isManager && dataAt === undefined;
  }

  get #isManager(): boolean {
    return this.#shared.settings.role === 'manager';
  }

  #link(now: Now, peer: Peer): void {
    if (this.#links.has(peer.id)) return;
    const link = new ManagerLink(peer, this.#shared.rng);
    this.#links.set(peer.id, link);
    if (peer.answers) this.#attach(now, link);
  }

  #attach(now: Now, link: ManagerLink<Peer>): void {
    this.#attachments.up(now.mono, link.peer.name);
    link.tell(now.mono);
    this.#settle(now);
    this.#finder.gained(now);
  }

  #detach(now: Now, link: ManagerLink<Peer>): void {
    link.lose();
    this.#attachments.down(now.mono, link.peer.name);
    this.#settle(now);
    this.#finder.lost(now, link.peer);
  }

  /** Calls whom it wants, and tells whom it is attached to what has changed. */
  #settle(now: Now): void {
    for (const { peer } of this.#links.values())
      peer.want(this.#isManager || this.#attachments.wants(peer.name));
    const serving = this.#serving();
    if (serving.length === 0) return;
    const attached = this.#isManager ? [] : this.#attachments.attached;
    const isNew = this.#record.renew(now, attached, this.#leaveBy !== undefined);
    for (const link of serving) {
      if (isNew) link.tell(now.mono);
      link.tick(now.mono, this.#record.presented);
    }
  }

  /** The managers that this node is attached to, the home first. */
  #serving(): readonly ManagerLink<Peer>[] {
    if (this.#links.size === 0) return [];
    const links = [...this.#links.values()];
    if (this.#isManager) return links.filter(({ peer }) => peer.answers);
    return this.#attachments.attached.flatMap((name) => links.filter(({ peer }) => peer.name === name));
  }

  #attached(now: Now, link: ManagerLink<Peer>, { incarnation, seq, observed, record }: Attached): void {
    const later = record && this.#record.outdoneBy(record);
    if (later !== undefined) {
      this.#succession.outdoneBy(now.mono, later);
      link.doubt(now.mono);
    } else if (this.#record.is(incarnation, seq)) {
      link.attached(now.mono, observed);
      this.#record.seenAt(now.mono, observed);
      this.#depart(now);
    }
  }

  /** Once all managers know that it leaves, or have had their time. */
  #depart({ mono }: Now): void {
    if (this.#leaveBy === undefined || this.#leaveBy === LEFT) return;
    const isAwaited = this.#serving().some(({ isWaitedFor }) => isWaitedFor);
    if (isAwaited && mono < this.#leaveBy) return;
    this.#leaveBy = LEFT;
    this.#shared.emit({ type: 'left' });
  }

  /** Without anybody to ask, packets that no route takes are refused at once. */
  #refused({ mono }: Now, link: ManagerLink<Peer>, { code }: Refused): void {
    const { name: peer } = link.peer;
    if (link.refused(mono, code))
      this.#shared.emit({ type: 'notice', level: 'warn', what: 'record-refused', peer, code });
  }

  #setAsked(): void {
    const { settings, emit } = this.#shared;
    const prefixes = settings.peers.managers().length > 0 ? settings.asked : [];
    if (prefixes.join() !== this.#asked) emit({ type: 'set-asked', prefixes });
    this.#asked = prefixes.join();
  }
}
