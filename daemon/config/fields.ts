import * as z from 'zod';
import { type Address, type Prefix, parseAddress, parsePrefix } from '../../protocol/address.js';

/** A string that `parse` turns into its branded form; `what` and `remedy` word the error. */
export interface Field<T> {
  readonly what: string;
  readonly remedy: string;
  readonly parse: (text: string) => T | undefined;
  /** Never repeat the value in an error. */
  readonly secret?: boolean | ((text: string) => boolean);
}

export function field<T>({ what, remedy, parse, secret }: Field<T>): z.ZodType<T, string> {
  const unlike = (input: unknown): string => {
    const scalar = typeof input === 'number' || typeof input === 'boolean';
    return wrongType(input, what, scalar ? 'put it in quotes' : remedy);
  };
  return z.string({ error: (issue) => unlike(issue.input) }).transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    const hidden = typeof secret === 'function' ? secret(text) : secret;
    const message = `${hidden ? 'the value' : quote(text)} is not ${what}; ${remedy}`;
    context.issues.push({ code: 'custom', input: undefined, message });
    return z.NEVER;
  });
}

export function wrongType(input: unknown, what: string, remedy: string): string {
  if (input === undefined) return `is missing; ${remedy}`;
  return `expected ${what}, found ${typeName(input)}; ${remedy}`;
}

/** A strict object; its message about unknown keys is the list of those it knows. */
export function object<S extends z.ZodRawShape>(shape: S, what: string): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      const remedy = `write ${known.map((key) => `\`${key}\``).join(', ')}`;
      if (issue.code !== 'unrecognized_keys') return wrongType(issue.input, what, remedy);
      return known.join(', ');
    },
  });
}

export function list<T extends z.ZodType>(
  item: T,
  what: string,
  remedy: string,
  bounds: [number, number],
): z.ZodArray<T> {
  const [least, most] = bounds;
  return z
    .array(item, { error: (issue) => wrongType(issue.input, `a list of ${what}`, remedy) })
    .min(least, { error: `is an empty list; ${remedy}` })
    .max(most, { error: `has more than ${most} ${what}; ${remedy}` });
}

export function integer(least: number, most: number, what: string): z.ZodNumber {
  const remedy = `write a whole number from ${least} to ${most}`;
  const range = (input: unknown): string => `${String(input)} is not ${what}; ${remedy}`;
  return z
    .number({ error: (issue) => wrongType(issue.input, what, remedy) })
    .int({ error: (issue) => range(issue.input) })
    .min(least, { error: (issue) => range(issue.input) })
    .max(most, { error: (issue) => range(issue.input) });
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[]): z.ZodType<T, string> {
  const remedy = `write ${words.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`;
  return field({
    what: 'one of the words known here',
    remedy,
    parse: (text) => words.find((word) => word === text),
  }).meta({ enum: [...words] });
}

export function nodeName(secret = false): z.ZodType<string, string> {
  return field({
    what: 'a name',
    secret,
    remedy: 'use 1 to 63 of a-z, 0-9, dot and hyphen',
    parse: (text) => (/^[a-z0-9.-]{1,63}$/.test(text) ? text : undefined),
  });
}

export function address(): z.ZodType<Address, string> {
  return field({
    what: 'an IP address',
    remedy: 'write one such as 10.77.0.1 or "fd77::1", without a prefix length',
    parse: parseAddress,
  });
}

export function prefix(): z.ZodType<Prefix, string> {
  return field({
    what: 'a prefix',
    remedy: 'write one such as 10.80.0.0/16 or "fd80::/48", host bits zero',
    parse: parsePrefix,
  });
}

/** `bytes` bytes in canonical padded base64 (RFC 4648 §4). */
export function base64(bytes: number, what: string, secret = false): z.ZodType<Uint8Array, string> {
  return field({
    what: `${what} (${bytes} bytes of base64)`,
    remedy: 'copy it again, whole',
    parse: (text) => decodeBase64(text, bytes),
    secret,
  });
}

/** Undefined unless `text` is the one canonical spelling of exactly `bytes` bytes, or of any number without it. */
export function decodeBase64(text: string, bytes?: number): Uint8Array | undefined {
  const decoded = Buffer.from(text, 'base64');
  const fits = decoded.toString('base64') === text && (bytes === undefined || decoded.length === bytes);
  const own = fits ? new Uint8Array(decoded) : undefined;
  // It may be a secret, and this memory is shared by many buffers.
  decoded.fill(0);
  return own;
}

function typeName(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a group of keys';
  if (typeof input === 'string') return 'text';
  return typeof input === 'number' ? 'a number' : 'true or false';
}

/** Untrusted text, made printable and short. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
