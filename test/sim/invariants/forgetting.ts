import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

/** Who had no packets for ten minutes rests; in the three that follow his session ends. Each is looked for once a minute. */
const FORGOTTEN_AFTER_MS = 600_000 + 60_000 + 180_000 + 60_000;

/** No node keeps a peer that it has found and has no packets for any more: it finds him again when it has. */
export const forgetting: MakeInvariant = ({ cast }, fail) => ({
  name: 'who has no packets any more is forgotten',
  second() {
    for (const { host, place } of cast.members) {
      const { mono } = host.now;
      if (place.role === 'manager' || mono < FORGOTTEN_AFTER_MS) continue;
      const usedAt = lastUses(host);
      for (const { id, name, found } of host.control.snapshot(host.now).peers) {
        const idle = mono - (usedAt.get(id) ?? mono);
        if (found && idle > FORGOTTEN_AFTER_MS)
          fail(
            `${host.name} still knows ${name}, to whom the last packet was ${(idle / 1_000).toFixed(0)} s ago`,
          );
      }
    }
  },
});

/** When each peer, by its number, had a packet last, in ms. */
function lastUses({ engine }: Host): ReadonlyMap<number, number> {
  return new Map(
    engine.peerStats().flatMap(({ peer, lastDataNs }) => {
      return lastDataNs === null ? [] : [[peer, Number(lastDataNs) / 1e6] as const];
    }),
  );
}
