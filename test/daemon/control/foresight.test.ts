import t from 'tap';
import { Foresight } from '../../../daemon/control/foresight.js';
import { TestCaller } from './support/manager.js';

t.test('what has failed is not foreseen for 10 s, by whichever manager; what has not, is', async (t) => {
  const foresight = new Foresight();
  const [m2, m3] = [new TestCaller('m2', true), new TestCaller('m3', true)];
  t.ok(foresight.sees(0, m2, 'a b'));
  foresight.failed(0, 'a b');
  foresight.failed(5_000, 'a c');
  for (const manager of [m2, m3]) t.notOk(foresight.sees(9_999, manager, 'a b'));
  t.ok(foresight.sees(9_999, m2, 'b a'));
  t.ok(foresight.sees(10_000, m2, 'a b'));
  foresight.failed(9_000, 'a b');
  foresight.failed(15_000, 'a d');
  t.same(
    ['a b', 'a c', 'a d'].map((names) => foresight.sees(15_000, m2, names)),
    [false, true, false],
  );
});

t.test('of thousands of failures the last ones are remembered', async (t) => {
  const foresight = new Foresight();
  const manager = new TestCaller('m2', true);
  for (let i = 0; i < 5_000; i++) foresight.failed(i / 1_000, `a b${i}`);
  const doubted = Array.from({ length: 5_000 }, (_, i) => !foresight.sees(10, manager, `a b${i}`));
  t.equal(doubted.indexOf(true), 904);
  t.notOk(doubted.slice(904).includes(false));
});
