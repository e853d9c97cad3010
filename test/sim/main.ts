/**
 * Behind `make sim`:
 *     SEEDS=1000 FIRST=1 node build/test/sim/main.js      every seed, over JOBS=2 processes at most
 *     SEED=7 node build/test/sim/main.js                  one, with its trace
 * Exit 0 only if no invariant was violated. The last line: sim seeds=1000 failed=0 hash=<over all, in the order of seeds>.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { draw } from './draw.js';
import { type Outcome, run } from './run.js';
import { Trace } from './trace.js';

const { SEED, SEEDS = '1000', FIRST = '1', JOBS = '2', SAVE } = process.env;

interface Done {
  readonly seed: number;
  readonly outcome: Outcome;
}

if (SEED !== undefined) one(Number(SEED));
else if (process.send !== undefined) serve();
else await many(Number(FIRST), Number(SEEDS));

function one(seed: number): void {
  const plan = draw(seed);
  const outcome = run(plan, { print: (line) => console.log(line) });
  console.log(JSON.stringify(plan, undefined, 1));
  if (SAVE !== undefined)
    writeFileSync(SAVE, `${JSON.stringify({ why: outcome.violation?.invariant, plan }, undefined, 1)}\n`);
  tell({ seed, outcome });
  report([{ seed, outcome }]);
}

/** A process of `many`: runs the seeds that it is sent. */
function serve(): void {
  process.on('message', (seed: number) => {
    const outcome = run(draw(seed));
    // Engines hold memory that the collector does not see.
    globalThis.gc?.();
    process.send?.({ seed, outcome } satisfies Done);
  });
}

async function many(first: number, count: number): Promise<void> {
  const done: Done[] = [];
  let next = first;
  const end = first + count;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), { execArgv: [...process.execArgv, '--expose-gc'] });
      const more = (): void => {
        if (next < end) child.send(next++);
        else child.disconnect();
      };
      child.on('message', (answer: Done) => {
        done.push(answer);
        tell(answer);
        more();
      });
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a process ended with ${code}`)),
      );
      more();
    });
  await Promise.all(Array.from({ length: Math.min(Number(JOBS), cpus().length, count) }, work));
  report(done.sort((a, b) => a.seed - b.seed));
}

function report(done: readonly Done[]): void {
  const all = new Trace();
  for (const { outcome } of done) all.text(outcome.hash);
  const failed = done.filter(({ outcome }) => outcome.violation !== undefined).length;
  console.log(`sim seeds=${done.length} failed=${failed} hash=${all.hash}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** As soon as it has failed. */
function tell({ seed, outcome: { violation } }: Done): void {
  if (violation === undefined) return;
  const { invariant, detail, at } = violation;
  console.log(`seed ${seed}, ${at.toFixed(3)} s: ${invariant}: ${detail}`);
}
