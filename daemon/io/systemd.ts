import { notify } from '../../native/index.js';
import type { Health } from '../control/status.js';
import { type ServiceFacts, serviceLine } from '../observe/service-line.js';

/** Tells systemd how the daemon is: sd_notify(3), sd_watchdog_enabled(3). Without systemd it does nothing. */
export interface ServiceManager {
  /** The control socket answers and the TUN is up: after the start, and after each reload, also a refused one. */
  onReady(daemon: Watched): void;
  onReloading(): void;
  /** From now on nothing else is told. */
  onStopping(): void;
}

export interface Watched {
  status(): ServiceFacts;
  health(): Health;
}

export interface ServiceManagerOptions {
  /** Sends one state; false when there is nobody to take it. */
  readonly notify: (state: string) => boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** CLOCK_MONOTONIC, ns. */
  readonly monotonic: () => bigint;
}

const STATUS_MS = 5_000;

export function createServiceManager({ notify, env, pid, monotonic }: ServiceManagerOptions): ServiceManager {
  const watchdogMs = watchdogInterval(env, pid);
  const timers: NodeJS.Timeout[] = [];
  let said: string | undefined;
  let stopping = false;

  const every = (ms: number, act: () => void): void => {
    timers.push(setInterval(act, ms).unref());
  };
  const say = (daemon: Watched): void => {
    const line = serviceLine(daemon.status());
    if (line !== said) notify(`STATUS=${line}`);
    said = line;
  };
  const feed = (daemon: Watched): void => {
    const { loop, core } = daemon.health();
    if (loop && core) notify('WATCHDOG=1');
  };

  return {
    onReady(daemon) {
      if (stopping) return;
      said = serviceLine(daemon.status());
      if (!notify(`READY=1\nSTATUS=${said}`) || timers.length > 0) return;
      every(STATUS_MS, () => say(daemon));
      if (watchdogMs !== undefined) every(watchdogMs, () => feed(daemon));
    },
    onReloading() {
      if (stopping) return;
      notify(`RELOADING=1\nMONOTONIC_USEC=${monotonic() / 1000n}\nSTATUS=reading the config again`);
    },
    onStopping() {
      stopping = true;
      for (const timer of timers.splice(0)) clearInterval(timer);
      notify('STOPPING=1\nSTATUS=stopping');
    },
  };
}

export function systemServiceManager(): ServiceManager {
  return createServiceManager({
    notify,
    env: process.env,
    pid: process.pid,
    monotonic: process.hrtime.bigint,
  });
}

/** A third of what systemd waits for, in ms; undefined when it does not watch this process. */
function watchdogInterval(env: ServiceManagerOptions['env'], pid: number): number | undefined {
  const { WATCHDOG_USEC: usec = '', WATCHDOG_PID: watched = String(pid) } = env;
  if (!/^[1-9][0-9]{0,15}$/.test(usec) || watched !== String(pid)) return undefined;
  return Math.max(1, Math.floor(Number(usec) / 3000));
}
