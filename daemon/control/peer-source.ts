import type { Address, Prefix } from '../../protocol/address.js';
import { equalLists } from '../../protocol/bytes.js';

/** What is known beforehand of a peer. Its certificate must bind this name, one of these keys, and these addresses. */
export interface PeerFacts {
  readonly name: string;
  /** X25519, 32 B. */
  readonly key: Uint8Array;
  /** While its key is being replaced: either is the peer's. */
  readonly nextKey?: Uint8Array;
  readonly addresses: readonly Address[];
  /** Wanted beside its addresses; in force is what the certificate permits of them. */
  readonly routes: readonly Prefix[];
  /** Empty: the peer is answered where its confirmed handshake came from. */
  readonly endpoints: readonly HostPort[];
  /** It is one of this node's managers: its certificate must have that role too, and says what its addresses are. */
  readonly manager?: ManagerFacts;
}

export interface ManagerFacts {
  /** Managers of one failure domain may fail together. */
  readonly domain?: string;
}

/** `host` is an address or a DNS name. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** A peer under the number by which the core knows it; a new configuration or certificate replaces its facts. */
export interface PeerEntry {
  readonly id: number;
  facts: PeerFacts;
  /** It is not configured: its facts are what its certificate says. */
  found: boolean;
}

export function keysOf({ key, nextKey }: PeerFacts): readonly Uint8Array[] {
  return nextKey === undefined ? [key] : [key, nextKey];
}

export function sameFacts(a: PeerFacts, b: PeerFacts): boolean {
  const places = ({ endpoints }: PeerFacts): string =>
    endpoints.map(({ host, port }) => `${host} ${port}`).join();
  return (
    a.name === b.name &&
    equalLists(keysOf(a), keysOf(b)) &&
    a.addresses.join() === b.addresses.join() &&
    a.routes.join() === b.routes.join() &&
    places(a) === places(b) &&
    (a.manager === undefined) === (b.manager === undefined) &&
    a.manager?.domain === b.manager?.domain
  );
}

/** The peers that are known beforehand, wherever from; those that are found beside them are made in `peers.ts`. */
export interface PeerSource {
  all(): readonly PeerFacts[];
  managers(): readonly PeerFacts[];
  byName(name: string): PeerFacts | undefined;
}

/** The peers that the config lists; names are unique. */
export function staticPeers(peers: readonly PeerFacts[]): PeerSource {
  const byName = new Map(peers.map((peer) => [peer.name, peer]));
  const managers = peers.filter(({ manager }) => manager !== undefined);
  return { all: () => peers, managers: () => managers, byName: (name) => byName.get(name) };
}
