import type { Notice } from '../../../../daemon/control/action.js';
import { type Findable, Finder } from '../../../../daemon/control/finder.js';
import type { Now } from '../../../../daemon/control/now.js';
import { managerOf, type Relayed } from '../../../../daemon/control/path.js';
import type { Introduced } from '../../../../daemon/control/paths.js';
import type { Address } from '../../../../protocol/address.js';
import type { ControlMessage, Presented } from '../../../../protocol/control-message.js';
import { accept, type Result, reject } from '../../../../protocol/result.js';
import type { VerifiedNode } from '../../../../protocol/trust.js';
import { nodeFacts } from '../../../protocol/support/network.js';
import { after, presented, sharedOf, T0 } from './manager.js';

export const B: Address = addressOf('b');

export function addressOf(name: string): Address {
  return nodeFacts(name).addresses[0] as Address;
}

/** A peer as a finder sees it. */
export class TestPeer implements Findable {
  readonly id: number;
  readonly name: string;
  readonly isManager: boolean;
  readonly address: Address | undefined;
  answers = true;
  dataAt: number | undefined;
  rttMs: number | undefined;
  hasSession = false;
  relays: readonly Relayed[] = [];
  readonly sent: ControlMessage[] = [];
  readonly introduced: Introduced[] = [];
  /** The id of the last lookup. */
  lookup = 0;
  readonly sought: Set<Address> = new Set();
  isRouted = true;
  summons = 0;
  isStranded = false;

  constructor(id: number, name: string, isManager: boolean, address: Address | undefined) {
    this.id = id;
    this.name = name;
    this.isManager = isManager;
    this.address = address;
  }

  reaches(): boolean {
    return this.isRouted;
  }

  need(): void {}

  summon(): void {
    this.summons += 1;
  }

  send(message: ControlMessage): boolean {
    this.sent.push(message);
    if (message.type !== 'lookup') return true;
    this.lookup = message.id;
    this.sought.add(message.address);
    return true;
  }

  introduce(to: Introduced): void {
    this.introduced.push(to);
    if (to.relayed === undefined) return;
    const manager = managerOf(to.relayed);
    this.relays = [to.relayed, ...this.relays.filter((path) => managerOf(path) !== manager)];
  }

  withdraw(path: Relayed): void {
    this.relays = this.relays.filter((other) => other !== path);
  }
}

/** Node `a` with two managers; a test plays them and its other peers. */
export class Search {
  readonly #actions;
  readonly home: TestPeer = new TestPeer(1, 'm1', true, undefined);
  readonly standby: TestPeer = new TestPeer(2, 'm2', true, undefined);
  peers: TestPeer[] = [this.home, this.standby];
  managers: TestPeer[] = [this.home, this.standby];
  /** What comes of a found certificate. */
  fault: 'peer-wrong-address' | undefined;
  readonly finder: Finder<TestPeer>;
  now: Now = T0;

  constructor() {
    const { shared, actions } = sharedOf('a');
    this.#actions = actions;
    const found = (node: VerifiedNode): Result<TestPeer> => this.#found(node);
    const peers = {
      all: () => this.peers,
      byId: (id: number) => this.peers.find((peer) => peer.id === id),
      at: (address: Address) => this.peers.find((peer) => peer.address === address),
      found,
    };
    this.finder = new Finder(shared, peers, () => this.managers);
  }

  /** A peer that is there without having been found. */
  add(name: string, address: Address | null = addressOf(name)): TestPeer {
    const peer = new TestPeer(10 + this.peers.length, name, false, address ?? undefined);
    this.peers.push(peer);
    return peer;
  }

  peer(name: string): TestPeer | undefined {
    return this.peers.find((peer) => peer.name === name);
  }

  /** The ids of lookups that a manager has had since the last time. */
  lookups(manager: TestPeer): number[] {
    return manager.sent.splice(0).map((message) => {
      if (message.type !== 'lookup') throw new Error(message.type);
      return message.id;
    });
  }

  answer(manager: TestPeer, what: Presented | 'unknown', handle?: number): void {
    const [id] = this.lookups(manager);
    if (id === undefined) throw new Error(`${manager.name} was not asked`);
    this.tell(manager, id, what, handle);
  }

  tell(manager: TestPeer, id: number, what: Presented | 'unknown', handle?: number): void {
    const message = { type: 'introduction', id, address: B } as const;
    const told = what === 'unknown' ? { result: what } : { result: 'ok' as const, ...what };
    this.finder.introduced(this.now, manager, { ...message, ...told, ...(handle && { handle }) });
  }

  /** Brings `b` in by the home. */
  find(what: Presented = presented('b'), handle = 0xb1): TestPeer {
    this.finder.need(this.now, B);
    this.answer(this.home, what, handle);
    return this.peer('b') as TestPeer;
  }

  /** Lets `ms` pass; when each manager was asked, in ms since the beginning. */
  pass(ms: number): string[] {
    const end = after(this.now.mono - T0.mono + ms);
    const asked: string[] = [];
    for (let at = this.finder.nextAt(); at <= end.mono; at = this.finder.nextAt()) {
      this.now = after(at - T0.mono);
      this.finder.tick(this.now);
      for (const { name, sent } of this.managers)
        for (const _ of sent.splice(0)) asked.push(`${Math.round(at - T0.mono)} ${name}`);
    }
    this.now = end;
    return asked;
  }

  get refused(): Address[] {
    const all = this.#actions.splice(0);
    return all.flatMap((action) => (action.type === 'refuse-address' ? [action.address] : []));
  }

  notices(): Notice[] {
    return this.#actions.splice(0).filter((action): action is Notice => action.type === 'notice');
  }

  count(finding: string): number | undefined {
    return new Map<string, number>(this.finder.counts()).get(finding);
  }

  #found({ certificate }: VerifiedNode): Result<TestPeer> {
    if (this.fault !== undefined) return reject(this.fault);
    const known = this.peer(certificate.name);
    if (known !== undefined) return accept(known);
    const made = this.add(certificate.name);
    made.answers = false;
    return accept(made);
  }
}
