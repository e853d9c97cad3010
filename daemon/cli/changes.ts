import type { Change } from '../config/diff.js';
import { printable } from '../observe/printable.js';
import { columns } from '../observe/text-table.js';

/** One line for each key that differs: the key, what puts it in force, and its values. */
export function changeRows(changes: readonly Change[]): string {
  const rows = changes.map(({ key, effect, before, after }) => [
    key,
    effect,
    `${value(before)} -> ${value(after)}`,
  ]);
  return columns(rows, 2)
    .map((row) => `  ${printable(row)}\n`)
    .join('');
}

function value(text: string | undefined): string {
  return text ?? '(none)';
}
