import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessFacts } from '../observe/metrics.js';
import type { LoopLag } from './loop-lag.js';

/** Readings that take a file descriptor each. */
export interface ProcessReader {
  residentBytes(): number;
  openFds(): number;
  /** The text of proc_pid_limits(5). */
  limits(): string;
}

const SYSTEM: ProcessReader = {
  residentBytes: () => process.memoryUsage.rss(),
  openFds: () => readdirSync('/proc/self/fd').length,
  limits: () => readFileSync('/proc/self/limits', 'utf8'),
};

/** What the process uses of the machine, now; without what cannot be read because descriptors have run out. */
export function processFacts(lag: LoopLag, reader: ProcessReader = SYSTEM): ProcessFacts {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    residentBytes: unlessFailing(() => reader.residentBytes()),
    openFds: unlessFailing(() => reader.openFds()),
    maxFds: unlessFailing(() => parseMaxFds(reader.limits())),
    loopLag: lag.read(),
  };
}

function unlessFailing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The soft limit in the text of proc_pid_limits(5); undefined when there is none. */
export function parseMaxFds(limits: string): number | undefined {
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}
