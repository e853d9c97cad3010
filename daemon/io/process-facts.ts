import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessFacts } from '../observe/metrics.js';
import type { LoopLag } from './loop-lag.js';

/** What the process uses of the machine, now. */
export function processFacts(lag: LoopLag): ProcessFacts {
  const { user, system } = process.cpuUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    openFds: readdirSync('/proc/self/fd').length,
    maxFds: parseMaxFds(readFileSync('/proc/self/limits', 'utf8')),
    loopLag: lag.read(),
  };
}

/** The soft limit in the text of proc_pid_limits(5); undefined when there is none. */
export function parseMaxFds(limits: string): number | undefined {
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? undefined : Number(soft);
}
