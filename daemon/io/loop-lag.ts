import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessFacts } from '../observe/metrics.js';

export interface LoopLag {
  /** Over the last half to whole minute, however many ask. */
  read(): ProcessFacts['loopLag'];
  stop(): void;
}

/** How often the monitor's timer fires, outside JavaScript. */
const RESOLUTION_MS = 50;
const WINDOW_MS = 30_000;

/** Watches by how much the event loop is late. */
export function watchLoopLag(windowMs: number = WINDOW_MS): LoopLag {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  // It measures from one firing to the next, its own period included.
  const late = (ns: number): number => Math.max(0, ns / 1e9 - RESOLUTION_MS / 1e3);
  const current = (): ProcessFacts['loopLag'] => ({
    p99Seconds: late(monitor.percentile(99)),
    maxSeconds: late(monitor.max),
  });
  let previous = { p99Seconds: 0, maxSeconds: 0 };
  const rotate = setInterval(() => {
    previous = current();
    monitor.reset();
  }, windowMs).unref();
  monitor.enable();
  return {
    read: () => {
      const { p99Seconds, maxSeconds } = current();
      return {
        p99Seconds: Math.max(p99Seconds, previous.p99Seconds),
        maxSeconds: Math.max(maxSeconds, previous.maxSeconds),
      };
    },
    stop: () => {
      clearInterval(rotate);
      monitor.disable();
    },
  };
}
