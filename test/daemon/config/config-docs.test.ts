import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';
import { keyTable } from './key-table.js';

const text = readFileSync('docs/config.md', 'utf8');

t.test('docs/config.md has the keys of the schema', async (t) => {
  const table = /<!-- keys -->\n([\s\S]*?)\n<!-- end -->/.exec(text)?.[1];
  t.equal(table, keyTable());
});

t.test('the example in docs/config.md is a config', async (t) => {
  const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const config = parseConfig('docs/config.md', example);
  t.equal(config.peers.length, 2);
});
