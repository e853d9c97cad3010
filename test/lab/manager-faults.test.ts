// Managers that start again, nodes that come back elsewhere, and how soon all know of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import { configureManager, configureNode, createManaged } from '../../daemon/lab/managed.js';
import { type LabNode, PORT } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { kill, managed } from './managed.js';
import { labTest, measured, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;
/** From when a daemon answers: four times what is aimed at. */
const OUTAGE_MILLIS = 4000;

/** Packets are missing while something is taken away, and for how long after the daemon that brings it back answers. */
async function outage(
  t: Test,
  sandbox: Sandbox,
  [from, to]: readonly [LabNode, LabNode],
  what: string,
  takeAndBring: () => Promise<void>,
): Promise<void> {
  const options = { packetsPerSecond: 500, limitSeconds: 120 };
  const flow = await startFlow(sandbox, from, to, options);
  const back = await startFlow(sandbox, to, from, options);
  await sleep(1000);
  const began = performance.now();
  await takeAndBring();
  const answering = performance.now() - began;
  await sleep(OUTAGE_MILLIS + 1000);
  const { longestGapMillis, received, lost, duplicated, corrupted } = await flow.stop();
  await back.stop();
  const missingMillis = Math.max(longestGapMillis, (lost / options.packetsPerSecond) * 1000);
  const after = Math.max(0, missingMillis - answering);
  measured(
    t,
    `${what}: no packets for ${missingMillis.toFixed(0)} ms, ${after.toFixed(0)} ms of them after it was up`,
  );
  t.ok(received > 2 * 500, 'some before, and some afterwards');
  t.match({ duplicated, corrupted }, { duplicated: 0, corrupted: 0 });
  t.ok(after < OUTAGE_MILLIS);
}

labTest('the only manager is killed and started again under traffic', async (t, sandbox) => {
  const { managers, nodes } = await managed(sandbox, ['m1'], ['a', 'b']);
  const [{ m1 }, { a, b }] = [managers, nodes];
  await reachEachOther(t, a, b);
  await outage(t, sandbox, [a, b], 'manager restarted', async () => {
    await kill(m1);
    await m1.start();
  });
  await reachEachOther(t, a, b);
  await a.travels('b', 'relayed');
});

labTest('a node that comes back at a new address is found there', async (t, sandbox) => {
  const { nodes, segments } = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
  const { a, b } = nodes;
  await reachEachOther(t, a, b);
  let moved = '';
  await outage(t, sandbox, [a, b], 'node rebooted with a new address', async () => {
    await kill(b);
    moved = await segments.move('b', 22);
    await b.start();
  });
  t.match(await b.attached(), { observed: `${moved}:${PORT}` });
  await reachEachOther(t, a, b);
});

labTest('a change of attachment is known at the other manager at once', async (t, sandbox) => {
  const { managers, nodes } = await createManaged(sandbox, ['m1', 'm2'], ['a', 'b', 'c']);
  const [{ m1, m2 }, all] = [managers, Object.values(nodes)];
  for (const manager of [m1, m2]) await configureManager(manager, [m1, m2]);
  await Promise.all([m1.start(), m2.start()]);
  // The other manager.
  await Promise.all([m1, m2].map((manager) => seen(manager, 1)));
  for (const [at, node] of all.entries()) {
    await configureNode(node, [m1]);
    const before = await directory(m1);
    t.equal(await directory(m2), before, `both know ${before} before node ${at + 1}`);
    const known = [m1, m2].map((manager) => seen(manager, before + 1));
    await node.start();
    const [first = 0, second = 0] = await Promise.all(known);
    measured(t, `${node.name} attached to m1: known at m2 ${(second - first).toFixed(0)} ms later`);
    t.ok(second - first < 800, 'four times 200 ms');
  }
});

/** When the manager has so many nodes in its directory, asked every few ms. */
function seen(manager: LabNode, count: number): Promise<number> {
  const what = `${manager.name} to know ${count} nodes`;
  return eventually(
    what,
    LIMIT_MILLIS,
    async () => ((await directory(manager)) >= count ? performance.now() : undefined),
    5,
  );
}

async function directory(manager: LabNode): Promise<number> {
  return (await manager.status()).control.relay?.directory ?? -1;
}
