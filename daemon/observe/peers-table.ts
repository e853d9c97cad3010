import type { PathReason, PeerStatus, PeerTraffic } from '../control/status.js';
import { printable } from './printable.js';
import { duration, type Json, type StatusReport } from './status.js';
import { moment, painter, size, stateTable, whereTo } from './text-table.js';

/** One peer as `festoon peers` shows it: what control knows, what the core counted, and what was measured just now. */
export interface PeerReport extends Json<PeerStatus> {
  readonly traffic: Omit<Json<PeerTraffic>, 'id'> | undefined;
  /** Milliseconds; absent unless asked for, null when nothing came back. */
  readonly rttMs?: number | null;
}

/** The peers of a status report, joined with their traffic. */
export function peerReports({ control, traffic }: StatusReport): readonly PeerReport[] {
  const counts = new Map(traffic.map(({ id, ...counted }) => [id, counted]));
  return control.peers.map((peer) => ({ ...peer, traffic: counts.get(peer.id) }));
}

/** A table with a line for each peer. */
export function renderPeers(peers: readonly PeerReport[], now: number, colour: boolean): string {
  if (peers.length === 0) return 'no peers\n';
  const measured = peers.some(({ rttMs }) => rttMs !== undefined);
  const shown = (cells: readonly string[]): readonly string[] =>
    measured ? cells : cells.filter((_, at) => at !== RTT_COLUMN);
  const rows = peers.map((peer) => shown(row(peer, now)));
  return stateTable(shown(HEAD), rows, painter(colour), (at) => peers[at]?.state === 'up')
    .map((line) => `${line}\n`)
    .join('');
}

const HEAD = [
  'PEER',
  'STATE',
  'ENDPOINT',
  'PATH',
  'RTT',
  'HEARD',
  'SESSION',
  'RECEIVED',
  'SENT',
  'CERTIFICATE',
];
const RTT_COLUMN = HEAD.indexOf('RTT');

function row(peer: PeerReport, now: number): string[] {
  const end = peer.certificateNotAfter;
  return [
    printable(peer.name),
    peer.state,
    whereTo(peer),
    path(peer),
    typeof peer.rttMs === 'number' ? `${peer.rttMs.toFixed(2)} ms` : '-',
    peer.heardAge === undefined ? 'never' : `${duration(peer.heardAge)} ago`,
    peer.sessionAge === undefined ? '-' : duration(peer.sessionAge),
    size(peer.traffic?.receivedBytes ?? 0),
    size(peer.traffic?.sentBytes ?? 0),
    end === undefined ? '-' : end < now ? `ended ${moment(end)}` : `${duration(end - now)} left`,
  ];
}

/** Direct or relayed, and why; or what keeps it from being there. */
function path({ state, path, why, openingTries }: PeerReport): string {
  if (state === 'silent') return 'asked there in vain';
  if (state === 'waiting') return 'it must call first';
  if (state === 'idle') return 'no session is wanted';
  if (state === 'connecting')
    return openingTries > 0 ? `called ${openingTries} times in vain` : 'being called';
  const kind = path ?? 'direct';
  return why === undefined ? kind : `${kind}: ${WHY[why]}`;
}

const WHY: Readonly<Record<PathReason, string>> = {
  opened: 'it answered there',
  answered: 'it called from there',
  challenge: 'it answers there',
  introduced: 'a manager leads there',
  fallback: 'the path before fell silent',
};
