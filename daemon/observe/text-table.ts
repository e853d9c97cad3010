import type { Leads } from '../control/status.js';
import { printable } from './printable.js';

/** How commands lay out text for people. */

/** Lines of cells, each column as wide as its widest cell; `dress` adds what takes no room. */
export function columns(
  rows: readonly (readonly string[])[],
  gap: number,
  dress: (cell: string, row: number, column: number) => string = (cell) => cell,
): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((cells, row) =>
    cells
      .map((cell, at) => dress(cell, row, at) + ' '.repeat((widths[at] ?? 0) + gap - cell.length))
      .join('')
      .trimEnd(),
  );
}

/** The same below a head, with what stands in its column STATE painted by whether the row is well. */
export function stateTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  isWell: (row: number) => boolean,
): string[] {
  const state = head.indexOf('STATE');
  return columns([head, ...rows], 2, (cell, row, column) =>
    row === 0 || column !== state ? cell : paint(isWell(row - 1) ? 'green' : 'yellow', cell),
  );
}

/** Where packets to a peer go, in one cell. */
export function whereTo({ endpoint, via }: Leads): string {
  if (via !== undefined) return `via ${printable(via)}`;
  return endpoint ?? '-';
}

/** Bytes in three digits or so: `5.7 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}

/** Unix seconds to the minute: `2027-04-15 08:00 UTC`. */
export function moment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export type Colour = 'green' | 'yellow' | 'red';
export type Paint = (colour: Colour, text: string) => string;

export function painter(enabled: boolean): Paint {
  const codes = { green: 32, yellow: 33, red: 31 };
  return (colour, text) => (enabled ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}
