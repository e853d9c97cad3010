import { createSodium } from '../../daemon/io/sodium.js';
import type { Address, Prefix } from '../../protocol/address.js';
import {
  type Certificate,
  type CertificateFacts,
  decodeCertificate,
  signCertificate,
} from '../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../protocol/crypto.js';
import type { LocalNode } from '../../protocol/handshake.js';
import { presharedKey0 } from '../../protocol/keys.js';
import { decodeRecord, verifyRecord } from '../../protocol/record.js';
import type { Result } from '../../protocol/result.js';
import { type Trust, verifyChain } from '../../protocol/trust.js';
import { type Stream, stream } from './random.js';
import { createToyCrypto } from './toy-crypto.js';

/** Wall time at the begin of a run, in Unix seconds; certificates hold for a year around it unless told otherwise. */
export const WALL = 1_805_000_000;
const YEAR = 365 * 86_400;

/** One network's keys and certificates, all of it from the seed. */
export class Membership {
  readonly trust: Trust;
  readonly secret: Uint8Array;
  readonly psk0: Uint8Array;
  readonly #seed: number;
  readonly #name: string;
  readonly #real: boolean;
  readonly #crypto: Crypto;
  readonly #authority: Keypair;
  readonly #keys: Map<string, Keypair> = new Map();

  /** `real`: with libsodium's crypto in place of the toy. Networks of other names have other keys. */
  constructor(seed: number, real: boolean, name = 'network') {
    this.#seed = seed;
    this.#name = name;
    this.#real = real;
    this.#crypto = this.port('authority');
    this.#authority = this.#crypto.importSigningKeypair(this.bytes('authority'));
    const networkId = this.bytes('id').slice(0, 16);
    const pools = ['10.77.0.0/16', 'fd77::/32'] as Prefix[];
    this.trust = { networkId, authorities: [this.#authority.publicKey], pools };
    this.secret = this.bytes('secret');
    this.psk0 = presharedKey0(this.#crypto, this.secret);
  }

  /** A port whose keys come from a stream of their own. */
  port(label: string): Crypto {
    const random = this.#stream(`crypto ${label}`);
    return this.#real
      ? createSodium({ randomBytes: (length) => random.bytes(length) })
      : createToyCrypto(random);
  }

  /** 32 bytes that follow from a label. */
  bytes(label: string): Uint8Array {
    return this.#stream(label).bytes(32);
  }

  /** A node's X25519 public key. */
  key(label: string): Uint8Array {
    return this.#keypair(`${label} noise`).publicKey;
  }

  /** A certificate of a node's, signed. */
  certify(name: string, addresses: readonly Address[], changes: Partial<CertificateFacts> = {}): Uint8Array {
    const facts: CertificateFacts = {
      networkId: this.trust.networkId,
      serial: 1n,
      name,
      noiseKey: this.key(name),
      recordKey: this.#crypto.importSigningKeypair(this.bytes(`${name} record`)).publicKey,
      addresses,
      routes: [],
      groups: [],
      role: 'node',
      notBefore: WALL - YEAR,
      notAfter: WALL + YEAR,
      ...changes,
    };
    return must(signCertificate(this.#crypto, facts, this.#authority));
  }

  /** Whether the node that a record names has signed it, for this network. */
  hasSigned(bytes: Uint8Array): boolean {
    const record = decodeRecord(bytes);
    if (!record.ok) return false;
    const { node, serial, issuedAt } = record.value;
    const chain = [this.certify(node, ['10.77.0.1' as Address], { serial })];
    const owner = must(verifyChain(this.#crypto, this.trust, chain, { from: WALL, to: WALL }));
    const span = { from: issuedAt, to: issuedAt };
    return verifyRecord(this.#crypto, this.trust, record.value, owner, span).ok;
  }

  /** Who a node is, with keys of its own port. */
  local(port: Crypto, label: string, certificate: Uint8Array): LocalNode {
    const noise = port.importKeypair(this.bytes(`${label} noise`));
    return { noise, chain: [certificate], networkId: this.trust.networkId };
  }

  #keypair(label: string): Keypair {
    const known = this.#keys.get(label) ?? this.#crypto.importKeypair(this.bytes(label));
    this.#keys.set(label, known);
    return known;
  }

  #stream(label: string): Stream {
    return stream(this.#seed, `${this.#name} ${label}`);
  }
}

export function decoded(certificate: Uint8Array): Certificate {
  return must(decodeCertificate(certificate));
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
