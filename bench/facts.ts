import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { MTU } from './field.js';
import type { BenchOptions } from './options.js';
import type { Result } from './run.js';

const GIBI = 2 ** 30;

/** Where it was measured, in one line. */
export function machine(startedAt: string): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const memory = `${(totalmem() / GIBI).toFixed(0)} GiB`;
  return `${startedAt}: ${availableParallelism()} cores of ${model}, ${memory}, Linux ${release()}, Node.js ${process.version}`;
}

/** How it was measured, in one line. */
export function method({ rounds, seconds }: BenchOptions, result: Result): string {
  const time = `${(result.seconds / 60).toFixed(1)} min`;
  const taken = rounds === 1 ? 'one round' : `medians of ${rounds} interleaved rounds`;
  return `MTU ${MTU}, TCP ${result.congestion}, ${taken}, ${seconds} s a measurement, ${time} in all`;
}
