import type { Progress } from '../daemon/lab/progress.js';
import type { Sandbox } from '../daemon/lab/sandbox.js';
import { CELLS, type Outcome } from './cells.js';
import { CONTENDERS } from './contenders/all.js';
import { type Contender, Unavailable } from './contenders/contender.js';
import { disturbedSince, QUIET_SHARE, read, waitQuiet } from './disturbance.js';
import { createField, type Field, setSegmented } from './field.js';
import { FIGURES, type FigureName } from './figures.js';
import type { BenchOptions } from './options.js';
import { Samples } from './samples.js';

/** What a run has measured, and how. */
export interface Result {
  readonly congestion: string;
  /** Those that took part. */
  readonly contenders: readonly Contender[];
  readonly samples: Samples;
  /** What was skipped, disturbed or failed, one a line. */
  readonly notes: readonly string[];
  readonly failures: number;
  readonly disturbances: readonly Disturbance[];
  readonly seconds: number;
}

/** A figure that was kept although others took this share of all cores, 0 to 1, meanwhile. */
export interface Disturbance {
  readonly contender: string;
  readonly cell: string;
  readonly round: number;
  readonly share: number;
}

/** What a whole run may take. A disturbed measurement is repeated only as long as the rest fits into it. */
const BUDGET_SECONDS = 25 * 60;
const ATTEMPTS = 3;
const QUIET_MILLIS = 60_000;
const QUIET_AGAIN_MILLIS = 15_000;

/**
 * Measures each cell with one contender right after the other, in an order that rotates, and all of it again in each
 * round, with new processes: so what changes on the machine meanwhile meets all of them.
 */
export async function runBench(sandbox: Sandbox, options: BenchOptions, progress: Progress): Promise<Result> {
  const started = performance.now();
  progress.begin('two hosts, two links, a network');
  const field = await createField(sandbox, options.congestion);
  progress.end('made');
  const run = new Run(field, options, progress);
  await run.invite();
  if (options.wait) await run.awaitQuiet();
  for (let round = 1; round <= options.rounds; round++) await run.round(round);
  const { contenders, samples, notes, failures, disturbances } = run;
  const seconds = (performance.now() - started) / 1000;
  return { congestion: field.congestion, contenders, samples, notes, failures, disturbances, seconds };
}

class Run {
  readonly samples = new Samples();
  contenders: readonly Contender[] = [];
  failures = 0;
  readonly disturbances: Disturbance[] = [];
  readonly #notes = new Set<string>();
  readonly #field: Field;
  readonly #options: BenchOptions;
  readonly #progress: Progress;
  readonly #started = performance.now();
  #measured = 0;

  constructor(field: Field, options: BenchOptions, progress: Progress) {
    this.#field = field;
    this.#options = options;
    this.#progress = progress;
  }

  get notes(): readonly string[] {
    if (this.disturbances.length === 0) return [...this.#notes];
    const often = `${this.disturbances.length} of ${this.#measured} measurements`;
    const most = percent(Math.max(...this.disturbances.map(({ share }) => share)));
    return [
      ...this.#notes,
      `disturbed: in ${often} others took more than ${percent(QUIET_SHARE)} of the cores, at most ${most}`,
    ];
  }

  /** Makes every contender that was chosen and can take part. */
  async invite(): Promise<void> {
    const present: Contender[] = [];
    for (const name of this.#options.contenders) {
      this.#progress.begin(name);
      try {
        const contender = await CONTENDERS[name]?.(this.#field);
        if (contender !== undefined) present.push(contender);
        this.#progress.end(contender?.description ?? '');
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        this.#note(`${name}: skipped, ${error.message}`);
      }
    }
    this.contenders = present;
  }

  async awaitQuiet(): Promise<void> {
    this.#progress.begin('waiting for a quiet machine');
    const share = await waitQuiet(QUIET_MILLIS);
    if (share <= QUIET_SHARE) this.#progress.end('quiet');
    else this.#note(`the machine was not quiet at the start: others took ${percent(share)} of the cores`);
  }

  async round(round: number): Promise<void> {
    const { rounds, cells } = this.#options;
    const offset = (round - 1) % Math.max(1, this.contenders.length);
    const order = [...this.contenders.slice(offset), ...this.contenders.slice(0, offset)];
    try {
      const ready: Contender[] = [];
      for (const contender of order) {
        const isUp = await this.#succeeds(`round ${round} of ${rounds}: ${contender.name}`, async () => {
          await contender.start();
          return 'started';
        });
        if (isUp) ready.push(contender);
      }
      for (const cell of cells) {
        await setSegmented(this.#field, CELLS[cell]?.segmented ?? false);
        for (const contender of ready) await this.#measure(cell, contender, round);
      }
    } finally {
      await Promise.all(order.map((contender) => contender.stop()));
    }
  }

  async #measure(cell: string, contender: Contender, round: number): Promise<void> {
    if (CELLS[cell]?.needsDaemons === true && contender.daemons.length === 0) return;
    const what = `round ${round} of ${this.#options.rounds}: ${cell} ${contender.name}`;
    await this.#succeeds(what, async () => {
      const { outcome, share } = await this.#leastDisturbed(cell, contender);
      this.samples.add(contender.name, outcome.findings);
      if (outcome.remark !== undefined) this.#notes.add(outcome.remark);
      if (share <= QUIET_SHARE) return describe(outcome);
      this.disturbances.push({ contender: contender.name, cell, round, share });
      return `${describe(outcome)} (others took ${percent(share)})`;
    });
    this.#measured += 1;
  }

  /** Tells how an attempt came out. An error is counted and noted, and the run goes on unless all of it is to end. */
  async #succeeds(what: string, attempt: () => Promise<string>): Promise<boolean> {
    this.#progress.begin(what);
    try {
      this.#progress.end(await attempt());
      return true;
    } catch (error) {
      if (this.#field.sandbox.closing) throw error;
      this.failures += 1;
      this.#note(`failed: ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** Measures until nobody disturbs it, and keeps the least disturbed of a few. */
  async #leastDisturbed(cell: string, contender: Contender): Promise<{ outcome: Outcome; share: number }> {
    const measure = async (): Promise<{ outcome: Outcome; share: number }> => {
      const before = read();
      const outcome = await CELLS[cell]?.measure(this.#field, contender, this.#options.seconds);
      return { outcome: outcome ?? { findings: {} }, share: disturbedSince(before) };
    };
    let best = await measure();
    for (let attempt = 2; attempt <= ATTEMPTS && best.share > QUIET_SHARE && this.#mayRepeat(); attempt++) {
      await waitQuiet(QUIET_AGAIN_MILLIS);
      const again = await measure();
      if (again.share < best.share) best = again;
    }
    return best;
  }

  /** Whether the rest, at the pace so far, leaves time for one more measurement. */
  #mayRepeat(): boolean {
    const { rounds, cells, wait } = this.#options;
    if (!wait) return false;
    const all = rounds * cells.length * this.contenders.length;
    const elapsed = (performance.now() - this.#started) / 1000;
    const left = Math.max(0, all - this.#measured);
    return elapsed + (elapsed / (this.#measured + 1)) * (left + 1) < BUDGET_SECONDS;
  }

  #note(line: string): void {
    this.#notes.add(line);
    this.#progress.end(line);
  }
}

function describe({ findings }: Outcome): string {
  return (Object.entries(findings) as [FigureName, number][])
    .map(([name, value]) => `${value.toFixed(FIGURES[name].digits)} ${FIGURES[name].unit}`)
    .join(', ');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
