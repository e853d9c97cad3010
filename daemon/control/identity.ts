import type { Prefix } from '../../protocol/address.js';
import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { keysOf, type PeerEntry, type PeerFacts } from './peer-source.js';

/**
 * A configured peer's certificate must be for one of its keys and lack none of its addresses, and a manager's be one. A
 * found peer is what its certificate says.
 */
export function misfit(
  { facts, found }: Omit<PeerEntry, 'id'>,
  { noiseKey, addresses, role }: Certificate,
): ErrorCode | undefined {
  if (found) return undefined;
  if (!keysOf(facts).some((key) => equalBytes(key, noiseKey))) return 'peer-wrong-key';
  if (facts.manager !== undefined && role !== 'manager') return 'peer-not-manager';
  return facts.addresses.every((address) => addresses.includes(address)) ? undefined : 'peer-wrong-address';
}

/** What a certificate says of a peer that is not configured; it is routed nothing but what this node asks for. */
export function certified(
  { name, noiseKey: key, addresses }: Certificate,
  asked: readonly Prefix[],
): PeerFacts {
  return { name, key, addresses, routes: asked, endpoints: [] };
}
