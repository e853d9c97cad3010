import t from 'tap';
import { brokenLinks } from './links.js';
import { planted, ROOT, read } from './tree.js';

t.test('links, anchors and paths that lead nowhere are named', async (t) => {
  const faults = await planted(
    {
      'README.md':
        '# Top: a `name`\n[a](docs/a.md) [b](docs/b.md) [c](docs/a.md#two-words) [d](docs/a.md#three) [e](#top-a-name) [f](#f)',
      'docs/a.md':
        '## Two words\n[up](../README.md) [web](https://example.org/x) `daemon/main.ts` `build/x.js`\n```\n[no](no.md)\n```',
    },
    brokenLinks,
  );
  t.same(faults, [
    'README.md: link to docs/b.md leads nowhere',
    'README.md: link to docs/a.md#three leads nowhere',
    'README.md: link to #f leads nowhere',
    'docs/a.md: there is no daemon/main.ts',
  ]);
});

t.test('every link of this repository leads somewhere', async (t) => {
  t.match(read(ROOT, 'README.md'), /\]\(/);
  t.same(brokenLinks(ROOT), []);
});
