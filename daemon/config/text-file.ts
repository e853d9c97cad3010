import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { Failure } from './failure.js';

export interface TextFileLimits {
  readonly maxBytes: number;
  /** Open flags beside O_RDONLY, e.g. O_NOFOLLOW. */
  readonly flags?: number;
  /** Looks at the opened file (not at the path: nothing can be swapped in between) and throws to refuse it. */
  readonly inspect?: (stats: Stats) => void;
  /** The bytes that were read are wiped. */
  readonly secret?: boolean;
}

/** The whole of a regular UTF-8 file of at most `maxBytes`, a leading byte order mark removed. */
export function readTextFile(path: string, limits: TextFileLimits): string {
  const fd = open(path, limits.flags ?? 0);
  try {
    const stats = fstatSync(fd);
    refuseIrregular(path, stats);
    limits.inspect?.(stats);
    if (stats.size > limits.maxBytes) throw tooLarge(path, limits.maxBytes);
    return readText(path, fd, stats, limits.secret === true);
  } finally {
    closeSync(fd);
  }
}

function readText(path: string, fd: number, stats: Stats, secret: boolean): string {
  // One byte more than there should be shows that the file has grown meanwhile.
  const buffer = Buffer.allocUnsafeSlow(stats.size + 1);
  try {
    const bytes = buffer.subarray(0, readWhole(path, fd, buffer));
    refuseChanged(path, stats, fstatSync(fd));
    return decode(path, bytes);
  } finally {
    if (secret) buffer.fill(0);
  }
}

function open(path: string, flags: number): number {
  try {
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    throw openFailure(path, (error as NodeJS.ErrnoException).code ?? '');
  }
}

function openFailure(path: string, errno: string): Failure {
  switch (errno) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('file-missing', `${path}: no such file`);
    case 'ELOOP':
    case 'EMLINK':
      return new Failure('file-unsuitable', `${path}: is a symbolic link`, 'name the file itself');
    case 'ERR_INVALID_ARG_VALUE':
      return new Failure('file-missing', `${JSON.stringify(path)}: no such file`);
    default:
      return new Failure('file-unreadable', `${path}: cannot be read (${errno})`);
  }
}

function refuseIrregular(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw new Failure('file-unsuitable', `${path}: is a directory`);
  if (!stats.isFile()) throw new Failure('file-unsuitable', `${path}: is not a regular file`);
}

/** Somebody writes the file in place at this moment. */
function refuseChanged(path: string, before: Stats, after: Stats): void {
  if (before.size === after.size && before.mtimeMs === after.mtimeMs) return;
  const remedy = 'try again, and replace the file in one step: write another one and rename it';
  throw new Failure('file-unsuitable', `${path}: changed while it was read`, remedy);
}

function tooLarge(path: string, maxBytes: number): Failure {
  const remedy = 'check that it is the right file';
  return new Failure('file-unsuitable', `${path}: is larger than ${maxBytes} bytes`, remedy);
}

/** How many bytes there were, at most as many as there is room for. */
function readWhole(path: string, fd: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    const read = readSome(path, fd, buffer.subarray(length));
    if (read === 0) break;
    length += read;
  }
  return length;
}

function readSome(path: string, fd: number, into: Buffer): number {
  try {
    return readSync(fd, into);
  } catch (error) {
    throw openFailure(path, (error as NodeJS.ErrnoException).code ?? '');
  }
}

function decode(path: string, bytes: Buffer): string {
  if (bytes.length === 0)
    throw new Failure('file-unsuitable', `${path}: is empty`, 'fill it in or restore it');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const before = bytes.toString('utf8').split('\ufffd', 1)[0] ?? '';
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    throw new Failure('file-unsuitable', `${path}:${line}:${column}: is not UTF-8 text`, 'save it as UTF-8');
  }
}
