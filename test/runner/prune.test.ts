import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { files, planted, ROOT } from '../rules/tree.js';

t.test('what tsc made of sources that are gone leaves build/, everything else stays', async (t) => {
  const left = await planted(
    {
      'daemon/main.ts': '',
      'build/daemon/main.js': '',
      'build/daemon/main.js.map': '',
      'build/daemon/gone.js': '',
      'build/daemon/gone.js.map': '',
      'build/test/deep/gone.test.js': '',
      'build/test/deep/gone.test.d.ts': '',
      'build/native/festoon.node': '',
      'build/tools/promtool.js': '',
    },
    (root) => {
      execFileSync(process.execPath, [join(ROOT, '.ci/prune.mjs')], { cwd: root });
      return files(join(root, 'build'), /./);
    },
  );
  t.same(left, ['daemon/main.js', 'daemon/main.js.map', 'native/festoon.node', 'tools/promtool.js']);
});
