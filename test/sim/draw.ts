import { MANAGER_LIES, NODE_LIES } from './lies.js';
import { type Link, PLAIN } from './link.js';
import type { Place, Plan, Talk, Trouble } from './plan.js';
import { type Stream, stream } from './random.js';

const MINUTE = 60_000;
const YEAR = 365 * 86_400;
/** Of the seeds, in percent. */
const REAL = 1;
const MANAGED = 70;
const FIFTH = 20;
/** Of the last one of several managers. */
const IMPOSTOR = 8;
/** So many packets are more than a manager that is limited to 1 Mbit/s passes on at once. */
const QUOTA = 2_500;

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

/** Nodes that know each other, or managers and nodes that know only those. */
function drawPlaces(random: Stream, trouble: number): Place[] {
  const nodes = ['amber', 'birch', 'cedar', 'delta', 'ember', 'flint'].slice(0, random.between(2, 6));
  const managers = random.chance(MANAGED)
    ? ['mona', 'miro', 'mara'].slice(0, random.pick([1, 2, 2, 2, 3]))
    : [];
  const common = { managers: managers, knows: [], advertises: false, rate: 0 };
  const others = (all: readonly string[], name: string): string[] => all.filter((other) => other !== name);
  return [
    ...managers.map((name): Place => {
      const found = random.pick(['address', 'name'] as const);
      const rate = random.pick([0, 0, 1]);
      const impostor = managers.length > 1 && name === managers.at(-1) && random.chance(IMPOSTOR);
      const place = { ...common, name, managers: others(managers, name), found, rate };
      return { ...place, role: 'manager', advertises: true, ...(impostor && { impostor }) };
    }),
    ...nodes.map((name): Place => {
      if (managers.length === 0) {
        const found = random.pick(['address', 'address', 'name', 'name', 'never'] as const);
        return {
          ...common,
          name,
          role: 'node',
          knows: others(nodes, name),
          found,
          ...drawEnd(random, trouble),
        };
      }
      const known = managers.filter(() => random.chance(80));
      const some = known.length > 0 ? known : [random.pick(managers)];
      const advertises = random.chance(40);
      const place: Place = { ...common, name, role: 'node', managers: some, found: 'never', advertises };
      return { ...place, ...drawEnd(random, trouble) };
    }),
  ];
}

/** One in ten has a certificate that ends, most of those get another one. */
function drawEnd(random: Stream, trouble: number): Pick<Place, 'ends' | 'renewed'> {
  if (!random.chance(10)) return {};
  const ends = random.between(10_000, trouble);
  return random.chance(70) ? { ends, renewed: random.between(5_000, trouble) } : { ends };
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
  return places.flatMap(({ name: from, knows }) => {
    const others = places.filter(({ name }) => name !== from);
    const partners = knows.length > 0 ? knows : others.map(({ name }) => name);
    const every = (): number => random.pick([200, 500, 1_000]);
    return partners.filter(() => random.chance(60)).map((to) => ({ from, to, every: every() }));
  });
}

function drawTrouble(random: Stream, places: readonly Place[], end: number): Trouble {
  const at = random.between(2_000, end - 1_000);
  const length = Math.min(end - at, random.pick([500, 3_000, 8_000, 20_000, 60_000, 200_000]));
  const spell = { at, for: length };
  const names = places.map(({ name }) => name);
  const place = random.pick(names);
  const other = random.pick(names.filter((name) => name !== place));
  const { role, found } = places.find(({ name }) => name === place) as Place;
  // A manager that moves has a name by which it is found again.
  const canMove = role === 'node' || found === 'name';
  switch (random.below(13)) {
    case 0:
    case 1:
    case 2: {
      const [moves, forgets] = [canMove && random.chance(30), random.chance(10)];
      return { type: 'restart', ...spell, place, moves, forgets };
    }
    case 3:
      if (!canMove) return { type: 'names', ...spell };
      return { type: 'move', at, place, told: random.chance(50) };
    case 4: {
      const side = names.filter((name) => name === place || random.chance(40));
      return { type: 'partition', ...spell, side, both: random.chance(70) };
    }
    case 5:
    case 6:
      if (random.chance(75))
        return { type: 'weather', ...spell, from: place, to: other, link: drawStorm(random) };
      return {
        type: 'weather',
        ...spell,
        from: place,
        to: other,
        link: { ...PLAIN, lost: FIFTH },
        both: true,
      };
    case 7:
      return { type: 'clock', at, place, by: random.pick([-YEAR, YEAR, 7_200, -7_200, 60, -60]) };
    case 8:
      return { type: 'names', ...spell };
    case 9:
      return { type: 'twin', ...spell, place };
    case 10:
      return { type: 'stranger', ...spell, place, as: other };
    case 11:
      return { ...drawLiar(random, places), ...spell };
    default:
      return random.chance(50)
        ? { type: 'echo', ...spell, percent: random.between(1, 30) }
        : { type: 'burst', at, from: place, to: other, packets: random.pick([50, 400, QUOTA]) };
  }
}

/** Where there are managers it is one of them in most cases. One that always lies leaves another one that does not. */
function drawLiar(
  random: Stream,
  places: readonly Place[],
): Omit<Extract<Trouble, { type: 'liar' }>, 'at' | 'for'> {
  const managers = places.filter(({ role }) => role === 'manager');
  const among = managers.length > 0 && random.chance(75) ? managers : places;
  const { name: place, role } = random.pick(among);
  const all = role === 'manager' ? MANAGER_LIES : NODE_LIES;
  const lies = Array.from({ length: random.between(1, 3) }, () => random.pick(all));
  return {
    type: 'liar',
    place,
    lies,
    lasting: random.chance(role === 'manager' && managers.length < 2 ? 0 : 40),
  };
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
