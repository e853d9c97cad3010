import { contains, type Prefix, prefixContains, prefixOf } from './address.js';
import { equalBytes, equalLists, view } from './bytes.js';
import {
  type Certificate,
  decodeCertificate,
  type IssuerConstraints,
  keyId,
  signedBytes,
} from './certificate.js';
import type { Crypto } from './crypto.js';
import type { ErrorCode } from './errors.js';
import { accept, type Result, reject } from './result.js';

/** Whom this host trusts: the public content of the network's trust file. */
export interface Trust {
  /** 16 bytes. */
  readonly networkId: Uint8Array;
  /** Ed25519 public keys. */
  readonly authorities: readonly Uint8Array[];
  /** Overlay pools: every node's addresses lie in one of them. */
  readonly pools: readonly Prefix[];
}

declare const verified: unique symbol;

/** A node or manager whose chain was verified at one moment; good until `validUntil`. */
export interface VerifiedNode {
  readonly [verified]: true;
  readonly certificate: Certificate;
  /** The issuer between it and the authority, if any. */
  readonly issuer?: Certificate;
  /** Seconds since 1970: the end of the certificate's validity, which is never after its issuer's. */
  readonly validUntil: number;
}

/** Seconds since 1970: it is some moment between these, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** As `verifyChain`, after checking that the leaf was made for `noiseKey`, the key that the handshake proved (spec §4). */
export function verifyPeer(
  crypto: Crypto,
  trust: Trust,
  noiseKey: Uint8Array,
  chain: readonly Uint8Array[],
  time: number | Span,
): Result<VerifiedNode> {
  const decoded = decodeChain(chain);
  if (!decoded.ok) return decoded;
  if (!equalBytes(decoded.value.leaf.noiseKey, noiseKey)) return reject('certificate-wrong-key');
  return verify(crypto, trust, decoded.value, time);
}

/**
 * Verifies a chain of one (node) or two (node, issuer) encoded certificates, in the order of spec §4: at a wall time, or
 * at some moment of a span where the clock is doubted.
 */
export function verifyChain(
  crypto: Crypto,
  trust: Trust,
  chain: readonly Uint8Array[],
  time: number | Span,
): Result<VerifiedNode> {
  const decoded = decodeChain(chain);
  return decoded.ok ? verify(crypto, trust, decoded.value, time) : decoded;
}

/** Verifies once more what was verified before: the trust or the time may have changed. */
export function verifyAgain(
  crypto: Crypto,
  trust: Trust,
  { certificate: leaf, issuer }: VerifiedNode,
  time: number | Span,
): Result<VerifiedNode> {
  return verify(crypto, trust, { leaf, ...(issuer && { issuer }) }, time);
}

/**
 * Chains that have been verified, by their exact bytes, each under one trust: nothing of what was checked can be otherwise
 * when the same ones come again, but the time, which is looked at each time. Only what holds is kept, the oldest gives way.
 */
export class VerifiedChains {
  readonly #most: number;
  /** By the last bytes of the signature, which are as good as random. */
  readonly #known: Map<number, Known> = new Map();

  constructor(most: number) {
    this.#most = most;
  }

  /** As `verifyPeer`. */
  verifyPeer(
    crypto: Crypto,
    trust: Trust,
    noiseKey: Uint8Array,
    chain: readonly Uint8Array[],
    time: Span,
  ): Result<VerifiedNode> {
    const key = tail(chain[0]);
    const known = this.#known.get(key);
    if (known?.trust === trust && equalLists(known.chain, chain)) {
      const { certificate } = known.node;
      const code = equalBytes(certificate.noiseKey, noiseKey)
        ? untimely(certificate, time)
        : 'certificate-wrong-key';
      return code === undefined ? accept(known.node) : reject(code);
    }
    const node = verifyPeer(crypto, trust, noiseKey, chain, time);
    if (node.ok) this.#keep(key, { trust, chain: chain.map((bytes) => bytes.slice()), node: node.value });
    return node;
  }

