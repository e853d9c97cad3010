import { KEYS, type Key } from '../../../daemon/config/keys.js';

/** The table of keys in docs/config.md: one row for each key, in the schema's order. */
export function keyTable(): string {
  const head = ['| key | default | reload | meaning |', '|---|---|---|---|'];
  return [...head, ...KEYS.map(rowOf)].join('\n');
}

function rowOf(key: Key): string {
  return `| \`${key.path}\` | ${defaultOf(key)} | ${key.reload ?? ''} | ${key.description} |`;
}

function defaultOf({ default: value, group, required }: Key): string {
  if (value !== undefined && !(group && !Array.isArray(value))) return `\`${JSON.stringify(value)}\``;
  if (group) return '';
  return required ? 'required' : 'none';
}
