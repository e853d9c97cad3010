import { dropReasons, outboundDropReasons } from '../../../native/index.js';
import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

/** The current one, seven that it replaced, four half-open ones and their spare. */
const SESSIONS_A_PEER = 13;
/** Of the core, for each peer, and for each address of which no peer is known. */
const WAITING_A_PEER = 64;
const WINDOW_BYTES = 16 << 10;

/** What is kept for a peer has an end: sessions, replay windows, packets that wait. */
export const bounds: MakeInvariant = ({ cast, plan, talks }, fail) => ({
  name: 'memory per peer is bounded',
  second() {
    for (const { host, role } of cast.members) {
      if (role !== 'member') continue;
      const known = host.control.snapshot(host.now).peers.map(({ name }) => name);
      const peers = Math.max(1, known.length);
      const counters = host.engine.counters();
      const sessions = Number(counters.sessions);
      if (sessions > SESSIONS_A_PEER * peers) fail(`${host.name}: ${sessions} sessions for ${peers} peers`);
      const windows = Number(counters.windowBytes);
      if (windows > WINDOW_BYTES * Math.max(1, sessions))
        fail(`${host.name}: ${windows} B of replay windows for ${sessions} sessions`);
      const waiting = talks.given(host) - gone(host);
      const sought = plan.talks.filter(({ from, to }) => from === host.name && !known.includes(to)).length;
      if (waiting > WAITING_A_PEER * (known.length + sought))
        fail(
          `${host.name}: ${waiting} packets wait for ${known.length} peers, and ${sought} that are sought`,
        );
    }
  },
});

/** Ids of the reasons for which packets on their way out are dropped. */
const OUTBOUND = outboundDropReasons().map((reason) => dropReasons().indexOf(reason));

/** Packets from the TUN that do not wait (any more). Control frames that were dropped count too: the safe side. */
function gone(host: Host): number {
  const { outboundPackets, dropped } = host.engine.counters();
  return Number(OUTBOUND.reduce((sum, id) => sum + (dropped[id] ?? 0n), outboundPackets));
}
