import type { Peer } from '../../../../daemon/control/peer.js';
import type { Peers } from '../../../../daemon/control/peers.js';
import type { MakeRoles, Role } from '../../../../daemon/control/role.js';
import type { Shared } from '../../../../daemon/control/shared.js';

/** A role that does what a test does next: `act` is what it is when its next deadline comes. */
export class Puppet implements Role {
  shared!: Shared;
  peers!: Peers;
  #due = Number.POSITIVE_INFINITY;
  #act: () => void = () => undefined;

  readonly make: MakeRoles = (shared, peers) => {
    this.shared = shared;
    this.peers = peers;
    return [this];
  };

  /** To be followed by an event, after which it acts. */
  next(mono: number, act: () => void): void {
    this.#due = mono;
    this.#act = act;
  }

  peer(name: string): Peer {
    return this.peers.byName(name) as Peer;
  }

  tick(): void {
    this.#due = Number.POSITIVE_INFINITY;
    this.#act();
  }

  nextAt(): number {
    return this.#due;
  }

  start(): void {}
  up(): void {}
  down(): void {}
  message(): void {}
  leave(): void {}

  addressNeeded(): void {}
  known(): undefined {}
  resolved(): void {}
  reconfigure(): void {}
  status(): object {
    return {};
  }
}
