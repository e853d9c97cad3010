import {
  type Address,
  addressBytes,
  contains,
  overlaps,
  type Prefix,
  parseAddress,
  prefixFromBytes,
} from '../../protocol/address.js';
import type { Config } from '../config/config.js';
import { Failure } from '../config/failure.js';

/** An address of an interface of this host with its prefix length: '10.0.0.1/24'. */
export interface InterfaceAddress {
  readonly interface: string;
  readonly address: string;
}

/**
 * Refuses an overlay that would take over what this host reaches otherwise: a pool or a peer's route that meets the
 * range of a local interface, or an endpoint that lies inside the overlay and so would be reached through itself.
 */
export function refuseOverlaps(
  config: Config,
  pools: readonly Prefix[],
  interfaces: readonly InterfaceAddress[],
): void {
  const routes = config.peers.flatMap((peer) => peer.routes);
  for (const { interface: name, address } of interfaces) {
    const range = rangeOf(address);
    const taken = [...pools, ...routes].find((prefix) => range !== undefined && overlaps(prefix, range));
    if (taken !== undefined) {
      throw new Failure(
        'overlay-overlaps-local',
        `overlay range ${taken} overlaps ${range} of interface ${name}`,
      );
    }
  }
  for (const { name, endpoints } of config.peers) {
    const inside = endpoints.find(({ host }) => isInside(pools, parseAddress(host)));
    if (inside !== undefined) {
      throw new Failure(
        'endpoint-in-overlay',
        `peer ${name}: endpoint ${inside.host} lies inside the overlay`,
      );
    }
  }
}

export function isInside(pools: readonly Prefix[], address: Address | undefined): boolean {
  return address !== undefined && pools.some((pool) => contains(pool, address));
}

/** The range of '10.0.0.1/24': 10.0.0.0/24. */
function rangeOf(text: string): Prefix | undefined {
  const [head = '', tail = ''] = text.split('/');
  const address = parseAddress(head);
  if (address === undefined) return undefined;
  const length = Number(tail);
  const network = addressBytes(address).map(
    (byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))),
  );
  return prefixFromBytes(Uint8Array.of(length, ...network));
}
