import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { credentialName, type FilePath } from '../config/config.js';
import { type DocumentKind, type Documents, parseDocument, SECRET_KINDS } from '../config/documents.js';
import { Failure } from '../config/failure.js';
import { readTextFile } from '../config/text-file.js';

const MAX_BYTES = 16 << 10;

/**
 * Reads one of Festoon's own files, by its path or as `credential:NAME` of systemd. Private ones must be out of other
 * users' reach, and no symbolic link.
 */
export function readDocument<K extends DocumentKind>(kind: K, path: FilePath): Documents[K] {
  const secret = SECRET_KINDS.includes(kind);
  const name = credentialName(path);
  const file = name === undefined ? path : join(credentialsDirectory(path), name);
  const text = readTextFile(file, {
    maxBytes: MAX_BYTES,
    secret,
    flags: secret ? constants.O_NOFOLLOW : 0,
    ...(secret && { inspect: (stats) => refuseExposed(file, stats, name !== undefined) }),
  });
  return parseDocument(kind, file, text);
}

/** Where systemd puts what LoadCredential= and its like name, for this service alone; see systemd.exec(5). */
function credentialsDirectory(path: FilePath): string {
  const directory = process.env['CREDENTIALS_DIRECTORY'];
  if (directory !== undefined && directory !== '') return directory;
  throw new Failure('credential-absent', `${path}: $CREDENTIALS_DIRECTORY is not set`);
}

export interface WriteOptions {
  readonly mode: number;
  /** Replace what is there. Without it an existing file, of whatever kind, is kept and the write refused. */
  readonly force?: boolean;
}

/**
 * Writes a whole file or none: a reader sees the old content or the new, also after a power cut. The mode is that of the
 * options, whatever the umask; a file that is replaced hands on its owner and mode.
 */
export function writeTextFile(path: string, text: string, { mode, force = false }: WriteOptions): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeSynced(temporary, text, force ? accessAt(path, mode) : { mode });
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

function refuseExposed(path: string, { uid, gid, mode }: Stats, credential: boolean): void {
  const user = process.getuid?.();
  // What root looks at may belong to the user that the service runs as.
  if (uid !== 0 && uid !== user && !(user === 0 && uid === serviceUser())) {
    const remedy = `run \`chown ${user} ${path}\` if it is yours`;
    throw new Failure('file-exposed', `${path}: belongs to user ${uid}, not to ${user} or root`, remedy);
  }
  // systemd lets the service's user read by an ACL, whose mask shows as the group's bits: 0440, root:root.
  const forbidden = credential && uid === 0 && gid === 0 ? 0o137 : 0o177;
  if ((mode & forbidden) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(4, '0');
    throw new Failure(
      'file-exposed',
      `${path}: has mode ${octal}, not 0600 or stricter`,
      `run \`chmod 600 ${path}\``,
    );
  }
}

/** The user that packaging/sysusers.d makes. */
function serviceUser(): number | undefined {
  return userId('festoon', existsSync(PASSWD) ? readFileSync(PASSWD, 'utf8') : '');
}

const PASSWD = '/etc/passwd';

/** Of a user, from the text of passwd(5). */
export function userId(name: string, passwd: string): number | undefined {
  const line = passwd.split('\n').find((each) => each.startsWith(`${name}:`));
  return line === undefined ? undefined : Number(line.split(':')[2]);
}

/** Who may do what with a file. */
interface Access {
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** As the file there has it. What is asked for a secret is never widened. */
function accessAt(path: string, mode: number): Access {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there?.isFile()) return { mode };
  const isSecret = (mode & 0o077) === 0;
  return { mode: there.mode & (isSecret ? mode : 0o777), owner: there };
}

function writeSynced(path: string, text: string, { mode, owner }: Access): void {
  remove(path);
  const fd = openSync(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    if (owner) give(fd, owner);
    fchmodSync(fd, mode);
    const bytes = Buffer.from(text);
    let at = 0;
    while (at < bytes.length) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Only root may give files away: those that others write are their own. */
function give(fd: number, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  try {
    fchownSync(fd, uid, gid);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // EINVAL: a user namespace has no such user.
    if (!['EPERM', 'EINVAL'].includes(code)) throw error;
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
