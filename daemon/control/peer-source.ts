import type { Address, Prefix } from '../../protocol/address.js';

/** What is known beforehand of a peer. Its certificate must bind exactly this name and key, and these addresses. */
export interface PeerFacts {
  readonly name: string;
  /** X25519, 32 B. */
  readonly key: Uint8Array;
  readonly addresses: readonly Address[];
  /** Wanted beside its addresses; in force is what the certificate permits of them. */
  readonly routes: readonly Prefix[];
  /** Empty: the peer is answered where its confirmed handshake came from. */
  readonly endpoints: readonly HostPort[];
}

/** `host` is an address or a DNS name. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Where peers come from. Nothing else in control knows. */
export interface PeerSource {
  all(): readonly PeerFacts[];
  byName(name: string): PeerFacts | undefined;
}

/** The peers that the config lists; names are unique. */
export function staticPeers(peers: readonly PeerFacts[]): PeerSource {
  const byName = new Map(peers.map((peer) => [peer.name, peer]));
  return { all: () => peers, byName: (name) => byName.get(name) };
}
