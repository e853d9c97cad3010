import type { Address } from '../../protocol/address.js';
import type { ControlMessage } from '../../protocol/control-message.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { Management } from './management.js';
import { Membership } from './membership.js';
import type { Now } from './now.js';
import type { Peer } from './peer.js';
import type { Peers } from './peers.js';
import type { End } from './seeker.js';
import type { Shared } from './shared.js';
import type { ControlStatus } from './status.js';

/**
 * What a node does beside keeping sessions with its peers. It is told of what happens after it has happened, and acts
 * through the peers; whatever it may hear of, and whatever settings are in force then, it has to bear.
 */
export interface Role {
  /** The engine is ready to take actions. Once, and first. */
  start(now: Now): void;
  /** The peer answers: a session with it carries packets. */
  up(now: Now, peer: Peer): void;
  /** It answers no more, or has started again and comes up anew in the next call. */
  down(now: Now, peer: Peer): void;
  /** Packets to it go along another path than before. */
  moved?(now: Now, peer: Peer): void;
  /** The peer says something: authentic, well formed, and no more to be believed than the peer. */
  message(now: Now, peer: Peer, message: ControlMessage): void;
  /** A packet waits for whoever has this address. At most about once a second for each. */
  addressNeeded(now: Now, address: Address): void;
  /** Who a node is, as it said of itself last. */
  known(now: Now, name: string): VerifiedNode | undefined;
  /** Why nobody was found there just now, where that is so. */
  refusal?(now: Now, address: Address): End | undefined;
  /** This node is about to end. When that is known where it has to be, and soon in any case, it emits `left`. */
  leave(now: Now): void;
  /** Hosts of endpoints may have other addresses than before. */
  resolved(now: Now): void;
  /** New settings are in force, in the peers too. */
  reconfigure(now: Now): void;
  /** Does what is due; afterwards `nextAt` is later than `now`. */
  tick(now: Now): void;
  /** In ms of `Now.mono`; infinity when nothing is waited for. */
  nextAt(): number;
  status(now: Now): Partial<Pick<ControlStatus, 'managers' | 'searches' | 'relay'>>;
}

export type MakeRoles = (shared: Shared, peers: Peers) => readonly Role[];

/** Those of every node. */
export const rolesOf: MakeRoles = (shared, peers) => [
  new Membership(shared, peers),
  new Management(shared, peers),
];
