// What a daemon takes of this machine's memory. It runs on the Node.js that runs this test.
import { setTimeout as sleep } from 'node:timers/promises';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, measured, residentBytes, startFlow } from './support.js';

const LIMIT_BYTES = 256 << 20;
const IDLE_MILLIS = 5000;

labTest('the resident memory of a daemon with one peer', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  // Without what tap has its processes load first.
  await Promise.all([a, b].map((node) => node.start(['env', 'NODE_OPTIONS='])));
  await Promise.all([a.up(b.name), b.up(a.name)]);
  await sleep(IDLE_MILLIS);
  const idle = residentBytes(b);
  const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 5000, flows: 4, limitSeconds: 5 });
  await flow.finish();
  const used = residentBytes(b);
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  measured(t, `Node.js ${process.version}, one peer: resident ${mib(idle)} idle, ${mib(used)} after traffic`);
  t.ok(used < LIMIT_BYTES);
});
