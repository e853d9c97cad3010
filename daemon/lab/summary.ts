/** One thing that was looked at, and whether it is as it should be. */
export interface Finding {
  readonly label: string;
  readonly text: string;
  readonly ok: boolean;
}

/** One part of the demo and everything found in it. */
export interface Round {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface Report {
  readonly heading: string;
  /** Rounds side by side; those of one table have the same labels in the same order. */
  readonly tables: readonly (readonly Round[])[];
  /** Main figures for the last line. */
  readonly figures: readonly string[];
  readonly seconds: number;
  /** Why the demo ended early. */
  readonly failure?: string;
}

const GAP = '   ';

/** Whether all that was to be shown was seen. */
export function isGood({ tables, failure }: Report): boolean {
  return failure === undefined && tables.flat().length > 0 && failed(tables.flat()).length === 0;
}

/** The summary as lines; the last one begins `demo: ok` or `demo: FAILED`. */
export function renderSummary(report: Report): readonly string[] {
  const { heading, tables, failure, figures, seconds } = report;
  const time = `${seconds.toFixed(0)} s`;
  const faults = [...failed(tables.flat()), ...(failure === undefined ? [] : [failure])];
  const last = isGood(report)
    ? `demo: ok  ${[...figures, time].join(', ')}`
    : `demo: FAILED  ${faults.length === 0 ? 'nothing was shown' : faults.map(shortened).join('; ')}`;
  const shown = tables.filter((rounds) => rounds.length > 0);
  return ['', heading, '', ...shown.flatMap((rounds) => [...renderTable(rounds), '']), last];
}

/** Thousands in groups: 12,345. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function failed(rounds: readonly Round[]): readonly string[] {
  return rounds.flatMap(({ title, findings }) =>
    findings.filter(({ ok }) => !ok).map(({ label, text }) => `${title}: ${label}: ${text}`),
  );
}

/** The first two lines: what failed, and the first that it said. The rest is in the log. */
function shortened(fault: string): string {
  return fault.split('\n').slice(0, 2).join(' ');
}

function renderTable(rounds: readonly Round[]): readonly string[] {
  const labels = [...new Set(rounds.flatMap(({ findings }) => findings.map(({ label }) => label)))];
  const rows = [
    ['', ...rounds.map(({ title }) => title)],
    ...labels.map((label) => [label, ...rounds.map((round) => cell(round, label))]),
  ];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function cell({ findings }: Round, label: string): string {
  const found = findings.find((finding) => finding.label === label);
  if (found === undefined) return '-';
  return found.ok ? found.text : `${found.text}  <- FAILED`;
}
