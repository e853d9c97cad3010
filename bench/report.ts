import { FIGURE_NAMES, FIGURES, type FigureName, HEADLINE, RELAY_HEADLINE } from './figures.js';
import type { Samples } from './samples.js';
import { median, spread } from './statistics.js';

/** What a run has found, ready for people and for JSON. */
export interface Report {
  /** Facts about machine and method, one a line. */
  readonly facts: readonly string[];
  /** In the order of the columns. */
  readonly contenders: readonly string[];
  readonly samples: Samples;
  /** What was skipped, disturbed or failed, one a line. */
  readonly notes: readonly string[];
}

/** All ratios are this contender's figure divided by another's. */
export const OURS = 'festoon';
/** The others of the ratios, the first two in every last line. */
const RIVALS = ['wireguard-go', 'bound'] as const;
/** The one rival that is also measured as a hub. */
const RELAYS = 'wireguard-go';
const ABSENT = '-';
const GAP = '   ';

/** The report as lines; the last one has the ratios. */
export function renderReport(report: Report): readonly string[] {
  const { facts, notes } = report;
  return ['', ...facts, '', ...renderTable(report), '', ...notes, ...gapAfter(notes), renderRatios(report)];
}

/** `ratios wireguard-go: tcp1=2.9 …; bound: tcp1=0.97 …`, `-` for what was not measured. */
export function renderRatios({ contenders, samples }: Report): string {
  const others = contenders.filter((name) => name === 'nebula');
  const parts = [...RIVALS, ...others].map((rival) => {
    const figures = rival === RELAYS ? [...HEADLINE, ...RELAY_HEADLINE] : HEADLINE;
    const ratios = figures.map((figure) => `${figure}=${ratioText(samples.ratio(OURS, rival, figure))}`);
    return `${rival}: ${ratios.join(' ')}`;
  });
  return `ratios ${parts.join('; ')}`;
}

/** Figures that nobody has been measured for have no row. */
function renderTable({ contenders, samples }: Report): readonly string[] {
  const rivals = contenders.includes(OURS) ? RIVALS.filter((rival) => contenders.includes(rival)) : [];
  const measured = FIGURE_NAMES.filter((figure) =>
    contenders.some((contender) => samples.of(contender, figure).length > 0),
  );
  const rows = measured.map((figure) => [
    FIGURES[figure].label,
    FIGURES[figure].unit,
    ...contenders.map((contender) => valueText(samples.of(contender, figure), figure)),
    ...rivals.map((rival) => ratioText(samples.ratio(OURS, rival, figure))),
  ]);
  const head = ['', '', ...contenders, ...rivals.map((rival) => `/ ${rival}`)];
  return align([head, ...rows]);
}

function valueText(values: readonly number[], figure: FigureName): string {
  if (values.length === 0) return ABSENT;
  const text = median(values).toFixed(FIGURES[figure].digits);
  return values.length === 1 ? text : `${text} ±${(spread(values) * 100).toFixed(0)}%`;
}

function ratioText(ratio: number | undefined): string {
  if (ratio === undefined) return ABSENT;
  return ratio < 100 ? ratio.toPrecision(3) : ratio.toFixed(0);
}

/** Names to the left, numbers to the right. */
function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  const cell = (text: string, column: number): string => {
    const width = widths[column] ?? 0;
    return column < 2 ? text.padEnd(width) : text.padStart(width);
  };
  return rows.map((row) => row.map(cell).join(GAP).trimEnd());
}

function gapAfter(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [''];
}
