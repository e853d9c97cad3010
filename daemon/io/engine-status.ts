import { dropReasons, type Engine, outboundDropReasons } from '../../native/index.js';
import type { DaemonStatus, PeerStatus } from '../control/status.js';
import { monotonicMs } from './clock.js';

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

/** The core knows when each peer was heard last; control looks only when it has to know. `mono` in ms of `Now.mono`. */
export function heardBy(
  engine: Pick<Engine, 'peerStats'>,
  mono: number,
  peers: readonly PeerStatus[],
): readonly PeerStatus[] {
  const heard = new Map(engine.peerStats().map(({ peer, lastReceivedNs }) => [peer, lastReceivedNs]));
  return peers.map((peer) => {
    const at = heard.get(peer.id) ?? undefined;
    if (peer.heardAge === undefined || at === undefined) return peer;
    return { ...peer, heardAge: Math.min(peer.heardAge, Math.max(0, mono - monotonicMs(at)) / 1000) };
  });
}
