import { readdirSync, readFileSync } from 'node:fs';

/** One process at one moment, from proc_pid_stat(5). Times are CPU seconds in user and system mode. */
export interface ProcessUsage {
  readonly pid: number;
  readonly parent: number;
  readonly isKernelThread: boolean;
  readonly seconds: number;
  /** Of children that have ended and were waited for. */
  readonly endedChildrenSeconds: number;
}

/** USER_HZ is 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;
/** include/linux/sched.h */
const PF_KTHREAD = 0x0020_0000;
const KIB = 1024;

/** Reads one line of /proc/PID/stat; throws when it is none. */
export function parseStat(line: string): ProcessUsage {
  // The second field is the name in parentheses and may itself hold spaces and parentheses.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3] ?? Number.NaN);
  const usage = {
    pid: Number.parseInt(line, 10),
    parent: field(4),
    isKernelThread: (field(9) & PF_KTHREAD) !== 0,
    seconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    endedChildrenSeconds: (field(16) + field(17)) / TICKS_PER_SECOND,
  };
  if (Number.isNaN(usage.pid + usage.endedChildrenSeconds)) throw new Error(`no process status: ${line}`);
  return usage;
}

/** CPU seconds of these processes together, all threads; throws when one has ended. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8')).seconds, 0);
}

/** Every process that this one sees. */
export function allProcesses(): readonly ProcessUsage[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
      } catch {
        return []; // It ended in between.
      }
    });
}

/** Reads VmRSS of proc_pid_status(5), in bytes; throws when it is missing. */
export function parseResidentBytes(status: string): number {
  const kib = /^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error('no VmRSS in a process status');
  return Number(kib) * KIB;
}

export function residentBytes(pid: number): number {
  return parseResidentBytes(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
