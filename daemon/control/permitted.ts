import { type Address, type Prefix, prefixContains, prefixOf } from '../../protocol/address.js';

/**
 * The inner addresses a peer may send from and is sent to: its configured addresses, and what lies both in a
 * configured route and in a route of its certificate.
 */
export function permitted(
  addresses: readonly Address[],
  configured: readonly Prefix[],
  certified: readonly Prefix[],
): readonly Prefix[] {
  const routes = configured.flatMap((route) => certified.flatMap((limit) => intersection(route, limit)));
  return [...new Set([...addresses.map(prefixOf), ...routes])];
}

/** Two prefixes are nested or apart. */
function intersection(a: Prefix, b: Prefix): readonly Prefix[] {
  if (prefixContains(a, b)) return [b];
  return prefixContains(b, a) ? [a] : [];
}
