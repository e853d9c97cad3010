import t from 'tap';
import { oversizes } from './sizes.js';
import { planted, ROOT } from './tree.js';

const lines = (count: number): string => 'x\n'.repeat(count);

t.test('files past their limit are named, with the median and the seam', async (t) => {
  const faults = await planted(
    {
      'daemon/main.ts': lines(61),
      'protocol/a.ts': lines(451),
      'protocol/b.ts': lines(151),
      'protocol/generated/c.ts': lines(9999),
      'native/core/src/d.rs': lines(601),
      'native/node/src/e.rs': lines(351),
      'native/node/src/f.rs': lines(250),
    },
    oversizes,
  );
  t.same(faults, [
    'protocol/a.ts: 451 lines, at most 450',
    'native/core/src/d.rs: 601 lines, at most 600',
    'daemon/main.ts: 61 lines, at most 60',
    'TypeScript files: median 151 lines, at most 150',
    'native/node: 601 lines, at most 600',
  ]);
});

t.test('files at their limit pass', async (t) => {
  const tree = {
    'daemon/main.ts': lines(60),
    'protocol/a.ts': lines(150),
    'protocol/b.ts': lines(450),
    'native/node/a.rs': lines(600),
  };
  t.same(await planted(tree, oversizes), []);
});

t.test('every file of this repository has its size', async (t) => {
  t.same(oversizes(ROOT), []);
});
