import t from 'tap';
import { leftovers } from './hygiene.js';
import { planted, ROOT } from './tree.js';

t.test('foreign addresses, places of one machine and unfinished work are named', async (t) => {
  const faults = await planted(
    {
      'package-lock.json': '{\n"resolved": "https://example.org/a.tgz"\n}',
      '.npmrc': `registry=https://${['registry', 'npmjs', 'org'].join('.')}/`,
      'docs/a.md': `cd /root/festoon\nsee ./${'work'}/x and example.org/home/y`,
      'daemon/a.ts': '// TODO later\n/* c8 ignore next */\n',
      'test/a.test.ts': "t.skip('x', async () => {});\nt.test('y', { skip: true });\n",
      'native/core/tests/a.rs': '#[ignore]\ntodo!()\n',
    },
    leftovers,
  );
  t.same(faults, [
    '.npmrc:1: address of a package registry',
    'daemon/a.ts:1: unfinished mark',
    'daemon/a.ts:2: coverage switched off',
    'docs/a.md:1: path of one machine',
    'native/core/tests/a.rs:1: skipped test',
    'native/core/tests/a.rs:2: unfinished mark',
    'package-lock.json:2: download address in a lockfile',
    'test/a.test.ts:1: skipped test',
    'test/a.test.ts:2: skipped test',
  ]);
});

t.test('nothing of the kind is in this repository', async (t) => {
  t.same(leftovers(ROOT), []);
});
