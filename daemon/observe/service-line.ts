import type { DaemonStatus } from '../control/status.js';
import { managersLine } from './managers-table.js';
import { printable } from './printable.js';
import { expectedPeers } from './status.js';

/** What the daemon is at, in one line for `systemctl status`. */
export function serviceLine({ control, reload, health }: ServiceFacts): string {
  const expected = expectedPeers(control);
  const found = control.peers.filter((peer) => peer.found).length;
  const up = expected.filter(({ state }) => state === 'up').length;
  const parts = [`${up} of ${expected.length} peers up`];
  if (found > 0) parts.push(`${found} found`);
  const managers = managersLine(control.managers);
  if (managers !== undefined) parts.push(`managers: ${managers}`);
  if (!health.loop) parts.push('the control loop stands');
  if (!health.core) parts.push('the packet engine stands');
  if (!reload.ok) parts.push(`config refused: ${reload.problems[0] ?? 'see the log'}`);
  if (reload.needRestart.length > 0) parts.push(`restart for ${reload.needRestart.join(', ')}`);
  return printable(parts.join('; '));
}

export type ServiceFacts = Pick<DaemonStatus, 'control' | 'reload' | 'health'>;
