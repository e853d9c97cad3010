import { lookup } from 'node:dns/promises';
import { type Address, parseAddress } from '../../protocol/address.js';
import type { Log } from '../observe/log.js';
import { overlayOf } from './host-conflicts.js';
import type { Setup } from './part.js';

/** Addresses of a host name; empty when there are none or nobody answers. */
export type Resolver = (host: string) => Promise<readonly Address[]>;

/** As the system resolves names: hosts file, DNS and whatever else nsswitch.conf names. */
export const systemResolver: Resolver = async (host) => {
  try {
    const answers = await lookup(host, { all: true, verbatim: true });
    return answers.flatMap(({ address }) => parseAddress(address) ?? []);
  } catch {
    return [];
  }
};

/** But for addresses that would be reached through the overlay itself, by what is in force when the answer is there. */
export async function resolveOutside(
  host: string,
  setup: () => Setup,
  log: Log,
  resolve: Resolver = systemResolver,
): Promise<readonly Address[]> {
  const found = await resolve(host);
  const inOverlay = overlayOf(setup());
  const addresses = found.filter((address) => !inOverlay(address));
  if (addresses.length < found.length) {
    const fields = { code: 'endpoint-in-overlay', detail: host };
    log.network('warn', 'endpoint-in-overlay', 'endpoint inside the overlay left out', fields);
  }
  return addresses;
}
