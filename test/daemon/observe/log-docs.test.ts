import { readFileSync } from 'node:fs';
import t from 'tap';
import { NOTICES } from '../../../daemon/observe/log-notices.js';
import { ROOT, read, typescript } from '../../rules/tree.js';

/** Messages that the daemon's own code gives to the log; notices of control come through their table. */
function literalMessages(): readonly string[] {
  return typescript(ROOT)
    .filter((file) => /^daemon\/(?:wire|io\/)/.test(file))
    .flatMap((file) => [
      ...read(ROOT, file).matchAll(
        /\blog\.(?:(?:info|warn|error)\(|network\(\s*'\w+',\s*[^,]+,)\s*(?:'([^']*)'|([^',\s)]+))/g,
      ),
    ])
    .map(([, literal, other]) => literal ?? `no literal: ${other}`);
}

t.test('docs/log.md lists the lines that there are', async (t) => {
  const rows = [
    ...readFileSync('docs/log.md', 'utf8').matchAll(/^\| `([^`]+)` \| (?:(?:info|warn|error)(?:, )?)+ \|/gm),
  ];
  const documented = rows.map(([, line]) => line);
  t.same(documented.sort(), [...new Set([...Object.keys(NOTICES), ...literalMessages()])].sort());
});

t.test('messages are found in whatever way a call is folded', async (t) => {
  t.ok(literalMessages().includes('started'));
  t.ok(literalMessages().includes('action failed'));
});
