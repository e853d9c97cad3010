import t from 'tap';
import { EarlyQuestions } from '../../../daemon/control/early-questions.js';
import type { Lookup } from '../../../protocol/control-message.js';
import { addressOf } from './support/introducing.js';
import { TestCaller } from './support/manager.js';

const lookup = (name: string): Lookup => ({ type: 'lookup', id: 1, address: addressOf(name) });

t.test('so many questions wait and no more, each for so long', async (t) => {
  const questions = new EarlyQuestions();
  const a = new TestCaller('a');
  t.notOk(questions.keep(0, a, lookup('b')), 'it has not started');
  questions.start(0);
  t.equal(questions.nextAt(), Number.POSITIVE_INFINITY);
  const kept = Array.from({ length: 2_000 }, (_, i) => questions.keep(i < 10 ? 0 : 10, a, lookup('b')));
  t.equal(kept.filter((isKept) => isKept).length, 1_024);
  t.equal(questions.nextAt(), 150);
  t.same(questions.due(149), []);
  t.equal(questions.due(150).length, 10);
  t.equal(questions.nextAt(), 160);
  t.same(questions.of([addressOf('c')]), []);
  t.equal(questions.of([addressOf('c'), addressOf('b')]).length, 1_014);
  t.ok(questions.keep(9_999, a, lookup('b')));
  t.notOk(questions.keep(10_000, a, lookup('b')));
});
