import t from 'tap';
import { planted } from '../rules/tree.js';
import { type FileCoverage, gate, shortfall } from './coverage.js';

const at = (line: number): { start: { line: number } } => ({ start: { line } });
const file = (path: string, hits: number): FileCoverage => ({
  path,
  statementMap: { 0: at(1), 1: at(2), 2: at(3), 3: at(7) },
  s: { 0: 1, 1: hits, 2: hits, 3: hits },
  fnMap: { 0: { name: 'f', loc: at(1) } },
  f: { 0: hits },
  branchMap: { 0: { loc: at(2) } },
  b: { 0: [hits] },
});

t.test('what is not covered is named by kind and line', async (t) => {
  t.same(shortfall('protocol/a.ts', file('protocol/a.ts', 1)), []);
  t.same(shortfall('protocol/a.ts', file('protocol/a.ts', 0)), [
    'protocol/a.ts: uncovered lines 2-3, 7',
    'protocol/a.ts: uncovered functions at lines 1',
    'protocol/a.ts: uncovered branches at lines 2',
  ]);
});

t.test(
  'files of the pure folders that no test loads are named, files of types alone are let be',
  async (t) => {
    const code = 'export const x = 1;';
    const problems = await planted(
      {
        'protocol/whole.ts': code,
        'protocol/never.ts': code,
        'protocol/types.ts': 'export type X = 1;',
        'protocol/generated/festoon.ts': code,
        'daemon/control/part.ts': code,
        'daemon/io/other.ts': code,
        'build/protocol/whole.js': code,
        'build/protocol/never.js': code,
        'build/protocol/types.js': 'export {};\n//# sourceMappingURL=types.js.map',
        'build/daemon/control/part.js': code,
      },
      async (root) => {
        t.same(gate(root), ['.tap/report/coverage-final.json: tap wrote no coverage']);
        const { mkdirSync, writeFileSync } = await import('node:fs');
        mkdirSync(`${root}/.tap/report`, { recursive: true });
        const report = {
          a: file(`${root}/protocol/whole.ts`, 1),
          b: file(`${root}/daemon/control/part.ts`, 0),
        };
        writeFileSync(`${root}/.tap/report/coverage-final.json`, JSON.stringify(report));
        return gate(root).map((problem) => problem.replace(/ uncovered .*/, ''));
      },
    );
    t.same(problems, [
      'protocol/never.ts: no test of its folder loads it',
      'daemon/control/part.ts:',
      'daemon/control/part.ts:',
      'daemon/control/part.ts:',
    ]);
  },
);
