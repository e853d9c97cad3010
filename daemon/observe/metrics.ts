import { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { addControl } from './metrics-control.js';
import { addIntrusion } from './metrics-intrusion.js';
import { addManagers, addRelay, addSearches } from './metrics-managers.js';
import { addPeers, type PeerLabels, showsPeers } from './metrics-peers.js';
import { addProcess, type ProcessFacts } from './metrics-process.js';
import { addReload } from './metrics-reload.js';
import { addSockets, type SocketFacts } from './metrics-sockets.js';
import { addTraffic } from './metrics-traffic.js';

export type { PeerLabels } from './metrics-peers.js';
export type { ProcessFacts } from './metrics-process.js';
export type { SocketFacts } from './metrics-sockets.js';

/** Everything that one scrape tells, taken at one instant. */
export interface Snapshot {
  readonly status: DaemonStatus;
  readonly process: ProcessFacts;
  /** Of the underlay's UDP sockets of this process. */
  readonly sockets: readonly SocketFacts[];
  /** Unix seconds. */
  readonly time: number;
  readonly peerLabels: PeerLabels;
}

/** Prometheus text format 0.0.4 of one snapshot; docs/metrics.md lists every name. */
export function renderMetrics({ status, process, sockets, time, peerLabels }: Snapshot): Promise<string> {
  const registry = new Registry();
  addProcess(registry, status, process);
  addReload(registry, status);
  addSockets(registry, status, sockets);
  addTraffic(registry, status);
  addIntrusion(registry, status);
  addControl(registry, status, time);
  addManagers(registry, status);
  addSearches(registry, status);
  addRelay(registry, status);
  if (showsPeers(peerLabels, status.control.peers.length)) addPeers(registry, status, time);
  return registry.metrics();
}
