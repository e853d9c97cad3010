import { equalBytes } from '../../protocol/bytes.js';
import type { Crypto } from '../../protocol/crypto.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { type Trust, type VerifiedNode, verifyPeer } from '../../protocol/trust.js';
import type { PeerFacts, PeerSource } from './peer-source.js';

export interface Identified {
  readonly facts: PeerFacts;
  readonly node: VerifiedNode;
}

/**
 * Who proved `noiseKey` in a handshake: key, chain and validity, then the name, whose peer must have exactly this key
 * and no address that the certificate lacks. `wall` in Unix seconds.
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
  const { name, addresses } = node.value.certificate;
  const facts = peers.byName(name);
  if (facts === undefined) return reject('peer-unknown');
  if (!equalBytes(facts.key, noiseKey)) return reject('peer-wrong-key');
  if (!facts.addresses.every((address) => addresses.includes(address))) return reject('peer-wrong-address');
  return accept({ facts, node: node.value });
}
