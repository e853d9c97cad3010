import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { KEYS, type Key } from '../../../daemon/config/keys.js';
import { fileSchema, type KeyFacts } from '../../../daemon/config/schema.js';

/** What `make docs` writes, by path: the files' whole text. */
export function generated(): Readonly<Record<string, string>> {
  const page = readFileSync('docs/config.md', 'utf8');
  return {
    'docs/config.md': page.replace(
      /(<!-- keys -->\n)[\s\S]*?(\n<!-- end -->)/,
      (_, head, tail) => head + keyTable() + tail,
    ),
    'packaging/festoon.schema.json': `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  };
}

/** One row for each key, in the schema's order. */
function keyTable(): string {
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

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** For editors: the config file as it is written, short forms too. Draft 7 is what YAML language servers know best. */
function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(fileSchema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: node }) => rewrite(node as JsonSchema & Partial<KeyFacts>),
  });
  return { ...schema, title: 'Config of Festoon' };
}

/** Meta of our own becomes what JSON Schema knows. */
function rewrite(node: JsonSchema): void {
  const { reload, short, description, ...form } = node as JsonSchema & KeyFacts;
  for (const key of Object.keys(node)) delete node[key];
  if (short !== undefined) {
    delete form['default'];
    Object.assign(node, { description, anyOf: [{ type: short }, form] });
    return;
  }
  const whole = reload === 'restart' ? `${description} Takes a restart.` : description;
  Object.assign(node, { ...(whole && { description: whole }), ...form });
}
