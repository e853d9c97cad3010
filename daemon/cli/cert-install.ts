import { existsSync, realpathSync } from 'node:fs';
import { Command } from 'commander';
import { type Certificate, decodeCertificate } from '../../protocol/certificate.js';
import { credentialName, type FilePath } from '../config/config.js';
import { type Documents, formatDocument } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { loadConfig } from '../config/load.js';
import { keepPrevious, readDocument, writeTextFile } from '../io/files.js';
import { refuseUnfit } from '../io/identity.js';
import { createSodium } from '../io/sodium.js';
import { duration } from '../observe/status.js';
import { columns, moment } from '../observe/text-table.js';
import { verifyFiles } from './cert-verify.js';
import { certificateFailure, certificateReport, readCertificate } from './certificate.js';
import { aboutCertificate } from './certificate-head.js';
import { controlOf } from './daemon-options.js';
import { printJson } from './json.js';
import { DEFAULT_CONFIG } from './options.js';
import { changeLines, done, requestReload } from './reload-outcome.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly config: string;
  readonly key?: string;
  readonly dryRun?: boolean;
  readonly reload?: boolean;
  readonly json?: boolean;
}

export function certInstall(terminal: Terminal): Command {
  return new Command('install')
    .description(
      "Puts this host's certificate where its config names it, after checking key, trust, serial, and that the config fits it.",
    )
    .argument('<file>', 'the certificate, as the authority signed it; - reads it from standard input')
    .option('--config <file>', 'config that names key, trust and certificate', DEFAULT_CONFIG)
    .option('--key <file>', "this host's private key (default: the one that the config names)")
    .option('--reload', 'have the daemon use it at once')
    .option('--dry-run', 'only check, and show what would change')
    .option('--json', 'print the outcome as JSON (`festoon: cert-install/1`)')
    .addHelpText(
      'after',
      '\nExamples:\n  festoon cert install a.crt --dry-run\n  ssh laptop cat a.crt | festoon cert install - --reload',
    )
    .action(async (path: string, options: Options) => {
      const config = loadConfig(options.config);
      const { name: source, document } = await readCertificate(path, terminal);
      const key = readDocument('node-key', options.key ?? config.identity.key);
      const trust = readDocument('trust', config.trust);
      const { name } = key;
      const now = Math.floor(terminal.now() / 1000);
      const node = verifyFiles(createSodium(), source, { certificate: document, trust, key }, now);
      const { certificate } = node;
      if (certificate.name !== name) {
        throw new Failure(
          'identity-mismatch',
          `${source}: is for ${certificate.name}, not for this host's ${name}`,
        );
      }
      refuseUnfit(config, node, trust);
      const target = fileOf(config.identity.certificate);
      const installed = readInstalled(target);
      const state = compare(source, certificate, installed);
      const write = state === 'newer' && options.dryRun !== true;
      const previous = write ? install(target, document, certificate) : undefined;
      const replaced = previous === undefined ? '' : `; the old one is ${previous}`;
      if (!options.json) terminal.out(changes(certificate, installed, now));
      terminal.err(`${verdict(target, state, write)}${replaced}\n`);

      const reload = options.reload === true && options.dryRun !== true;
      const outcome = reload ? await requestReload(await controlOf(options)) : undefined;
      if (options.json) {
        printJson(terminal, 'cert-install/1', {
          file: target,
          written: write,
          ...(previous !== undefined && { previous }),
          certificate: certificateReport(certificate),
          ...(installed && { replaces: certificateReport(installed) }),
          ...(outcome && { reload: outcome }),
        });
      }
      if (outcome) terminal.err(changeLines(done(outcome)));
      else if (write) terminal.err('run `festoon reload` to have the daemon use it\n');
    });
}

/** systemd shows a service copies of its credentials: what is to be replaced is known to the unit alone. */
function fileOf(certificate: FilePath): string {
  if (credentialName(certificate) === undefined) return certificate;
  const remedy = 'replace the file that LoadCredential= of the unit names, and restart the service';
  throw new Failure('file-unwritable', `${certificate}: is a credential of systemd`, remedy);
}

type State = 'same' | 'newer';

/** Peers refuse what is older than they have seen, so that is never installed. */
function compare(path: string, certificate: Certificate, installed: Certificate | undefined): State {
  if (installed === undefined || certificate.serial > installed.serial) return 'newer';
  const same = Buffer.compare(certificate.body, installed.body) === 0;
  if (same && certificate.serial === installed.serial) return 'same';
  const detail = `serial ${certificate.serial}, installed is ${installed.serial}`;
  throw certificateFailure(path, 'certificate-not-newer', detail);
}

/** Undefined where there is none, or nothing that is one. */
function readInstalled(path: string): Certificate | undefined {
  try {
    const [leaf] = readDocument('certificate', path).chain;
    const decoded = leaf && decodeCertificate(leaf);
    return decoded?.ok ? decoded.value : undefined;
  } catch (error) {
    const absent = ['file-missing', 'file-malformed', 'file-unsuitable'];
    if (error instanceof Failure && absent.includes(error.code)) return undefined;
    throw error;
  }
}

/** Writes what was verified, not what the file may hold by now; returns where the old file is, if there was one. */
function install(
  path: string,
  document: Documents['certificate'],
  certificate: Certificate,
): string | undefined {
  const target = existsSync(path) ? realpathSync(path) : path;
  const previous = keepPrevious(target);
  const text = formatDocument('certificate', document, aboutCertificate(certificate));
  writeTextFile(target, text, { mode: 0o644, force: true });
  return previous;
}

function verdict(target: string, state: State, written: boolean): string {
  if (state === 'same') return `${target} is this certificate already`;
  return written ? `wrote ${target}` : `${target} would be replaced`;
}

/** A line for each fact that differs from the installed certificate; every fact where there is none. */
function changes(certificate: Certificate, installed: Certificate | undefined, now: number): string {
  const before = installed && facts(installed, now);
  const rows = facts(certificate, now).flatMap(([name = '', value = ''], at) => {
    const old = before?.[at]?.[1];
    if (old === value) return [];
    return [[name, old === undefined ? value : `${old} -> ${value}`]];
  });
  return columns(rows, 2)
    .map((line) => `${line}\n`)
    .join('');
}

function facts(certificate: Certificate, now: number): string[][] {
  const { role, serial, notAfter, name, addresses, routes, groups } = certificate;
  const left = notAfter < now ? 'ended' : `${duration(notAfter - now)} left`;
  return [
    ['name', name],
    ['role', role],
    ['serial', String(serial)],
    ['valid until', `${moment(notAfter)} (${left})`],
    ['addresses', addresses.join(' ')],
    ['routes', routes.join(' ') || 'none'],
    ['groups', groups.join(' ') || 'none'],
  ];
}
