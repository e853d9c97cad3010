import type { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { counter, gauge, plain } from './metrics-samples.js';

/** The process as the daemon's own; seconds and bytes. Undefined is what could not be read. */
export interface ProcessFacts {
  readonly cpuSeconds: number;
  readonly residentBytes: number | undefined;
  readonly openFds: number | undefined;
  /** Undefined also without a limit. */
  readonly maxFds: number | undefined;
  /** How late the event loop was, over the last minute. */
  readonly loopLag: { readonly p99Seconds: number; readonly maxSeconds: number };
}

export function addProcess(
  registry: Registry,
  { version, startedAt, tun }: DaemonStatus,
  { cpuSeconds, residentBytes, openFds, maxFds, loopLag }: ProcessFacts,
): void {
  gauge(registry, 'festoon_build_info', 'Always 1; the version is a label.', [[{ version }, 1]]);
  gauge(registry, 'festoon_tun_mtu_bytes', 'MTU of the TUN interface.', [[{ interface: tun.name }, tun.mtu]]);
  gauge(
    registry,
    'process_start_time_seconds',
    'Start of the daemon since the Unix epoch.',
    plain(startedAt),
  );
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory of the daemon.', plain(residentBytes));
  counter(
    registry,
    'process_cpu_seconds_total',
    'User and system CPU time of the daemon.',
    plain(cpuSeconds),
  );
  gauge(registry, 'process_open_fds', 'File descriptors that the daemon has open.', plain(openFds));
  gauge(registry, 'process_max_fds', 'How many it may have open.', plain(maxFds));
  gauge(
    registry,
    'festoon_event_loop_lag_p99_seconds',
    'By how much the event loop was late, 99th percentile of the last minute.',
    plain(loopLag.p99Seconds),
  );
  gauge(
    registry,
    'festoon_event_loop_lag_max_seconds',
    'By how much the event loop was late at most in the last minute.',
    plain(loopLag.maxSeconds),
  );
}
