import type { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { by, counter, gauge, plain } from './metrics-samples.js';

/** Whether the daemon does its work, and how it went with its config. */
export function addReload(registry: Registry, { health, failures, tun, listen, reload }: DaemonStatus): void {
  gauge(
    registry,
    'festoon_healthy',
    'Whether that part of the daemon turns.',
    by('part', [
      ['loop', Number(health.loop)],
      ['core', Number(health.core)],
    ]),
  );
  counter(
    registry,
    'festoon_internal_failures_total',
    'Events and actions of the control loop that ended in an exception.',
    plain(failures),
  );
  gauge(
    registry,
    'festoon_tun_up',
    'Whether the TUN interface is there and up.',
    by('interface', [[tun.name, Number(tun.state === 'up')]]),
  );
  gauge(
    registry,
    'festoon_listeners',
    'Addresses that the config wants served or that still are.',
    LISTENERS.map(([use, state]) => [
      { use, state },
      listen.filter((one) => one.use === use && one.state === state).length,
    ]),
  );
  gauge(
    registry,
    'festoon_config_last_reload_successful',
    'Whether the config that was read last took effect.',
    plain(Number(reload.ok)),
  );
  gauge(
    registry,
    'festoon_config_last_reload_success_timestamp_seconds',
    'When a config took effect last.',
    plain(reload.lastSuccess),
  );
  gauge(
    registry,
    'festoon_config_restart_needed',
    'Keys whose new value takes effect with the next start only.',
    plain(reload.needRestart.length),
  );
  counter(
    registry,
    'festoon_config_reloads_total',
    'Reloads of the config by result.',
    by('result', Object.entries(reload.count)),
  );
}

const LISTENERS = [
  ['tunnel', 'bound'],
  ['tunnel', 'retrying'],
  ['tunnel', 'draining'],
  ['metrics', 'bound'],
  ['metrics', 'retrying'],
] as const;
