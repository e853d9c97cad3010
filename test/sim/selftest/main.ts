/**
 * Behind `make sim-selftest`: plants one bug at a time into networks drawn from seeds until an invariant finds it, and
 * runs that seed without it. Exit 0 only if each was found by the invariant that is there for it, and no run without a
 * bug failed. The last line: sim bugs=14 failed=0.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bugs } from './bugs.js';
import { apply } from './patch.js';

const MOST_SEEDS = 200;
const { BUG } = process.env;

if (BUG !== undefined) await plant(BUG);
else await all();

/** In a process of its own: a patch is for all that it loads. */
async function plant(name: string): Promise<void> {
  const bug = bugs.find((bug) => bug.name === name);
  if (bug === undefined) throw new Error(`no bug named ${name}`);
  if (bug.patch !== undefined) apply(bug.patch);
  const { draw } = await import('../draw.js');
  const { run } = await import('../run.js');
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    const drawn = draw(seed);
    if (bug.needs?.(drawn) === false) continue;
    const plan = bug.staged?.(drawn) ?? drawn;
    const { violation } = run(plan, bug.seams === undefined ? {} : { seams: bug.seams() });
    if (violation === undefined) continue;
    process.send?.({ seed, ...violation });
    return;
  }
}

interface Found {
  readonly seed: number;
  readonly invariant: string;
  readonly detail: string;
}

async function all(): Promise<void> {
  const { draw } = await import('../draw.js');
  const { run } = await import('../run.js');
  let failed = 0;
  for (const { name, foundBy, staged } of bugs) {
    const found = await search(name);
    const clean = found && run(staged?.(draw(found.seed)) ?? draw(found.seed)).violation === undefined;
    const right = found !== undefined && foundBy.includes(found.invariant) && clean;
    if (!right) failed += 1;
    const how = found ? `seed ${found.seed}: ${found.invariant}: ${found.detail}` : `not found`;
    console.log(
      `${right ? 'found' : 'FAILED'}  ${name}: ${how}${found && !clean ? ' (and without it)' : ''}`,
    );
  }
  console.log(`sim bugs=${bugs.length} failed=${failed}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function search(name: string): Promise<Found | undefined> {
  const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, BUG: name } });
  let found: Found | undefined;
  child.on('message', (message: Found) => {
    found = message;
  });
  return new Promise((resolve) => child.on('exit', () => resolve(found)));
}
