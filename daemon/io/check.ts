import type { Prefix } from '../../protocol/address.js';
import { decodeCertificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { Config, FilePath } from '../config/config.js';
import { type DocumentKind, type Documents, SECRET_KINDS } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { loadConfig } from '../config/load.js';
import { readDocument } from './files.js';
import { refuseUnsafeRanges } from './host-conflicts.js';
import { forgetIdentity, loadIdentity } from './identity.js';

export interface CheckReport {
  /** Absent when the config itself cannot be used; then its files and what it does to the host stay unchecked. */
  readonly config?: Config;
  /** What the daemon would refuse to start with, all of it as far as it can be told. */
  readonly failures: readonly Failure[];
  /** What this process cannot look at but the daemon can, one line each. */
  readonly unchecked: readonly string[];
}

/** Looks at a config as the daemon does at its start and at a reload: keys, files, identity, and what it does to this host. */
export function checkConfig(crypto: Crypto, path: string, wallSeconds: number): CheckReport {
  const check = new Check();
  let config: Config;
  try {
    config = loadConfig(path);
  } catch (error) {
    if (error instanceof Failure) return { failures: [error], unchecked: [] };
    throw error;
  }
  const { identity, trust, secret } = config;
  check.read('node-key', identity.key);
  const certificate = check.read('certificate', identity.certificate);
  const network = check.read('trust', trust);
  for (const file of secret) check.read('secret', file);
  const whole = check.clean ? check.attempt(() => loadIdentity(crypto, config, wallSeconds)) : undefined;
  if (whole !== undefined) forgetIdentity(crypto, whole);
  check.attempt(() =>
    refuseUnsafeRanges(config, { pools: network?.pools ?? [], routes: routesOf(certificate) }),
  );
  return { config, ...check.report() };
}

/** None where there is no certificate: that is said already. */
function routesOf(certificate: Documents['certificate'] | undefined): readonly Prefix[] {
  const [leaf] = certificate?.chain ?? [];
  const decoded = leaf && decodeCertificate(leaf);
  return decoded?.ok ? decoded.value.routes : [];
}

class Check {
  readonly #failures: Failure[] = [];
  readonly #unchecked: string[] = [];

  /** Nothing was refused or left out so far. */
  get clean(): boolean {
    return this.#failures.length + this.#unchecked.length === 0;
  }

  attempt<T>(look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const ours = onlyOurs(error);
      if (ours === undefined) this.#failures.push(error);
      else this.#unchecked.push(ours);
      return undefined;
    }
  }

  read<K extends DocumentKind>(kind: K, file: FilePath): Documents[K] | undefined {
    return this.attempt(() => {
      const document = readDocument(kind, file);
      if (SECRET_KINDS.includes(kind)) wipe(document);
      return document;
    });
  }

  report(): Omit<CheckReport, 'config'> {
    return { failures: this.#failures, unchecked: this.#unchecked };
  }
}

/** What keeps this process out but not the daemon: it runs as another user, and only it has its credentials. */
function onlyOurs({ code, message }: Failure): string | undefined {
  if (code === 'credential-absent') return `${message}: only the service has its credentials`;
  const foreign = code === 'file-unreadable' && process.geteuid?.() !== 0;
  return foreign ? `${message}: ask as root or as the user of the daemon` : undefined;
}

function wipe(document: object): void {
  for (const value of Object.values(document)) if (value instanceof Uint8Array) value.fill(0);
}
