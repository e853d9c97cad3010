/**
 * The command behind `make test` and `make test-long`:
 *     node build/test/run.js test|long [PART]
 * Exit 0 only if each part ran something and nothing failed.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parts } from './runner/parts.js';
import { runSuite } from './runner/suite.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const [suite, only] = process.argv.slice(2);
const known = suite === 'long' ? parts.long : parts.test;
const chosen = known.filter((part) => only === undefined || part.name === only);

rmSync(`${root}/.tap/report`, { recursive: true, force: true }); // an old report covers nothing
if (chosen.length === 0)
  console.log(`no part named ${only}; known: ${known.map(({ name }) => name).join(' ')}`);
const totals = await runSuite(chosen, root, console.log);
process.exitCode = totals.failed > 0 ? 1 : 0;
