import t from 'tap';
import { EarlyQuestions } from '../../../daemon/control/early-questions.js';
import type { Lookup } from '../../../protocol/control-message.js';
import { addressOf } from './support/introducing.js';
import { TestCaller } from './support/manager.js';

const lookup = (name: string): Lookup => ({ type: 'lookup', id: 1, address: addressOf(name) });

t.test('so many questions wait and no more, of each who asks and in all, each for so long', async (t) => {
  const questions = new EarlyQuestions();
  const askers = Array.from({ length: 40 }, (_, i) => new TestCaller(`a${i}`));
  const [a] = askers as [TestCaller];
  t.notOk(questions.keep(0, a, lookup('b')), 'it has not started');
  questions.start(0);
  t.equal(questions.nextAt(), Number.POSITIVE_INFINITY);
  const kept = (asker: TestCaller, at: number): number =>
    Array.from({ length: 50 }, () => questions.keep(at, asker, lookup('b'))).filter((isKept) => isKept)
      .length;
  t.equal(kept(a, 0), 32);
  t.equal(
    askers.reduce((sum, asker) => sum + kept(asker, 10), 0),
    1_024 - 32,
  );
  t.equal(questions.nextAt(), 150);
  t.same(questions.due(149), []);
  t.equal(questions.due(150).length, 32);
  t.equal(kept(a, 150), 32, 'who is answered may ask again');
  t.equal(questions.nextAt(), 160);
  t.same(questions.of([addressOf('c')]), []);
  t.equal(questions.of([addressOf('c'), addressOf('b')]).length, 1_024);
  t.ok(questions.keep(9_999, a, lookup('b')));
  t.notOk(questions.keep(10_000, a, lookup('b')));
});
