import t from 'tap';
import { systemClock } from '../../../daemon/io/clock.js';

t.test('the clock reads CLOCK_MONOTONIC in ms and Unix seconds', async (t) => {
  const clock = systemClock();
  const steady = (): number => Number(process.hrtime.bigint()) / 1e6;
  const before = { mono: steady(), wall: Date.now() / 1000 };
  const { mono, wall } = clock.now();
  const after = { mono: steady(), wall: Date.now() / 1000 };
  t.ok(mono >= before.mono - 0.001 && mono <= after.mono + 0.001);
  t.ok(wall >= Math.floor(before.wall) && wall <= after.wall, 'whole ones');
});

t.test('it wakes not before its time, and only for the latest call', async (t) => {
  const clock = systemClock();
  const woken: number[] = [];
  const start = clock.now().mono;
  clock.wakeAt(start + 5, () => woken.push(-1));
  await new Promise<void>((resolve) => {
    clock.wakeAt(start + 20, () => {
      woken.push(clock.now().mono - start);
      resolve();
    });
  });
  t.equal(woken.length, 1);
  t.ok((woken[0] as number) >= 20);
});

t.test('what is long past comes at once, undefined never', async (t) => {
  const clock = systemClock();
  await new Promise<void>((resolve) => clock.wakeAt(0, resolve));
  clock.wakeAt(clock.now().mono, () => t.fail('must not wake'));
  clock.wakeAt(undefined, () => undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
});

t.test('a far instant does not overflow the timer', async (t) => {
  const clock = systemClock();
  clock.wakeAt(clock.now().mono + 1e12, () => t.fail('must not wake'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  clock.wakeAt(undefined, () => undefined);
});
