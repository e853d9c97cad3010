import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { type Trust, type VerifiedNode, verifyPeer } from '../../protocol/trust.js';
import { keysOf, type PeerFacts, type PeerSource } from './peer-source.js';

export interface Identified {
  readonly facts: PeerFacts;
  readonly node: VerifiedNode;
}

/**
 * Who proved `noiseKey` in a handshake: key, chain and validity, then the name and what is configured for it. `wall` in
 * Unix seconds.
 */
export function identify(
  crypto: Crypto,
  trust: Trust,
  peers: PeerSource,
  noiseKey: Uint8Array,
  chain: readonly Uint8Array[],
  wall: number,
): Result<Identified> {
  const node = verifyPeer(crypto, trust, noiseKey, chain, wall);
  if (!node.ok) return node;
  const { certificate } = node.value;
  const facts = peers.byName(certificate.name);
  if (facts === undefined) return reject('peer-unknown');
  const fault = misfit(facts, certificate);
  return fault === undefined ? accept({ facts, node: node.value }) : reject(fault);
}

/** A peer's certificate must be for one of its keys and lack none of its addresses. */
export function misfit(facts: PeerFacts, { noiseKey, addresses }: Certificate): ErrorCode | undefined {
  if (!keysOf(facts).some((key) => equalBytes(key, noiseKey))) return 'peer-wrong-key';
  return facts.addresses.every((address) => addresses.includes(address)) ? undefined : 'peer-wrong-address';
}
