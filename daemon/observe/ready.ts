import type { DaemonStatus } from '../control/status.js';

/** What a daemon that has read its config still lacks before it can carry packets, one sentence each. */
export function missingParts({ tun, sockets, listen, control }: DaemonStatus): readonly string[] {
  const retried = listen.filter(({ use, state }) => use === 'tunnel' && state === 'retrying');
  const reasons = retried.map(({ endpoint, why }) => `${endpoint}: ${why}`).join('; ');
  return [
    ...(tun.state === 'up' ? [] : [`the interface ${tun.name} is not up: ${tun.why}`]),
    ...(control.managers.length > 0 &&
    control.relay === undefined &&
    control.peers.every(({ state }) => state !== 'up')
      ? ['no manager answers and no peer is up']
      : []),
    ...(sockets.length > 0 ? [] : [`no UDP socket of the underlay is bound: ${reasons}`]),
  ];
}
