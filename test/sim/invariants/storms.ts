import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

const BASE = 20;
const A_PEER = 10;

/** Nobody wakes by itself more often than what it has to do can explain. */
export const storms: MakeInvariant = ({ cast }, fail) => {
  const before: Map<Host, number> = new Map();
  return {
    name: 'no timer storm',
    second() {
      for (const { host } of cast.members) {
        const wakeups = host.wakeups - (before.get(host) ?? 0);
        before.set(host, host.wakeups);
        const limit = BASE + A_PEER * host.control.snapshot(host.now).peers.length;
        if (wakeups > limit) fail(`${host.name} woke ${wakeups} times in a second`);
      }
    },
  };
};
