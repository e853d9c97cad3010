import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { attempt, CommandFailed, run } from '../../../daemon/lab/command.js';
import { endProcess, isAlive, LabProcess } from '../../../daemon/lab/process.js';

const directory = await mkdtemp(join(tmpdir(), 'festoon-test-'));
t.teardown(() => rm(directory, { recursive: true }));

const start = (label: string, script: string): Promise<LabProcess> =>
  LabProcess.start({ label, argv: ['sh', '-c', script], logFile: join(directory, `${label}.log`) });

t.test('a command that fails names itself, its exit code and what it said', async (t) => {
  t.equal(await run(['sh', '-c', 'cat; echo b'], { input: 'a\n' }), 'a\nb\n');
  await t.rejects(run(['sh', '-c', 'echo broken >&2; exit 3']), {
    name: 'CommandFailed',
    message: /^sh -c .*: ended with 3\n {2}broken$/,
  });
  await t.rejects(run(['/no/such/program']), { code: 'ENOENT' });
});

t.test('a command past its time limit is killed and says so', async (t) => {
  const finished = await attempt(['sleep', '60'], { timeoutMillis: 50 });
  t.match(finished, { code: null, expired: true });
  t.match(new CommandFailed(['sleep'], finished).message, /took too long/);
});

t.test('a process is waited for by a line of its output', async (t) => {
  const process = await start('talker', 'echo hello 17; sleep 60');
  t.teardown(() => process.stop());
  t.equal((await process.line(/hello (\d+)/, 10_000))[1], '17');
  await t.rejects(process.line(/never/, 60), /waited 60 ms in vain for talker/);
});

t.test('a process that ends before its line gives its output away', async (t) => {
  const process = await start('quitter', 'echo port in use >&2; exit 4');
  await t.rejects(process.line(/ready/, 10_000), /quitter ended before .*\n?port in use/s);
  t.same(await process.exited, { code: 4, signal: null });
  t.same(process.exit, { code: 4, signal: null });
});

t.test('SIGTERM lets a process end by itself; one that ignores it is killed after the grace', async (t) => {
  const kind = await start('kind', 'trap "exit 0" TERM; echo ready; while :; do sleep 0.05; done');
  await kind.line(/ready/, 10_000);
  t.same(await kind.stop(), { code: 0, signal: null });
  const deaf = await start('deaf', 'trap "" TERM; echo ready; while :; do sleep 0.05; done');
  await deaf.line(/ready/, 10_000);
  t.same(await deaf.stop(100), { code: null, signal: 'SIGKILL' });
});

t.test('a program that is not there is an error at the start', async (t) => {
  const logFile = join(directory, 'none.log');
  await t.rejects(LabProcess.start({ label: 'none', argv: ['/no/such/program'], logFile }), {
    code: 'ENOENT',
  });
});

t.test('a process is known beyond the reuse of its pid, and can be ended by that alone', async (t) => {
  const process = await start('other', 'trap "" TERM; echo ready; while :; do sleep 0.05; done');
  await process.line(/ready/, 10_000);
  t.equal(isAlive(process.id), true);
  t.equal(isAlive({ ...process.id, startTicks: '1' }), false);
  await endProcess({ ...process.id, startTicks: '1' }, 100);
  t.equal(process.exit, undefined, 'another process under that pid is left alone');
  await endProcess(process.id, 100);
  t.same(await process.exited, { code: null, signal: 'SIGKILL' });
  t.equal(isAlive(process.id), false);
});
