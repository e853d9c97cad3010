// No manager is left: what nodes have with each other goes on.
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { configureNode } from '../../daemon/lab/managed.js';
import { firstEcho, kill, managed } from './managed.js';
import { labTest, measured, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;
/** Spec §5.6: the owner of the lower key replaces a session after this time. */
const REKEY_SECONDS = 120;

labTest(
  'without any manager direct sessions go on, and one that is back heals the rest',
  async (t, sandbox) => {
    const { managers, nodes, segments } = await managed(sandbox, ['m1', 'm2'], ['a', 'b', 'c']);
    const [{ m1, m2 }, { a, b, c }] = [managers, nodes];
    for (const node of [a, b]) {
      await configureNode(node, [m1, m2], { advertise: [node.endpoint(4)] });
      t.equal((await node.reload()).code, 0);
    }
    await segments.join('a', 'b');
    await reachEachOther(t, a, b);
    await a.travels('b', 'direct');
    await b.travels('a', 'direct');
    const opened = performance.now() - ((await a.peerStatus('b'))?.sessionAge ?? 0) * 1000;
    const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 100, limitSeconds: REKEY_SECONDS + 120 });

    await Promise.all([kill(m1), kill(m2)]);
    await eventually('a to miss its managers', LIMIT_MILLIS, async () =>
      (await a.status()).problems.some((problem) => problem.startsWith('attached to no manager'))
        ? true
        : undefined,
    );
    t.equal((await a.metrics()).sum('festoon_managers', { use: 'home' }), 0);
    await a.change({ log: { level: 'warn' } });
    t.equal((await a.reload()).code, 0, 'a reload is applied');
    t.equal(await firstEcho(a, c, 2), undefined, 'nobody new can be found');
    await sleep(REKEY_SECONDS * 1000 + 5000 - (performance.now() - opened));
    await eventually('a newer session', LIMIT_MILLIS, async () =>
      ((await a.peerStatus('b'))?.sessionAge ?? REKEY_SECONDS) < REKEY_SECONDS / 2 ? true : undefined,
    );
    t.match(await flow.stop(), { lost: 0, duplicated: 0 });
    t.match(await a.peerStatus('b'), { state: 'up', path: 'direct' });

    await m2.start();
    const began = performance.now();
    await eventually('c to be found', LIMIT_MILLIS, async () => firstEcho(a, c, 1));
    measured(t, `one manager back: a new peer found after ${(performance.now() - began).toFixed(0)} ms`);
    await a.attached();
  },
);
