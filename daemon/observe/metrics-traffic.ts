import type { Registry } from 'prom-client';
import type { DaemonStatus } from '../control/status.js';
import { by, counter, gauge, plain, type Sample } from './metrics-samples.js';

/** Inner packets, what became of those that were lost, and what the core holds. */
export function addTraffic(registry: Registry, { counters }: DaemonStatus): void {
  const { inboundPackets, inboundBytes, outboundPackets, outboundBytes } = counters;
  const { inboundRelayedPackets, inboundRelayedBytes, outboundRelayedPackets, outboundRelayedBytes } =
    counters;
  for (const [name, help, all, relayed] of [
    ['inbound_packets', 'Inner packets received.', inboundPackets, inboundRelayedPackets],
    ['inbound_bytes', 'Bytes of inner packets received.', inboundBytes, inboundRelayedBytes],
    ['outbound_packets', 'Inner packets sent.', outboundPackets, outboundRelayedPackets],
    ['outbound_bytes', 'Bytes of inner packets sent.', outboundBytes, outboundRelayedBytes],
  ] as const) {
    const paths = { direct: all - relayed, relay: relayed };
    counter(registry, `festoon_${name}_total`, help, by('path', Object.entries(paths)));
  }
  const { pathSwitches, pathSwitchesEarly } = counters;
  counter(
    registry,
    'festoon_path_switches_total',
    'Planned changes of a path, by what became of the order of packets.',
    by('order', Object.entries({ kept: pathSwitches - pathSwitchesEarly, given_up: pathSwitchesEarly })),
  );
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
