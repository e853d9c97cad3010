import { WALL } from '../membership.js';
import type { MakeInvariant } from './invariant.js';

/** Seconds that a session may outlive a certificate: rounding, and the second in which it is looked at. */
const SLACK = 2;

/** No session outlives the certificate of either side, where no clock has been wrong. */
export const validity: MakeInvariant = (scene, fail) => {
  const { cast, plan } = scene;
  const clocksAreRight = plan.troubles.every(({ type }) => type !== 'clock');
  return {
    name: 'no session outlives a certificate',
    second() {
      if (!clocksAreRight) return;
      const wall = WALL + scene.now / 1e6 - SLACK;
      for (const { host, place, role } of cast.members) {
        if (role !== 'member') continue;
        for (const { name, session } of host.control.snapshot(host.now).peers) {
          if (session === undefined) continue;
          for (const side of [place.name, name])
            if (wall > cast.notAfter(side))
              fail(`${place.name} sends to ${name}, and the certificate of ${side} has ended`);
        }
      }
    },
  };
};
