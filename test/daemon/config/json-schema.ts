/** The part of JSON Schema (draft 7) that packaging/festoon.schema.json uses. Throws at any keyword beyond it. */
export function violations(schema: Schema, value: unknown, path = ''): string[] {
  const faults = Object.entries(schema).flatMap(([keyword, bound]) => {
    const rule = RULES[keyword];
    if (rule === undefined) throw new Error(`${path}: keyword ${keyword} is not known here`);
    return rule(bound as never, value, path, schema);
  });
  return faults;
}

export type Schema = Readonly<Record<string, unknown>>;
type Rule = (bound: never, value: unknown, path: string, schema: Schema) => string[];

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const unless = (holds: boolean, fault: string): string[] => (holds ? [] : [fault]);
const about: Rule = () => [];

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  object: isGroup,
  array: Array.isArray,
};

const RULES: Readonly<Record<string, Rule>> = {
  $schema: about,
  title: about,
  description: about,
  default: about,
  type: (type: string, value, path) => unless(TYPES[type]?.(value) === true, `${path}: not ${type}`),
  enum: (words: unknown[], value, path) => unless(words.includes(value), `${path}: not one of ${words}`),
  minimum: (least: number, value, path) => unless((value as number) >= least, `${path}: below ${least}`),
  maximum: (most: number, value, path) => unless((value as number) <= most, `${path}: above ${most}`),
  minItems: (least: number, value, path) => unless((value as []).length >= least, `${path}: too few`),
  maxItems: (most: number, value, path) => unless((value as []).length <= most, `${path}: too many`),
  required: (keys: string[], value, path) =>
    isGroup(value) ? keys.flatMap((key) => unless(key in value, `${path}.${key}: missing`)) : [],
  properties: (properties: Record<string, Schema>, value, path) =>
    isGroup(value)
      ? Object.entries(value).flatMap(([key, inner]) =>
          Object.hasOwn(properties, key)
            ? violations(properties[key] as Schema, inner, `${path}.${key}`)
            : [],
        )
      : [],
  additionalProperties: (_: false, value, path, { properties }) =>
    isGroup(value)
      ? Object.keys(value).flatMap((key) =>
          unless(Object.hasOwn(properties as object, key), `${path}.${key}: unknown`),
        )
      : [],
  items: (schema: Schema, value, path) =>
    Array.isArray(value) ? value.flatMap((item, i) => violations(schema, item, `${path}.${i}`)) : [],
  anyOf: (schemas: Schema[], value, path) => {
    const faults = schemas.map((schema) => violations(schema, value, path));
    return faults.some((found) => found.length === 0) ? [] : faults.flat();
  },
};
