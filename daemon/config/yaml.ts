import {
  type CST,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  Parser,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type * as z from 'zod';
import type { Place, Problem } from './failure.js';
import { nearest } from './nearest.js';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where a key stands in the text, for problems found after parsing. */
export type Locate = (path: readonly PropertyKey[]) => Place;

/** A text as YAML has it: plain values, none of them when it is not YAML. */
export interface YamlText {
  readonly value: unknown;
  readonly locate: Locate;
  readonly problems: readonly Problem[];
}

/**
 * One YAML document held to a schema. All problems come back at once, each with its place; a message never
 * repeats the text of a value unless the schema chose to, so that secrets stay out of logs.
 */
export function parseYaml<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  const { value, locate, problems } = readYaml(text);
  if (value === undefined) return { ok: false, problems };
  const held = holdTo(schema, value, locate);
  if (held.ok && problems.length === 0) return held;
  return { ok: false, problems: held.ok ? problems : [...problems, ...held.problems] };
}

export function readYaml(text: string): YamlText {
  const start = (message: string): YamlText => {
    const locate: Locate = (path) => ({ line: 1, column: 1, key: path.map(String).join('.') });
    return { value: undefined, locate, problems: [{ ...locate([]), message }] };
  };
  if (nestsTooDeeply(text)) return start('is nested too deeply; remove the nesting');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: true,
  });
  const locate: Locate = (path) => place(document, lines, path);
  const broken = [...document.errors, ...document.warnings];
  const aliases = aliasProblems(document, locate);
  const problems = [...broken.map((e) => syntaxProblem(e, document, lines)), ...aliases];
  // A key written twice leaves the rest readable, so that its other problems are named too.
  const readable = aliases.length === 0 && broken.every(({ code }) => code === 'DUPLICATE_KEY');
  if (!readable) return { value: undefined, locate, problems };
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return value === null ? start('holds no keys; fill it in or restore it') : { value, locate, problems };
}

/** A value held to a schema; `locate` knows where each part of it was written. */
export function holdTo<T>(schema: z.ZodType<T>, value: unknown, locate: Locate): Parsed<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => schemaProblems(issue, locate)) };
}

const MAX_DEPTH = 32;

/** The token parser keeps a stack of its own; what comes after it recurses and would exhaust the real one. */
function nestsTooDeeply(text: string): boolean {
  const open: [token: unknown, depth: number][] = [...new Parser().parse(text)].map((token) => [token, 0]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (typeof token !== 'object' || token === null) continue;
    if (depth > MAX_DEPTH) return true;
    const { value, items } = token as { value?: unknown; items?: readonly CST.CollectionItem[] };
    open.push([value, depth]);
    for (const item of items ?? []) open.push([item.key, depth + 1], [item.value, depth + 1]);
  }
  return false;
}

const SYNTAX: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'is a broken YAML alias; write the value out',
  BAD_INDENT:
    'is indented wrongly; start keys of one level in one column, and close brackets and quotes above',
  BAD_SCALAR_START: 'begins with a character YAML reserves; put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'has a second key on one line; put it on its own line, or the value in quotes',
  BLOCK_IN_FLOW: 'mixes indented YAML into brackets; use one of the two',
  DUPLICATE_KEY: 'is written twice; keep one',
  MISSING_CHAR: 'lacks a character, such as a colon, comma, quote or closing bracket; complete it',
  MULTILINE_IMPLICIT_KEY: 'is a key without its colon; write `key: value`',
  MULTIPLE_DOCS: 'begins a second YAML document; keep one document in a file',
  NON_STRING_KEY: 'is not a plain key; write `key: value`',
  TAB_AS_INDENT: 'is indented with a tab; use spaces',
  TAG_RESOLVE_FAILED: 'has an unknown YAML tag; remove the tag',
  UNEXPECTED_TOKEN: 'is not expected here; check the lines above for a missing quote, bracket or colon',
};

function syntaxProblem(error: YAMLError, document: Document.Parsed, lines: LineCounter): Problem {
  const offset = error.pos[0];
  const { line, col } = lines.linePos(offset);
  const key = error.code === 'DUPLICATE_KEY' ? keyAt(document, offset) : '';
  return { line, column: col, key, message: SYNTAX[error.code] ?? 'is not valid YAML; check this line' };
}

function aliasProblems(document: Document.Parsed, locate: Locate): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_, alias, ancestors) => {
      problems.push({
        ...locate(pathOf([...ancestors, alias])),
        message: 'is a YAML alias; write the value out',
      });
    },
  });
  return problems;
}

/** The path of the key whose text starts at `offset`; empty when none does. */
function keyAt(document: Document.Parsed, offset: number): string {
  let found = '';
  visit(document, {
    Pair: (_, pair, ancestors) => {
      if (!isNode(pair.key) || pair.key.range?.[0] !== offset) return undefined;
      found = [...pathOf(ancestors), ...keyText(pair)].join('.');
      return visit.BREAK;
    },
  });
  return found;
}

function pathOf(ancestors: readonly unknown[]): PropertyKey[] {
  return ancestors.flatMap((node, at): PropertyKey[] => {
    const child = ancestors[at + 1];
    if (isSeq(node) && child !== undefined) return [node.items.indexOf(child)];
    return isPair(node) ? keyText(node) : [];
  });
}

function keyText(pair: Pair): string[] {
  return isScalar(pair.key) ? [String(pair.key.value)] : [];
}

function schemaProblems(issue: z.core.$ZodIssue, locate: Locate): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [{ ...locate(issue.path), message: issue.message }];
  // What the schema says of unknown keys is the list of those it knows.
  const known = issue.message.split(', ');
  return issue.keys.map((key) => ({ ...locate([...issue.path, key]), message: unknownKey(key, known) }));
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const guess = near === undefined ? '' : `, perhaps \`${near}\` is meant`;
  return `unknown key${guess}; known here: ${known.join(', ')}`;
}

/** The value at `path`, or its key when the value is empty, or the deepest thing above it that exists. */
function place(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find((item) => keyText(item)[0] === String(step)) : undefined;
    const next: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value;
    if (next === undefined && pair === undefined) break;
    const empty = isScalar(next) && next.value === null;
    offset = (empty ? offsetOf(pair?.key) : offsetOf(next)) ?? offsetOf(pair?.key) ?? offset;
    node = next;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col, key: path.map(String).join('.') };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
