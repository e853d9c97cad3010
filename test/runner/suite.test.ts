import t from 'tap';
import type { Part } from './parts.js';
import { runSuite } from './suite.js';
import { cargoTotals, tapTotals } from './totals.js';

const shell = (name: string, script: string, more: Partial<Part> = {}): Part => ({
  name,
  seconds: 30,
  command: ['sh', '-c', script],
  ...more,
});

async function outcome(...parts: readonly Part[]): Promise<{ lines: string[]; last: string | undefined }> {
  const lines: string[] = [];
  await runSuite(parts, '/', (line) => lines.push(line));
  return { lines, last: lines.at(-1) };
}

t.test('the last line is the sum of all parts, and each has its seconds before it', async (t) => {
  const { lines, last } = await outcome(
    shell('a', "echo 'ok 1 - build/test/a.test.js # time=12000ms'; echo '# { total: 3, pass: 2, skip: 1 }'", {
      totals: tapTotals,
    }),
    shell('b', "echo 'test result: ok. 4 passed; 0 failed; 0 ignored;'", { totals: cargoTotals }),
    shell('c', 'exit 0'),
    shell('d', 'exit 0', { after: () => [] }),
  );
  t.equal(last, '9 passed, 0 failed, 1 skipped');
  t.equal(lines.at(-5), '    12.0 s  a.test.js');
  t.match(lines.at(-6), /^a +\d+\.\d s {2}2 passed, 0 failed, 1 skipped$/);
});

t.test('each way to fail is a failure', async (t) => {
  const cases: readonly (readonly [Part, RegExp])[] = [
    [shell('silent', 'exit 0', { totals: tapTotals }), /ran nothing/],
    [shell('crashed', "echo '# { total: 1, pass: 1 }'; exit 3", { totals: tapTotals }), /exit code 3/],
    [shell('refused', 'exit 1'), /exit code 1/],
    [shell('slow', 'sleep 30', { seconds: 0.2 }), /ended after 0.2 s/],
    [shell('gated', 'exit 0', { after: () => ['a.ts: uncovered'] }), /a\.ts: uncovered/],
    [{ name: 'absent', seconds: 5, command: ['/nonexistent/command'] }, /ENOENT/],
  ];
  for (const [part, expected] of cases) {
    const { lines, last } = await outcome(shell('good', 'exit 0'), part);
    t.match(lines.join('\n'), expected, part.name);
    t.match(last, /, 1 failed$/, part.name);
  }
  t.equal((await outcome()).last, '0 passed, 1 failed', 'no part at all');
});
