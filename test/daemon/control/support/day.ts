import type { Endpoint } from '../../../../protocol/address.js';
import { endpointOf, HIGHER, LOWER, peerFacts } from './node.js';
import { packet } from './packet.js';
import { type Link, type SimNode, World } from './pair.js';
import { seededRng } from './rng.js';
import { Talk, type Talked } from './talk.js';

/** What one simulated stretch of time showed. */
export interface Day extends Talked {
  /** Copies of datagrams that the network lost. */
  readonly lost: number;
  readonly rekeys: number;
  /** What the nodes count of them. */
  readonly counted: number;
  /** Nodes without a session in the end. */
  readonly down: number;
}

const SPARSE_MS = 4_000;
const DENSE_MS = 25;
const YEAR = 365 * 86_400;

/**
 * Two nodes talk for so many hours over a network that loses, delays, overtakes and doubles, while their wall clocks
 * jump. Little is said while a session is young, much while it is replaced.
 */
export function liveDay(label: string, hours: number): Day {
  const rng = seededRng(`${label} day`);
  const world = new World(label);
  const nodes = [world.add(LOWER, [peerFacts(HIGHER)]), world.add(HIGHER, [peerFacts(LOWER)])] as const;
  const [lower, higher] = nodes;
  for (const node of nodes) node.start();
  world.run(1_000);
  const first = lower.switches + higher.switches;
  const talk = new Talk(world, nodes);
  const end = world.mono + hours * 3_600_000;
  while (world.mono < end) {
    world.link = weather(rng.fraction());
    const node = rng.fraction() < 0.5 ? lower : higher;
    if (rng.fraction() < 0.1)
      node.clockError = [YEAR, -YEAR, 7_200, -7_200, 0, 0][Math.floor(rng.fraction() * 6)] as number;
    while ((lower.sessionAge ?? 0) < 119 && world.mono < end) talk.for(SPARSE_MS, SPARSE_MS);
    while ((lower.sessionAge ?? 0) > 1 && world.mono < end) talk.for(500, DENSE_MS);
  }
  world.run(10_000);
  const counted = lower.status.rekeys + higher.status.rekeys;
  const down = nodes.filter(({ peerState }) => peerState !== 'up').length;
  const rekeys = lower.switches + higher.switches - first;
  return { ...talk.result(), lost: world.lost, rekeys, counted, down };
}

/** How long packets did not arrive after each of so many reboots, in ms from the moment the nodes were up again. */
export function reboots(label: string, times: number): readonly number[] {
  const rng = seededRng(`${label} reboots`);
  const world = new World(label);
  world.link = { delay: 20, spread: 40, duplicated: 0.3, lost: 0, losable: () => false };
  const epochs = new Map([
    [LOWER, 1n],
    [HIGHER, 1n],
  ]);
  const start = (name: string): SimNode => {
    const epoch = epochs.get(name) as bigint;
    epochs.set(name, epoch + 1n);
    return world.add(name, [peerFacts(name === LOWER ? HIGHER : LOWER)], epoch);
  };
  const nodes = new Map([LOWER, HIGHER].map((name) => [name, start(name)]));
  for (const node of nodes.values()) node.start();
  return Array.from({ length: times }, (_, i) => {
    // Who was elsewhere comes back to where its peer's config says: it may be the one that has to be found.
    for (const node of nodes.values()) node.endpoint = endpointOf(node.name);
    chat(world, nodes, 3_000 + 170_000 * rng.fraction());
    const who = [[LOWER], [HIGHER], [LOWER, HIGHER]][i % 3] as string[];
    for (const name of who) world.remove(nodes.get(name) as SimNode);
    chat(world, nodes, rng.fraction() < 0.5 ? 0 : 10_000 * rng.fraction());
    for (const name of who) nodes.set(name, start(name));
    const [reborn] = who;
    const node = nodes.get(reborn as string) as SimNode;
    if (rng.fraction() < 0.7) node.endpoint = `198.51.100.${1 + (i % 250)}:7077` as Endpoint;
    if (rng.fraction() < 0.3) node.clockError = -YEAR;
    for (const name of who) nodes.get(name)?.start();
    return outage(world, nodes);
  });
}

/** Both say something each second. */
function chat(world: World, nodes: ReadonlyMap<string, SimNode>, ms: number): void {
  world.run(ms, 1_000, () => sayBoth(nodes));
}

function sayBoth(nodes: ReadonlyMap<string, SimNode>): void {
  nodes.get(LOWER)?.send(packet(LOWER, HIGHER, 0));
  nodes.get(HIGHER)?.send(packet(HIGHER, LOWER, 0));
}

/** Until both have heard the other. */
function outage(world: World, nodes: ReadonlyMap<string, SimNode>): number {
  const since = world.mono;
  for (const node of nodes.values()) node.delivered.length = 0;
  const deaf = (): boolean => [...nodes.values()].some(({ delivered }) => delivered.length === 0);
  while (deaf() && world.mono - since < 60_000) world.run(10, 10, () => sayBoth(nodes));
  return world.mono - since;
}

/** From a quiet network to one that loses a fifth and holds some back for seconds. */
function weather(severity: number): Link {
  const spread = severity < 0.8 ? 200 * severity : 3_000;
  return {
    delay: 10 + 90 * severity,
    spread,
    duplicated: severity / 2,
    lost: severity / 5,
    losable: () => true,
  };
}
