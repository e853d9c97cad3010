import type { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { by, counter, gauge, plain, type Sample } from './metrics-samples.js';

/** One UDP socket of the underlay as the kernel sees it. */
export interface SocketFacts {
  /** As an endpoint: `0.0.0.0:7077`. */
  readonly local: string;
  /** Datagrams that the kernel dropped since it was bound, for want of room or memory. */
  readonly drops: number;
  readonly queuedBytes: number;
}

export function addSockets(
  registry: Registry,
  { sockets, counters }: DaemonStatus,
  facts: readonly SocketFacts[],
): void {
  gauge(registry, 'festoon_sockets', 'UDP sockets that the underlay is received on.', plain(sockets.length));
  const each = (value: (socket: SocketFacts) => number): readonly Sample[] =>
    by(
      'socket',
      facts.map((socket): [string, number] => [socket.local, value(socket)]),
    );
  counter(
    registry,
    'festoon_socket_receive_drops_total',
    'Datagrams dropped by the kernel because a socket had no room.',
    each(({ drops }) => drops),
  );
  gauge(
    registry,
    'festoon_socket_receive_queue_bytes',
    'Bytes that wait in a socket, with the kernel’s bookkeeping.',
    each(({ queuedBytes }) => queuedBytes),
  );
  counter(
    registry,
    'festoon_datagrams_total',
    'Datagrams of the underlay, by how they travelled; what is relayed for others is direct here.',
    [
      ...byPath('inbound', counters.inboundDatagrams, counters.inboundRelayed),
      ...byPath('outbound', counters.outboundDatagrams, counters.outboundRelayed),
    ],
  );
}

function byPath(direction: string, all: bigint, relayed: bigint): readonly Sample[] {
  return [
    [{ direction, path: 'direct' }, Number(all - relayed)],
    [{ direction, path: 'relay' }, Number(relayed)],
  ];
}
