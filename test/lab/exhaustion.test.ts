// Clients that take every file descriptor of a daemon: packets go on, and the daemon answers when they are gone.
import { eventually } from '../../daemon/lab/eventually.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isWhole, labTest, measured, openFiles, reachEachOther, startFlow, toolArgv } from './support.js';

const LIMIT_MILLIS = 60_000;
const SPARE = 8;
const CLIENTS = 100;

labTest('a daemon at its limit of open files goes on, and recovers', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const { pid } = a.daemon.id;
  const used = openFiles(a);
  const limit = used + SPARE;
  await a.site.namespace.run(['prlimit', '--pid', String(pid), `--nofile=${limit}:${limit}`]);
  const flow = await startFlow(sandbox, b, a, { packetsPerSecond: 1000, limitSeconds: 60 });
  const hold = toolArgv('hold', String(CLIENTS), a.controlSocket, '9077');
  const clients = await sandbox.start('hold', hold, { namespace: a.site.namespace });
  const [, held = ''] = await clients.line(/^held (\d+)$/m, LIMIT_MILLIS);
  await eventually(`all ${limit} to be in use`, LIMIT_MILLIS, () =>
    openFiles(a) >= limit - 1 ? true : undefined,
  );
  measured(t, `${used} files open, limit ${limit}, ${held} of ${2 * CLIENTS} connections held`);
  await reachEachOther(t, a, b);
  const { code, stderr } = await a.cli(['status', '--config', a.configFile]);
  t.ok(code === 0 || code === 3, `status ends with ${code}`);
  t.notMatch(stderr, /^ {4}at /m);
  await clients.stop();
  await eventually('an answer again', LIMIT_MILLIS, async () => {
    const found = await a.cli(['status', '--config', a.configFile]);
    return found.code === 0 ? true : undefined;
  });
  isWhole(t, await flow.stop(), 'all files in use');
  t.ok((await a.metrics()).names.length > 0);
  await eventually('none of them to stay open', LIMIT_MILLIS, () =>
    openFiles(a) <= used + 4 ? true : undefined,
  );
});
