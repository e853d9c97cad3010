import type { Prefix } from '../../protocol/address.js';
import type { UpdateRoutes } from './action.js';

/** Gathers what one event changes about all peers' routes: a prefix that goes from one to another does it in one step. */
export class Routes {
  #add: (readonly [Prefix, number])[] = [];
  #remove: Prefix[] = [];

  change(peer: number, add: readonly Prefix[], remove: readonly Prefix[]): void {
    for (const prefix of add) this.#add.push([prefix, peer]);
    this.#remove.push(...remove);
  }

  /** Everything since the last time; undefined when nothing has changed. */
  take(): UpdateRoutes | undefined {
    const [add, remove] = [this.#add, this.#remove];
    this.#add = [];
    this.#remove = [];
    return add.length + remove.length === 0 ? undefined : { type: 'update-routes', add, remove };
  }
}
