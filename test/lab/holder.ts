// Holds a sandbox with a namespace and processes, and ends in the way that it is told: `holder WAY [deaf]`.
import { argv, exit, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { withSandbox } from '../../daemon/lab/sandbox.js';

await withSandbox(async (sandbox) => {
  const namespace = await sandbox.namespace('held');
  const trap = argv[3] === 'deaf' ? 'trap "" TERM;' : '';
  const held = await sandbox.start('held', ['sh', '-c', `${trap} echo ready; sleep 60; sleep 60`], {
    namespace,
  });
  await held.line(/ready/, 10_000);
  const parent = await sandbox.start('parent', ['sh', '-c', 'setsid sleep 60 & echo child $!'], {
    namespace,
  });
  const [, child = ''] = await parent.line(/child (\d+)/, 10_000);
  stdout.write(`${JSON.stringify({ name: sandbox.name, pids: [held.id.pid, Number(child)] })}\n`);
  switch (argv[2]) {
    case 'throw':
      throw new Error('as told');
    case 'uncaught':
      setTimeout(() => {
        throw new Error('as told, later');
      }, 1);
      break;
    case 'exit':
      exit(7);
      break;
    case 'keep':
      sandbox.keep();
      return;
    case 'return':
      return;
  }
  await sleep(60_000);
});
