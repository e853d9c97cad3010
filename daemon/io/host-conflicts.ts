import { localAddresses } from '../../native/index.js';
import { refuseOverlaps } from './overlap.js';
import type { Setup } from './part.js';

/**
 * Refuses a setup that would take from this host what it reaches otherwise. `ownInterface`: that of a running daemon,
 * which has the overlay's addresses already.
 */
export function refuseHostConflicts({ config, identity }: Setup, ownInterface?: string): void {
  const others = localAddresses().filter((on) => on.interface !== ownInterface);
  refuseOverlaps(config, identity.trust.pools, others);
}
