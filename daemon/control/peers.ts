import type { Endpoint } from '../../protocol/address.js';
import type { Now } from './now.js';
import { managerOf, type Path } from './path.js';
import { Peer } from './peer.js';
import type { PeerFacts } from './peer-source.js';
import type { Shared } from './shared.js';
import type { Leads, PeerStatus } from './status.js';

/** The configured peers, by name and by the number that the core knows them by. */
export class Peers {
  readonly #shared: Shared;
  readonly #byId: Map<number, Peer> = new Map();
  readonly #byName: Map<string, Peer> = new Map();
  #lastId = 0;

  constructor(shared: Shared) {
    this.#shared = shared;
    for (const facts of shared.settings.peers.all()) this.add(facts);
  }

  all(): readonly Peer[] {
    return [...this.#byId.values()];
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
    return manager === undefined ? { endpoint: path as Endpoint } : { via: this.byId(manager)?.name ?? '?' };
  }

  /** By a name or an overlay address, as people write them. */
  called(text: string): Peer | undefined {
    return this.#byName.get(text) ?? this.all().find((peer) => peer.isAt(text));
  }

  /** Which of them sent the msg1 with this index, and waits for the answer. */
  awaiting(index: number): Peer | undefined {
    for (const peer of this.#byId.values()) if (peer.pending?.senderIndex === index) return peer;
    return undefined;
  }

  add(facts: PeerFacts): Peer {
    this.#lastId += 1;
    const peer = new Peer(this.#lastId, facts, this.#shared);
    this.#byId.set(peer.id, peer);
    this.#byName.set(facts.name, peer);
    return peer;
  }

  remove(peer: Peer): void {
    this.#byId.delete(peer.id);
    this.#byName.delete(peer.name);
  }
}
