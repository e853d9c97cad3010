import * as z from 'zod';
import { configSchema } from '../../../daemon/config/schema.js';

/** The table of keys in docs/config.md, made from the schema: one row for each key, in the schema's order. */
export function keyTable(): string {
  const rows = rowsOf(z.toJSONSchema(configSchema, { io: 'output', unrepresentable: 'any' }) as Schema, '');
  return ['| key | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

function rowsOf({ properties = {}, required = [] }: Schema, above: string): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${above}${name}`;
    const inner = schema.items?.properties ? schema.items : schema;
    const below = rowsOf(inner, inner === schema ? `${key}.` : `${key}[].`);
    const row = `| \`${key}\` | ${defaultOf(schema, required.includes(name), below.length > 0)} | ${schema.description ?? ''} |`;
    return [row, ...below];
  });
}

function defaultOf(schema: Schema, required: boolean, group: boolean): string {
  const value = schema.default;
  if (value !== undefined && !(group && !Array.isArray(value))) return `\`${JSON.stringify(value)}\``;
  if (group) return '';
  return required ? 'required' : 'none';
}
