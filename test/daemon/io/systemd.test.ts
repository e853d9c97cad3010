import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createServiceManager, type ServiceManager, type Watched } from '../../../daemon/io/systemd.js';
import { STATUS } from '../support/status.js';

const PID = 4711;
const healthy: Watched = { status: () => STATUS, health: () => ({ loop: true, core: true }) };

t.test('a life is told in order, each state in one message', async (t) => {
  const { states, manager } = service({});
  manager.onReady(healthy);
  manager.onReloading();
  manager.onReady(healthy);
  manager.onStopping();
  const status = /STATUS=\d+ of \d+ peers up/;
  t.match(states, [
    /^READY=1\nSTATUS=/,
    /^RELOADING=1\nMONOTONIC_USEC=12345\n/,
    /^READY=1\n/,
    /^STOPPING=1\n/,
  ]);
  t.match(states[0], status);
});

t.test('a reload that ends after the stop began is not told', async (t) => {
  const { states, manager } = service({ WATCHDOG_USEC: '30000' });
  manager.onReady(healthy);
  manager.onReloading();
  manager.onStopping();
  const told = states.length;
  manager.onReady(healthy);
  manager.onReloading();
  await sleep(100);
  t.same(states.slice(told), []);
});

t.test('the watchdog is fed at a third of its time', async (t) => {
  const { states, manager } = service({ WATCHDOG_USEC: '60000', WATCHDOG_PID: String(PID) });
  const began = performance.now();
  manager.onReady(healthy);
  const count = (): number => states.filter((state) => state === 'WATCHDOG=1').length;
  for (let tries = 0; tries < 200 && count() < 5; tries += 1) await sleep(20);
  manager.onStopping();
  const pings = count();
  t.ok(pings >= 5 && pings <= (performance.now() - began) / 20 + 1, `${pings} pings`);
  await sleep(60);
  t.equal(count(), pings, 'and not after the end');
});

for (const health of [
  { loop: true, core: false },
  { loop: false, core: true },
]) {
  t.test(`the watchdog starves when ${health.loop ? 'the core' : 'the loop'} stands`, async (t) => {
    const { states, manager } = service({ WATCHDOG_USEC: '30000' });
    manager.onReady({ ...healthy, health: () => health });
    await sleep(100);
    manager.onStopping();
    t.notOk(states.includes('WATCHDOG=1'));
  });
}

for (const env of [
  { WATCHDOG_USEC: '30000', WATCHDOG_PID: '1' },
  { WATCHDOG_USEC: '0' },
  { WATCHDOG_USEC: 'soon' },
  {},
]) {
  t.test(`nobody watches this process: ${JSON.stringify(env)}`, async (t) => {
    const { states, manager } = service(env);
    manager.onReady(healthy);
    await sleep(100);
    manager.onStopping();
    t.notOk(states.includes('WATCHDOG=1'));
  });
}

t.test('without systemd no timer runs', async (t) => {
  let calls = 0;
  const manager = createServiceManager({
    notify: () => {
      calls += 1;
      return false;
    },
    env: { WATCHDOG_USEC: '30000' },
    pid: PID,
    monotonic: () => 0n,
  });
  manager.onReady(healthy);
  await sleep(100);
  t.equal(calls, 1);
});

function service(env: Record<string, string>): { states: string[]; manager: ServiceManager } {
  const states: string[] = [];
  const notify = (state: string): boolean => states.push(state) > 0;
  return { states, manager: createServiceManager({ notify, env, pid: PID, monotonic: () => 12_345_678n }) };
}
