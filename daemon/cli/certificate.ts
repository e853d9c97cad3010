import { type Certificate, decodeCertificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import { type Documents, parseDocument } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readDocument } from '../io/files.js';
import { duration } from '../observe/status.js';
import { columns, moment } from '../observe/text-table.js';
import type { Terminal } from './terminal.js';

/** A certificate as `--json` shows it: keys and ids as in Festoon's files, times in Unix seconds. */
export interface CertificateReport {
  readonly name: string;
  readonly role: string;
  /** A string, for it may have 63 bits. */
  readonly serial: string;
  readonly network: string;
  readonly key: string;
  readonly record: string;
  readonly addresses: readonly string[];
  readonly routes: readonly string[];
  readonly groups: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  /** Id of the key that signed it, as in the certificate of an issuer or derived from an authority's key. */
  readonly signer: string;
  /** What an issuer may sign. */
  readonly constraints?: Certificate['constraints'];
}

/** What stands for standard input where a file is asked for. */
const STDIN = '-';

/** A certificate file, or what comes on standard input, and what it is called in messages. */
export async function readCertificate(
  path: string,
  terminal: Terminal,
): Promise<{ readonly name: string; readonly document: Documents['certificate'] }> {
  if (path !== STDIN) return { name: path, document: readDocument('certificate', path) };
  return { name: 'stdin', document: parseDocument('certificate', 'stdin', await terminal.input()) };
}

/** The certificates of a file, the node's first, nothing but their form checked. */
export function decodeFile(path: string, { chain }: Documents['certificate']): readonly Certificate[] {
  return chain.map((bytes) => {
    const decoded = decodeCertificate(bytes);
    if (!decoded.ok) throw certificateFailure(path, decoded.code);
    return decoded.value;
  });
}

export function certificateFailure(path: string, code: ErrorCode, detail?: string): Failure {
  return new Failure(code, `${path}: ${ERRORS[code].meaning}${detail === undefined ? '' : ` (${detail})`}`);
}

export function certificateReport(certificate: Certificate): CertificateReport {
  const { name, role, addresses, routes, groups, notBefore, notAfter, constraints } = certificate;
  return {
    name,
    role,
    serial: String(certificate.serial),
    network: base64(certificate.networkId),
    key: base64(certificate.noiseKey),
    record: base64(certificate.recordKey),
    addresses,
    routes,
    groups,
    notBefore,
    notAfter,
    signer: base64(certificate.issuer),
    ...(constraints && { constraints }),
  };
}

/** A certificate for people: a head and a line for each fact. */
export function renderCertificate(certificate: Certificate, nowSeconds: number): string {
  const report = certificateReport(certificate);
  const { constraints } = report;
  const list = (items: readonly string[]): string => items.join(', ') || '-';
  const facts = [
    ['serial', report.serial],
    ['valid', validity(report, nowSeconds)],
    ['addresses', list(report.addresses)],
    ['routes', list(report.routes)],
    ['groups', list(report.groups)],
    ['network', report.network],
    ['key', report.key || '-'],
    ['record key', report.record],
    ['signer', report.signer],
  ];
  const limits = constraints && [
    ['may sign', `${constraints.namePattern} in ${list(constraints.pools)}`],
    ['groups', list(constraints.allowedGroups)],
    ['for at most', duration(constraints.longestLifetimeSeconds)],
  ];
  const lines = columns([...facts, ...(limits ?? [])], 2).map((line) => `  ${line}\n`);
  return `certificate of the ${report.role} ${report.name}\n${lines.join('')}`;
}

/** `2026-01-01 00:00 UTC to 2027-01-01 00:00 UTC (ends in 365 d)` */
export function validity(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  nowSeconds: number,
): string {
  return `${moment(notBefore)} to ${moment(notAfter)} (${standing(notBefore, notAfter, nowSeconds)})`;
}

function standing(notBefore: number, notAfter: number, now: number): string {
  if (now < notBefore) return `begins in ${duration(notBefore - now)}`;
  return now > notAfter ? `ended ${duration(now - notAfter)} ago` : `ends in ${duration(notAfter - now)}`;
}

/** Public halves of a node's private key; the private ones are wiped. */
export function publicKeys(
  crypto: Crypto,
  key: Documents['node-key'],
): { readonly noise: Uint8Array; readonly record: Uint8Array } {
  const noise = crypto.importKeypair(key.key);
  const record = crypto.importSigningKeypair(key.record);
  crypto.wipe(noise.secretKey);
  crypto.wipe(record.secretKey);
  key.key.fill(0);
  key.record.fill(0);
  return { noise: noise.publicKey, record: record.publicKey };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
