/** What one runner counted. */
export type Totals = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Reads totals from everything a runner printed; undefined where it printed none. */
export type ReadTotals = (output: string) => Totals | undefined;

/** tap's closing line `# { total: 7, pass: 4, fail: 2, skip: 1 }`; zero counts are absent from it. */
export const tapTotals: ReadTotals = (output) => {
  const line = /^# \{ (total: .*) \}$/m.exec(output)?.[1];
  if (line === undefined) return undefined;
  const count = (name: string): number => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') };
};

/** One `test result:` line for each of cargo's test binaries. */
export const cargoTotals: ReadTotals = (output) => {
  const lines = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)];
  return lines.length === 0
    ? undefined
    : add(...lines.map(([, p, f, s]) => ({ passed: Number(p), failed: Number(f), skipped: Number(s) })));
};

/** One closing line of libFuzzer for each target; a crash has none and fails by its exit code. */
export const fuzzTotals: ReadTotals = (output) => {
  const passed = [...output.matchAll(/^Done [1-9]\d* runs in /gm)].length;
  return passed === 0 ? undefined : { passed, failed: 0, skipped: 0 };
};

/** The simulator's closing line: each seed is a check, and so is each planted bug. */
export const simTotals: ReadTotals = (output) => {
  const line = /^sim (?:seeds|bugs)=(\d+) failed=(\d+)\b.*$/m.exec(output);
  if (line === null) return undefined;
  const failed = Number(line[2]);
  return { passed: Number(line[1]) - failed, failed, skipped: 0 };
};

export function add(...all: readonly Totals[]): Totals {
  const sum = (key: keyof Totals): number => all.reduce((total, totals) => total + totals[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** What a run counts for in the end: silence and an unexplained exit code are failures. */
export function settle(totals: Totals | undefined, exitCode: number): Totals {
  if (totals === undefined || totals.passed + totals.failed === 0)
    return { passed: 0, failed: 1, skipped: 0 };
  return exitCode !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

export function sentence(totals: Totals): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}
