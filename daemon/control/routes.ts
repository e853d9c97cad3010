import type { Prefix } from '../../protocol/address.js';
import type { UpdateRoutes } from './action.js';

/** Who wants a prefix: a peer's number, and whether it is one that is not configured. */
export interface Claim {
  readonly peer: number;
  readonly found: boolean;
}

/**
 * Which peer a prefix leads to: of several that may have it a configured one, of equals who came first. Gathers what one
 * event changes about it: a prefix that goes from one peer to another does it in one step.
 */
export class Routes {
  /** The one that a prefix leads to comes first. */
  readonly #claims: Map<Prefix, readonly Claim[]> = new Map();
  /** What the core was told. */
  readonly #told: Map<Prefix, number> = new Map();
  readonly #changed: Set<Prefix> = new Set();

  change(claim: Claim, add: readonly Prefix[], remove: readonly Prefix[]): void {
    for (const prefix of remove) {
      this.#set(
        prefix,
        this.claims(prefix).filter(({ peer }) => peer !== claim.peer),
      );
    }
    for (const prefix of add) {
      const claims = this.claims(prefix);
      const at = claim.found ? claims.length : claims.filter(({ found }) => !found).length;
      this.#set(prefix, claims.toSpliced(at, 0, claim));
    }
  }

  claims(prefix: Prefix): readonly Claim[] {
    return this.#claims.get(prefix) ?? [];
  }

  /** Everything since the last time; undefined when nothing has changed. */
  take(): UpdateRoutes | undefined {
    if (this.#changed.size === 0) return undefined;
    const add: (readonly [Prefix, number])[] = [];
    const remove: Prefix[] = [];
    for (const prefix of this.#changed) {
      const told = this.#told.get(prefix);
      const peer = this.claims(prefix)[0]?.peer;
      if (peer === told) continue;
      if (told !== undefined) remove.push(prefix);
      this.#told.delete(prefix);
      if (peer === undefined) continue;
      add.push([prefix, peer]);
      this.#told.set(prefix, peer);
    }
    this.#changed.clear();
    return add.length + remove.length === 0 ? undefined : { type: 'update-routes', add, remove };
  }

  #set(prefix: Prefix, claims: readonly Claim[]): void {
    if (claims.length > 0) this.#claims.set(prefix, claims);
    else this.#claims.delete(prefix);
    this.#changed.add(prefix);
  }
}
