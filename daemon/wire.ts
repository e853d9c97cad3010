import type { Crypto } from '../protocol/crypto.js';
import { presharedKey0 } from '../protocol/keys.js';
import { VERSION } from './cli/version.js';
import type { Config } from './config/config.js';
import { type Control, createControl } from './control/control.js';
import { staticPeers } from './control/peer-source.js';
import type { DaemonStatus, SocketStatus, TunStatus } from './control/status.js';
import { systemClock } from './io/clock.js';
import { clearStale, serveControl } from './io/control-socket.js';
import { controlEvents, dataplane, type Elsewhere } from './io/dataplane.js';
import { createDriver } from './io/driver.js';
import {
  createEngine,
  type Engine,
  forbidDumps,
  hardwareSuites,
  localAddresses,
  openTun,
} from './io/engine.js';
import { engineStatus } from './io/engine-status.js';
import { type Identity, loadIdentity } from './io/identity.js';
import { watchLoopLag } from './io/loop-lag.js';
import { serveMetrics } from './io/metrics-server.js';
import { isInside, refuseOverlaps } from './io/overlap.js';
import { processFacts } from './io/process-facts.js';
import { systemRng } from './io/random.js';
import { systemResolver } from './io/resolver.js';
import { socketFacts } from './io/socket-facts.js';
import { createSodium } from './io/sodium.js';
import { openState, type State } from './io/state.js';
import { systemLog } from './io/system-log.js';
import type { Log } from './observe/log.js';
import { logNotice } from './observe/log-notices.js';
import { renderMetrics } from './observe/metrics.js';
import { missingParts } from './observe/ready.js';
import { reportStatus } from './observe/status.js';

export interface Daemon {
  status(): DaemonStatus;
  /** Leaves no interface, route, socket or lock behind. */
  stop(): Promise<void>;
}

/** The one place that knows every part: makes them, joins them, and takes them down in reverse order. */
export async function startDaemon(config: Config, log: Log = systemLog()): Promise<Daemon> {
  const undo: Undo[] = [];
  const stop = async (): Promise<void> => {
    for (let last = undo.pop(); last !== undefined; last = undo.pop()) await last();
  };
  try {
    return { status: await start(config, log, (step) => undo.push(step)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Undo = () => unknown;

/** Sending workers of this node. */
const LANES = 1;
/** The loop turns once a second; a daemon whose loop has stood for so long is not healthy. */
const STALLED_MS = 5_000;
/** What the outer headers, tag and relaying add to an inner packet at most (spec §9). */
const OVERHEAD_BYTES = 128;

async function start(config: Config, log: Log, later: (undo: Undo) => void): Promise<() => DaemonStatus> {
  forbidDumps();
  log.setLevel(config.log.level);
  const clock = systemClock();
  const crypto = createSodium();
  const startedAt = clock.now().wall;
  const identity = loadIdentity(crypto, config, startedAt);
  const state = openState(config.state);
  later(() => state.close());
  await clearStale(config.control);
  refuseOverlaps(config, identity.trust.pools, localAddresses());

  const engine = createEngine(config, identity, LANES);
  const tun = openTun(engine, config, identity);
  later(() => engine.closeTun());
  const sockets = config.listen.addresses.map((address) => {
    const { id, ...socket } = engine.bindUdp({ address, port: config.listen.port });
    later(() => engine.unbindUdp(id));
    return socket;
  });
  const control = controlOf(crypto, config, identity, state);
  const driver = createDriver({
    control,
    clock,
    perform: dataplane(engine, crypto, elsewhere(engine, config, identity, log)),
    onError: (error, { type }) =>
      log.network('error', `action failed ${type}`, 'action failed', { action: type, error: String(error) }),
  });
  later(() => driver.stop());
  engine.start({ onEvents: (batch) => controlEvents(batch).forEach(driver.post) });
  later(() => engine.stop());
  driver.post({ type: 'start' });

  const status = statusOf(startedAt, tun, sockets, engine, () => control.snapshot(clock.now()));
  await serve(config, status, () => clock.now().mono - driver.turnedAt() < STALLED_MS, later);
  const { name } = identity.node.certificate;
  log.info('started', { version: VERSION, node: name, boot: state.bootEpoch, interface: tun.name });
  log.info('needs an underlay MTU', { bytes: config.tun.mtu + OVERHEAD_BYTES });
  return status;
}

function controlOf(crypto: Crypto, config: Config, identity: Identity, state: State): Control {
  const { noise, chain, trust, node } = identity;
  const psks = identity.secrets.map((secret) => presharedKey0(crypto, secret));
  return createControl({
    crypto,
    rng: systemRng,
    local: { noise, chain, networkId: trust.networkId },
    certificate: node.certificate,
    trust,
    psk0: (slot) => psks[slot] as Uint8Array,
    suites: hardwareSuites(),
    lanes: LANES,
    bootEpoch: state.bootEpoch,
    peers: staticPeers(config.peers),
  });
}

function elsewhere(engine: Engine, config: Config, identity: Identity, log: Log): Elsewhere {
  return (action, post) => {
    switch (action.type) {
      case 'resolve':
        systemResolver(action.host).then((found) => {
          const addresses = found.filter((address) => !isInside(identity.trust.pools, address));
          post({ type: 'resolved', host: action.host, addresses });
        });
        break;
      case 'reopen-tun':
        engine.closeTun();
        openTun(engine, config, identity);
        break;
      case 'notice':
        logNotice(log, action);
        break;
      default:
        break;
    }
  };
}

function statusOf(
  startedAt: number,
  tun: TunStatus,
  sockets: readonly SocketStatus[],
  engine: Engine,
  snapshot: () => DaemonStatus['control'],
): () => DaemonStatus {
  const fixed = { version: VERSION, pid: process.pid, startedAt, tun, sockets };
  return () => ({ ...fixed, control: snapshot(), ...engineStatus(engine) });
}

async function serve(
  config: Config,
  status: () => DaemonStatus,
  healthy: () => boolean,
  later: (undo: Undo) => void,
): Promise<void> {
  const wall = (): number => Date.now() / 1000;
  if (config.metrics !== undefined) {
    const { address, peerLabels } = config.metrics;
    const lag = watchLoopLag();
    later(() => lag.stop());
    const metrics = (): Promise<string> => {
      const now = status();
      const facts = { process: processFacts(lag), sockets: socketFacts(now.sockets) };
      return renderMetrics({ status: now, ...facts, time: wall(), peerLabels });
    };
    const missing = (): readonly string[] => missingParts(status());
    const server = await serveMetrics(address, { metrics, healthy, missing });
    later(() => server.close());
  }
  const server = await serveControl(config.control, { status: () => reportStatus(status(), wall()) });
  later(() => server.close());
}
