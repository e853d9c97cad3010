import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { run } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import { LabProcess, startTicks } from '../../daemon/lab/process.js';
import { listSandboxes, removeSandbox, Sandbox } from '../../daemon/lab/sandbox.js';
import { labTest } from './support.js';

const HOLDER = fileURLToPath(new URL('./holder.js', import.meta.url));
const LIMIT_MILLIS = 30_000;

// Sandboxes of its own: else a test file that runs beside this one would remove what an owner left.
process.env['TMPDIR'] = t.testdir();

const ENDS: readonly { way: string; signal?: NodeJS.Signals; code: number; deaf?: true }[] = [
  { way: 'return', code: 0 },
  { way: 'throw', code: 1, deaf: true },
  { way: 'uncaught', code: 1 },
  { way: 'wait', signal: 'SIGTERM', code: 143 },
  { way: 'wait', signal: 'SIGINT', code: 130 },
  { way: 'wait', signal: 'SIGHUP', code: 129 },
];

for (const { way, signal, code, deaf } of ENDS) {
  labTest(
    `nothing stays of a sandbox that ends by ${signal ?? way}${deaf ? ' with a process deaf to SIGTERM' : ''}`,
    async (t, sandbox) => {
      const { holder, held } = await hold(sandbox, way, deaf);
      if (signal !== undefined) holder.signal(signal);
      t.match(await holder.waitExit(LIMIT_MILLIS), { code });
      await gone(t, held);
    },
  );
}

for (const { way, signal } of [{ way: 'wait', signal: 'SIGKILL' }, { way: 'exit' }] as const) {
  labTest(
    `what an owner ended by ${signal ?? way} left goes when the next sandbox opens`,
    async (t, sandbox) => {
      const { holder, held } = await hold(sandbox, way);
      if (signal !== undefined) holder.signal(signal);
      await holder.exited;
      t.equal(await hasNamespace(held.name), true);
      await (await Sandbox.open()).close();
      await gone(t, held);
    },
  );
}

labTest(
  'a kept sandbox outlives its owner and the next sandbox, and is removed by its name',
  async (t, sandbox) => {
    const { holder, held } = await hold(sandbox, 'keep');
    t.match(await holder.waitExit(LIMIT_MILLIS), { code: 0 });
    t.teardown(() => removeSandbox(held.name));
    await (await Sandbox.open()).close();
    t.equal(await hasNamespace(held.name), true);
    t.notOk(held.pids.map(startTicks).includes(undefined), 'its processes run');
    t.ok(listSandboxes().includes(held.name));
    t.equal(await removeSandbox(held.name), true);
    await gone(t, held);
    t.equal(await removeSandbox(held.name), false);
  },
);

t.test('the inventory of another user is not believed', async (t) => {
  const sandbox = await Sandbox.open();
  t.teardown(() => sandbox.close());
  t.ok(listSandboxes().includes(sandbox.name));
  await run(['chown', '65534', sandbox.directory]);
  t.notOk(listSandboxes().includes(sandbox.name));
  t.equal(await removeSandbox(sandbox.name), false);
});

interface Held {
  readonly name: string;
  /** Of a process that the sandbox started, and of one that such a process left behind. */
  readonly pids: readonly number[];
}

async function hold(
  sandbox: Sandbox,
  way: string,
  deaf = false,
): Promise<{ holder: LabProcess; held: Held }> {
  const holder = await LabProcess.start({
    label: 'holder',
    argv: [process.execPath, HOLDER, way, ...(deaf ? ['deaf'] : [])],
    logFile: sandbox.path('holder.log'),
  });
  const [line] = await holder.line(/^\{.*\}$/m, LIMIT_MILLIS);
  return { holder, held: JSON.parse(line) as Held };
}

async function gone(t: Test, held: Held): Promise<void> {
  await eventually('its processes to end', LIMIT_MILLIS, () =>
    held.pids.every((pid) => startTicks(pid) === undefined) ? true : undefined,
  );
  t.equal(await hasNamespace(held.name), false, 'its namespace is removed');
  t.notOk(listSandboxes().includes(held.name), 'its directory is gone');
}

async function hasNamespace(name: string): Promise<boolean> {
  return existsSync(`/run/netns/fst-${name}-held`);
}
