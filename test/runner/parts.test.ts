import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../rules/tree.js';
import { ALONE, parts, SLOW } from './parts.js';

t.test('each lab test that runs alone, or for long, is there', async (t) => {
  for (const name of [...ALONE, ...SLOW]) t.ok(existsSync(join(ROOT, `test/lab/${name}.test.ts`)), name);
});

t.test('each part has a name of its own', async (t) => {
  const names = [...parts.test, ...parts.long].map(({ name }) => name);
  t.equal(new Set(names).size, names.length);
});

t.test('no part of what is checked on each change may take more than 25 minutes', async (t) => {
  for (const { name, seconds } of parts.test) t.ok(seconds <= 25 * 60, name);
});
