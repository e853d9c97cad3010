import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { allProcesses, type ProcessUsage } from './processes.js';

/** What others had taken of this machine up to a moment, in CPU seconds. */
export interface Reading {
  readonly atSeconds: number;
  /** By processes other than this one and what it started. Kernel threads work for all and count for none. */
  readonly foreignSeconds: number;
  /** By other virtual machines, as far as the hypervisor tells. */
  readonly stolenSeconds: number;
}

/** Above this share of all cores a machine is not quiet, and what was measured on it is measured again. */
export const QUIET_SHARE = 0.03;

const SAMPLE_MILLIS = 1000;
/** CPU times come in steps of 10 ms: over less than this they tell nothing. */
const SHORTEST_SECONDS = 0.2;
const TICKS_PER_SECOND = 100;

export function read(): Reading {
  return {
    atSeconds: performance.now() / 1000,
    foreignSeconds: foreignSeconds(allProcesses(), process.pid),
    stolenSeconds: parseStolenSeconds(readFileSync('/proc/stat', 'utf8')),
  };
}

/** The share of all cores, 0 to 1, that others took between two readings. */
export function disturbedShare(before: Reading, after: Reading, cores: number): number {
  const seconds = after.atSeconds - before.atSeconds;
  if (seconds < SHORTEST_SECONDS) return 0;
  const others = after.foreignSeconds - before.foreignSeconds;
  const stolen = after.stolenSeconds - before.stolenSeconds;
  return (Math.max(0, others) + Math.max(0, stolen)) / (seconds * cores);
}

export function disturbedSince(before: Reading): number {
  return disturbedShare(before, read(), availableParallelism());
}

/** Waits until others take no more than QUIET_SHARE for a second; returns the last share seen when the time is over. */
export async function waitQuiet(limitMillis: number): Promise<number> {
  const until = performance.now() + limitMillis;
  for (;;) {
    const before = read();
    await sleep(SAMPLE_MILLIS);
    const share = disturbedSince(before);
    if (share <= QUIET_SHARE || performance.now() >= until) return share;
  }
}

/**
 * CPU seconds of all processes that are not `self`, its descendants or kernel threads. A child's seconds move to its
 * parent when it has ended, so that the sum never falls by an end.
 */
export function foreignSeconds(processes: readonly ProcessUsage[], self: number): number {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === self || isOurs(parents.get(pid)));
  return processes
    .filter(({ pid, isKernelThread }) => !isKernelThread && !isOurs(pid))
    .reduce((sum, { seconds, endedChildrenSeconds }) => sum + seconds + endedChildrenSeconds, 0);
}

/** The eighth value of the first line of /proc/stat, proc(5). */
export function parseStolenSeconds(stat: string): number {
  const stolen = /^cpu +(?:\d+ ){7}(\d+)/.exec(stat)?.[1];
  if (stolen === undefined) throw new Error('no steal time in /proc/stat');
  return Number(stolen) / TICKS_PER_SECOND;
}
