import t from 'tap';
import { slowFiles, tapDigest } from './digest.js';

t.test('files that passed take one line and what they measured, failures keep their details', async (t) => {
  const digest = tapDigest();
  const tapStream = [
    '# Subtest: build/test/a.test.js',
    '    # measured: 3 s',
    '    # Subtest: more',
    '    ok 1 - fine',
    'ok 1 - build/test/a.test.js # time=1ms',
    '',
    '# Subtest: build/test/b.test.js',
    '    ok 1 - fine',
    '    not ok 2 - should be equal',
    '      wanted: 1',
    'not ok 2 - build/test/b.test.js # time=2ms',
  ];
  t.same(
    tapStream.flatMap((line) => digest(line)),
    [
      '    3 s',
      '  ok a.test.js # time=1ms',
      '# Subtest: build/test/b.test.js',
      '    not ok 2 - should be equal',
      '      wanted: 1',
      '  not ok b.test.js # time=2ms',
    ],
  );
});

t.test('files that took long are named, slowest first', async (t) => {
  const tapStream = [
    'ok 1 - build/test/lab/a.test.js # time=10000ms',
    '    ok 1 - build/test/inner # time=99999ms',
    'not ok 2 - build/test/b.test.js # time=123456.7ms',
    'ok 3 - build/test/c.test.js # time=9999ms',
  ].join('\n');
  t.same(slowFiles(tapStream), [' 123.5 s  b.test.js', '  10.0 s  lab/a.test.js']);
});
