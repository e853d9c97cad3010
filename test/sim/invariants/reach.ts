import { calmFrom, isFalse } from '../plan.js';
import type { MakeInvariant, Scene } from './invariant.js';

/** After the last trouble, in ms. */
export const HEALED_AFTER = 30_000;
/** How long it is looked at, in ms. */
export const LOOKED_AT_FOR = 30_000;

/** Of 30 packets or more over a link that loses a tenth so many percent arrive: less is no bad luck. */
const ARRIVING = 50;
/** Where somebody spoils half of what he relays: nobody leaves a path because of what is lost on it. */
const ARRIVING_BY_LIARS = 20;

/** Half a minute after the last trouble every pair that can talk does. */
export const reach: MakeInvariant = (scene, fail) => ({
  name: 'every pair that can talk does within 30 s of the last fault',
  end() {
    const least = scene.plan.places.some(({ name }) => isFalse(scene.plan, name))
      ? ARRIVING_BY_LIARS
      : ARRIVING;
    for (const { talk, sent, arrived } of scene.talks.since()) {
      const { from, to } = talk;
      if (canTalk(scene, from, to) && arrived * 100 < sent * least)
        fail(`${arrived} of ${sent} packets from ${from} arrived at ${to}`);
    }
  },
});

/** Both run with certificates that hold and are honest, and one can find the other: by itself, or each by a manager. */
function canTalk(scene: Scene, a: string, b: string): boolean {
  const { cast } = scene;
  if (!isSound(scene, a) || !isSound(scene, b)) return false;
  if (cast.finds(a, b) || cast.finds(b, a)) return true;
  const ways = (name: string): readonly string[] =>
    [name, ...cast.place(name).managers].filter((manager) => serves(scene, name, manager));
  return ways(a).some((here) =>
    ways(b).some((there) => here === there || cast.finds(here, there) || cast.finds(there, here)),
  );
}

function isSound({ cast, plan }: Scene, name: string): boolean {
  const end = calmFrom(plan) + HEALED_AFTER + LOOKED_AT_FOR;
  const holds = (cast.place(name).ends ?? Number.POSITIVE_INFINITY) > end || cast.isRenewed(name);
  return cast.running(name) !== undefined && holds && !isFalse(plan, name);
}

/** A manager serves itself, and whoever finds it. */
function serves(scene: Scene, name: string, manager: string): boolean {
  if (scene.cast.place(manager).role !== 'manager' || !isSound(scene, manager)) return false;
  return name === manager || scene.cast.finds(name, manager);
}
