import { calmFrom } from '../plan.js';
import type { MakeInvariant, Scene } from './invariant.js';

/** After the last trouble, in ms. */
export const HEALED_AFTER = 30_000;
/** How long it is looked at, in ms. */
export const LOOKED_AT_FOR = 30_000;

/** Of 30 packets or more over a link that loses a tenth so many percent arrive: less is no bad luck. */
const ARRIVING = 50;

/** Half a minute after the last trouble every pair that can talk does. */
export const reach: MakeInvariant = (scene, fail) => ({
  name: 'every pair that can talk does within 30 s of the last fault',
  end() {
    for (const { talk, sent, arrived } of scene.talks.since()) {
      const { from, to } = talk;
      if (canTalk(scene, from, to) && arrived * 100 < sent * ARRIVING)
        fail(`${arrived} of ${sent} packets from ${from} arrived at ${to}`);
    }
  },
});

/** One knows where the other is, both know each other, and both certificates hold. */
function canTalk({ cast, plan }: Scene, a: string, b: string): boolean {
  const end = calmFrom(plan) + HEALED_AFTER + LOOKED_AT_FOR;
  const valid = [a, b].every(
    (name) => (cast.place(name).ends ?? Number.POSITIVE_INFINITY) > end || cast.isRenewed(name),
  );
  const up = cast.running(a) !== undefined && cast.running(b) !== undefined;
  const acquainted = cast.place(a).knows.includes(b) && cast.place(b).knows.includes(a);
  return up && valid && acquainted && (cast.finds(a, b) || cast.finds(b, a));
}
