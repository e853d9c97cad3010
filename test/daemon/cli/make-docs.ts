/** `make docs`: writes what the commands say about themselves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { commandDocs } from './command-docs.js';

const text = readFileSync('docs/cli.md', 'utf8');
writeFileSync(
  'docs/cli.md',
  text.replace(
    /<!-- commands -->\n[\s\S]*?<!-- end -->/,
    () => `<!-- commands -->\n${commandDocs()}\n<!-- end -->`,
  ),
);
