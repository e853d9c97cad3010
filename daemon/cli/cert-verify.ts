import { Command } from 'commander';
import { equalBytes } from '../../protocol/bytes.js';
import type { Crypto } from '../../protocol/crypto.js';
import { type VerifiedNode, verifyChain } from '../../protocol/trust.js';
import type { Documents } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readDocument } from '../io/files.js';
import { createSodium } from '../io/sodium.js';
import {
  certificateFailure,
  certificateReport,
  decodeFile,
  publicKeys,
  renderCertificate,
  validity,
} from './certificate.js';
import { printJson } from './json.js';
import { type Moment, parseMoment } from './options.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly trust: string;
  readonly key?: string;
  readonly at?: Moment;
  readonly json?: boolean;
}

export function certVerify(terminal: Terminal): Command {
  return new Command('verify')
    .description('Checks a certificate as other nodes would; exit code 1 when they would refuse it.')
    .argument('<file>', 'the certificate')
    .requiredOption('--trust <file>', "the network's trust file")
    .option('--key <file>', 'also check that it was made for this private key')
    .option('--at <time>', 'check for this time, such as 2027-01-31, 2027-01-31T12:00Z or +30d', parseMoment)
    .option('--json', 'print the outcome as JSON (`festoon: cert-verify/1`)')
    .addHelpText(
      'after',
      '\nExamples:\n  festoon cert verify a.crt --trust acme.trust --key a.key' +
        '\n  festoon cert verify a.crt --trust acme.trust --at +30d || echo renew it',
    )
    .action((path: string, { trust, key, at, json = false }: Options) => {
      const now = terminal.now() / 1000;
      const when = Math.floor(at?.(now) ?? now);
      const files = {
        certificate: readDocument('certificate', path),
        trust: readDocument('trust', trust),
        ...(key !== undefined && { key: readDocument('node-key', key) }),
      };
      try {
        const { certificate } = verifyFiles(createSodium(), path, files, when);
        if (json)
          printJson(terminal, 'cert-verify/1', { ok: true, certificate: certificateReport(certificate) });
        else terminal.out(`${path}: holds\n${renderCertificate(certificate, when)}`);
      } catch (error) {
        if (json && error instanceof Failure) {
          const { code, message, remedy } = error;
          printJson(terminal, 'cert-verify/1', { ok: false, code, message, remedy });
        }
        throw error;
      }
    });
}

export interface CertificateFiles {
  readonly certificate: Documents['certificate'];
  readonly trust: Documents['trust'];
  /** Its private parts are wiped. */
  readonly key?: Documents['node-key'];
}

/** The chain of a certificate file, verified; fails with the code that another node would refuse it with. */
export function verifyFiles(
  crypto: Crypto,
  path: string,
  files: CertificateFiles,
  wallSeconds: number,
): VerifiedNode {
  const { network: networkId, authorities, pools } = files.trust;
  const verified = verifyChain(
    crypto,
    { networkId, authorities, pools },
    files.certificate.chain,
    wallSeconds,
  );
  const keys = files.key && publicKeys(crypto, files.key);
  if (!verified.ok) {
    const [leaf] = isAboutTime(verified.code) ? decodeFile(path, files.certificate) : [];
    throw certificateFailure(path, verified.code, leaf && validity(leaf, wallSeconds));
  }
  const { noiseKey, recordKey } = verified.value.certificate;
  if (keys && !(equalBytes(keys.noise, noiseKey) && equalBytes(keys.record, recordKey))) {
    throw certificateFailure(path, 'certificate-wrong-key');
  }
  return verified.value;
}

function isAboutTime(code: string): boolean {
  return code === 'certificate-expired' || code === 'certificate-not-yet-valid';
}
