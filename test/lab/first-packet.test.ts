// How long the first packet to a node that nobody here knows yet is under way, every leg taking 10 ms.
import type { Test } from 'tap';
import { bringUpManaged, configureManager, createManaged } from '../../daemon/lab/managed.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import { faraway, firstEcho } from './managed.js';
import { labTest, measured } from './support.js';

const LEG_MILLIS = 10;
/** The goal, of the quickest round; a busy machine takes longer, of the others too. */
const GOAL_ROUND_TRIPS = 3;
const MOST_ROUND_TRIPS = 12;

/** One pair after another that do not know each other: the echo of the first packet, in round trips of those that follow. */
async function rounds(t: Test, what: string, pairs: readonly (readonly [LabNode, LabNode])[]): Promise<void> {
  const all: number[] = [];
  for (const [from, to] of pairs)
    all.push(await countRoundTrips(t, from, to, `${what}, ${from.name} to ${to.name}`));
  const sorted = all.toSorted((a, b) => a - b);
  const [median, best, worst] = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)] as [
    number,
    number,
    number,
  ];
  measured(
    t,
    `${what}: ${median.toFixed(2)} round trips, ${best.toFixed(2)} to ${worst.toFixed(2)} in ${all.length} rounds`,
  );
  t.ok(best <= GOAL_ROUND_TRIPS, `${best.toFixed(2)} round trips`);
}

/** It has come back, and nothing was dropped for it. */
async function countRoundTrips(t: Test, from: LabNode, to: LabNode, what: string): Promise<number> {
  const first = await firstEcho(from, to);
  const address = to.membership.addresses[0] ?? '';
  const { averageMillis: usual } = await ping(from.site.namespace, address, {
    count: 20,
    intervalMillis: 50,
  });
  if (first === undefined || usual === undefined) {
    t.fail(`${what}: ${from.name} does not reach ${to.name}: ${from.log}`);
    return Number.POSITIVE_INFINITY;
  }
  const trips = first / usual;
  measured(t, `${what}: ${first.toFixed(1)} ms, ${trips.toFixed(2)} round trips of ${usual.toFixed(1)} ms`);
  t.ok(trips < MOST_ROUND_TRIPS);
  const metrics = await from.metrics();
  for (const reason of ['no_route', 'no_path', 'waiting_overflow', 'waiting_expired']) {
    t.equal(metrics.sum('festoon_dropped_packets_total', { direction: 'outbound', reason }), 0, reason);
  }
  return trips;
}

labTest('by one manager the first packet takes at most three round trips', async (t, sandbox) => {
  const { managers, nodes, segments } = await createManaged(sandbox, ['m1'], ['a', 'b', 'c', 'd']);
  const { m1 } = managers;
  await configureManager(m1, []);
  for (const [label, node] of Object.entries(nodes)) {
    await node.configure([], { managers: [await faraway(sandbox, segments, label as 'a', m1, LEG_MILLIS)] });
  }
  const { a, b, c, d } = nodes;
  await bringUpManaged([m1], [a, b, c, d]);
  await rounds(t, 'by one manager', [
    [a, b],
    [c, d],
    [a, c],
    [b, d],
    [a, d],
    [b, c],
  ]);
  t.match(await a.travels('b', 'relayed'), { via: 'm1' });
  t.ok((await countRoundTrips(t, b, a, 'to a node that has called')) < GOAL_ROUND_TRIPS);
});

labTest('by two managers, too', async (t, sandbox) => {
  const { managers, nodes, segments } = await createManaged(sandbox, ['m1', 'm2'], ['a', 'b', 'c', 'd', 'e']);
  const [{ m1, m2 }, { a, b, c, d, e }] = [managers, nodes];
  await configureManager(m1, [], { managers: [await faraway(sandbox, segments, 'm1', m2, LEG_MILLIS)] });
  await configureManager(m2, [], { managers: [await faraway(sandbox, segments, 'm2', m1, LEG_MILLIS)] });
  for (const [label, manager] of [
    ['a', m1],
    ['b', m2],
    ['c', m1],
    ['d', m2],
    ['e', m1],
  ] as const)
    await nodes[label].configure([], {
      managers: [await faraway(sandbox, segments, label, manager, LEG_MILLIS)],
    });
  await bringUpManaged([m1, m2], [a, b, c, d, e]);
  await rounds(t, 'by two managers', [
    [a, b],
    [d, c],
    [a, d],
    [b, c],
    [e, b],
    [d, e],
  ]);
  t.match(await b.travels('a', 'relayed'), { via: 'm2' });
});
