import type { HostPort, PeerFacts } from '../../../../daemon/control/peer-source.js';
import type { Endpoint } from '../../../../protocol/address.js';
import { trust } from '../../../protocol/support/network.js';
import { MANAGER, managerFacts, type NodeOptions } from './node.js';
import { packet, sequenceOf } from './packet.js';
import { type SimNode, World } from './pair.js';

/** Who knows which managers; those that are known by others are managers. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** A network in which nodes know only managers, whole and with real cores. */
export class Managed {
  readonly world: World;
  readonly #known: Known;
  readonly #nodes: Map<string, SimNode> = new Map();
  readonly #boots: Map<string, bigint> = new Map();
  #sequence = 0;

  constructor(label: string, known: Known) {
    this.world = new World(label);
    this.#known = known;
    for (const name of Object.keys(known)) this.boot(name);
  }

  node(name: string): SimNode {
    return this.#nodes.get(name) as SimNode;
  }

  /** Starts a node, for the first time or anew; elsewhere, where that is said. */
  boot(name: string, endpoint?: Endpoint, advertise: readonly HostPort[] = []): SimNode {
    const epoch = (this.#boots.get(name) ?? 0n) + 1n;
    this.#boots.set(name, epoch);
    const isManager = Object.values(this.#known).some((managers) => managers.includes(name));
    const peers = this.#known[name]?.map((manager): PeerFacts => managerFacts(manager)) ?? [];
    const options: NodeOptions = { ...(isManager ? MANAGER : { asked: trust.pools }), advertise };
    const node = this.world.add(name, peers, epoch, options);
    if (endpoint !== undefined) node.endpoint = endpoint;
    this.#nodes.set(name, node);
    node.start();
    return node;
  }

  stop(name: string): void {
    this.world.remove(this.node(name));
  }

  /** Until something is so; how many ms that took. */
  until(isSo: () => boolean, atMost = 60_000): number {
    const since = this.world.mono;
    while (!isSo() && this.world.mono - since < atMost) this.world.run(1);
    return this.world.mono - since;
  }

  /** A new packet every 10 ms until one of them has arrived; how many ms that took. */
  reach(from: string, to: string): number {
    const first = this.#sequence;
    const [source, target] = [this.node(from), this.node(to)];
    target.delivered.length = 0;
    let sentAt = Number.NEGATIVE_INFINITY;
    return this.until(() => {
      if (this.world.mono - sentAt >= 10) {
        sentAt = this.world.mono;
        source.send(packet(from, to, this.#sequence++));
      }
      return target.delivered.some((bytes) => sequenceOf(bytes) >= first);
    });
  }

  /** One packet alone; how many ms it took. */
  send(from: string, to: string): number {
    const target = this.node(to);
    target.delivered.length = 0;
    this.node(from).send(packet(from, to, this.#sequence++));
    return this.until(() => target.delivered.length > 0);
  }

  /** Both send now and then for so long; how many packets of how many the second one has had. */
  talk(a: string, b: string, ms: number, every = 50): { sent: number; heard: number } {
    let sent = 0;
    this.node(b).delivered.length = 0;
    this.world.run(ms, every, () => {
      sent += 1;
      this.node(a).send(packet(a, b, this.#sequence++));
      this.node(b).send(packet(b, a, this.#sequence++));
    });
    return { sent, heard: this.node(b).delivered.length };
  }
}
