import { festoon } from '#proto';
import { type Endpoint, endpointBytes, endpointFromBytes } from './address.js';
import { ascii, compareBytes, concat, equalBytes } from './bytes.js';
import { isName } from './certificate.js';
import type { Crypto, Keypair } from './crypto.js';
import { decodeMessage, encodeMessage } from './message.js';
import { accept, type Result, reject } from './result.js';
import { decodeSigned, encodeSigned, type Signed } from './signed.js';
import type { Span, Trust, VerifiedNode } from './trust.js';

/** Encoded, signature and framing included: any names of a node and 3 managers fit with two IPv4 endpoints. */
export const RECORD_MAX_BYTES = 432;
export const MAX_ATTACHMENTS = 3;
export const MAX_RECORD_ENDPOINTS = 8;
export const MAX_TTL_SECONDS = 86_400;
/** A record is kept so long beyond its time to live. */
export const GRACE_SECONDS = 600;

/** What a node says of itself (spec §14). */
export interface RecordFacts {
  /** 16 bytes. */
  readonly networkId: Uint8Array;
  /** Its certificate's name. */
  readonly node: string;
  /** Its certificate's. */
  readonly serial: bigint;
  /** Its boot epoch. */
  readonly incarnation: bigint;
  /** Grows within an incarnation. */
  readonly seq: bigint;
  /** The managers that it has sessions with, each once; at most 3. */
  readonly attachments: readonly Attachment[];
  /** Where it can be called without an introduction, the likeliest first; at most 8. */
  readonly endpoints: readonly Endpoint[];
  /** Bits; none has a meaning yet. */
  readonly capabilities: number;
  /** It leaves. */
  readonly goodbye: boolean;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds, 1 to 86400. */
  readonly ttl: number;
}

export interface Attachment {
  /** Its certificate's name. */
  readonly manager: string;
  /** 0 to 255; the lowest is tried first. */
  readonly priority: number;
}

declare const decoded: unique symbol;
declare const verified: unique symbol;

/** A well-formed record. Nothing of it is proved: that is `verifyRecord`. */
export interface SignedRecord extends RecordFacts, Signed {
  readonly [decoded]: true;
}

/** A record that a node of this network has signed. */
export interface NodeRecord extends SignedRecord {
  readonly [verified]: true;
}

/**
 * Signs the facts by the node's record key. Endpoints for which there is no room are left out, the last ones first;
 * rejected when the rest makes no legal record.
 */
export function signRecord(crypto: Crypto, facts: RecordFacts, record: Keypair): Result<Uint8Array> {
  const body = encodeBody(facts);
  const signature = crypto.sign(record.secretKey, concat(LABEL, body));
  const bytes = encodeSigned({ body, signature });
  if (bytes.length > RECORD_MAX_BYTES && facts.endpoints.length > 0)
    return signRecord(crypto, { ...facts, endpoints: facts.endpoints.slice(0, -1) }, record);
  const check = decodeRecord(bytes);
  return check.ok ? accept(bytes) : check;
}

/** Checks form, ranges and size. */
export function decodeRecord(bytes: Uint8Array): Result<SignedRecord> {
  const signed = decodeSigned(bytes, RECORD_MAX_BYTES);
  const facts = signed && decodeBody(signed.body);
  return facts === undefined ? reject('record-malformed') : accept({ ...facts, ...signed } as SignedRecord);
}

/**
 * Checks that `node` has signed it, in this network and under this certificate, and that at some moment of `span` it is
 * in force.
 */
export function verifyRecord(
  crypto: Crypto,
  trust: Trust,
  record: SignedRecord,
  { certificate }: VerifiedNode,
  { from, to }: Span,
): Result<NodeRecord> {
  if (!equalBytes(record.networkId, trust.networkId)) return reject('record-foreign-network');
  if (record.node !== certificate.name) return reject('record-wrong-node');
  if (record.serial !== certificate.serial) return reject('record-wrong-serial');
  if (!isSignedBy(crypto, record, certificate.recordKey)) return reject('record-signature');
  if (from > endOf(record)) return reject('record-expired');
  if (to + MAX_TTL_SECONDS < record.issuedAt) return reject('record-not-yet-valid');
  return accept(record as NodeRecord);
}

/** Whether the holder of this record key has signed it. */
export function isSignedBy(
  crypto: Crypto,
  { body, signature }: SignedRecord,
  recordKey: Uint8Array,
): boolean {
  return crypto.verify(recordKey, concat(LABEL, body), signature);
}

/** Seconds since 1970: the last second in which it is in force. */
export function endOf({ issuedAt, ttl }: RecordFacts): number {
  return issuedAt + ttl + GRACE_SECONDS;
}

/**
 * Positive when `a` takes the place of `b`: by serial, then incarnation, then seq, and of one version by the larger hash,
 * so that everybody keeps the same. 0 only for equal records.
 */
export function compareRecords(crypto: Crypto, a: SignedRecord, b: SignedRecord): number {
  for (const key of VERSION) if (a[key] !== b[key]) return a[key] > b[key] ? 1 : -1;
  return compareBytes(hashOf(crypto, a), hashOf(crypto, b));
}

/** Where two records of one version differ, their node runs twice at once, or lies. */
export function isSameVersion(a: RecordFacts, b: RecordFacts): boolean {
  return VERSION.every((key) => a[key] === b[key]);
}

const LABEL = ascii('festoon/1 record');
const MAX_PRIORITY = 255;
const VERSION = ['serial', 'incarnation', 'seq'] as const;
const MAX_SECONDS = BigInt(Number.MAX_SAFE_INTEGER - MAX_TTL_SECONDS - GRACE_SECONDS);

function hashOf(crypto: Crypto, { body, signature }: SignedRecord): Uint8Array {
  const hash = new Uint8Array(32);
  crypto.hash(hash, [body, signature]);
  return hash;
}

function encodeBody(facts: RecordFacts): Uint8Array {
  const { attachments, endpoints, issuedAt, ...same } = facts;
  return encodeMessage(festoon.v1.RecordBody, {
    ...same,
    attachments: [...attachments],
    endpoints: endpoints.map(endpointBytes),
    issuedAt: BigInt(issuedAt),
  });
}

/** Undefined when a field is out of range. */
function decodeBody(bytes: Uint8Array): RecordFacts | undefined {
  const body = decodeMessage(festoon.v1.RecordBody, bytes, RECORD_MAX_BYTES);
  if (body === undefined) return undefined;
  const { networkId, node, serial, incarnation, seq, capabilities, goodbye, ttl } = body;
  const attachments = body.attachments as unknown as readonly Attachment[];
  const endpoints = body.endpoints.map(endpointFromBytes).filter((endpoint) => endpoint !== undefined);
  const managers = new Set(attachments.map(({ manager }) => manager));
  const legal =
    networkId.length === 16 &&
    isName(node) &&
    serial > 0n &&
    attachments.length <= MAX_ATTACHMENTS &&
    managers.size === attachments.length &&
    attachments.every(({ manager, priority }) => isName(manager) && priority <= MAX_PRIORITY) &&
    body.endpoints.length <= MAX_RECORD_ENDPOINTS &&
    endpoints.length === body.endpoints.length &&
    body.issuedAt <= MAX_SECONDS &&
    ttl > 0 &&
    ttl <= MAX_TTL_SECONDS;
  if (!legal) return undefined;
  const issuedAt = Number(body.issuedAt);
  return {
    networkId,
    node,
    serial,
    incarnation,
    seq,
    attachments,
    endpoints,
    capabilities,
    goodbye,
    issuedAt,
    ttl,
  };
}
