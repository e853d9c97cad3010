import { readFileSync } from 'node:fs';
import { formatEndpoint, parseAddress } from '../../protocol/address.js';
import type { SocketFacts } from '../observe/metrics.js';

/** What the kernel tells of these sockets of ours; none where it tells nothing. */
export function socketFacts(
  sockets: readonly { readonly address: string; readonly port: number }[],
): readonly SocketFacts[] {
  const ours = new Set(sockets.map(({ address, port }) => socketName(address, port)));
  return ['/proc/self/net/udp', '/proc/self/net/udp6']
    .flatMap((path) => parseUdpSockets(readOrNothing(path)))
    .filter(({ local }) => ours.has(local));
}

/** Bound, not connected: none of the resolver's. */
const UNCONNECTED = '07';

/** The lines of /proc/net/udp and udp6, see proc_pid_net(5). */
export function parseUdpSockets(text: string): readonly SocketFacts[] {
  return text.split('\n').flatMap((line): readonly SocketFacts[] => {
    const [, local = '', , state, queues = '', , , , , , , , drops] = line.trim().split(/ +/);
    const [address = '', port = ''] = local.split(':');
    const host = hostOf(address);
    if (state !== UNCONNECTED || host === undefined) return [];
    const queuedBytes = Number.parseInt(queues.split(':')[1] ?? '', 16);
    return [{ local: socketName(host, Number.parseInt(port, 16)), drops: Number(drops), queuedBytes }];
  });
}

function socketName(address: string, port: number): string {
  const canonical = parseAddress(address);
  return canonical === undefined ? `${address}:${port}` : formatEndpoint(canonical, port);
}

/** The kernel writes each 32 bits of an address as one number of this machine, little-endian on x86-64 and arm64. */
function hostOf(hex: string): string | undefined {
  if (!/^[0-9A-F]{8}$|^[0-9A-F]{32}$/.test(hex)) return undefined;
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return (bytes.join('').match(/.{4}/g) ?? []).join(':');
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
