import t from 'tap';
import { errorDrift } from './errors.js';
import { planted, ROOT, read } from './tree.js';

t.test('registry, documentation and use are held together, each way', async (t) => {
  const entry = (meaning: string): string => `{ meaning: '${meaning}', remedy: 'do it' }`;
  const faults = await planted(
    {
      'build/protocol/errors.js': `export const ERRORS = { good: ${entry('a')}, 'other-words': ${entry('b')}, absent: ${entry('c')}, idle: ${entry('d')} };`,
      'docs/errors.md': [
        '| code | meaning | remedy |',
        '|---|---|---|',
        '| `good` | a | do it |',
        '| `other-words` | b | do not |',
        '| `idle` | d | do it |',
        '| `invented` | e | do it |',
      ].join('\n'),
      'daemon/a.ts': "reject('good'); reject('other-words'); reject('absent');",
    },
    errorDrift,
  );
  t.same(faults, [
    'docs/errors.md: other-words says something else',
    'docs/errors.md: no row for absent',
    'docs/errors.md: invented is not in protocol/errors.ts',
    'protocol/errors.ts: nothing uses idle',
  ]);
});

t.test('protocol/errors.ts and docs/errors.md say the same', async (t) => {
  t.match(read(ROOT, 'docs/errors.md'), /^\| `[\w-]+` \|/m);
  t.same(await errorDrift(ROOT), []);
});
