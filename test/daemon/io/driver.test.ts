import t from 'tap';
import type { Action } from '../../../daemon/control/action.js';
import type { Control } from '../../../daemon/control/control.js';
import type { ControlEvent } from '../../../daemon/control/event.js';
import type { Clock } from '../../../daemon/io/clock.js';
import { createDriver, type Driver, type Perform } from '../../../daemon/io/driver.js';

const resolve = (host: string): Action => ({ type: 'resolve', host });

const nobodyAsks = (): never => {
  throw new Error('nobody asks');
};

/** A driver over a control that answers with `answers`, on a clock that stands, at 5 ms to begin with. */
function bench(answers: (event: ControlEvent) => readonly Action[], perform: Perform) {
  const handled: ControlEvent['type'][] = [];
  const errors: [unknown, Action | ControlEvent][] = [];
  const timers: [number | undefined, () => void][] = [];
  const time = { mono: 5 };
  const control: Control = {
    handle(_, event) {
      handled.push(event.type);
      return answers(event);
    },
    nextWakeup: () => 100 + handled.length,
    snapshot: nobodyAsks,
    time: nobodyAsks,
  };
  const clock: Clock = {
    now: () => ({ mono: time.mono, wall: 1 }),
    wakeAt: (mono, wake) => timers.push([mono, wake]),
  };
  const note = (error: unknown, at: Action | ControlEvent) => errors.push([error, at]);
  const driver: Driver = createDriver({ control, clock, perform, onError: note, onBug: note });
  return { driver, handled, errors, timers, time };
}

t.test('all actions of an event are performed before the next event is taken', async (t) => {
  const order: string[] = [];
  const { driver, handled, timers } = bench(
    (event) => {
      order.push(event.type);
      return event.type === 'start' ? [resolve('a'), resolve('b')] : [];
    },
    (action, post) => {
      order.push((action as { host: string }).host);
      post({ type: 'tick' });
    },
  );
  driver.post({ type: 'start' });
  t.same(order, ['start', 'a', 'b', 'tick', 'tick']);
  t.same(handled, ['start', 'tick', 'tick']);
  t.equal(timers.length, 1, 'the timer is armed once, when all is done');
  t.equal(timers[0]?.[0], 103);
});

t.test('it is late by as long as something has been due', async (t) => {
  const { driver, time } = bench(
    () => [],
    () => undefined,
  );
  t.equal(driver.lateBy(), 0, 'nothing is');
  driver.post({ type: 'start' });
  t.equal(driver.lateBy(), 0);
  time.mono = 109;
  t.equal(driver.lateBy(), 8);
});

t.test('the timer wakes control, which arms it anew', async (t) => {
  const { driver, handled, timers } = bench(
    () => [],
    () => undefined,
  );
  driver.post({ type: 'start' });
  timers[0]?.[1]();
  t.same(handled, ['start', 'tick']);
  t.same(
    timers.map(([mono]) => mono),
    [101, 102],
  );
});

t.test('an action that fails is reported, and the next ones are performed', async (t) => {
  const performed: Action[] = [];
  const { driver, errors } = bench(
    () => [resolve('a'), resolve('b')],
    (action) => {
      performed.push(action);
      if (performed.length === 1) throw new Error('full');
    },
  );
  driver.post({ type: 'start' });
  t.same(performed, [resolve('a'), resolve('b')]);
  t.match(errors, [[{ message: 'full' }, resolve('a')]]);
  t.equal(driver.failures(), 1);
});

t.test('an event that control fails at is reported, and the loop goes on', async (t) => {
  const { driver, handled, errors, timers } = bench(
    (event) => {
      if (event.type === 'start') throw new TypeError('a bug');
      return [];
    },
    () => undefined,
  );
  driver.post({ type: 'start' });
  t.match(errors, [[{ message: 'a bug' }, { type: 'start' }]]);
  t.equal(driver.failures(), 1);
  t.equal(timers[0]?.[0], 101, 'the timer is armed');
  driver.post({ type: 'tick' });
  t.same(handled, ['start', 'tick']);
});

t.test('a stopped driver takes no event and arms no timer', async (t) => {
  const { driver, handled, timers } = bench(
    () => [],
    () => undefined,
  );
  driver.stop();
  driver.post({ type: 'start' });
  t.same(handled, []);
  t.same(
    timers.map(([mono]) => mono),
    [undefined],
  );
});

t.test('a driver that is stopped by an action does nothing of what was to come', async (t) => {
  const { driver, handled, timers } = bench(
    () => [resolve('a')],
    (_, post) => {
      post({ type: 'tick' });
      driver.stop();
    },
  );
  driver.post({ type: 'start' });
  t.same(handled, ['start']);
  t.same(
    timers.map(([mono]) => mono),
    [undefined],
  );
});
