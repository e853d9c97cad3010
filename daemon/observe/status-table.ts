import type { ListenStatus, PeerStatus, PeerTraffic } from '../control/status.js';
import { managersLine } from './managers-table.js';
import { printable } from './printable.js';
import { duration, type Json, type StatusReport } from './status.js';
import { columns, moment, painter, size, stateTable, whereTo } from './text-table.js';

export interface TableOptions {
  readonly colour: boolean;
  readonly suiteName: (suite: number) => string;
}

/** A status report for people: a head of facts, a table of peers, what is amiss. */
export function renderStatus(report: StatusReport, options: TableOptions): string {
  const { problems } = report;
  const paint = painter(options.colour);
  const verdict = problems.length === 0 ? paint('green', 'ok') : paint('yellow', 'degraded');
  return [
    `${printable(report.control.name)}: ${verdict}`,
    ...columns(facts(report), 2).map((line) => `  ${line}`),
    '',
    ...peerTable(report, options),
    ...(problems.length > 0 ? ['', ...problems.map((problem) => `! ${printable(problem)}`)] : []),
    '',
  ].join('\n');
}

function facts(report: StatusReport): string[][] {
  const { control, counters, tun } = report;
  const offloads = Object.entries(tun.offloads).flatMap(([name, on]) => (on ? [name] : []));
  const dropped = sum(counters.droppedInbound) + sum(counters.droppedOutbound);
  const end = moment(control.certificateNotAfter);
  const left = control.certificateNotAfter - report.time;
  return [
    [
      'daemon',
      `festoon ${report.version}, pid ${report.pid}, up ${duration(report.time - report.startedAt)}`,
    ],
    ['addresses', control.addresses.join(', ')],
    ['certificate', `valid until ${end} (${left < 0 ? 'expired' : duration(left)})`],
    ['config', config(report)],
    ['interface', `${tun.name}${waiting(tun)}, MTU ${tun.mtu}, offloads: ${offloads.join(' ') || 'none'}`],
    ['listening', listening(report, 'tunnel')],
    ['metrics', listening(report, 'metrics')],
    ...lineOf('managers', managersLine(control.managers)),
    ...lineOf('relaying', relaying(report)),
    ['received', traffic(counters.inboundPackets, counters.inboundBytes)],
    ['sent', traffic(counters.outboundPackets, counters.outboundBytes)],
    ['dropped', `${dropped} packets${dropped > 0 ? ` (${drops(report)})` : ''}`],
  ];
}

function lineOf(label: string, text: string | undefined): string[][] {
  return text === undefined ? [] : [[label, text]];
}

/** What this node does for others; undefined where it is no manager. */
function relaying({ control, counters }: StatusReport): string | undefined {
  if (control.relay === undefined) return undefined;
  const { handles, directory, attached } = control.relay;
  const { relayedDatagrams, relayedBytes } = counters;
  const carried = `${size(relayedBytes)} in ${relayedDatagrams} datagrams by ${handles} handles`;
  return `${carried}; ${attached} of ${directory} nodes in the directory attached here`;
}

function listening({ listen }: StatusReport, use: ListenStatus['use']): string {
  const found = listen.filter((one) => one.use === use);
  return found.map((one) => `${one.endpoint}${waiting(one)}`).join(', ') || 'nowhere';
}

function waiting({ state, why }: { readonly state: string; readonly why?: string }): string {
  if (state === 'up' || state === 'bound') return '';
  return ` (${state}${why === undefined ? '' : `: ${printable(why)}`})`;
}

function config({ reload, time }: StatusReport): string {
  const ago = (at: number): string => `${duration(time - at)} ago`;
  const restart =
    reload.needRestart.length === 0 ? '' : `; needs a restart for ${reload.needRestart.join(', ')}`;
  if (reload.ok) return `read ${ago(reload.lastSuccess)}${restart}`;
  return `refused ${ago(reload.lastAttempt)}; in force is what was read ${ago(reload.lastSuccess)}${restart}`;
}

function traffic(packets: number, bytes: number): string {
  return `${size(bytes)} in ${packets} packets`;
}

function drops({ counters }: StatusReport): string {
  const named = (direction: string, counts: Readonly<Record<string, number>>): string[] =>
    Object.entries(counts).flatMap(([reason, count]) =>
      count > 0 ? [`${direction} ${reason} ${count}`] : [],
    );
  return [...named('inbound', counters.droppedInbound), ...named('outbound', counters.droppedOutbound)].join(
    ', ',
  );
}

function peerTable(report: StatusReport, options: TableOptions): string[] {
  if (report.control.peers.length === 0) return ['no peers'];
  const traffic = new Map(report.traffic.map((entry) => [entry.id, entry]));
  const rows = report.control.peers.map((peer) => peerRow(peer, traffic.get(peer.id), options));
  const head = ['PEER', 'STATE', 'ADDRESSES', 'ENDPOINT', 'SUITE', 'HEARD', 'RECEIVED', 'SENT'];
  const isWell = (at: number): boolean => report.control.peers[at]?.state === 'up';
  return stateTable(head, rows, painter(options.colour), isWell);
}

function peerRow(
  peer: Json<PeerStatus>,
  traffic: Json<PeerTraffic> | undefined,
  options: TableOptions,
): string[] {
  return [
    printable(peer.name),
    peer.state,
    peer.addresses.join(' '),
    whereTo(peer),
    peer.suite === undefined ? '-' : options.suiteName(peer.suite),
    peer.heardAge === undefined ? 'never' : `${duration(peer.heardAge)} ago`,
    size(traffic?.receivedBytes ?? 0),
    size(traffic?.sentBytes ?? 0),
  ];
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
