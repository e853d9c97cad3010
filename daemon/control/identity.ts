import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { type Result, reject } from '../../protocol/result.js';
import { type Span, type VerifiedNode, verifyPeer } from '../../protocol/trust.js';
import { keysOf, type PeerFacts } from './peer-source.js';
import type { Settings } from './shared.js';

/**
 * Which peer proved `noiseKey` in a handshake: key, chain and validity at some moment of `span`, then the name and what is
 * configured for it.
 */
export function identify(
  crypto: Crypto,
  { trust, peers }: Pick<Settings, 'trust' | 'peers'>,
  noiseKey: Uint8Array,
  chain: readonly Uint8Array[],
  span: Span,
): Result<VerifiedNode> {
  const node = verifyPeer(crypto, trust, noiseKey, chain, span);
  if (!node.ok) return node;
  const facts = peers.byName(node.value.certificate.name);
  if (facts === undefined) return reject('peer-unknown');
  const fault = misfit(facts, node.value.certificate);
  return fault === undefined ? node : reject(fault);
}

/** A peer's certificate must be for one of its keys, of a manager for one, and lack none of its addresses. */
export function misfit(facts: PeerFacts, { noiseKey, role, addresses }: Certificate): ErrorCode | undefined {
  if (!keysOf(facts).some((key) => equalBytes(key, noiseKey))) return 'peer-wrong-key';
  if (facts.manager !== undefined && role !== 'manager') return 'peer-not-manager';
  return facts.addresses.every((address) => addresses.includes(address)) ? undefined : 'peer-wrong-address';
}
