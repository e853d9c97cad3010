/**
 * Runs the parts of a suite one after the other and sums what every runner counted into the last line:
 *     node build/test/run.js test|long [PART]
 * Exit 0 only if each part ran something and nothing failed.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { tapDigest } from './runner/digest.js';
import { type Part, parts } from './runner/parts.js';
import { add, sentence, settle, type Totals, tapTotals } from './runner/totals.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const [suite = 'test', only] = process.argv.slice(2);
const known = suite === 'long' ? parts.long : parts.test;
const chosen = known.filter((part) => only === undefined || part.name === only);

process.chdir(root);
const results: { readonly name: string; readonly seconds: number; readonly totals: Totals }[] = [];
for (const part of chosen) {
  console.log(`== ${part.name}`);
  const start = performance.now();
  const totals = await run(part);
  results.push({ name: part.name, seconds: (performance.now() - start) / 1000, totals });
}
if (chosen.length === 0)
  console.log(`no part named ${only}; there are: ${known.map((part) => part.name).join(', ')}`);
console.log('');
for (const { name, seconds, totals } of results) {
  console.log(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s  ${sentence(totals)}`);
}
const total = settle(add(...results.map((result) => result.totals)), 0);
console.log(sentence(total));
process.exitCode = total.failed > 0 ? 1 : 0;

async function run(part: Part): Promise<Totals> {
  rmSync('.tap/report', { recursive: true, force: true });
  const { exitCode, output } = await execute(part);
  const counted =
    part.totals === undefined
      ? { passed: exitCode === 0 ? 1 : 0, failed: 0, skipped: 0 }
      : part.totals(output);
  const totals = settle(counted, exitCode);
  if (totals.failed > 0 && (counted?.failed ?? 0) === 0) console.log(`  ${part.name}: ${reason(exitCode)}`);
  return part.after === undefined ? totals : add(totals, judge(part.after(root)));
}

function reason(exitCode: number): string {
  return exitCode === 0 ? 'ran nothing, or its totals could not be read' : `ended with exit code ${exitCode}`;
}

function judge(problems: readonly string[]): Totals {
  for (const problem of problems) console.log(`  ${problem}`);
  return { passed: problems.length === 0 ? 1 : 0, failed: problems.length, skipped: 0 };
}

/** Runs the command in a process group of its own, so that nothing of it outlives its time. */
async function execute(part: Part): Promise<{ exitCode: number; output: string }> {
  const [command = '', ...args] = part.command;
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...part.env },
  });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  const stop = (): void => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const timer = setTimeout(() => {
    console.log(`  ${part.name}: ended after ${part.seconds} s`);
    end();
  }, part.seconds * 1000);
  const ended = new Promise<number>((done) => {
    child.once('error', (error) => {
      console.log(`  ${error.message}`);
      done(127);
    });
    child.once('close', (code) => done(code ?? 1));
  });
  const digest = part.totals === tapTotals ? tapDigest() : (line: string): readonly string[] => [line];
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    for (const shown of digest(line)) console.log(shown);
  }
  const exitCode = await ended;
  clearTimeout(timer);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return { exitCode, output: lines.join('\n') };
}
