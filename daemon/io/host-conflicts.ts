import type { Address } from '../../protocol/address.js';
import type { Config } from '../config/config.js';
import { ConfigError, type Problem } from '../config/failure.js';
import { locateIn, locateKeys } from '../config/load.js';
import { type Fault, type HostFacts, type Membership, overlayHolds, unsafeRanges } from './guards.js';
import { hostFacts } from './host-facts.js';
import type { Setup } from './part.js';

/** Refuses a setup that would take from this host what it reaches otherwise. */
export function refuseHostConflicts({ config, identity }: Setup, facts?: HostFacts): void {
  const { routes } = identity.node.certificate;
  refuseUnsafeRanges(config, { pools: identity.trust.pools, routes }, facts);
}

/** Whether an address lies in the overlay of a setup, so that a packet to it would go through the tunnel. */
export function overlayOf(setup: Setup): (address: Address) => boolean {
  const known = OVERLAYS.get(setup);
  if (known !== undefined) return known;
  const holds = overlayHolds(setup.config, setup.identity.trust.pools);
  OVERLAYS.set(setup, holds);
  return holds;
}

/** Each is made once: that takes 50 ms for 10,000 routes, and every name that is resolved asks. */
const OVERLAYS = new WeakMap<Setup, (address: Address) => boolean>();

/** Throws a ConfigError of the gravest fault's code that names all of them. */
export function refuseUnsafeRanges(
  config: Config,
  membership: Membership,
  facts: HostFacts = hostFacts(),
): void {
  const faults = unsafeRanges(config, membership, facts);
  const [first] = faults;
  if (first !== undefined) throw new ConfigError(first.code, config.file, placed(config, faults));
}

/** With the place in the config or in the trust file. */
function placed(config: Config, faults: readonly Fault[]): Problem[] {
  const locate = { config: locateKeys(config), trust: locateIn(config.trust) };
  return faults.map(({ file, path, message }) => ({ ...locate[file](path), message }));
}
