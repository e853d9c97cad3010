// A direct way opens and closes under 20,000 packets a second.
import { setTimeout as sleep } from 'node:timers/promises';
import { bringUpManaged, configureManager, configureNode, createManaged } from '../../daemon/lab/managed.js';
import { faraway, firstEcho, managed } from './managed.js';
import { isWhole, labTest, measured, reachEachOther, startFlow } from './support.js';

/** Four times what is aimed at, 1 s, until packets take the relay when the direct way has ended. */
const FALLBACK_MILLIS = 4000;
/** To a slow manager: relayed packets take two of these longer than direct ones. */
const LEG_MILLIS = 5;
const SLOW_FLOW = { packetsPerSecond: 1000, limitSeconds: 120 };
const MOST_TRIES = 3;
/** Both ways together 20,000 a second. */
const FLOW = { packetsPerSecond: 10_000, flows: 4, limitSeconds: 120 };

labTest('from a relayed to a direct path nothing is lost and nothing overtakes', async (t, sandbox) => {
  const { managers, nodes, segments } = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
  const { a, b } = nodes;
  for (const node of [a, b]) {
    await configureNode(node, Object.values(managers), { advertise: [node.endpoint(4)] });
    t.equal((await node.reload()).code, 0);
  }
  t.ok((await firstEcho(a, b)) !== undefined);
  await a.travels('b', 'relayed');
  await b.travels('a', 'relayed');
  const flows = await Promise.all([startFlow(sandbox, a, b, FLOW), startFlow(sandbox, b, a, FLOW)]);
  await sleep(1000);
  const opened = performance.now();
  await segments.join('a', 'b');
  const [to] = await Promise.all([a.travels('b', 'direct'), b.travels('a', 'direct')]);
  measured(t, `direct ${(performance.now() - opened).toFixed(0)} ms after there was a way`);
  t.match(to, { endpoint: b.endpoint(4), why: 'challenge' });
  await sleep(1000);
  for (const flow of flows) {
    const result = await flow.stop();
    isWhole(t, result, 'relayed, then direct');
    t.equal(result.reordered, 0, 'in the order in which it was sent');
  }
});

labTest('what is sent directly does not overtake what a slow relay still carries', async (t, sandbox) => {
  const { managers, nodes, segments } = await createManaged(sandbox, ['m1'], ['a', 'b']);
  const [{ m1 }, { a, b }] = [managers, nodes];
  await configureManager(m1, []);
  for (const [label, node] of Object.entries(nodes)) {
    const entry = await faraway(sandbox, segments, label as 'a', m1, LEG_MILLIS);
    await node.configure([], { managers: [entry], advertise: [node.endpoint(4)] });
  }
  await bringUpManaged([m1], [a, b]);
  await reachEachOther(t, a, b);
  const overtaken: number[] = [];
  // A busy machine may make a relay late beyond what packets are held back for.
  while (overtaken.length < MOST_TRIES && overtaken.at(-1) !== 0) {
    if (overtaken.length > 0) await segments.part('a', 'b');
    await Promise.all([a.travels('b', 'relayed'), b.travels('a', 'relayed')]);
    const flows = await Promise.all([
      startFlow(sandbox, a, b, SLOW_FLOW),
      startFlow(sandbox, b, a, SLOW_FLOW),
    ]);
    await segments.join('a', 'b');
    await Promise.all([a.travels('b', 'direct'), b.travels('a', 'direct')]);
    await sleep(500);
    const results = await Promise.all(flows.map((flow) => flow.stop()));
    for (const result of results) isWhole(t, result, 'from a slow relay to a direct path');
    overtaken.push(results.reduce((sum, { reordered }) => sum + reordered, 0));
  }
  t.equal(overtaken.at(-1), 0, `overtaken in turn: ${overtaken}`);
});

labTest('a direct path that ends falls back to the relay', async (t, sandbox) => {
  const { managers, nodes, segments } = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
  const { a, b } = nodes;
  for (const node of [a, b]) {
    await configureNode(node, Object.values(managers), { advertise: [node.endpoint(4)] });
    t.equal((await node.reload()).code, 0);
  }
  await segments.join('a', 'b');
  await reachEachOther(t, a, b);
  await a.travels('b', 'direct');
  await b.travels('a', 'direct');
  const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 1000, limitSeconds: 120 });
  await sleep(500);
  await segments.part('a', 'b');
  t.match(await a.travels('b', 'relayed'), { why: 'fallback' });
  await sleep(1000);
  const { longestGapMillis } = await flow.stop();
  measured(t, `no packets for ${longestGapMillis.toFixed(0)} ms when the direct way ended`);
  t.ok(longestGapMillis < FALLBACK_MILLIS);
  await reachEachOther(t, a, b);
});
