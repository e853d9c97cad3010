// The UDP port of a node is moved by a reload while it is in use.
import { eventually } from '../../daemon/lab/eventually.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isWhole, labTest, losesNothing, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 30_000;

labTest('the listen port is moved under load, both ways, and nothing is lost', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const out = await startFlow(sandbox, a, b, { packetsPerSecond: 4000, flows: 2, limitSeconds: 90 });
  const back = await startFlow(sandbox, b, a, { packetsPerSecond: 4000, flows: 2, limitSeconds: 90 });
  await a.change({ listen: 7078 });
  a.signal('SIGHUP');
  await a.daemon.line(/config read again applied=listen\.port/m, LIMIT_MILLIS);
  await eventually('b to follow', LIMIT_MILLIS, async () =>
    (await b.peerStatus(a.name))?.endpoint === `${a.site.ipv4}:7078` ? true : undefined,
  );
  await settled(a, ['0.0.0.0:7078', '[::]:7078']);
  t.same(await ports(a), ['udp 7078']);
  isWhole(t, await out.stop(), 'from the node whose port moved');
  isWhole(t, await back.stop(), 'to it');
  await reachEachOther(t, a, b);
});

labTest('the old port receives while a peer has not followed', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  await losesNothing(t, b, a, async () => {
    b.signal('SIGSTOP');
    await a.change({ listen: 7078 });
    a.signal('SIGHUP');
    await a.daemon.line(/config read again applied=listen\.port/m, LIMIT_MILLIS);
    t.match((await a.status()).listen, [
      { endpoint: '0.0.0.0:7078', state: 'bound' },
      { endpoint: '[::]:7078', state: 'bound' },
      { endpoint: '0.0.0.0:7077', state: 'draining' },
      { endpoint: '[::]:7077', state: 'draining' },
    ]);
    b.signal('SIGCONT');
    await settled(a, ['0.0.0.0:7078', '[::]:7078']);
  });
});

labTest('one address instead of all on the same port, and back', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  for (const addresses of [[a.site.ipv4], ['0.0.0.0', '::']]) {
    await a.change({ listen: { port: 7077, addresses } });
    t.match(await a.reload(), { code: 0 });
    const endpoints = addresses.map((one) => (one.includes(':') ? `[${one}]:7077` : `${one}:7077`));
    await settled(a, endpoints);
    await reachEachOther(t, a, b);
  }
});

labTest('a port that another program has refuses the reload', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const script = 'require("dgram").createSocket("udp6").bind(7079, () => console.log("bound"))';
  const other = await sandbox.start('other', [process.execPath, '-e', script], {
    namespace: a.site.namespace,
  });
  await other.line(/bound/, LIMIT_MILLIS);
  await a.change({ listen: 7079, metrics: '127.0.0.1:9079' });
  const { code, stderr } = await a.reload();
  t.equal(code, 1);
  t.match(stderr, /reload-refused:[\s\S]*UDP 0\.0\.0\.0:7079 is used by another socket/);
  await other.stop();
  t.same(await ports(a), ['udp 7077']);
  t.same((await a.status()).listen.map(({ endpoint }) => endpoint).sort(), [
    '0.0.0.0:7077',
    '127.0.0.1:9077',
    '[::]:7077',
  ]);
  await reachEachOther(t, a, b);
});

labTest('two nodes move their ports at the same moment, and nothing is lost', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flows = await Promise.all([
    startFlow(sandbox, a, b, { packetsPerSecond: 2000, flows: 2, limitSeconds: 90 }),
    startFlow(sandbox, b, a, { packetsPerSecond: 2000, flows: 2, limitSeconds: 90 }),
  ]);
  await a.change({ listen: 7078, peers: [b.asPeer([`${b.site.ipv4}:7078`])] });
  await b.change({ listen: 7078, peers: [a.asPeer([`${a.site.ipv4}:7078`])] });
  for (const node of [a, b]) node.signal('SIGHUP');
  for (const node of [a, b]) await settled(node, ['0.0.0.0:7078', '[::]:7078']);
  t.match(await a.peerStatus('b'), { state: 'up', endpoint: `${b.site.ipv4}:7078` });
  t.match(await b.peerStatus('a'), { state: 'up', endpoint: `${a.site.ipv4}:7078` });
  for (const flow of flows) isWhole(t, await flow.stop(), 'both ports moved');
  await reachEachOther(t, a, b);
});

/** Waits until it listens on these and nothing else. */
async function settled(node: LabNode, endpoints: readonly string[]): Promise<void> {
  await eventually(`${node.name} to listen on ${endpoints}`, LIMIT_MILLIS, async () => {
    const { listen } = await node.status();
    const tunnels = listen.filter(({ endpoint }) => !endpoint.startsWith('127.'));
    const now = tunnels.map(({ endpoint, state }) => `${endpoint} ${state}`).sort();
    return now.join() ===
      endpoints
        .map((one) => `${one} bound`)
        .sort()
        .join()
      ? true
      : undefined;
  });
}

/** UDP ports that daemons of this test have. */
async function ports(node: LabNode): Promise<readonly string[]> {
  const open = await node.site.namespace.openPorts();
  return [...new Set(open.filter((port) => /^udp 707\d$/.test(port)))];
}
