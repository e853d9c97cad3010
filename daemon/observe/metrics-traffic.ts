import type { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { by, counter, gauge, plain, type Sample } from './metrics-samples.js';

/** Inner packets, what became of those that were lost, and what the core holds. */
export function addTraffic(registry: Registry, { counters }: DaemonStatus): void {
  const direct = (value: bigint): readonly Sample[] => by('path', [['direct', value]]);
  const { inboundPackets, inboundBytes, outboundPackets, outboundBytes } = counters;
  counter(registry, 'festoon_inbound_packets_total', 'Inner packets received.', direct(inboundPackets));
  counter(registry, 'festoon_inbound_bytes_total', 'Bytes of inner packets received.', direct(inboundBytes));
  counter(registry, 'festoon_outbound_packets_total', 'Inner packets sent.', direct(outboundPackets));
  counter(registry, 'festoon_outbound_bytes_total', 'Bytes of inner packets sent.', direct(outboundBytes));
  const drops = (direction: string, counts: ReadonlyMap<string, bigint>): readonly Sample[] =>
    [...counts].map(([reason, count]) => [{ direction, reason }, Number(count)]);
  counter(registry, 'festoon_dropped_packets_total', 'Packets dropped, by direction and reason.', [
    ...drops('inbound', counters.droppedInbound),
    ...drops('outbound', counters.droppedOutbound),
  ]);
  counter(
    registry,
    'festoon_core_events_dropped_total',
    'Events that the core could not hand over because its queue was full.',
    plain(counters.droppedInbound.get('event_overflow') ?? 0n),
  );
  gauge(registry, 'festoon_core_sessions', 'Sessions installed in the core.', plain(counters.sessions));
  gauge(
    registry,
    'festoon_replay_window_bytes',
    'Memory that replay windows take now.',
    plain(counters.windowBytes),
  );
  counter(
    registry,
    'festoon_replay_window_growths_refused_total',
    'Replay windows that were not enlarged for want of memory.',
    plain(counters.windowGrowthsRefused),
  );
}