  #keep(key: number, known: Known): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > this.#most) this.#known.delete(oldest as number);
  }
}

interface Known {
  readonly trust: Trust;
  readonly chain: readonly Uint8Array[];
  readonly node: VerifiedNode;
}

/** A certificate's encoding ends with its signature. */
function tail(certificate: Uint8Array = new Uint8Array()): number {
  return certificate.length < 4 ? 0 : view(certificate).getUint32(certificate.length - 4, true);
}

interface Chain {
  readonly leaf: Certificate;
  readonly issuer?: Certificate;
}

function decodeChain(chain: readonly Uint8Array[]): Result<Chain> {
  const [first, second] = chain;
  if (first === undefined || chain.length > 2) return reject('certificate-chain');
  const leaf = decodeCertificate(first);
  if (!leaf.ok) return leaf;
  if (leaf.value.role === 'issuer') return reject('certificate-chain');
  if (second === undefined) return accept({ leaf: leaf.value });
  const issuer = decodeCertificate(second);
  if (!issuer.ok) return issuer;
  return issuer.value.role === 'issuer'
    ? accept({ leaf: leaf.value, issuer: issuer.value })
    : reject('certificate-chain');
}

function verify(crypto: Crypto, trust: Trust, chain: Chain, time: number | Span): Result<VerifiedNode> {
  const { leaf, issuer } = chain;
  const code =
    (issuer && signedBy(crypto, trust, trust.authorities, issuer)) ??
    signedBy(crypto, trust, issuer ? [issuer.recordKey] : trust.authorities, leaf) ??
    (issuer?.constraints && outside(issuer, issuer.constraints, leaf)) ??
    (leaf.addresses.every((address) => trust.pools.some((pool) => contains(pool, address)))
      ? undefined
      : 'certificate-outside-pools') ??
    untimely(leaf, typeof time === 'number' ? { from: time, to: time } : time);
  if (code !== undefined) return reject(code);
  return accept({ certificate: leaf, ...(issuer && { issuer }), validUntil: leaf.notAfter } as VerifiedNode);
}

function untimely({ notBefore, notAfter }: Certificate, { from, to }: Span): ErrorCode | undefined {
  if (to < notBefore) return 'certificate-not-yet-valid';
  return from > notAfter ? 'certificate-expired' : undefined;
}

function signedBy(
  crypto: Crypto,
  trust: Trust,
  signers: readonly Uint8Array[],
  certificate: Certificate,
): ErrorCode | undefined {
  if (!equalBytes(certificate.networkId, trust.networkId)) return 'certificate-wrong-network';
  const signer = signers.find((key) => equalBytes(keyId(crypto, key), certificate.issuer));
  if (signer === undefined) return 'certificate-unknown-authority';
  const holds = crypto.verify(signer, signedBytes(certificate.body), certificate.signature);
  return holds ? undefined : 'certificate-bad-signature';
}

function outside(issuer: Certificate, limits: IssuerConstraints, leaf: Certificate): ErrorCode | undefined {
  const reach = [...leaf.addresses.map(prefixOf), ...leaf.routes];
  if (leaf.role !== 'node') return 'issuer-outside-role';
  if (!reach.every((inner) => limits.pools.some((pool) => prefixContains(pool, inner))))
    return 'issuer-outside-pools';
  if (!leaf.groups.every((group) => limits.allowedGroups.includes(group))) return 'issuer-outside-groups';
  if (!matches(limits.namePattern, leaf.name)) return 'issuer-outside-name';
  const inside = issuer.notBefore <= leaf.notBefore && leaf.notAfter <= issuer.notAfter;
  return inside && leaf.notAfter - leaf.notBefore <= limits.longestLifetimeSeconds
    ? undefined
    : 'issuer-outside-lifetime';
}

/** Pieces between the stars are found from the left, the last one at the end: linear in the name for each piece. */
function matches(pattern: string, name: string): boolean {
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
