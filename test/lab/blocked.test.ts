// A garbage collection or a slow disk may stop JavaScript for a while. Packets go on, for no packet needs it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { blocked, isWhole, labTest, measured, preloaded, startFlow } from './support.js';

const BLOCK_MILLIS = 5000;
const LIMIT_MILLIS = 30_000;
/** Spec §5: the owner of the lower key replaces a session after this time. */
const REKEY_SECONDS = 120;

labTest('traffic flows while the JavaScript of both ends is blocked for 5 s', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await startBlockable([a, b]);
  const options = { packetsPerSecond: 5000, flows: 4, limitSeconds: 60 };
  const flows = await Promise.all([startFlow(sandbox, a, b, options), startFlow(sandbox, b, a, options)]);
  await block(t, [a, b]);
  for (const flow of flows) {
    const result = await flow.stop();
    isWhole(t, result, 'JavaScript blocked for 5 s');
    t.ok(result.longestGapMillis < BLOCK_MILLIS / 2, 'they arrived meanwhile, not afterwards');
  }
});

labTest(
  'a rekey that falls due while JavaScript is blocked comes late and loses nothing',
  async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    await startBlockable([a, b]);
    const options = { packetsPerSecond: 1000, limitSeconds: REKEY_SECONDS + 60 };
    const flow = await startFlow(sandbox, a, b, options);
    const opened = await sessions(a);
    const began = performance.now() - (await sessionMillis(a, b));
    await sleep(REKEY_SECONDS * 1000 - BLOCK_MILLIS / 2 - (performance.now() - began));
    t.equal(await sessions(a), opened, 'the session is still the first');
    await block(t, [a, b]);
    await eventually('the next session', LIMIT_MILLIS, async () =>
      (await sessions(a)) > opened ? true : undefined,
    );
    measured(
      t,
      `rekey after ${((performance.now() - began) / 1000).toFixed(1)} s, due after ${REKEY_SECONDS} s`,
    );
    await sleep(1000);
    isWhole(t, await flow.stop(), 'a rekey held up by 5 s');
  },
);

async function startBlockable(nodes: readonly LabNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.start(preloaded('block', { BLOCK_MILLIS }))));
  const [a, b] = nodes as readonly [LabNode, LabNode];
  await Promise.all([a.up(b.name), b.up(a.name)]);
}

/** Blocks the JavaScript of all at about the same time, and returns when it goes on. */
async function block(t: Test, nodes: readonly LabNode[]): Promise<void> {
  for (const node of nodes) node.signal('SIGUSR2');
  const spans = await Promise.all(nodes.map((node) => blocked(node, LIMIT_MILLIS)));
  const millis = Math.min(...spans.map(([, to]) => to)) - Math.max(...spans.map(([from]) => from));
  t.ok(millis > BLOCK_MILLIS / 2, `all at once, for ${millis.toFixed(0)} ms`);
}

/** How old its session with the other is; where time passes while it is asked, it is older. */
async function sessionMillis(node: LabNode, other: LabNode): Promise<number> {
  return ((await node.peerStatus(other.name))?.sessionAge ?? 0) * 1000;
}

/** How many sessions the node has had, by whoever opened them. */
async function sessions(node: LabNode): Promise<number> {
  const metrics = await node.metrics();
  const name = 'festoon_handshakes_total';
  return metrics.sum(name, { result: 'opened' }) + metrics.sum(name, { result: 'answered' });
}
