import { VERSION } from './cli/version.js';
import { canonicalConfig } from './config/canonical.js';
import type { Config } from './config/config.js';
import { createControl } from './control/control.js';
import type { DaemonStatus, Health } from './control/status.js';
import { systemClock } from './io/clock.js';
import type { ControlHandlers } from './io/control-routes.js';
import { clearStale, serveControl } from './io/control-socket.js';
import { controlEvents, dataplane } from './io/dataplane.js';
import { createDriver } from './io/driver.js';
import { createEngine, forbidDumps, introduce } from './io/engine.js';
import { engineStatus, heardBy } from './io/engine-status.js';
import { createHealth } from './io/health.js';
import { refuseHostConflicts } from './io/host-conflicts.js';
import { forgetIdentity, loadIdentity } from './io/identity.js';
import { createLeaving } from './io/leaving.js';
import { Listeners } from './io/listeners.js';
import { watchLoopLag } from './io/loop-lag.js';
import { MetricsPart } from './io/metrics-part.js';
import { type Setup, sure } from './io/part.js';
import { createPinger } from './io/pinger.js';
import { processFacts } from './io/process-facts.js';
import { systemRng } from './io/random.js';
import { createReloader, type ReloadReport } from './io/reload.js';
import { resolveOutside } from './io/resolver.js';
import { settingsOf } from './io/settings.js';
import { socketFacts } from './io/socket-facts.js';
import { createSodium } from './io/sodium.js';
import { openState } from './io/state.js';
import { systemLog } from './io/system-log.js';
import { TunPart } from './io/tun-part.js';
import { type Undo, undoAll } from './io/undo.js';
import type { Log } from './observe/log.js';
import { logNotice } from './observe/log-notices.js';
import { renderMetrics } from './observe/metrics.js';
import { missingParts } from './observe/ready.js';
import { reportStatus } from './observe/status.js';

export interface Daemon {
  status(): DaemonStatus;
  health(): Health;
  /** Reads the config again and puts it in force, whole or not at all. */
  reload(): Promise<ReloadReport>;
  /** Leaves no interface, route, socket or lock behind. */
  stop(): Promise<void>;
}

export interface DaemonOptions {
  /** Reads the config again. */
  readonly load: () => Config;
  readonly log?: Log;
  readonly hooks?: Partial<DaemonHooks>;
}

/** For a service manager. */
export interface DaemonHooks {
  /** After the start, and after each reload. */
  onReady(daemon: Daemon): void;
  onReloading(): void;
  onStopping(): void;
}

/** The one place that knows every part: makes them, joins them, and takes them down in reverse order. */
export async function startDaemon(config: Config, options: DaemonOptions): Promise<Daemon> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    options.hooks?.onStopping?.();
    await undoAll(undo);
  };
  try {
    const daemon = await start(config, options, (step) => undo.push(step), stop);
    options.hooks?.onReady?.(daemon);
    return daemon;
  } catch (error) {
    // Whatever fails now as well follows from that.
    await stop().catch(() => undefined);
    throw error;
  }
}

/** Sending workers of this node. */
const LANES = 1;
/** Unix seconds: when no version of this program was built yet. A clock that says less is wrong. */
const BUILT_AFTER = 1_767_225_600;
/** How often health is looked at, and what could not be had is tried again. */
export const TEND_MS = 1_000;
/** What the outer headers, tag and relaying add to an inner packet at most (spec §9). */
const OVERHEAD_BYTES = 128;

