import { type Link, PLAIN } from './link.js';
import type { Place, Plan, Talk, Trouble } from './plan.js';
import { type Stream, stream } from './random.js';

const MINUTE = 60_000;
const YEAR = 365 * 86_400;
/** Of the seeds, in percent. */
const REAL = 1;

/** The plan that follows from a seed. */
export function draw(seed: number): Plan {
  const random = stream(seed, 'plan');
  const trouble = MINUTE * random.between(1, 6);
  const places = drawPlaces(random, trouble);
  const troubles = Array.from({ length: random.between(0, 8) }, () => drawTrouble(random, places, trouble));
  return {
    seed,
    real: random.chance(REAL),
    trouble,
    places,
    weather: drawWeather(random),
    talks: drawTalks(random, places),
    troubles: troubles.sort((a, b) => a.at - b.at),
  };
}

function drawPlaces(random: Stream, trouble: number): Place[] {
  const names = ['amber', 'birch', 'cedar', 'delta', 'ember', 'flint'].slice(0, random.between(2, 6));
  return names.map((name) => {
    const knows = names.filter((other) => other !== name);
    const found = random.pick(['address', 'address', 'name', 'name', 'never'] as const);
    if (!random.chance(10)) return { name, knows, found };
    const ends = random.between(10_000, trouble);
    const renewed = random.chance(70) ? { renewed: random.between(5_000, trouble) } : {};
    return { name, knows, found, ends, ...renewed };
  });
}

/** From a quiet network to one that loses a tenth, overtakes and doubles. */
function drawWeather(random: Stream): Link {
  const bad = random.chance(60);
  return {
    ...PLAIN,
    delay: random.between(1, 120),
    spread: bad ? random.below(80) : 0,
    lost: bad ? random.below(10) : 0,
    doubled: bad ? random.below(10) : 0,
    held: bad ? random.below(3) : 0,
    late: 1_500,
  };
}

function drawTalks(random: Stream, places: readonly Place[]): Talk[] {
  return places.flatMap(({ name: from, knows }) =>
    knows.filter(() => random.chance(70)).map((to) => ({ from, to, every: random.pick([200, 500, 1_000]) })),
  );
}

function drawTrouble(random: Stream, places: readonly Place[], end: number): Trouble {
  const at = random.between(2_000, end - 1_000);
  const length = Math.min(end - at, random.pick([500, 3_000, 8_000, 20_000, 60_000, 200_000]));
  const spell = { at, for: length };
  const names = places.map(({ name }) => name);
  const place = random.pick(names);
  const other = random.pick(names.filter((name) => name !== place));
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2: {
      const [moves, forgets] = [random.chance(30), random.chance(10)];
      return { type: 'restart', ...spell, place, moves, forgets };
    }
    case 3:
      return { type: 'move', at, place, told: random.chance(50) };
    case 4: {
      const side = names.filter((name) => name === place || random.chance(40));
      return { type: 'partition', ...spell, side, both: random.chance(70) };
    }
    case 5:
    case 6:
      return { type: 'weather', ...spell, from: place, to: other, link: drawStorm(random) };
    case 7:
      return { type: 'clock', at, place, by: random.pick([-YEAR, YEAR, 7_200, -7_200, 60, -60]) };
    case 8:
      return { type: 'names', ...spell };
    case 9:
      return { type: 'twin', ...spell, place };
    case 10:
      return { type: 'stranger', ...spell, place, as: other };
    default:
      return random.chance(50)
        ? { type: 'echo', ...spell, percent: random.between(1, 30) }
        : { type: 'burst', at, from: place, to: other, packets: random.between(10, 400) };
  }
}

function drawStorm(random: Stream): Link {
  return {
    delay: random.between(1, 400),
    spread: random.below(400),
    lost: random.between(0, 90),
    doubled: random.below(50),
    held: random.below(20),
    late: random.pick([2_000, 12_000]),
    rate: random.pick([0, 0, 10, 100]),
    cut: random.chance(10),
  };
}
