import t from 'tap';
import { explain, wrongUse } from '../../../daemon/cli/explain.js';
import { ConfigError, Failure } from '../../../daemon/config/failure.js';

t.test('a failure is one line: code, message, remedy', async (t) => {
  t.same(explain(new Failure('file-missing', 'x: no such file')), {
    text: 'festoon: file-missing: x: no such file; check the path, or create the file\n',
    exitCode: 1,
  });
  t.match(explain(new Failure('file-missing', 'x', 'make it')).text, /: x; make it\n$/);
});

t.test('exit codes tell wrong use and an absent daemon from other failures', async (t) => {
  t.equal(explain(wrongUse('no')).exitCode, 2);
  t.equal(explain(new Failure('daemon-unreachable', 'x')).exitCode, 3);
  t.equal(explain(new Failure('daemon-answer', 'x')).exitCode, 1);
});

t.test('an error of the addon is explained by the registry', async (t) => {
  const error = Object.assign(new Error('port 7077 is taken'), { code: 'metrics-address' });
  t.equal(
    explain(error).text,
    'festoon: metrics-address: port 7077 is taken; choose a free port and an address of this host for `metrics`\n',
  );
});

t.test('what has no code of the registry is a bug, and shown whole', async (t) => {
  for (const error of [
    new TypeError('x is not a function'),
    Object.assign(new Error('x is odd'), { code: 'ENOENT' }),
  ]) {
    const { text, exitCode } = explain(error);
    t.match(text, /^festoon: internal error, please report it:\n\w*Error: x is .*\n +at /);
    t.equal(exitCode, 1);
  }
  t.match(explain('thrown text').text, /thrown text\n$/);
});

t.test('text from outside cannot command the terminal', async (t) => {
  t.equal(explain(new Failure('file-missing', '\u001b[2J\nfestoon: ok')).text.split('\n').length, 2);
  const error = new ConfigError('config-invalid', 'a\u001b', [
    { line: 1, column: 2, key: 'k', message: 'm\u0007' },
  ]);
  t.equal(explain(error).text, 'festoon: config-invalid: a\\u001b:\n  a\\u001b:1:2: k: m\\u0007\n');
});
