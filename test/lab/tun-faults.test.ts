// Somebody takes the daemon's interface away, or what belongs to it: it is put back.
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { type LabNode, TUN } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isDelivered, labTest, measured, reachEachOther, startFlow } from './support.js';

/** Four times what is aimed at. */
const RESTORED_MILLIS = 4 * 3000;

const FAULTS: readonly { what: string; command: readonly string[] }[] = [
  { what: 'the TUN deleted', command: ['link', 'del', TUN] },
  { what: 'the TUN set down', command: ['link', 'set', TUN, 'down'] },
  { what: 'its addresses flushed', command: ['address', 'flush', 'dev', TUN] },
  { what: 'its route deleted', command: ['route', 'del', '10.77.0.0/16', 'dev', TUN] },
  { what: 'its MTU changed', command: ['link', 'set', TUN, 'mtu', '1280'] },
];

labTest('what belongs to the daemon on this host is restored when it is taken away', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const whole = await picture(a);
  for (const { what, command } of FAULTS) {
    const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 500, limitSeconds: 60 });
    await sleep(300);
    const began = performance.now();
    await a.site.namespace.ip(...command);
    await eventually(`${what}: restored`, RESTORED_MILLIS, async () =>
      (await picture(a)) === whole ? true : undefined,
    );
    const restored = performance.now() - began;
    await sleep(500);
    const result = await flow.stop();
    const gap = `no packets for ${result.longestGapMillis.toFixed(0)} ms`;
    measured(t, `${what}: restored after ${restored.toFixed(0)} ms, ${gap}`);
    isDelivered(t, result);
    await reachEachOther(t, a, b);
  }
  t.equal(a.daemon.exit, undefined);
  t.same(await a.stop(), { code: 0, signal: null });
  t.same(await a.leftovers(), []);
});

/** State, MTU, addresses and routes of the interface, without its number. */
async function picture({ site }: LabNode): Promise<string> {
  const show = async (...args: string[]): Promise<string> =>
    (await site.namespace.attempt(['ip', ...args])).stdout;
  const link = /<.*> mtu \d+/.exec(await show('link', 'show', 'dev', TUN))?.[0];
  const addresses = (await show('-o', 'address', 'show', 'dev', TUN, 'scope', 'global')).match(/inet6? \S+/g);
  const routes = [...(await show('route', 'show', 'dev', TUN)).split('\n')];
  const routes6 = (await show('-6', 'route', 'show', 'dev', TUN))
    .split('\n')
    .filter((line) => !line.startsWith('fe80'));
  return JSON.stringify(
    [link, addresses, routes, routes6].map((part) => (Array.isArray(part) ? [...part].sort() : part)),
  );
}
