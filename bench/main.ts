/** The command behind `make bench`. Exit 0 when everything that can be measured was, 1 when not, 2 for a wrong call. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findFooting } from '../daemon/lab/host.js';
import { progressOn } from '../daemon/lab/progress.js';
import { withSandbox } from '../daemon/lab/sandbox.js';
import { CONTENDERS } from './contenders/all.js';
import { machine, method } from './facts.js';
import { type BenchOptions, parseOptions, UsageError, usage } from './options.js';
import { type Report, renderRatios, renderReport } from './report.js';
import { runBench } from './run.js';
import { CELL_NAMES } from './stage.js';
import { builtFile } from './tools.js';

const CHOICES = { cells: CELL_NAMES, contenders: Object.keys(CONTENDERS) };

process.exitCode = await main();

async function main(): Promise<number> {
  let options: BenchOptions | undefined;
  try {
    options = parseOptions(process.argv.slice(2), CHOICES);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`bench: ${error.message}\n${usage(CHOICES)}`);
    return 2;
  }
  if (options === undefined) {
    process.stdout.write(usage(CHOICES));
    return 0;
  }
  const footing = await findFooting();
  if (footing.kind === 'privileged') return bench(options);
  const missing =
    footing.kind === 'none' ? footing.missing : 'needs root: without it socket buffers stay small';
  process.stderr.write(`bench: ${missing}\n`);
  return 2;
}

function bench(options: BenchOptions): Promise<number> {
  return withSandbox(async (sandbox) => {
    const startedAt = new Date().toISOString();
    const result = await runBench(sandbox, options, progressOn(process.stderr));
    const { samples, notes, disturbances } = result;
    const contenders = result.contenders.map(({ name }) => name);
    const facts = [machine(startedAt), method(options, result)];
    const report: Report = { facts, contenders, samples, notes };
    const about = result.contenders.map(({ name, description }) => ({ name, description }));
    const file = save(startedAt, {
      startedAt,
      options,
      ...report,
      disturbances,
      contenders: about,
      ratios: renderRatios(report),
    });
    const lines = renderReport({
      ...report,
      facts: [...facts, ...about.map(({ description }) => description)],
    });
    process.stdout.write(`${[...lines.slice(0, -1), `written to ${file}`, ...lines.slice(-1)].join('\n')}\n`);
    return result.failures === 0 ? 0 : 1;
  });
}

function save(startedAt: string, content: unknown): string {
  const folder = builtFile('bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${startedAt.replaceAll(/[-:]|\.\d+/g, '')}.json`);
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  return relative(process.cwd(), file);
}
