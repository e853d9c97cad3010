import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

const BASE = 20;
const A_PEER = 10;

interface Look {
  readonly wakeups: number;
  readonly peers: number;
}

/** Nobody wakes by itself more often than what it has to do can explain. */
export const storms: MakeInvariant = ({ cast }, fail) => {
  const before: Map<Host, Look> = new Map();
  return {
    name: 'no timer storm',
    second() {
      for (const { host } of cast.members) {
        const last = before.get(host) ?? { wakeups: 0, peers: 0 };
        const look = { wakeups: host.wakeups, peers: host.control.snapshot(host.now).peers.length };
        before.set(host, look);
        const wakeups = look.wakeups - last.wakeups;
        // Who was forgotten within the second may have been a peer for most of it.
        const limit = BASE + A_PEER * Math.max(look.peers, last.peers);
        if (wakeups > limit) fail(`${host.name} woke ${wakeups} times in a second`);
      }
    },
  };
};
