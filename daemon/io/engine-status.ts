import { dropReasons, type Engine, outboundDropReasons } from '../../native/index.js';
import type { DaemonStatus } from '../control/status.js';

const OUTBOUND: ReadonlySet<string> = new Set(outboundDropReasons());

/** What the core has counted, for the daemon's status. */
export function engineStatus(
  engine: Pick<Engine, 'counters' | 'peerStats'>,
): Pick<DaemonStatus, 'counters' | 'traffic'> {
  const counters = engine.counters();
  const { inboundPackets, inboundBytes, outboundPackets, outboundBytes, dropped } = counters;
  const { inboundDatagrams, outboundDatagrams, inboundRelayed, outboundRelayed } = counters;
  const { inboundRelayedPackets, inboundRelayedBytes, outboundRelayedPackets, outboundRelayedBytes } =
    counters;
  const { relayedDatagrams, relayedBytes, relayedTrains } = counters;
  const { pathSwitches, pathSwitchesEarly } = counters;
  const { sessions, windowBytes, windowGrowthsRefused } = counters;
  const drops = dropReasons().map((reason, id): [string, bigint] => [reason, dropped[id] ?? 0n]);
  return {
    counters: {
      inboundPackets,
      inboundBytes,
      outboundPackets,
      outboundBytes,
      inboundDatagrams,
      outboundDatagrams,
      inboundRelayed,
      outboundRelayed,
      inboundRelayedPackets,
      inboundRelayedBytes,
      outboundRelayedPackets,
      outboundRelayedBytes,
      relayedDatagrams,
      relayedBytes,
      relayedTrains,
      pathSwitches,
      pathSwitchesEarly,
      sessions,
      windowBytes,
      windowGrowthsRefused,
      droppedInbound: new Map(drops.filter(([reason]) => !OUTBOUND.has(reason))),
      droppedOutbound: new Map(drops.filter(([reason]) => OUTBOUND.has(reason))),
    },
    traffic: engine.peerStats().map(({ peer, rxPackets, rxBytes, txPackets, txBytes }) => ({
      id: peer,
      receivedPackets: rxPackets,
      receivedBytes: rxBytes,
      sentPackets: txPackets,
      sentBytes: txBytes,
    })),
  };
}
