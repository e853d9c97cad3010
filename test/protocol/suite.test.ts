import t from 'tap';
import { chooseSuite, isSuite } from '../../protocol/suite.js';

t.test('the best suite that both have is chosen', (t) => {
  t.equal(chooseSuite([1, 2, 3], [1, 2, 3]), 1);
  t.equal(chooseSuite([3], [1, 2, 3]), 3);
  t.equal(chooseSuite([1, 3], [2, 3]), 3);
  t.equal(chooseSuite([2, 1], [1, 2]), 1, 'by the initiator’s order');
  t.equal(chooseSuite([1], [2]), undefined);
  t.equal(chooseSuite([1, 2, 3], []), undefined);
  t.end();
});

t.test('a minimum suite leaves the lesser ones out', (t) => {
  t.equal(chooseSuite([1, 2, 3], [3, 2], 2), 2);
  t.equal(chooseSuite([1, 2, 3], [3], 2), undefined);
  t.end();
});

t.test('suites by number', (t) => {
  t.ok([1, 2, 3].every(isSuite));
  t.notOk([0, 4, 255, -1, 1.5].some(isSuite));
  t.end();
});
