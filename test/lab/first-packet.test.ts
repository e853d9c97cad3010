// How long the first packet to a node that nobody here knows yet is under way, every leg taking 10 ms.
import type { Test } from 'tap';
import { bringUpManaged, configureManager, createManaged } from '../../daemon/lab/managed.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import { faraway, firstEcho } from './managed.js';
import { labTest, measured } from './support.js';

const LEG_MILLIS = 10;
/** The goal is 3; a busy machine may take longer. */
const MOST_ROUND_TRIPS = 12;

/** The first echo, in round trips of those that follow; it has come back, and nothing was dropped for it. */
async function countRoundTrips(t: Test, from: LabNode, to: LabNode, what: string): Promise<void> {
  const first = await firstEcho(from, to);
  const address = to.membership.addresses[0] ?? '';
  const { averageMillis: usual } = await ping(from.site.namespace, address, {
    count: 20,
    intervalMillis: 50,
  });
  if (first === undefined || usual === undefined) {
    t.fail(`${what}: ${from.name} does not reach ${to.name}: ${from.log}`);
    return;
  }
  const trips = first / usual;
  measured(t, `${what}: ${first.toFixed(1)} ms, ${trips.toFixed(2)} round trips of ${usual.toFixed(1)} ms`);
  t.ok(trips < MOST_ROUND_TRIPS);
  const metrics = await from.metrics();
  for (const reason of ['no_route', 'no_path', 'waiting_overflow', 'waiting_expired']) {
    t.equal(metrics.sum('festoon_dropped_packets_total', { direction: 'outbound', reason }), 0, reason);
  }
}

labTest('by one manager the first packet takes a few round trips', async (t, sandbox) => {
  const { managers, nodes, segments } = await createManaged(sandbox, ['m1'], ['a', 'b', 'c']);
  const { m1 } = managers;
  await configureManager(m1, []);
  for (const [label, node] of Object.entries(nodes)) {
    await node.configure([], { managers: [await faraway(sandbox, segments, label as 'a', m1, LEG_MILLIS)] });
  }
  const { a, b, c } = nodes;
  await bringUpManaged([m1], [a, b, c]);
  await countRoundTrips(t, a, b, 'by one manager');
  t.match(await a.travels('b', 'relayed'), { via: 'm1' });
  await countRoundTrips(t, c, b, 'by one manager, to a node that others know');
  await countRoundTrips(t, b, c, 'to a node that has called');
});

labTest('by two managers, too', async (t, sandbox) => {
  const { managers, nodes, segments } = await createManaged(sandbox, ['m1', 'm2'], ['a', 'b']);
  const [{ m1, m2 }, { a, b }] = [managers, nodes];
  await configureManager(m1, [], { managers: [await faraway(sandbox, segments, 'm1', m2, LEG_MILLIS)] });
  await configureManager(m2, [], { managers: [await faraway(sandbox, segments, 'm2', m1, LEG_MILLIS)] });
  await a.configure([], { managers: [await faraway(sandbox, segments, 'a', m1, LEG_MILLIS)] });
  await b.configure([], { managers: [await faraway(sandbox, segments, 'b', m2, LEG_MILLIS)] });
  await bringUpManaged([m1, m2], [a, b]);
  await countRoundTrips(t, a, b, 'by two managers');
  t.match(await b.travels('a', 'relayed'), { via: 'm2' });
});
