import { festoon } from '#proto';
import {
  type Address,
  addressBytes,
  addressFromBytes,
  type Prefix,
  prefixBytes,
  prefixFromBytes,
} from './address.js';
import { ascii, concat } from './bytes.js';
import type { Crypto, SecretKey } from './crypto.js';
import { decodeMessage, encodeMessage, type Plain } from './message.js';
import { accept, type Result, reject } from './result.js';
import { decodeSigned, encodeSigned, type Signed } from './signed.js';

/** Roles by their number on the wire (spec §3). */
export const ROLES = ['node', 'manager', 'issuer'] as const;
export type Role = (typeof ROLES)[number];

/** Encoded sizes, signature and framing included. */
export const NODE_CERTIFICATE_MAX_BYTES = 512;
export const ISSUER_CERTIFICATE_MAX_BYTES = 320;

/** What a certificate says (spec §3). Times are seconds since 1970, both inclusive. */
export interface CertificateFacts {
  /** 16 bytes. */
  readonly networkId: Uint8Array;
  readonly serial: bigint;
  readonly name: string;
  /** X25519, 32 bytes; empty for an issuer. */
  readonly noiseKey: Uint8Array;
  /** Ed25519, 32 bytes; an issuer's signing key. */
  readonly recordKey: Uint8Array;
  readonly addresses: readonly Address[];
  readonly routes: readonly Prefix[];
  readonly groups: readonly string[];
  readonly role: Role;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Constraints on what an issuer may sign; present exactly when the role is issuer. */
  readonly constraints?: IssuerConstraints;
}

export interface IssuerConstraints {
  readonly pools: readonly Prefix[];
  readonly allowedGroups: readonly string[];
  /** `*` stands for any run of characters, also none. */
  readonly namePattern: string;
  readonly longestLifetimeSeconds: number;
}

declare const decoded: unique symbol;

/** A well-formed certificate. Its signature is not checked: that is `verifyChain` in trust.ts. */
export interface Certificate extends CertificateFacts, Signed {
  readonly [decoded]: true;
  /** Key id of the signer, 16 bytes. */
  readonly issuer: Uint8Array;
}

/** The id under which a certificate names its signer: BLAKE2b-256 of the Ed25519 public key, first 16 bytes. */
export function keyId(crypto: Crypto, signingKey: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  crypto.hash(digest, [signingKey]);
  return digest.slice(0, 16);
}

/** What nodes, networks and groups may be called (spec §3). */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** The bytes that a signature covers. */
export function signedBytes(body: Uint8Array): Uint8Array {
  return concat(SIGNATURE_LABEL, body);
}

/** Signs the facts; rejected when they do not make a legal certificate, in form or in size. */
export function signCertificate(
  crypto: Crypto,
  facts: CertificateFacts,
  signer: { readonly publicKey: Uint8Array; readonly secretKey: SecretKey },
): Result<Uint8Array> {
  const body = encodeBody(facts, keyId(crypto, signer.publicKey));
  const bytes = encodeSigned({ body, signature: crypto.sign(signer.secretKey, signedBytes(body)) });
  const check = decodeCertificate(bytes);
  return check.ok ? accept(bytes) : check;
}

/** Checks form, ranges and size; a certificate has exactly one encoding, so equal certificates are equal bytes. */
export function decodeCertificate(bytes: Uint8Array): Result<Certificate> {
  if (bytes.length > NODE_CERTIFICATE_MAX_BYTES) return reject('certificate-too-large');
  const signed = decodeSigned(bytes, NODE_CERTIFICATE_MAX_BYTES);
  const facts = signed && decodeBody(signed.body);
  if (facts === undefined) return reject('certificate-malformed');
  if (facts.role === 'issuer' && bytes.length > ISSUER_CERTIFICATE_MAX_BYTES)
    return reject('certificate-too-large');
  return accept({ ...facts, ...signed } as Certificate);
}

