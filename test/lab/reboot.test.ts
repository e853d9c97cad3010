// What is left of a node that ended without a word, and how long its peers miss it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { type LabNode, PORT } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { kill } from './managed.js';
import { labTest, measured, moveTo, reachEachOther, startFlow } from './support.js';

/** From the first packet that a daemon could send again: four times what is aimed at. */
const OUTAGE_MILLIS = 4000;

async function pair(sandbox: Sandbox): Promise<readonly [LabNode, LabNode]> {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  return [a, b];
}

/** Packets to `to` are missing while it is rebooted, and for how long after its daemon answers again. */
async function outage(
  t: Test,
  sandbox: Sandbox,
  [from, to]: readonly [LabNode, LabNode],
  reboot: () => Promise<void>,
): Promise<void> {
  const flow = await startFlow(sandbox, from, to, { packetsPerSecond: 500, limitSeconds: 120 });
  await sleep(500);
  const began = performance.now();
  await reboot();
  const answering = performance.now() - began;
  await to.up(from.name);
  await sleep(2000);
  const { longestGapMillis } = await flow.stop();
  measured(
    t,
    `no packets for ${longestGapMillis.toFixed(0)} ms, ${answering.toFixed(0)} ms of them for the start itself`,
  );
  t.ok(longestGapMillis < answering + OUTAGE_MILLIS, 'the session is back soon after the daemon');
}

labTest('a node killed and started again is reached again soon', async (t, sandbox) => {
  const [a, b] = await pair(sandbox);
  await outage(t, sandbox, [a, b], async () => {
    await kill(b);
    await b.start();
  });
  await reachEachOther(t, a, b);
});

labTest('two nodes rebooted at once find each other', async (t, sandbox) => {
  const [a, b] = await pair(sandbox);
  await Promise.all([kill(a), kill(b)]);
  const began = performance.now();
  await bringUp([a, b]);
  measured(t, `both rebooted: sessions after ${(performance.now() - began).toFixed(0)} ms`);
  await reachEachOther(t, a, b);
});

labTest('a node that comes back at a new address is followed there', async (t, sandbox) => {
  const [a, b] = await pair(sandbox);
  const moved = '192.0.2.22';
  await outage(t, sandbox, [a, b], async () => {
    await kill(b);
    await moveTo(b, moved);
    await b.start();
  });
  t.match(await a.peerStatus(b.name), { endpoint: `${moved}:${PORT}` });
  await reachEachOther(t, a, b);
});
