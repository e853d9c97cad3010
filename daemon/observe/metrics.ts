import { Counter, Gauge, Registry } from 'prom-client';
import { ERRORS } from '../../protocol/errors.js';
import type { DaemonStatus } from '../control/status.js';

/** The process as the daemon's own; seconds and bytes. */
export interface ProcessFacts {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export interface Snapshot {
  readonly status: DaemonStatus;
  readonly process: ProcessFacts;
  /** Unix seconds at which both were taken. */
  readonly time: number;
}

/** Prometheus text format 0.0.4 of one snapshot; docs/metrics.md lists every name. */
export function renderMetrics({ status, process, time }: Snapshot): Promise<string> {
  const registry = new Registry();
  addDaemon(registry, status, process);
  addTraffic(registry, status);
  addControl(registry, status);
  addPeers(registry, status, time);
  return registry.metrics();
}

function addDaemon(
  registry: Registry,
  { version, startedAt, tun }: DaemonStatus,
  process: ProcessFacts,
): void {
  gauge(registry, 'festoon_build_info', 'Always 1; the version is a label.', [[{ version }, 1]]);
  gauge(registry, 'festoon_tun_mtu_bytes', 'MTU of the TUN interface.', [[{ interface: tun.name }, tun.mtu]]);
  gauge(registry, 'process_start_time_seconds', 'Start of the daemon since the Unix epoch.', [
    [{}, startedAt],
  ]);
  gauge(registry, 'process_resident_memory_bytes', 'Resident memory of the daemon.', [
    [{}, process.residentBytes],
  ]);
  counter(registry, 'process_cpu_seconds_total', 'User and system CPU time of the daemon.', [
    [{}, process.cpuSeconds],
  ]);
}

function addTraffic(registry: Registry, { counters }: DaemonStatus): void {
  const direct = (value: bigint): Sample[] => [[{ path: 'direct' }, Number(value)]];
  const { inboundPackets, inboundBytes, outboundPackets, outboundBytes } = counters;
  counter(registry, 'festoon_inbound_packets_total', 'Inner packets received.', direct(inboundPackets));
  counter(registry, 'festoon_inbound_bytes_total', 'Bytes of inner packets received.', direct(inboundBytes));
  counter(registry, 'festoon_outbound_packets_total', 'Inner packets sent.', direct(outboundPackets));
  counter(registry, 'festoon_outbound_bytes_total', 'Bytes of inner packets sent.', direct(outboundBytes));
  const drops = (direction: string, counts: ReadonlyMap<string, bigint>): Sample[] =>
    [...counts].map(([reason, count]) => [{ direction, reason }, Number(count)]);
  counter(registry, 'festoon_dropped_packets_total', 'Packets dropped, by direction and reason.', [
    ...drops('inbound', counters.droppedInbound),
    ...drops('outbound', counters.droppedOutbound),
  ]);
}

function addControl(registry: Registry, { control }: DaemonStatus): void {
  const results = new Map([
    ...HANDSHAKE_RESULTS.map((result): [string, number] => [result, 0]),
    ...control.handshakes,
  ]);
  counter(
    registry,
    'festoon_handshakes_total',
    'Handshakes by result: opened, answered, or the code of the rejection.',
    [...results].map(([result, count]) => [{ result }, count]),
  );
  const states = ['up', 'connecting', 'waiting'].map((state): Sample => {
    return [{ state }, control.peers.filter((peer) => peer.state === state).length];
  });
  gauge(registry, 'festoon_peers', 'Peers by state.', states);
  const sessions = control.peers.filter((peer) => peer.sessionAge !== undefined).length;
  gauge(registry, 'festoon_sessions', 'Peers that a session is held with.', [[{}, sessions]]);
  gauge(registry, 'festoon_boot_epoch', 'How often the daemon was started on its state directory.', [
    [{}, Number(control.bootEpoch)],
  ]);
  gauge(
    registry,
    'festoon_certificate_start_timestamp_seconds',
    "Start of the validity of this node's certificate.",
    [[{}, control.certificateNotBefore]],
  );
  gauge(
    registry,
    'festoon_certificate_expiry_timestamp_seconds',
    "End of the validity of this node's certificate.",
    [[{}, control.certificateNotAfter]],
  );
}

function addPeers(registry: Registry, { control, traffic }: DaemonStatus, time: number): void {
  const names = new Map(control.peers.map(({ id, name }) => [id, name]));
  const byPeer = (value: (peer: DaemonStatus['control']['peers'][number]) => number | undefined): Sample[] =>
    control.peers.flatMap((peer): Sample[] => {
      const sample = value(peer);
      return sample === undefined ? [] : [[{ peer: peer.name }, sample]];
    });
  const counted = (value: (entry: DaemonStatus['traffic'][number]) => bigint): Sample[] =>
    traffic.flatMap((entry): Sample[] => {
      const peer = names.get(entry.id);
      return peer === undefined ? [] : [[{ peer }, Number(value(entry))]];
    });
  const ago = (age: number | undefined): number | undefined => (age === undefined ? undefined : time - age);
  gauge(
    registry,
    'festoon_peer_up',
    'Whether a session with the peer carries packets.',
    byPeer((peer) => Number(peer.state === 'up')),
  );
  gauge(
    registry,
    'festoon_peer_last_handshake_timestamp_seconds',
    "When the peer's session was made.",
    byPeer((peer) => ago(peer.sessionAge)),
  );
  gauge(
    registry,
    'festoon_peer_last_received_timestamp_seconds',
    'When anything authenticated came from the peer last.',
    byPeer((peer) => ago(peer.heardAge)),
  );
  gauge(
    registry,
    'festoon_peer_certificate_expiry_timestamp_seconds',
    "End of the validity of the peer's certificate.",
    byPeer((peer) => peer.certificateNotAfter),
  );
  counter(
    registry,
    'festoon_peer_received_packets_total',
    'Inner packets received from the peer.',
    counted((entry) => entry.receivedPackets),
  );
  counter(
    registry,
    'festoon_peer_received_bytes_total',
    'Bytes of inner packets received from the peer.',
    counted((entry) => entry.receivedBytes),
  );
  counter(
    registry,
    'festoon_peer_sent_packets_total',
    'Inner packets sent to the peer.',
    counted((entry) => entry.sentPackets),
  );
  counter(
    registry,
    'festoon_peer_sent_bytes_total',
    'Bytes of inner packets sent to the peer.',
    counted((entry) => entry.sentBytes),
  );
}

/** Known from the start, so that the first of its kind is an increase and not a new series. */
const HANDSHAKE_RESULTS: readonly string[] = [
  'opened',
  'answered',
  ...Object.keys(ERRORS).filter((code) => /^(handshake|certificate|issuer|peer|session)-/.test(code)),
];

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

function gauge(registry: Registry, name: string, help: string, samples: readonly Sample[]): void {
  const metric = new Gauge({ name, help, labelNames: labelNames(samples), registers: [registry] });
  for (const [labels, value] of samples) metric.set(labels, value);
}

function counter(registry: Registry, name: string, help: string, samples: readonly Sample[]): void {
  const metric = new Counter({ name, help, labelNames: labelNames(samples), registers: [registry] });
  for (const [labels, value] of samples) metric.inc(labels, value);
}

function labelNames(samples: readonly Sample[]): string[] {
  return Object.keys(samples[0]?.[0] ?? {});
}
