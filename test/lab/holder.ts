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
  await sandbox.start('child-of-child', ['sh', '-c', 'setsid sleep 60 & exit 0'], { namespace });
  stdout.write(`${JSON.stringify({ name: sandbox.name, pid: held.id.pid })}\n`);
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
