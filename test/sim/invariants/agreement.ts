import type { MakeInvariant } from './invariant.js';

/** Core and control agree on which peers there is a session to send on with. */
export const agreement: MakeInvariant = ({ cast }, fail) => ({
  name: 'control knows what the core sends on',
  second() {
    for (const { host } of cast.members) {
      const sending = new Map(host.engine.peerStats().map(({ peer, index }) => [peer, index !== null]));
      for (const { id, name, session } of host.control.snapshot(host.now).peers) {
        const here = session !== undefined;
        if (here !== (sending.get(id) ?? false))
          fail(
            `${host.name} and ${name}: control ${here ? 'has a' : 'has no'} session, the core another view`,
          );
      }
    }
  },
});
