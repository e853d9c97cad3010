import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type DocumentKind, type Documents, parseDocument, SECRET_KINDS } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readTextFile } from '../config/text-file.js';

const MAX_BYTES = 16 << 10;

/** Reads one of Festoon's own files. Private ones must be out of other users' reach, and no symbolic link. */
export function readDocument<K extends DocumentKind>(kind: K, path: string): Documents[K] {
  const secret = SECRET_KINDS.includes(kind);
  const text = readTextFile(path, {
    maxBytes: MAX_BYTES,
    flags: secret ? constants.O_NOFOLLOW : 0,
    ...(secret && { inspect: (stats) => refuseExposed(path, stats) }),
  });
  return parseDocument(kind, path, text);
}

export interface WriteOptions {
  readonly mode: number;
  /** Replace what is there. Without it an existing file, of whatever kind, is kept and the write refused. */
  readonly force?: boolean;
}

/** Writes a whole file or none: a reader sees the old content or the new, also after a power cut. */
export function writeTextFile(path: string, text: string, { mode, force = false }: WriteOptions): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeSynced(temporary, text, mode);
    if (force) renameSync(temporary, path);
    else linkSync(temporary, path);
    syncDirectory(dirname(path));
  } catch (error) {
    throw writeFailure(path, error as NodeJS.ErrnoException);
  } finally {
    remove(temporary);
  }
}

/** Keeps what is at `path` as `PATH.previous`, to be replaced then; returns that name, or undefined for an absent file. */
export function keepPrevious(path: string): string | undefined {
  const previous = `${path}.previous`;
  const temporary = `${previous}.${process.pid}.new`;
  try {
    remove(temporary);
    linkSync(path, temporary);
    renameSync(temporary, previous);
    return previous;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw writeFailure(previous, error as NodeJS.ErrnoException);
  } finally {
    remove(temporary);
  }
}

/** A leftover is overwritten by the next write, so failing to remove it is no failure. */
function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {}
}

function refuseExposed(path: string, stats: Stats): void {
  const user = process.getuid?.();
  if (stats.uid !== 0 && stats.uid !== user) {
    const remedy = `run \`chown ${user} ${path}\` if it is yours`;
    throw new Failure(
      'file-exposed',
      `${path}: belongs to user ${stats.uid}, not to ${user} or root`,
      remedy,
    );
  }
  if ((stats.mode & 0o177) !== 0) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw new Failure(
      'file-exposed',
      `${path}: has mode ${mode}, not 0600 or stricter`,
      `run \`chmod 600 ${path}\``,
    );
  }
}

function writeSynced(path: string, text: string, mode: number): void {
  remove(path);
  const fd = openSync(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    mode,
  );
  try {
    const bytes = Buffer.from(text);
    let at = 0;
    while (at < bytes.length) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function syncDirectory(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeFailure(path: string, error: NodeJS.ErrnoException): Failure {
  if (error.code === 'EEXIST') return new Failure('file-exists', `${path}: exists already`);
  if (error.code === 'ENOENT') return new Failure('file-unwritable', `${path}: its directory does not exist`);
  return new Failure('file-unwritable', `${path}: cannot be written (${error.code})`);
}
