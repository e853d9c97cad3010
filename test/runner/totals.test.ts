import t from 'tap';
import { add, cargoTotals, fuzzTotals, sentence, settle, simTotals, tapTotals } from './totals.js';

t.test('the totals of each runner are read', async (t) => {
  t.same(tapTotals('ok 1\n# { total: 8, pass: 4, fail: 2, todo: 1, skip: 1 }\n# time=1ms'), {
    passed: 4,
    failed: 2,
    skipped: 2,
  });
  t.same(tapTotals('# { total: 4, pass: 4 }'), { passed: 4, failed: 0, skipped: 0 });
  t.same(
    cargoTotals(
      'test result: ok. 3 passed; 0 failed; 1 ignored; 0\ntest result: FAILED. 1 passed; 2 failed; 0 ignored; 0',
    ),
    { passed: 4, failed: 2, skipped: 1 },
  );
  t.same(fuzzTotals('Done 12 runs in 3 second(s)\nDone 7 runs in 3 second(s)'), {
    passed: 2,
    failed: 0,
    skipped: 0,
  });
  t.same(simTotals('seed 4, 1.000 s: no\nsim seeds=12 failed=1 hash=0123456789abcdef'), {
    passed: 11,
    failed: 1,
    skipped: 0,
  });
  t.same(simTotals('sim bugs=10 failed=0'), { passed: 10, failed: 0, skipped: 0 });
});

t.test('silence is no total', async (t) => {
  for (const read of [tapTotals, cargoTotals, fuzzTotals, simTotals])
    t.equal(read('nothing here\nDone 0 runs in 1 s'), undefined);
});

t.test('a runner that ran nothing fails, and so does an exit code that nothing explains', async (t) => {
  t.same(settle(undefined, 0), { passed: 0, failed: 1, skipped: 0 });
  t.same(settle({ passed: 0, failed: 0, skipped: 3 }, 0), { passed: 0, failed: 1, skipped: 0 });
  t.same(settle({ passed: 5, failed: 0, skipped: 0 }, 1), { passed: 5, failed: 1, skipped: 0 });
  t.same(settle({ passed: 5, failed: 2, skipped: 0 }, 1), { passed: 5, failed: 2, skipped: 0 });
  t.same(settle({ passed: 5, failed: 0, skipped: 1 }, 0), { passed: 5, failed: 0, skipped: 1 });
});

t.test('the last line', async (t) => {
  const sum = add({ passed: 2, failed: 0, skipped: 0 }, { passed: 3, failed: 1, skipped: 0 });
  t.equal(sentence(sum), '5 passed, 1 failed');
  t.equal(sentence({ passed: 1, failed: 0, skipped: 2 }), '1 passed, 0 failed, 2 skipped');
});
