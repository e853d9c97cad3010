import type { MakeInvariant } from './invariant.js';

/** Nothing that was said comes out of a host twice, and nothing comes out of one that it was not said to. */
export const singles: MakeInvariant = ({ cast, talks, plan }, fail) => {
  const heard: Set<string> = new Set();
  return {
    name: 'no packet is delivered twice or to another',
    delivered(host, packet) {
      const said = talks.heard(packet);
      if (said === undefined) return;
      const { from, to } = plan.talks[said.talk] as (typeof plan.talks)[number];
      const member = cast.of(host);
      if (member?.role === 'stranger' || member?.place.name !== to)
        fail(`${member?.place.name} got a packet from ${from} to ${to}`);
      const key = `${host.endpoint} ${host.boot} ${said.talk} ${said.sequence}`;
      if (heard.has(key)) fail(`${to} got packet ${said.sequence} of ${from} twice`);
      heard.add(key);
    },
  };
};
