import type { Progress } from '../daemon/lab/progress.js';
import type { Sandbox } from '../daemon/lab/sandbox.js';
import type { Outcome } from './cells.js';
import { type Contender, Unavailable } from './contenders/contender.js';
import { disturbedSince, QUIET_SHARE, read, waitQuiet } from './disturbance.js';
import { FIGURES, type FigureName } from './figures.js';
import type { BenchOptions } from './options.js';
import { Samples } from './samples.js';
import { createStages, type Entry, type Stage } from './stage.js';

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
  progress.begin('hosts, links, networks');
  const stages = await createStages(sandbox, options.cells, options.congestion);
  progress.end('made');
  const run = new Run(sandbox, stages, options, progress);
  await run.invite();
  if (options.wait) await run.awaitQuiet();
  for (let round = 1; round <= options.rounds; round++) await run.round(round);
  const { contenders, samples, notes, failures, disturbances } = run;
  const seconds = (performance.now() - started) / 1000;
  const congestion = stages[0]?.congestion ?? '';
  return { congestion, contenders, samples, notes, failures, disturbances, seconds };
}

class Run {
  readonly samples = new Samples();
  failures = 0;
  readonly disturbances: Disturbance[] = [];
  readonly #notes = new Set<string>();
  readonly #sandbox: Sandbox;
  readonly #entries: ReadonlyMap<Stage, Entry[]>;
  readonly #options: BenchOptions;
  readonly #progress: Progress;
  readonly #started = performance.now();
  #measured = 0;

  constructor(sandbox: Sandbox, stages: readonly Stage[], options: BenchOptions, progress: Progress) {
    this.#sandbox = sandbox;
    this.#entries = new Map(stages.map((stage) => [stage, []]));
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

  /** Those that take part on any stage, each once. */
  get contenders(): readonly Contender[] {
    const all = [...this.#entries.values()].flat().map(({ contender }) => contender);
    return this.#options.contenders.flatMap((name) => all.find((one) => one.name === name) ?? []);
  }

  /** Makes every contender that was chosen and can take part. */
  async invite(): Promise<void> {
    for (const name of this.#options.contenders) {
      this.#progress.begin(name);
      try {
        let description = 'has no part in this';
        for (const [stage, entries] of this.#entries) {
          const entry = await stage.enter(name);
          if (entry === undefined) continue;
          entries.push(entry);
          description = entry.contender.description;
        }
        this.#progress.end(description);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        this.#note(`${name}: skipped, ${error.message}`);
      }
    }
  }

  async awaitQuiet(): Promise<void> {
    this.#progress.begin('waiting for a quiet machine');
    const share = await waitQuiet(QUIET_MILLIS);
    if (share <= QUIET_SHARE) this.#progress.end('quiet');
    else this.#note(`the machine was not quiet at the start: others took ${percent(share)} of the cores`);
  }

  async round(round: number): Promise<void> {
    for (const [stage, entries] of this.#entries) {
      const offset = (round - 1) % Math.max(1, entries.length);
      await this.#play(stage, [...entries.slice(offset), ...entries.slice(0, offset)], round);
    }
  }

  /** Starts all, measures each cell with one after the other, and stops all. */
  async #play(stage: Stage, order: readonly Entry[], round: number): Promise<void> {
    try {
      const ready: Entry[] = [];
      for (const entry of order) {
        const { contender } = entry;
        const isUp = await this.#succeeds(`${this.#prefix(round)}: ${contender.name}`, async () => {
          await contender.start();
          return 'started';
        });
        if (isUp) ready.push(entry);
      }
      for (const cell of stage.cells) {
        await stage.prepare(cell);
        for (const entry of ready) if (entry.takes(cell)) await this.#measure(cell, entry, round);
      }
    } finally {
      await Promise.all(order.map(({ contender }) => contender.stop()));
    }
  }

  async #measure(cell: string, entry: Entry, round: number): Promise<void> {
    const { name } = entry.contender;
    await this.#succeeds(`${this.#prefix(round)}: ${cell} ${name}`, async () => {
      const { outcome, share } = await this.#leastDisturbed(cell, entry);
      this.samples.add(name, outcome.findings);
      if (outcome.remark !== undefined) this.#notes.add(outcome.remark);
      if (share <= QUIET_SHARE) return describe(outcome);
      this.disturbances.push({ contender: name, cell, round, share });
      return `${describe(outcome)} (others took ${percent(share)})`;
    });
    this.#measured += 1;
  }

  #prefix(round: number): string {
    return `round ${round} of ${this.#options.rounds}`;
  }

  /** Tells how an attempt came out. An error is counted and noted, and the run goes on unless all of it is to end. */
  async #succeeds(what: string, attempt: () => Promise<string>): Promise<boolean> {
    this.#progress.begin(what);
    try {
      this.#progress.end(await attempt());
      return true;
    } catch (error) {
      if (this.#sandbox.closing) throw error;
      this.failures += 1;
      this.#note(`failed: ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** Measures until nobody disturbs it, and keeps the least disturbed of a few. */
  async #leastDisturbed(cell: string, entry: Entry): Promise<{ outcome: Outcome; share: number }> {
    const measure = async (): Promise<{ outcome: Outcome; share: number }> => {
      const before = read();
      const outcome = await entry.measure(cell, this.#options.seconds);
      return { outcome, share: disturbedSince(before) };
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
    const { rounds, wait } = this.#options;
    if (!wait) return false;
    const turns = [...this.#entries].map(([{ cells }, entries]) => cells.length * entries.length);
    const all = rounds * turns.reduce((sum, count) => sum + count, 0);
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
