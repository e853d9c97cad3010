import type { Address } from '../../protocol/address.js';
import type { ControlMessage } from '../../protocol/control-message.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Now } from './now.js';
import type { Peer } from './peer.js';
import type { Role } from './role.js';
import type { End } from './seeker.js';
import type { Shared } from './shared.js';
import type { ControlStatus } from './status.js';

/** All roles of a node as one. */
export class Roles implements Omit<Role, 'up' | 'down' | 'moved'> {
  readonly #shared: Pick<Shared, 'news'>;
  readonly #all: readonly Role[];

  constructor(shared: Pick<Shared, 'news'>, all: readonly Role[]) {
    this.#shared = shared;
    this.#all = all;
  }

  start(now: Now): void {
    for (const role of this.#all) role.start(now);
  }

  /** Tells what there is of news, and what comes of it. */
  hear(now: Now): void {
    const { news } = this.#shared;
    for (let next = news.shift(); next !== undefined; next = news.shift()) {
      const { peer, what } = next;
      for (const role of this.#all) role[what]?.(now, peer);
    }
  }

  message(now: Now, peer: Peer, message: ControlMessage): void {
    for (const role of this.#all) role.message(now, peer, message);
  }

  addressNeeded(now: Now, address: Address): void {
    for (const role of this.#all) role.addressNeeded(now, address);
  }

  /** The newest certificate of a node that one of them has seen. */
  known(now: Now, name: string): VerifiedNode | undefined {
    const all = this.#all.flatMap((role) => role.known(now, name) ?? []);
    return all.sort((a, b) => Number(b.certificate.serial - a.certificate.serial))[0];
  }

  refusal(now: Now, address: Address): End | undefined {
    for (const role of this.#all) {
      const refusal = role.refusal?.(now, address);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  leave(now: Now): void {
    for (const role of this.#all) role.leave(now);
  }

  resolved(now: Now): void {
    for (const role of this.#all) role.resolved(now);
  }

  reconfigure(now: Now): void {
    for (const role of this.#all) role.reconfigure(now);
  }

  tick(now: Now): void {
    for (const role of this.#all) role.tick(now);
  }

  nextAt(): number {
    let nextAt = Number.POSITIVE_INFINITY;
    for (const role of this.#all) nextAt = Math.min(nextAt, role.nextAt());
    return nextAt;
  }

  status(now: Now): Pick<ControlStatus, 'managers' | 'searches' | 'relay'> {
    return Object.assign(
      { managers: [], searches: new Map(), relay: undefined },
      ...this.#all.map((role) => role.status(now)),
    );
  }
}
