import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, credentialName, type FilePath, type MetricsAddress, unixPath } from './config.js';
import { conflicts } from './conflicts.js';
import { ConfigError, Failure, type Problem } from './failure.js';
import { type ConfigFile, expandShort, fileSchema } from './schema.js';
import { mergeSources, type Source } from './sources.js';
import { readTextFile } from './text-file.js';
import { holdTo, type Locate, readYaml } from './yaml.js';

const MAX_BYTES = 16 << 20;

/**
 * Reads, checks and freezes a config: the file and what lies beside it in conf.d. Throws a ConfigError that lists every
 * problem, or a Failure of a file.
 */
export function loadConfig(path: string): Config {
  return configFrom(path, textsOf(path));
}

/** Where the keys of a config stand in its files, for what is found later: they are read anew, and may have changed. */
export function locateKeys({ file }: Config): Locate {
  try {
    return mergeSources(textsOf(file).map(sourceOf)).locate;
  } catch {
    return startOf(file);
  }
}

/** The same for another file of YAML. */
export function locateIn(file: FilePath): Locate {
  try {
    const { locate } = readYaml(readTextFile(file, { maxBytes: MAX_BYTES }));
    return (path) => ({ ...locate(path), file });
  } catch {
    return startOf(file);
  }
}

function startOf(file: FilePath): Locate {
  return (path) => ({ file, line: 1, column: 1, key: path.join('.') });
}

/** `file` names the text in errors; paths in it are relative to its directory. */
export function parseConfig(file: string, text: string): Config {
  return configFrom(file, [{ file, text }]);
}

interface Text {
  readonly file: string;
  readonly text: string;
}

function configFrom(file: string, texts: readonly Text[]): Config {
  const refuse = (problems: readonly Problem[]): never => {
    throw new ConfigError('config-invalid', file, problems);
  };
  const read = texts.map(sourceOf);
  const broken = read.flatMap(({ problems }) => problems);
  if (read.some(({ usable }) => !usable)) return refuse(broken);
  const { value, locate, problems } = mergeSources(read);
  const found = [...broken, ...problems];
  const held = holdTo(fileSchema, value, locate);
  if (!held.ok) return refuse([...found, ...held.problems]);
  const config = configOf(file, held.value);
  found.push(...conflicts(config, locate));
  return found.length > 0 ? refuse(found) : freeze(config);
}

/** Usable: there is enough of it to look for what else is wrong. */
function sourceOf({ file, text }: Text): Source & { problems: Problem[]; usable: boolean } {
  const { value, locate, problems } = readYaml(text);
  const found = [...damage(text), ...problems];
  const group = typeof value === 'object' && !Array.isArray(value);
  if (value !== undefined && !group) {
    const held = holdTo(fileSchema, value, locate);
    found.push(...(held.ok ? [] : held.problems));
  }
  return {
    file,
    value: expandShort(value),
    locate,
    problems: found.map((problem) => ({ ...problem, file })),
    usable: group,
  };
}

/** What a write that stopped halfway, or a crash during it, leaves behind. */
function damage(text: string): Problem[] {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const nul = lines.findIndex((line) => line.includes('\0'));
  if (nul >= 0) {
    const message = 'holds NUL bytes, as a file does that was not written to its end; restore it';
    return [{ line: nul + 1, column: (lines[nul] ?? '').indexOf('\0') + 1, key: '', message }];
  }
  // A value in brackets shows by itself whether it is whole.
  if (last === '' || /^\{.*\}$/s.test(text.trim())) return [];
  const message =
    'ends within a line, as a half-written file does; write it whole, with a newline at its end';
  return [{ line: lines.length, column: last.length + 1, key: '', message }];
}

function textsOf(path: string): Text[] {
  const read = (file: string): Text => ({ file, text: readTextFile(file, { maxBytes: MAX_BYTES }) });
  const main = read(path);
  return [main, ...besides(path).map(read)];
}

/** Regular files conf.d/*.yaml beside the config file, in order of their names; those that begin with a dot are not meant. */
function besides(path: string): string[] {
  const directory = join(dirname(path), 'conf.d');
  return namesIn(directory)
    .filter((name) => /^[^.].*\.yaml$/.test(name))
    .sort()
    .map((name) => join(directory, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() !== false);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new Failure('file-unsuitable', `${directory}: is not a directory`);
    throw new Failure('file-unreadable', `${directory}: cannot be read (${code})`);
  }
}

function configOf(path: string, file: ConfigFile): Config {
  const { metrics } = file;
  const base = dirname(path);
  return {
    file: path,
    identity: {
      key: fileIn(base, file.identity.key),
      certificate: fileIn(base, file.identity.certificate),
    },
    trust: fileIn(base, file.trust),
    secret: file.secret.map((path) => fileIn(base, path)),
    state: resolve(base, file.state),
    control: resolve(base, file.control),
    listen: file.listen,
    tun: file.tun,
    ...(metrics && {
      metrics: { address: addressIn(base, metrics.address), peerLabels: metrics.peer_labels },
    }),
    log: file.log,
    role: file.role,
    ...(file.domain !== undefined && { domain: file.domain }),
    advertise: file.advertise,
    relay: file.relay,
    acceptRoutes: file.accept_routes,
    forceRoutes: file.force_routes,
    managers: file.managers.map(({ addresses = [], ...manager }) => ({ ...keyed(manager), addresses })),
    peers: file.peers.map(keyed),
  };
}

function keyed<T extends { readonly next_key?: Uint8Array }>({
  next_key: nextKey,
  ...rest
}: T): Omit<T, 'next_key'> & { readonly nextKey?: Uint8Array } {
  return { ...rest, ...(nextKey && { nextKey }) };
}

function fileIn(base: string, path: FilePath): FilePath {
  return credentialName(path) === undefined ? resolve(base, path) : path;
}

function addressIn(base: string, address: MetricsAddress): MetricsAddress {
  const path = unixPath(address);
  return path === undefined ? address : `unix:${resolve(base, path)}`;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
