import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { slowFiles, tapDigest } from './digest.js';
import type { Part } from './parts.js';
import { add, sentence, settle, type Totals, tapTotals } from './totals.js';

/** What a command that was told to end has for cleaning up. */
const GRACE_SECONDS = 10;

type Print = (line: string) => void;

/**
 * Runs the parts one after the other in the root of a tree and prints what they print, then the seconds of each and
 * of its slow test files, then the sum of all as the last line.
 */
export async function runSuite(parts: readonly Part[], root: string, print: Print): Promise<Totals> {
  const table: string[] = [];
  const all: Totals[] = [];
  for (const part of parts) {
    print(`== ${part.name}`);
    const start = performance.now();
    const { totals, slow } = await runPart(part, root, print);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    table.push(`${part.name.padEnd(10)} ${seconds.padStart(7)} s  ${sentence(totals)}`);
    table.push(...slow.map((line) => `  ${line}`));
    all.push(totals);
  }
  const total = settle(add(...all), 0);
  for (const line of ['', ...table, sentence(total)]) print(line);
  return total;
}

async function runPart(
  part: Part,
  root: string,
  print: Print,
): Promise<{ totals: Totals; slow: readonly string[] }> {
  const { exitCode, output } = await execute(part, root, print);
  const check = { passed: exitCode === 0 ? 1 : 0, failed: 0, skipped: 0 };
  const counted = part.totals === undefined ? check : part.totals(output);
  const totals = settle(counted, exitCode);
  if (totals.failed > (counted?.failed ?? 0)) print(`  ${part.name} failed: ${reason(exitCode)}`);
  const slow = part.totals === tapTotals ? slowFiles(output) : [];
  if (part.after === undefined) return { totals, slow };
  const problems = part.after(root);
  for (const problem of problems) print(`  ${problem}`);
  const checked = { passed: problems.length === 0 ? 1 : 0, failed: problems.length, skipped: 0 };
  return { totals: add(totals, checked), slow };
}

function reason(exitCode: number): string {
  return exitCode === 0 ? 'it ran nothing, or its totals could not be read' : `exit code ${exitCode}`;
}

/** Runs the command in a process group of its own, so that nothing of it outlives its time or this process. */
async function execute(
  part: Part,
  root: string,
  print: Print,
): Promise<{ exitCode: number; output: string }> {
  const [command = '', ...args] = part.command;
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...part.env },
  });
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // the whole group has ended already
    }
  };
  const interrupted = (): void => {
    signal('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const timers = [
    setTimeout(() => {
      print(`  ${part.name}: ended after ${part.seconds} s`);
      signal('SIGTERM');
    }, part.seconds * 1000),
    setTimeout(
      () => {
        signal('SIGKILL');
        child.stdout.destroy(); // something outside the group may still hold its other end
      },
      (part.seconds + GRACE_SECONDS) * 1000,
    ),
  ];
  const ended = new Promise<number>((done) => {
    child.once('error', (error) => {
      print(`  ${error.message}`);
      done(127);
    });
    child.once('close', (code) => done(code ?? 1));
  });
  const digest = part.totals === tapTotals ? tapDigest() : (line: string): readonly string[] => [line];
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    for (const shown of digest(line)) print(shown);
  }
  const exitCode = await ended;
  timers.forEach(clearTimeout);
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  return { exitCode, output: lines.join('\n') };
}
