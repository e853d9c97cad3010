import { createHash } from 'node:crypto';
import { createSodium } from '../../../daemon/io/sodium.js';
import type { Address, Endpoint, Prefix } from '../../../protocol/address.js';
import {
  type CertificateFacts,
  type IssuerConstraints,
  signCertificate,
} from '../../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../../protocol/crypto.js';
import type { LocalNode } from '../../../protocol/handshake.js';
import { type RecordFacts, signRecord } from '../../../protocol/record.js';
import type { Result } from '../../../protocol/result.js';
import type { Trust } from '../../../protocol/trust.js';

/** A network whose keys all follow from labels: the same in every run. Certificates hold from NOT_BEFORE to NOT_AFTER. */
export const NOT_BEFORE = 1_800_000_000;
export const NOT_AFTER = 1_831_536_000;
export const WALL = 1_805_000_000;

export const crypto: Crypto = createSodium();

/** 32 bytes that follow from a label. */
export function seed(label: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(label).digest());
}

export const networkId: Uint8Array = seed('network id').slice(0, 16);
export const networkSecret: Uint8Array = seed('network secret');
export const authority: Keypair = crypto.importSigningKeypair(seed('authority'));

export const trust: Trust = {
  networkId,
  authorities: [crypto.importSigningKeypair(seed('older authority')).publicKey, authority.publicKey],
  pools: ['10.77.0.0/16', 'fd77::/32'] as Prefix[],
};

/** The facts of a node with one address of each family; `changes` replaces some. */
export function nodeFacts(name: string, changes: Partial<CertificateFacts> = {}): CertificateFacts {
  const id = seed(name)[0];
  return {
    networkId,
    serial: 1n,
    name,
    noiseKey: crypto.importKeypair(seed(`${name} noise`)).publicKey,
    recordKey: crypto.importSigningKeypair(seed(`${name} record`)).publicKey,
    addresses: [`10.77.0.${id}`, `fd77::${id}`] as Address[],
    routes: [],
    groups: [],
    role: 'node',
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    ...changes,
  };
}

export function issuerKeypair(name: string): Keypair {
  return recordKeypair(name);
}

/** The facts of an issuer that may sign nodes in half of the pools, in two groups, named *.west, for 90 days. */
export function issuerFacts(name: string, changes: Partial<IssuerConstraints> = {}): CertificateFacts {
  return {
    ...nodeFacts(name),
    noiseKey: new Uint8Array(0),
    addresses: [],
    role: 'issuer',
    constraints: {
      pools: ['10.77.0.0/17', 'fd77::/33', '192.168.0.0/16'] as Prefix[],
      allowedGroups: ['web', 'db'],
      namePattern: '*.west',
      longestLifetimeSeconds: 90 * 86400,
      ...changes,
    },
  };
}

/** Signs, by the authority unless told otherwise; throws when the facts make no legal certificate. */
export function sign(facts: CertificateFacts, signer: Keypair = authority): Uint8Array {
  return must(signCertificate(crypto, facts, signer));
}

/** The record key of a node: the same label as in `nodeFacts`. */
export function recordKeypair(name: string): Keypair {
  return crypto.importSigningKeypair(seed(`${name} record`));
}

/** What a node says of itself that is attached to two managers and can be called at one address of each family. */
export function recordFacts(node: string, changes: Partial<RecordFacts> = {}): RecordFacts {
  return {
    networkId,
    node,
    serial: 1n,
    incarnation: 3n,
    seq: 7n,
    attachments: [
      { manager: 'm1', priority: 0 },
      { manager: 'm2', priority: 1 },
    ],
    endpoints: ['192.0.2.1:7077', '[2001:db8::1]:7077'] as Endpoint[],
    capabilities: 0,
    goodbye: false,
    issuedAt: WALL,
    ttl: 86_400,
    ...changes,
  };
}

export function signedRecord(node: string, changes: Partial<RecordFacts> = {}): Uint8Array {
  return must(signRecord(crypto, recordFacts(node, changes), recordKeypair(node)));
}

/** A node as handshakes see it, with a chain of one unless given. */
export function localNode(
  name: string,
  chain: readonly Uint8Array[] = [sign(nodeFacts(name))],
  port: Crypto = crypto,
): LocalNode {
  return { noise: port.importKeypair(seed(`${name} noise`)), chain, networkId };
}

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
