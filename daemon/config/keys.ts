import * as z from 'zod';
import { fileSchema, type KeyFacts } from './schema.js';

/** One key of the config file, or one group of keys. */
export interface Key {
  /** As in `tun.mtu` and `peers[].key`. */
  readonly path: string;
  readonly description: string;
  /** Whether a reload puts a changed value in force or only a restart does. Undefined for groups. */
  readonly reload: 'live' | 'restart' | undefined;
  readonly required: boolean;
  readonly default: unknown;
  readonly group: boolean;
}

/** Every key of the schema, in its order, groups before their keys. */
export const KEYS: readonly Key[] = keysOf(z.toJSONSchema(fileSchema, { unrepresentable: 'any' }), '');

function keysOf({ properties = {}, required = [] }: z.core.JSONSchema.BaseSchema, above: string): Key[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const schema = property as z.core.JSONSchema.BaseSchema & Partial<KeyFacts>;
    const path = `${above}${name}`;
    const items = schema.items as z.core.JSONSchema.BaseSchema | undefined;
    const below = items?.properties ? keysOf(items, `${path}[].`) : keysOf(schema, `${path}.`);
    const { description = '', reload, default: value } = schema;
    const needed = required.includes(name) && value === undefined;
    return [
      { path, description, reload, required: needed, default: value, group: below.length > 0 },
      ...below,
    ];
  });
}
