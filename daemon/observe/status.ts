import type { DaemonStatus, PeerStatus } from '../control/status.js';
import { managerProblems } from './managers-table.js';

/** What `GET /v1/status` and `festoon status --json` answer. Fields may be added; a change of meaning takes status/2. */
export type StatusReport = Json<DaemonStatus> & {
  readonly festoon: 'status/1';
  /** Unix seconds at which it was made. */
  readonly time: number;
  /** What is amiss, one sentence each; empty when all is well. */
  readonly problems: readonly string[];
};

/** A value as it comes back from JSON: maps as objects, 64-bit counts as numbers. */
export type Json<T> = T extends bigint
  ? number
  : T extends ReadonlyMap<string, infer V>
    ? Readonly<Record<string, Json<V>>>
    : T extends string
      ? T
      : T extends object
        ? { readonly [K in keyof T]: Json<T[K]> }
        : T;

export function reportStatus(status: DaemonStatus, wallSeconds: number): string {
  const report = {
    festoon: 'status/1',
    time: wallSeconds,
    problems: problemsOf(status, wallSeconds),
    ...status,
  };
  return JSON.stringify(report, (_, value) => {
    if (value instanceof Map) return Object.fromEntries(value);
    return typeof value === 'bigint' ? Number(value) : value;
  });
}

/** Those that a session is always expected with: of managers a few are enough, and found peers come and go. */
export function expectedPeers({ peers, managers }: DaemonStatus['control']): readonly PeerStatus[] {
  const names = new Set(managers.map(({ name }) => name));
  return peers.filter(({ name, found }) => !found && !names.has(name));
}

/** Below this part of its life a certificate is due for renewal. */
const RENEWAL_SHARE = 0.1;

function problemsOf({ control, health, tun, listen, reload }: DaemonStatus, wallSeconds: number): string[] {
  const { certificateNotBefore: from, certificateNotAfter: to } = control;
  const left = to - wallSeconds;
  return [
    ...(health.loop ? [] : ['the JavaScript loop stands still']),
    ...(health.core ? [] : ['the packet engine stands still']),
    ...(tun.state === 'up' ? [] : [`the interface ${tun.name} is missing${because(tun.why)}`]),
    ...listen
      .filter(({ state }) => state === 'retrying')
      .map(({ endpoint, why }) => `${endpoint} is not to be had${because(why)}`),
    ...reload.problems.map((problem) => `the config was refused: ${problem}`),
    ...(left < (to - from) * RENEWAL_SHARE ? [`this node's certificate ends ${inTime(left)}`] : []),
    ...(control.clockSuspicious ? ['the clock of this host is not believed: set it right'] : []),
    ...control.peers.filter(({ found }) => !found).flatMap((peer) => endingOf(peer, wallSeconds)),
    ...managerProblems(control),
    ...expectedPeers(control)
      .filter(({ state }) => state !== 'up')
      .map(unreached),
  ];
}

function endingOf({ name, certificateLife, certificateNotAfter }: PeerStatus, wallSeconds: number): string[] {
  if (certificateNotAfter === undefined || certificateLife === 'good') return [];
  return [`the certificate of peer ${name} ends ${inTime(certificateNotAfter - wallSeconds)}`];
}

function unreached({ name, state }: PeerStatus): string {
  if (state === 'waiting') return `peer ${name} has no endpoint and has not called yet`;
  return `peer ${name} does not answer ${state === 'silent' ? 'any more' : 'yet'}`;
}

function because(why: string | undefined): string {
  return why === undefined ? '' : `: ${why}`;
}

function inTime(seconds: number): string {
  return seconds < 0 ? `${duration(-seconds)} ago` : `in ${duration(seconds)}`;
}

/** The two largest units of a time: `3 d 4 h`, `12 s`. */
export function duration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    if (parts.length === 2) break;
    const count = Math.floor(rest / length);
    if (count > 0 || (unit === 's' && parts.length === 0)) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    rest -= count * length;
  }
  return parts.join(' ');
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;
