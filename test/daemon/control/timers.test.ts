import t from 'tap';
import { Timers } from '../../../daemon/control/timers.js';
import { seededRng } from './support/rng.js';

t.test('keys come out in the order of their deadlines, and none before its time', async (t) => {
  const rng = seededRng('timers');
  const timers = new Timers<number>();
  const deadlines = Array.from({ length: 500 }, () => Math.floor(rng.fraction() * 1000));
  for (const [key, at] of deadlines.entries()) timers.set(key, at);
  const taken: number[] = [];
  for (let mono = 0; mono <= 1000; mono += 10) {
    for (let key = timers.take(mono); key !== undefined; key = timers.take(mono)) {
      const at = deadlines[key] as number;
      t.ok(at <= mono && at > mono - 10);
      taken.push(at);
    }
  }
  t.same(
    taken,
    deadlines.toSorted((a, b) => a - b),
  );
  t.equal(timers.next(), undefined);
});

t.test('a deadline set anew replaces the former one, earlier or later', async (t) => {
  const timers = new Timers<string>();
  timers.set('a', 10);
  timers.set('b', 20);
  timers.set('a', 30);
  timers.set('a', 30);
  t.equal(timers.next(), 20);
  timers.set('a', 5);
  t.equal(timers.next(), 5);
  t.equal(timers.take(100), 'a');
  t.equal(timers.take(100), 'b');
  t.equal(timers.take(100), undefined);
});

t.test('infinity takes a key out', async (t) => {
  const timers = new Timers<string>();
  timers.set('a', 10);
  timers.set('a', Number.POSITIVE_INFINITY);
  t.equal(timers.next(), undefined);
});

t.test('a key without a deadline is not held', async (t) => {
  const timers = new Timers<string>();
  timers.set('a', 5);
  timers.set('b', Number.POSITIVE_INFINITY);
  t.equal(timers.size, 1);
  timers.set('a', Number.POSITIVE_INFINITY);
  t.equal(timers.size, 0);
  t.equal(timers.next(), undefined);
  timers.set('a', 7);
  timers.delete('a');
  t.equal(timers.size, 0);
});
