import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { watchLoopLag } from '../../../daemon/io/loop-lag.js';
import { parseMaxFds, processFacts } from '../../../daemon/io/process-facts.js';
import { renderMetrics } from '../../../daemon/observe/metrics.js';
import { SNAPSHOT } from '../support/status.js';

const STILL = { read: () => ({ p99Seconds: 0, maxSeconds: 0 }), stop: () => undefined };

t.test('the process is measured as it is', async (t) => {
  const { openFds: before = 0 } = processFacts(STILL);
  const opened = [0, 1, 2].map(() => openSync('/dev/null', 'r'));
  const { cpuSeconds, residentBytes = 0, openFds = 0, maxFds } = processFacts(STILL);
  opened.forEach(closeSync);
  t.equal(openFds - before, 3);
  t.ok(before > 0 && cpuSeconds > 0 && residentBytes > 1e6);
  t.ok(maxFds === undefined || maxFds >= openFds);
});

t.test('where descriptors have run out the metrics are answered without what takes one', async (t) => {
  const fail = (): never => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  };
  const facts = processFacts(STILL, { residentBytes: fail, openFds: fail, limits: fail });
  t.match(facts, { residentBytes: undefined, openFds: undefined, maxFds: undefined });
  const text = await renderMetrics({ ...SNAPSHOT, process: facts });
  t.match(text, /^process_cpu_seconds_total /m);
  t.notMatch(text, /^process_(open_fds|max_fds|resident_memory_bytes) /m);
});

t.test('the limit of descriptors is the soft one', async (t) => {
  const head = 'Limit                     Soft Limit           Hard Limit           Units     \n';
  t.equal(
    parseMaxFds(`${head}Max open files            1024                 524288               files     \n`),
    1024,
  );
  t.equal(
    parseMaxFds(`${head}Max open files            unlimited            unlimited            files     \n`),
    undefined,
  );
});

t.test('a loop that stands is late, for a window and not for ever', async (t) => {
  const lag = watchLoopLag(300);
  t.teardown(() => lag.stop());
  await sleep(100);
  const until = performance.now() + 200;
  while (performance.now() < until);
  await sleep(50);
  t.ok(lag.read().maxSeconds > 0.15, 'it stood for 200 ms');
  // On a busy machine it is late again now and then.
  for (let tries = 0; tries < 40 && lag.read().maxSeconds > 0.15; tries++) await sleep(250);
  t.ok(lag.read().maxSeconds <= 0.15, 'long ago');
});
