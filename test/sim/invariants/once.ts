import type { Host } from '../host.js';
import type { MakeInvariant } from './invariant.js';

const DATA = 4;

/** Nobody takes two copies of one sealed datagram: no packet under one counter is accepted twice. */
export const once: MakeInvariant = (_, fail) => {
  const taken: Map<Host, Set<number>> = new Map();
  return {
    name: 'no counter is accepted twice',
    arrival(host, { id, bytes, repeated }, feed) {
      if (!repeated || ((bytes[0] as number) & 15) < DATA) {
        feed();
        return;
      }
      const before = refused(host);
      feed();
      if (refused(host) !== before) return;
      const ids = taken.get(host) ?? new Set();
      taken.set(host, ids);
      if (ids.has(id)) fail(`${host.name} took a datagram of ${bytes.length} B twice`);
      ids.add(id);
    },
  };
};

function refused(host: Host): bigint {
  return host.engine.counters().dropped.reduce((sum, count) => sum + count, 0n);
}
