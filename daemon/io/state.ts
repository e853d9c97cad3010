import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FileLock, lockFile } from '../../native/index.js';
import { formatDocument } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readDocument, writeTextFile } from './files.js';

/** What survives a restart, held by one daemon at a time. */
export interface State {
  /** Higher at each start; on disk before anything uses it (spec §5). */
  readonly bootEpoch: bigint;
  /** This run has this boot epoch from now on, and later ones a higher one. */
  raise(bootEpoch: bigint): void;
  /** Lets another daemon have the directory. */
  close(): void;
}

/** Locks the state directory (making it if absent) and counts this start. Fails with `state-locked` when in use. */
export function openState(directory: string): State {
  prepareDirectory(directory);
  const lock: FileLock = lockFile(join(directory, 'lock'));
  try {
    const path = join(directory, 'boot-epoch');
    const bootEpoch = readEpoch(path) + 1n;
    writeEpoch(path, bootEpoch);
    return { bootEpoch, raise: (higher) => writeEpoch(path, higher), close: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new Failure('file-unwritable', `${directory}: cannot be made (${code})`);
  }
  const stats = lstatSync(directory);
  if (!stats.isDirectory()) throw new Failure('state-exposed', `${directory}: is not a directory`);
  const user = process.getuid?.();
  if (stats.uid !== 0 && stats.uid !== user) {
    throw new Failure('state-exposed', `${directory}: belongs to user ${stats.uid}, not to ${user} or root`);
  }
  if ((stats.mode & 0o077) !== 0) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw new Failure(
      'state-exposed',
      `${directory}: has mode ${mode}, not 0700`,
      `run \`chmod 700 ${directory}\``,
    );
  }
}

function writeEpoch(path: string, epoch: bigint): void {
  const about = [
    'How often festoon was started here; peers use it to tell new handshakes from replayed ones.',
  ];
  writeTextFile(path, formatDocument('boot-epoch', { epoch }, about), { mode: 0o600, force: true });
}

function readEpoch(path: string): bigint {
  try {
    return readDocument('boot-epoch', path).epoch;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'file-missing') return 0n;
    const damaged = error.code === 'file-malformed' || error.code === 'file-unsuitable';
    throw damaged
      ? new Failure('state-corrupt', `${path}: is damaged`, 'restore it, or remove it and start again')
      : error;
  }
}
