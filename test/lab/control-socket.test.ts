// The control socket when its daemon is dead, or when somebody else has it.
import { existsSync, lstatSync } from 'node:fs';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest } from './support.js';

const LIMIT_MILLIS = 30_000;
const NOBODY = '65534';

labTest('the socket of a dead daemon says so, and the next daemon takes its place', async (t, sandbox) => {
  const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a], 4);
  t.match(await a.cli(['status', '--config', a.configFile]), { code: 3, stderr: /daemon-unreachable: / });
  await a.start();
  t.equal(lstatSync(a.controlSocket).mode & 0o777, 0o660, 'owner and group may connect, nobody else');
  a.signal('SIGKILL');
  await a.daemon.exited;
  t.ok(existsSync(a.controlSocket), 'it is still there');
  const dead = await a.cli(['status', '--config', a.configFile]);
  t.match(dead, { code: 3, stderr: /daemon-unreachable: / });
  t.notMatch(dead.stderr, /^ {4}at /m);
  await a.start();
  t.equal((await a.cli(['status', '--config', a.configFile])).code, 0);
});

labTest(
  'where another user listens on it a daemon does not start, and leaves it alone',
  async (t, sandbox) => {
    const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a], 4);
    const path = sandbox.path('theirs.sock');
    const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => console.log("bound"))`;
    const other = await sandbox.start('other', [process.execPath, '-e', script]);
    await other.line(/bound/, LIMIT_MILLIS);
    await a.change({ control: path });
    const daemon = await a.launch();
    t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
    t.match(daemon.output(), /control-in-use: .*theirs\.sock/);
    t.ok(existsSync(path));
    t.equal(other.exit, undefined);
    t.same(await a.leftovers(), []);
  },
);

labTest('a user without the right to the socket is told so', async (t, sandbox) => {
  const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a], 4);
  await a.start();
  const asNobody = ['setpriv', '--reuid', NOBODY, '--regid', NOBODY, '--clear-groups', '--'];
  const argv = [
    ...asNobody,
    process.execPath,
    ...a.upArgv.slice(1, 2),
    'status',
    '--control',
    a.controlSocket,
  ];
  const found = await a.site.namespace.attempt(argv, { env: { ...process.env, NODE_OPTIONS: '' } });
  t.equal(found.code, 3);
  t.match(found.stderr, /EACCES|permission|denied/);
});
