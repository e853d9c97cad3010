import type { Prefix } from '../../../protocol/address.js';
import {
  type CertificateFacts,
  ISSUER_CERTIFICATE_MAX_BYTES,
  NODE_CERTIFICATE_MAX_BYTES,
} from '../../../protocol/certificate.js';
import { issuerFacts, issuerKeypair, nodeFacts, sign } from './network.js';

const ISSUER = 'issuer';
const ROUTE_BYTES = 19;
const LIFETIME = 2 ** 32 - 1;

/** When the largest chain is valid: the longest encoding of a time that there is. */
export const LARGEST_WALL: number = 2 ** 53 - 1;

const facts = {
  serial: 2n ** 64n - 1n,
  notBefore: LARGEST_WALL - LIFETIME,
  notAfter: LARGEST_WALL,
};

/** A legal chain whose certificates each have exactly the largest size. */
export function largestChain(): readonly Uint8Array[] {
  return [largestNode(), largestIssuer()];
}

export function largestNode(): Uint8Array {
  const base = nodeFacts('node', { ...facts, groups: ['web'] });
  return grow(NODE_CERTIFICATE_MAX_BYTES, (name, routes) =>
    sign({ ...base, name, routes }, issuerKeypair(ISSUER)),
  );
}

export function largestIssuer(): Uint8Array {
  const base: CertificateFacts = { ...issuerFacts(ISSUER), ...facts };
  const limits = { allowedGroups: ['web'], namePattern: '*', longestLifetimeSeconds: LIFETIME };
  return grow(ISSUER_CERTIFICATE_MAX_BYTES, (name, more) => {
    const pools = ['fd77::/32', '10.77.0.0/16', ...more] as Prefix[];
    return sign({ ...base, name, constraints: { ...limits, pools } });
  });
}

/** Fills the room that `build` leaves with IPv6 prefixes, and what is less than one more with a longer name. */
function grow(size: number, build: (name: string, prefixes: readonly Prefix[]) => Uint8Array): Uint8Array {
  const room = size - build('n', []).length;
  const prefixes = Array.from(
    { length: Math.floor(room / ROUTE_BYTES) },
    (_, i) => `fd77:0:${i + 1}::/48` as Prefix,
  );
  return build('n'.repeat(1 + (room % ROUTE_BYTES)), prefixes);
}
