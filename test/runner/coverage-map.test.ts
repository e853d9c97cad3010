import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { planted, ROOT } from '../rules/tree.js';

/** What the map answers in a tree of these built files. */
function mapped(tests: readonly string[]): Promise<unknown[]> {
  const built = [
    'protocol/a.js',
    'protocol/deep/b.js',
    'protocol/generated/c.js',
    'daemon/main.js',
    'daemon/io/d.js',
  ];
  const script = `
    const { default: map } = await import(${JSON.stringify(join(ROOT, 'test/coverage-map.mjs'))});
    console.log(JSON.stringify(process.argv.slice(1).map((test) => map(test))));`;
  return planted(Object.fromEntries(built.map((path) => [`build/${path}`, ''])), (root) =>
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script, ...tests], {
        cwd: root,
        encoding: 'utf8',
      }),
    ),
  );
}

t.test('a test counts for the folder it mirrors, tests of whole systems for none', async (t) => {
  const [protocol, io, top, config, sim] = await mapped([
    'build/test/protocol/deep/b.test.js',
    'build/test/daemon/io/d.test.js',
    'build/test/daemon/main.test.js',
    'build/test/daemon/config/e.test.js',
    'build/test/sim/f.test.js',
  ]);
  const pair = (path: string): string[] => [`${path}.ts`, `build/${path}.js`];
  t.same(new Set(protocol as string[]), new Set([...pair('protocol/a'), ...pair('protocol/deep/b')]));
  t.same(io, pair('daemon/io/d'));
  t.same(top, pair('daemon/main'));
  t.equal(config, null, 'tap would take an empty list for everything');
  t.equal(sim, null);
});
