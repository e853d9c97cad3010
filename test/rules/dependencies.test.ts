import t from 'tap';
import { unexplainedDependencies } from './dependencies.js';
import { planted, ROOT } from './tree.js';

t.test('dependencies without a reason are named, and reasons without a dependency', async (t) => {
  const faults = await planted(
    {
      'package.json': '{ "dependencies": { "yaml": "1" }, "devDependencies": { "tap": "1" } }',
      'native/core/Cargo.toml': '[dependencies]\nlibc = "0.2"\nserde = "1"\n',
      'native/node/Cargo.toml': '[dependencies]\nfestoon-core = { path = "../core" }\n',
      'docs/dependencies.md':
        '| `yaml` | reads the configuration |\n| `libc` | system calls |\n| `left` | over |\n',
    },
    unexplainedDependencies,
  );
  t.same(faults, [
    'docs/dependencies.md: no reason for tap',
    'docs/dependencies.md: no reason for serde',
    'docs/dependencies.md: left is not used',
  ]);
});

t.test('every dependency of this repository has its reason', async (t) => {
  t.same(unexplainedDependencies(ROOT), []);
});
