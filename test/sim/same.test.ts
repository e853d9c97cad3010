import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { ROOT } from '../rules/tree.js';

/** Seeds that take little, with managers and without. */
const SEEDS = { FIRST: '640', SEEDS: '2' };

interface Way {
  readonly env?: Readonly<Record<string, string>>;
  /** In place of this Node. */
  readonly node?: readonly string[];
}

/** In other processes, at other places, as V8 interprets and compiles, by another release of Node. */
const WAYS: Readonly<Record<string, Way>> = {
  'by one process': { env: { JOBS: '1' } },
  'far in the east, in Turkish': {
    env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  },
  interpreted: { node: [process.execPath, '--no-opt', '--no-sparkplug'] },
  'compiled at once': { node: [process.execPath, '--always-sparkplug', '--no-lazy'] },
  ...(process.env['OTHER_NODE'] === undefined
    ? {}
    : { 'by another Node': { node: process.env['OTHER_NODE'].split(' ') } }),
};

function hash({ env = {}, node: [command = '', ...flags] = [process.execPath] }: Way): string {
  const output = execFileSync(command, [...flags, join(ROOT, 'build/test/sim/main.js')], {
    env: { PATH: process.env['PATH'], ...SEEDS, ...env },
    encoding: 'utf8',
  });
  return output.trim().split('\n').at(-1) ?? '';
}

t.setTimeout(300_000);

t.test('the same seeds are the same runs, however they are run', async (t) => {
  const here = hash({});
  t.match(here, /^sim seeds=2 failed=0 hash=[0-9a-f]{16}$/);
  for (const [name, way] of Object.entries(WAYS)) t.equal(hash(way), here, name);
});
