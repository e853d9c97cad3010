// The control socket when its daemon is dead, or when somebody else has it.
import { existsSync, lstatSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Finished } from '../../daemon/lab/command.js';
import type { LabProcess } from '../../daemon/lab/process.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest } from './support.js';
import { AS_USER, configureForUser } from './user.js';

const LIMIT_MILLIS = 30_000;
/** Neither root nor the user of the daemon. */
const OTHER = 65533;

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

for (const { runner, wrapper } of [
  { runner: 'root', wrapper: [] },
  { runner: 'a user', wrapper: AS_USER },
]) {
  labTest(
    `where another user listens a daemon of ${runner} does not start, and leaves it alone`,
    async (t, sandbox) => {
      const { nodes, network } = await createServers(sandbox, ['a', 'b']);
      const { a, b } = nodes;
      if (runner === 'root') await introduce([a, b], 4);
      else await configureForUser(sandbox, network, a, [b.asPeer([b.endpoint(4)])]);
      for (const isOpen of [true, false]) {
        const path = sandbox.path(`shared/${isOpen ? 'open' : 'closed'}.sock`);
        const { other, inode } = await occupy(sandbox, path, { isOpen, end: 'never' });
        await a.change({ control: path });
        a.controlSocket = path;
        const daemon = await a.launch(wrapper);
        t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
        const answers = isOpen || runner === 'root';
        t.match(daemon.output(), refusal(path, answers ? 'answers' : 'closed'));
        t.notMatch(daemon.output(), /^ {4}at /m);
        t.match(lstatSync(path), { ino: inode, uid: OTHER });
        t.equal(other.exit, undefined);
        t.same(await a.leftovers(), [`socket ${path}`]);
      }
    },
  );
}

labTest("another user's dead socket: only who may remove it takes its place", async (t, sandbox) => {
  const { nodes, network } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await configureForUser(sandbox, network, a, [b.asPeer([b.endpoint(4)])]);
  const path = sandbox.path('shared/dead.sock');
  const { inode } = await occupy(sandbox, path, { isOpen: true, end: 'at once' });
  await a.change({ control: path });
  a.controlSocket = path;
  const daemon = await a.launch(AS_USER);
  t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
  t.match(daemon.output(), refusal(path, 'dead'));
  t.notMatch(daemon.output(), /^ {4}at /m);
  t.match(lstatSync(path), { ino: inode, uid: OTHER });

  await introduce([a, b], 4);
  await a.change({ control: path });
  await a.start();
  t.match(lstatSync(path), { uid: 0 });
});

labTest('a user without the right to the socket is told so', async (t, sandbox) => {
  const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a], 4);
  await a.start();
  // What refuses is the socket, not the directory.
  await chmod(sandbox.directory, 0o711);
  const [node = '', main = ''] = a.program;
  const command = (group: number, name: string): Promise<Finished> => {
    return a.site.namespace.attempt([...asOther(group), node, main, name, '--control', a.controlSocket]);
  };
  for (const name of ['status', 'peers', 'reload']) {
    const { code, stdout, stderr } = await command(OTHER, name);
    const told = `festoon: daemon-unreachable: ${a.controlSocket}: permission denied; run the command as root or as a member of the socket’s group\n`;
    t.same({ code, stdout, stderr }, { code: 3, stdout: '', stderr: told }, name);
  }
  t.equal((await command(0, 'status')).code, 0, "a member of the socket's group is answered");
});

/** Put before a command line; without tap's own hooks, which would write into the source tree. */
function asOther(group: number): string[] {
  const user = [`--reuid=${OTHER}`, `--regid=${group}`, '--clear-groups'];
  return ['env', '-u', 'NODE_OPTIONS', 'setpriv', ...user, '--'];
}

interface Occupied {
  readonly other: LabProcess;
  readonly inode: number;
}

/** The other user makes a socket, in a directory that is everybody's as /tmp is. `isOpen`: whoever likes may connect. */
async function occupy(
  sandbox: Sandbox,
  path: string,
  { isOpen, end }: { readonly isOpen: boolean; readonly end: 'never' | 'at once' },
): Promise<Occupied> {
  await mkdir(dirname(path), { recursive: true });
  await chmod(dirname(path), 0o1777);
  await chmod(sandbox.directory, 0o711);
  const then = end === 'never' ? '' : 'process.kill(process.pid, "SIGKILL")';
  const script = `require("net").createServer().listen({ path: ${JSON.stringify(path)}, writableAll: ${isOpen} }, () => {
    console.log("bound"); ${then} })`;
  const other = await sandbox.start('other', [...asOther(OTHER), process.execPath, '-e', script]);
  await other.line(/bound/, LIMIT_MILLIS);
  if (end === 'at once') await other.exited;
  return { other, inode: lstatSync(path).ino };
}

/** The whole of a line that names the code, the path, what is wrong and a way out. */
function refusal(path: string, kind: keyof typeof REFUSALS): RegExp {
  const [code, why] = REFUSALS[kind];
  return new RegExp(`^festoon: ${code}: ${path}: ${why}$`, 'm');
}

const ELSEWHERE = 'remove it, or name another place with `control`';
const REFUSALS = {
  answers: [
    'control-in-use',
    'another daemon answers there; stop that daemon, or give this one its own `control` and `state`',
  ],
  closed: ['control-unusable', `the socket of another user \\(EACCES\\); ${ELSEWHERE}`],
  dead: ['control-unusable', `a dead socket that cannot be removed \\(EPERM\\); ${ELSEWHERE}`],
} as const;