async function start(
  config: Config,
  { load, hooks = {}, log = systemLog() }: DaemonOptions,
  later: (undo: Undo) => void,
  stop: () => Promise<void>,
): Promise<Daemon> {
  forbidDumps();
  log.setLevel(config.log.level);
  const clock = systemClock();
  const mono = (): number => clock.now().mono;
  const crypto = createSodium();
  const startedAt = clock.now().wall;
  // A clock that is behind after a boot must not keep the node down; control doubts it, and says so.
  const orLater = { from: startedAt, to: Number.POSITIVE_INFINITY };
  const setup: Setup = { config, identity: loadIdentity(crypto, config, orLater) };
  const state = openState(config.state);
  later(() => state.close());
  await clearStale(config.control);
  refuseHostConflicts(setup);

  const engine = createEngine(setup, LANES);
  const tun = new TunPart(engine, log, mono, setup);
  tun.open();
  later(() => tun.close());
  const listeners = new Listeners({
    engine,
    log,
    onMoved: (sockets) => driver.post({ type: 'listen-moved', sockets }),
    onBound: () => driver.post({ type: 'network-changed' }),
  });
  later(() => listeners.stop());
  listeners.start(setup);
  const { bootEpoch } = state;
  const surroundings = { crypto, rng: systemRng, lanes: LANES, bootEpoch, timeFloor: BUILT_AFTER };
  const control = createControl({ ...surroundings, ...settingsOf(crypto, setup) });
  const driver = createDriver({
    control,
    clock,
    perform: dataplane(engine, crypto, (action, post) => {
      switch (action.type) {
        case 'resolve':
          resolveOutside(action.host, () => reloader.setup(), log).then((addresses) =>
            post({ type: 'resolved', host: action.host, addresses }),
          );
          break;
        case 'raise-boot':
          state.raise(action.bootEpoch);
          post({ type: 'boot-raised', bootEpoch: action.bootEpoch });
          break;
        case 'reopen-tun':
          tun.disturbed();
          break;
        case 'left':
          leaving.left();
          break;
        case 'listen-settled':
          listeners.settled();
          break;
        case 'ping-result':
          pinger.settle(action);
          break;
        case 'notice':
          logNotice(log, action);
          break;
      }
    }),
    onError: (error, { type }) =>
      log.network('error', `action failed ${type}`, 'action failed', { action: type, error: String(error) }),
    onBug: (error, { type }) =>
      log.network('error', `event failed ${type}`, 'event failed', { event: type, error: String(error) }),
  });
  later(() => driver.stop());
  const leaving = createLeaving(driver.post);
  const pinger = createPinger({ post: driver.post, now: mono });
  engine.start({
    onEvents(batch) {
      for (const event of controlEvents(batch)) {
        if (event.type === 'network-changed') {
          tun.disturbed();
          listeners.tend();
          metrics.tend();
        }
        driver.post(event);
      }
    },
  });
  later(() => engine.stop());
  engine.watchNetwork();
  const health = createHealth(engine, () => driver.lateBy());

  const lag = watchLoopLag();
  later(() => lag.stop());
  const metricsText = (): Promise<string> => {
    const now = status();
    const facts = { process: processFacts(lag), sockets: socketFacts(now.sockets) };
    return renderMetrics({
      status: now,
      ...facts,
      time: Date.now() / 1000,
      peerLabels: reloader.setup().config.metrics?.peerLabels ?? 'auto',
    });
  };
  const onFailure = (error: unknown): void =>
    log.network('error', 'request failed', 'request failed', { error: String(error) });
  const metrics = new MetricsPart({
    metrics: metricsText,
    health: health.health,
    missing: () => missingParts(status()),
    onFailure,
  });
  later(() => metrics.stop());

  const reloader = createReloader({
    setup,
    load,
    identify: (wanted) => loadIdentity(crypto, wanted, control.time(clock.now())),
    refuse: refuseHostConflicts,
    forget: (identity, inForce) => forgetIdentity(crypto, identity, inForce),
    parts: [
      metrics,
      listeners,
      tun,
      sure(({ config }) => log.setLevel(config.log.level)),
      sure(({ identity }) => {
        if (identity !== reloader.setup().identity) introduce(engine, identity);
      }),
      sure((next) => driver.post({ type: 'reconfigure', settings: settingsOf(crypto, next) })),
    ],
    log,
    now: () => clock.now().wall,
    onBegin: () => hooks.onReloading?.(),
    onEnd: () => hooks.onReady?.(daemon),
  });
  const status = (): DaemonStatus => {
    const decided = control.snapshot(clock.now());
    return {
      version: VERSION,
      pid: process.pid,
      startedAt,
      tun: tun.status(),
      sockets: listeners.sockets(),
      listen: [...listeners.status(), ...metrics.status()],
      reload: reloader.status(),
      health: health.health(),
      failures: driver.failures(),
      control: { ...decided, peers: heardBy(engine, mono(), decided.peers) },
      ...engineStatus(engine),
    };
  };
  // Its actions resolve names by what the reloader says is in force.
  driver.post({ type: 'start' });
  await metrics.start(setup);
  const tending = setInterval(() => {
    health.look();
    listeners.tend();
    metrics.tend();
    tun.tend();
  }, TEND_MS);
  later(() => clearInterval(tending));
  const handlers: ControlHandlers = {
    status: () => reportStatus(status(), Date.now() / 1000),
    config: () => canonicalConfig(reloader.setup().config),
    metrics: metricsText,
    reload: async () => JSON.stringify(await reloader.request()),
    ping: async (body) => JSON.stringify(await pinger.answer(body)),
  };
  const server = await serveControl(config.control, handlers, onFailure);
  later(() => server.close());
  later(() => leaving.leave());
  // Before the socket is closed: who waits for either is told that the daemon ends.
  later(() => reloader.close());
  later(() => pinger.stop());
  const { name } = setup.identity.node.certificate;
  log.info('started', { version: VERSION, node: name, boot: bootEpoch, interface: tun.status().name });
  log.info('needs an underlay MTU', { bytes: config.tun.mtu + OVERHEAD_BYTES });
  const daemon: Daemon = { status, health: health.health, reload: () => reloader.request(), stop };
  return daemon;
}
