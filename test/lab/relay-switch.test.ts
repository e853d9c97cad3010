// A direct way opens and closes under 20,000 packets a second.
import { setTimeout as sleep } from 'node:timers/promises';
import { configureNode } from '../../daemon/lab/managed.js';
import { firstEcho, managed } from './managed.js';
import { isWhole, labTest, measured, reachEachOther, startFlow } from './support.js';

/** Four times what is aimed at, 1 s, until packets take the relay when the direct way has ended. */
const FALLBACK_MILLIS = 4000;
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
