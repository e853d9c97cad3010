// The network below: gone and back, absent at the start, and another way out.
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isDelivered, labTest, measured, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;
const DOWN_MILLIS = 3000;
/** Four times what is aimed at, 1 s, for a path that follows a change of this host's network. */
const FOLLOWS_MILLIS = 4000;

labTest(
  'an underlay that was down for a while carries the session again as soon as it is up',
  async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    await bringUp([a, b]);
    const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 500, limitSeconds: 60 });
    await sleep(500);
    await a.site.namespace.ip('link', 'set', a.site.device, 'down');
    await sleep(DOWN_MILLIS);
    await a.site.namespace.ip('link', 'set', a.site.device, 'up');
    await sleep(FOLLOWS_MILLIS + 1000);
    const { longestGapMillis } = await flow.stop();
    measured(t, `underlay down for ${DOWN_MILLIS} ms: no packets for ${longestGapMillis.toFixed(0)} ms`);
    t.ok(longestGapMillis >= DOWN_MILLIS - 500 && longestGapMillis < DOWN_MILLIS + FOLLOWS_MILLIS);
    t.equal(a.daemon.exit, undefined);
    await reachEachOther(t, a, b);
  },
);

labTest('a daemon whose address is absent at the start waits for it', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  const absent = '192.0.2.77';
  await a.change({ listen: { port: 7077, addresses: [absent] }, metrics: `${absent}:9077` });
  await b.configure([a.asPeer([`${absent}:7077`])]);
  await Promise.all([a.start(), b.start()]);
  await sleep(2500);
  t.equal(a.daemon.exit, undefined, 'it goes on without');
  t.match(a.log, new RegExp(absent.replaceAll('.', '\\.')), 'and says what it waits for');
  const added = performance.now();
  await a.site.namespace.ip('address', 'add', `${absent}/24`, 'dev', a.site.device);
  await Promise.all([a.up(b.name), b.up(a.name)]);
  const millis = performance.now() - added;
  measured(t, `address there: session after ${millis.toFixed(0)} ms`);
  await reachEachOther(t, a, b);
  const { stdout } = await a.site.namespace.attempt(['ss', '-Htln', `src ${absent}`]);
  t.match(stdout, /:9077/, 'the metrics address is served as well');
});

labTest(
  'when the default route leads elsewhere, packets from the peer come that way soon',
  async (t, sandbox) => {
    const { a, b, r } = (await createServers(sandbox, ['a', 'b', 'r'])).nodes;
    await layTwoWays(a, b, r);
    const far = '198.51.100.2:7077';
    await a.configure([b.asPeer([far])]);
    await b.configure([a.asPeer([])]);
    await bringUp([b, a]);
    t.match(await b.peerStatus('a'), { endpoint: '192.0.2.1:7077' });
    const flow = await startFlow(sandbox, b, a, { packetsPerSecond: 500, limitSeconds: 60 });
    await sleep(500);
    await a.site.namespace.ip('route', 'replace', 'default', 'via', '203.0.113.3', 'dev', 'eth1');
    await a.site.namespace.ip('link', 'set', a.site.device, 'down');
    await eventually('the new way', LIMIT_MILLIS, async () =>
      (await b.peerStatus('a'))?.endpoint === '203.0.113.1:7077' ? true : undefined,
    );
    await sleep(1000);
    const result = await flow.stop();
    measured(t, `default route changed: no packets for ${result.longestGapMillis.toFixed(0)} ms`);
    t.ok(result.longestGapMillis < FOLLOWS_MILLIS);
    isDelivered(t, result);
    await reachEachOther(t, a, b);
  },
);

/** a reaches b by way of r, over either of two networks; b stands in a third. */
async function layTwoWays(a: LabNode, b: LabNode, r: LabNode): Promise<void> {
  const { namespace } = a.site;
  const bridge = a.site.namespace.name.replace(/-a$/, '-switch');
  await namespace.ip('link', 'add', 'eth1', 'type', 'veth', 'peer', 'name', 'to-a1', 'netns', bridge);
  const onBridge = (...args: string[]): Promise<string> =>
    r.site.namespace.run(['ip', '-n', bridge, ...args]);
  await onBridge('link', 'set', 'to-a1', 'master', 'bridge0', 'up');
  await namespace.ip('address', 'add', '203.0.113.1/24', 'dev', 'eth1');
  await namespace.ip('link', 'set', 'eth1', 'up');
  await namespace.ip('route', 'add', 'default', 'via', '192.0.2.3', 'dev', a.site.device);
  for (const address of ['203.0.113.3/24', '198.51.100.3/24']) {
    await r.site.namespace.ip('address', 'add', address, 'dev', r.site.device);
  }
  await r.site.namespace.sysctl('net/ipv4/ip_forward', '1');
  await b.site.namespace.ip('address', 'del', `${b.site.ipv4}/24`, 'dev', b.site.device);
  await b.site.namespace.ip('address', 'add', '198.51.100.2/24', 'dev', b.site.device);
  await b.site.namespace.ip('route', 'add', 'default', 'via', '198.51.100.3', 'dev', b.site.device);
}