const SIGNATURE_LABEL = ascii('festoon/1 certificate');
const NAME = /^[a-z0-9.-]{1,63}$/;
const NAME_PATTERN = /^[a-z0-9.*-]{1,63}$/;

const MAX_SECONDS = BigInt(Number.MAX_SAFE_INTEGER);

function encodeBody(facts: CertificateFacts, issuer: Uint8Array): Uint8Array {
  const { networkId, serial, name, noiseKey, recordKey, constraints } = facts;
  return encodeMessage(festoon.v1.CertificateBody, {
    networkId,
    serial,
    name,
    noiseKey,
    recordKey,
    addresses: facts.addresses.map(addressBytes),
    routes: facts.routes.map(prefixBytes),
    groups: [...facts.groups],
    role: ROLES.indexOf(facts.role),
    notBefore: BigInt(facts.notBefore),
    notAfter: BigInt(facts.notAfter),
    issuer,
    ...(constraints && {
      pools: constraints.pools.map(prefixBytes),
      allowedGroups: [...constraints.allowedGroups],
      namePattern: constraints.namePattern,
      longestLifetime: constraints.longestLifetimeSeconds,
    }),
  });
}

/** Undefined when a field is out of range or does not fit the role. */
function decodeBody(bytes: Uint8Array): (CertificateFacts & { readonly issuer: Uint8Array }) | undefined {
  const body = decodeMessage(festoon.v1.CertificateBody, bytes, NODE_CERTIFICATE_MAX_BYTES);
  if (body === undefined) return undefined;
  const role = ROLES[body.role];
  const addresses = allOf(body.addresses, addressFromBytes);
  const routes = allOf(body.routes, prefixFromBytes);
  const pools = allOf(body.pools, prefixFromBytes);
  if (role === undefined || addresses === undefined || routes === undefined || pools === undefined)
    return undefined;
  const constraints: IssuerConstraints = {
    pools,
    allowedGroups: body.allowedGroups,
    namePattern: body.namePattern,
    longestLifetimeSeconds: body.longestLifetime,
  };
  const { networkId, serial, name, noiseKey, recordKey, groups, issuer } = body;
  const legal =
    networkId.length === 16 &&
    serial > 0n &&
    isName(name) &&
    recordKey.length === 32 &&
    groups.every(isName) &&
    body.notBefore <= body.notAfter &&
    body.notAfter <= MAX_SECONDS &&
    issuer.length === 16 &&
    (role === 'issuer' ? isIssuer(body, constraints) : isNode(body, constraints));
  if (!legal) return undefined;
  return {
    networkId,
    serial,
    name,
    noiseKey,
    recordKey,
    addresses,
    routes,
    groups,
    role,
    notBefore: Number(body.notBefore),
    notAfter: Number(body.notAfter),
    issuer,
    ...(role === 'issuer' && { constraints }),
  };
}

type Body = Plain<festoon.v1.CertificateBody>;

function isNode(body: Body, constraints: IssuerConstraints): boolean {
  return (
    body.noiseKey.length === 32 &&
    body.addresses.length > 0 &&
    constraints.pools.length === 0 &&
    constraints.allowedGroups.length === 0 &&
    constraints.namePattern === '' &&
    constraints.longestLifetimeSeconds === 0
  );
}

function isIssuer(body: Body, constraints: IssuerConstraints): boolean {
  return (
    body.noiseKey.length === 0 &&
    body.addresses.length === 0 &&
    body.routes.length === 0 &&
    body.groups.length === 0 &&
    constraints.pools.length > 0 &&
    constraints.allowedGroups.every(isName) &&
    NAME_PATTERN.test(constraints.namePattern) &&
    constraints.longestLifetimeSeconds > 0
  );
}

function allOf<T>(items: readonly Uint8Array[], parse: (item: Uint8Array) => T | undefined): T[] | undefined {
  const parsed = items.map(parse).filter((item) => item !== undefined);
  return parsed.length === items.length ? parsed : undefined;
}
