import { lookup } from 'node:dns/promises';
import { type Address, parseAddress } from '../../protocol/address.js';

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
