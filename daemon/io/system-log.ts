import { fstatSync } from 'node:fs';
import { createLog, type Log } from '../observe/log.js';

const STDERR = 2;

/** To standard error, in the form of whoever reads it. */
export function systemLog(): Log {
  return createLog({
    write: (line) => process.stderr.write(`${line}\n`),
    now: Date.now,
    after: (millis, then) => setTimeout(then, millis).unref(),
    journal: isJournal(STDERR, process.env['JOURNAL_STREAM']),
  });
}

/**
 * Whether journald reads that descriptor, as systemd.exec(5) says: JOURNAL_STREAM holds device and inode of its
 * socket. The variable alone says nothing: a child inherits it with its output led elsewhere.
 */
export function isJournal(fd: number, stream: string | undefined): boolean {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return stream === `${dev}:${ino}`;
}
