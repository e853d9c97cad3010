import type { DaemonStatus } from '../control/status.js';

/** What a daemon that has read its config still lacks before it can carry packets, one sentence each. */
export function missingParts({ tun, sockets, listen, control }: DaemonStatus): readonly string[] {
  const retried = listen.filter(({ use, state }) => use === 'tunnel' && state === 'retrying');
  const reasons = retried.map(({ endpoint, why }) => `${endpoint}: ${why}`).join('; ');
  return [
    ...(tun.state === 'up' ? [] : [`the interface ${tun.name} is not up: ${tun.why}`]),
    ...(isLost(control) ? ['no manager has the record of this node, and no other peer is up'] : []),
    ...(sockets.length > 0 ? [] : [`no UDP socket of the underlay is bound: ${reasons}`]),
  ];
}

/** Nobody is there, and nobody can find this node. A manager may be the first one. */
function isLost({ managers, relay, peers }: DaemonStatus['control']): boolean {
  const names = new Set(managers.map(({ name }) => name));
  const isAttached = managers.some(({ attachedAge }) => attachedAge !== undefined);
  const isNode = managers.length > 0 && relay === undefined;
  return isNode && !isAttached && !peers.some(({ name, state }) => state === 'up' && !names.has(name));
}
