import type { ControlStatus, ManagerStatus } from '../control/status.js';
import { printable } from './printable.js';
import { duration, type Json } from './status.js';
import { columns, painter } from './text-table.js';

/** One manager as `festoon managers` shows it. */
export type ManagerReport = Json<ManagerStatus>;

/** A table with a line for each manager. */
export function renderManagers(managers: readonly ManagerReport[], colour: boolean): string {
  if (managers.length === 0) return 'no managers\n';
  const paint = painter(colour);
  return columns([HEAD, ...managers.map(row)], 2)
    .map((line, at) => {
      const manager = managers[at - 1];
      if (manager === undefined) return `${line}\n`;
      const state = stateOf(manager);
      return `${line.replace(` ${state} `, ` ${paint(state === 'up' ? 'green' : 'yellow', state)} `)}\n`;
    })
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
  const { name, domain, use, endpoint, observed, attachedAge, rttMs, relayed } = manager;
  return [
    printable(name),
    domain === undefined ? '-' : printable(domain),
    stateOf(manager),
    use,
    endpoint ?? '-',
    observed ?? '-',
    attachedAge === undefined ? '-' : `${duration(attachedAge)} ago`,
    rttMs === undefined ? '-' : `${rttMs.toFixed(2)} ms`,
    relayed === 1 ? '1 peer' : `${relayed} peers`,
  ];
}

function stateOf(manager: ManagerReport): string {
  return manager.state === 'up' && isSilent(manager) ? 'silent' : manager.state;
}

/** Which managers serve this node, in a few words; undefined where the config lists none. */
export function managersLine(managers: readonly ManagerReport[]): string | undefined {
  if (managers.length === 0) return undefined;
  const [home, standby] = [of(managers, 'home'), of(managers, 'standby')];
  if (home === undefined) return `none of ${managers.length} answers`;
  const spares = managers.filter(({ use }) => use === 'spare').length;
  return [
    `home ${printable(home.name)}`,
    ...(standby === undefined ? [] : [`standby ${printable(standby.name)}`]),
    ...(spares === 0 ? [] : [`${spares} spare`]),
  ].join(', ');
}

/** What is amiss with the managers, one sentence each. A manager has need of all others, a node of two. */
export function managerProblems({ managers, relay }: ControlStatus): readonly string[] {
  if (managers.length === 0) return [];
  const silent = managers.filter(isSilent).map(({ name }) => name);
  if (relay !== undefined) return silent.map((name) => `manager ${name} does not answer yet`);
  if (of(managers, 'home') === undefined) {
    return [`no manager answers (${silent.join(', ')}): peers that are not known yet cannot be found`];
  }
  if (managers.length === 1 || of(managers, 'standby') !== undefined) return [];
  return [`no standby manager: ${silent.join(', ')} ${silent.length === 1 ? 'does' : 'do'} not answer`];
}

/** It is called, or asked in vain on a session that has not ended yet. */
function isSilent({ state, attachedAge }: Pick<ManagerReport, 'state' | 'attachedAge'>): boolean {
  return state !== 'idle' && attachedAge === undefined;
}

function of<T extends Pick<ManagerStatus, 'use'>>(managers: readonly T[], use: T['use']): T | undefined {
  return managers.find((manager) => manager.use === use);
}
