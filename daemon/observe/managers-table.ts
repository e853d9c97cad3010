import type { ControlStatus, ManagerStatus } from '../control/status.js';
import { printable } from './printable.js';
import { duration, type Json } from './status.js';
import { painter, stateTable } from './text-table.js';

/** One manager as `festoon managers` shows it. */
export type ManagerReport = Json<ManagerStatus>;

/** A table with a line for each manager. */
export function renderManagers(managers: readonly ManagerReport[], colour: boolean): string {
  if (managers.length === 0) return 'no managers\n';
  const wells = managers.map((manager) => manager.state === 'up' && !isLacking(manager));
  return stateTable(HEAD, managers.map(row), painter(colour), (at) => wells[at] === true)
    .map((line) => `${line}\n`)
    .join('');
}

const HEAD = [
  'MANAGER',
  'DOMAIN',
  'STATE',
  'USE',
  'ENDPOINT',
  'SEES THIS NODE AT',
  'ATTACHED',
  'RTT',
  'RELAYS FOR',
];

function row(manager: ManagerReport): string[] {
  const { name, domain, state, use, endpoint, observed, attachedAge, rttMs, relayed } = manager;
  return [
    printable(name),
    domain === undefined ? '-' : printable(domain),
    state,
    use,
    endpoint ?? '-',
    observed ?? '-',
    attachedAge === undefined ? notAttached(manager) : `${duration(attachedAge)} ago`,
    rttMs === undefined ? '-' : `${rttMs.toFixed(2)} ms`,
    relayed === 1 ? '1 peer' : `${relayed} peers`,
  ];
}

function notAttached(manager: ManagerReport): string {
  if (!isLacking(manager)) return '-';
  return manager.refused === undefined ? 'no' : `no: ${manager.refused}`;
}

/** Which managers serve this node, in a few words; undefined where the config lists none. */
export function managersLine(managers: readonly ManagerReport[]): string | undefined {
  if (managers.length === 0) return undefined;
  const attached = managers.filter(isAttached);
  if (!managers.some(isUp)) return `none of ${managers.length} answers`;
  if (attached.length === 0) return `attached to none of ${managers.length}`;
  const mesh = managers.filter(({ use }) => use === 'mesh').length;
  if (mesh > 0) return `${attached.length} of ${mesh} others attached`;
  const placed = (['home', 'standby'] as const).flatMap((use) => {
    const manager = of(managers, use);
    if (manager === undefined) return [];
    return `${use} ${printable(manager.name)}${isAttached(manager) ? '' : ' (not attached)'}`;
  });
  const spares = managers.filter(({ use }) => use === 'spare').length;
  return [...placed, ...(spares === 0 ? [] : [`${spares} spare`])].join(', ');
}

/** What is amiss with the managers, one sentence each. A manager has need of all others, a node of two. */
export function managerProblems({ managers, relay }: ControlStatus): readonly string[] {
  if (managers.length === 0) return [];
  const attached = managers.filter(isAttached).length;
  const faults = managers.filter(isLacking).map(faultOf);
  if (relay !== undefined) return faults.map((fault) => `manager ${fault}`);
  if (attached > 1 || attached === managers.length) return [];
  const why = faults.length === 0 ? '' : `: ${faults.join(', ')}`;
  if (attached === 1) return [`no standby manager${why}`];
  const effect = managers.some(isUp)
    ? 'nobody can find this node'
    : 'peers that are not known yet cannot be found';
  return [`attached to no manager, ${effect}${why}`];
}

function isAttached({ attachedAge }: Pick<ManagerReport, 'attachedAge'>): boolean {
  return attachedAge !== undefined;
}

function isUp({ state }: Pick<ManagerReport, 'state'>): boolean {
  return state === 'up';
}

/** It is called, or has a place, and does not have the record of this node. Packets may be all that a spare one is called for. */
function isLacking(manager: Pick<ManagerReport, 'state' | 'use' | 'attachedAge'>): boolean {
  const isWanted = manager.state !== 'idle' && !(isUp(manager) && manager.use === 'spare');
  return isWanted && !isAttached(manager);
}

function faultOf({ name, state, refused }: ManagerReport): string {
  if (state !== 'up') return `${name} does not answer`;
  if (refused !== undefined) return `${name} refuses this node's record, ${refused}`;
  return `${name} does not have this node's record`;
}

function of<T extends Pick<ManagerStatus, 'use'>>(managers: readonly T[], use: T['use']): T | undefined {
  return managers.find((manager) => manager.use === use);
}
