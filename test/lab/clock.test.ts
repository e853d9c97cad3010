// A wall clock that is a year off, in either direction.
import { eventually } from '../../daemon/lab/eventually.js';
import { certify } from '../../daemon/lab/membership.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, losesNothing, measured, preloaded, reachEachOther } from './support.js';

const LIMIT_MILLIS = 60_000;
const YEAR_DAYS = 365;

labTest('a server that boots with its clock a year behind is connected, and says so', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await Promise.all([a.start(preloaded('shift-clock', { CLOCK_SHIFT_DAYS: -YEAR_DAYS })), b.start()]);
  await Promise.all([a.up('b'), b.up('a')]);
  await reachEachOther(t, a, b);
  t.equal((await a.status()).control.clockSuspicious, true);
  await a.daemon.line(/error clock-suspicious/m, LIMIT_MILLIS);
  t.match(await a.reload(), { code: 0 }, 'what was good at the start still is');
  await certify(sandbox, network, { name: 'a', addresses: a.membership.addresses });
  t.match(await a.reload(), { code: 0, stdout: /identity\.certificate/ });
  await reachEachOther(t, a, b);
  a.daemon.signal('SIGUSR2');
  await a.daemon.line(/info clock-trusted/m, LIMIT_MILLIS);
  t.equal((await a.status()).control.clockSuspicious, false);
  await reachEachOther(t, a, b);
});

for (const days of [YEAR_DAYS, -YEAR_DAYS]) {
  labTest(`a clock that jumps by ${days} days ends nothing and refuses nobody`, async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    const shifted = preloaded('shift-clock', { CLOCK_SHIFT_DAYS: days, CLOCK_RIGHT: 1 });
    await Promise.all([a.start(shifted), b.start()]);
    await Promise.all([a.up('b'), b.up('a')]);
    await losesNothing(t, a, b, async () => {
      a.daemon.signal('SIGUSR2');
      await a.daemon.line(/clock-suspicious/m, LIMIT_MILLIS);
    });
    await b.stop();
    await b.start();
    await a.up('b', LIMIT_MILLIS);
    await reachEachOther(t, a, b);
    const began = performance.now();
    a.daemon.signal('SIGUSR2');
    await eventually('the clock to be believed', LIMIT_MILLIS, async () =>
      (await a.status()).control.clockSuspicious ? undefined : true,
    );
    measured(t, `believed ${(performance.now() - began).toFixed(0)} ms after it was right again`);
    await reachEachOther(t, a, b);
  });
}

labTest(
  'a start with a clock so far ahead that the certificate has ended says so in one line',
  async (t, sandbox) => {
    const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a], 4);
    const daemon = await a.launch(preloaded('shift-clock', { CLOCK_SHIFT_DAYS: YEAR_DAYS + 1 }));
    t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
    t.match(daemon.output(), /^festoon: certificate-expired: .*a\.crt/m);
    t.notMatch(daemon.output(), /internal error|^ {4}at /m);
    t.same(await a.leftovers(), []);
  },
);
