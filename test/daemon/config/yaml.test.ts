import t from 'tap';
import * as z from 'zod';
import { object } from '../../../daemon/config/fields.js';
import { parseYaml, readYaml } from '../../../daemon/config/yaml.js';

const ANY = z.record(z.string(), z.unknown());

function problems(text: string, schema: z.ZodType = ANY): string[] {
  const parsed = parseYaml(text, schema);
  if (parsed.ok) return [];
  return parsed.problems.map(
    ({ line, column, key, message }) => `${line}:${column}:${key}: ${message.split(';')[0]}`,
  );
}

const SYNTAX: readonly (readonly [name: string, text: string, problem: string])[] = [
  ['a tab', 'a:\n\tb: 1\n', '2:1:: is indented with a tab'],
  ['a bracket left open', 'a: [1\nb: 2\n', '2:1:: is indented wrongly'],
  [
    'a quote left open',
    'a: "x\n',
    '2:1:: lacks a character, such as a colon, comma, quote or closing bracket',
  ],
  [
    'a lost colon',
    'a: 1\nb\nc: 2\n',
    '2:1:: lacks a character, such as a colon, comma, quote or closing bracket',
  ],
  ['two keys on a line', 'a: b: c\n', '1:4:: has a second key on one line'],
  ['a reserved character', 'a: @b\n', '1:4:: begins with a character YAML reserves'],
  ['an anchor that is not there', 'a: *x\n', '1:4:a: is a YAML alias'],
  ['an alias with a colon', 'a: *x:\n', '1:6:: is a broken YAML alias'],
  ['a key over two lines', 'a: 1\nb\n c: 2\n', '2:1:: is a key without its colon'],
  ['a list inside brackets', 'a: [\n  - 1\n  ]\n', '2:3:: mixes indented YAML into brackets'],
  ['a second document', 'a: 1\n---\nb: 2\n', '2:1:: begins a second YAML document'],
  ['an unknown tag', 'a: !x 1\n', '1:4:: has an unknown YAML tag'],
  ['a list as a key', '? [a]\n: 1\n', '1:3:: is not a plain key'],
  ['an unexpected token', 'a: "x" y\n', '1:8:: is not expected here'],
];

t.test('broken YAML is refused with its place and a remedy', async (t) => {
  for (const [name, text, problem] of SYNTAX) t.equal(problems(text)[0], problem, name);
});

t.test('a key written twice is refused beside the other problems', async (t) => {
  const schema = z.strictObject({ a: z.strictObject({ b: z.number() }), c: z.number() });
  t.same(problems('a: {b: 1}\nc: x\na:\n  b: 1\n  b: 2\n', schema), [
    '3:1:a: is written twice',
    '5:3:a.b: is written twice',
    '2:4:c: Invalid input: expected number, received string',
  ]);
});

t.test('an alias is refused, so that no file unfolds to more than it holds', async (t) => {
  t.same(problems('a: &x [1]\nb: [2, *x]\n'), ['2:8:b.1: is a YAML alias']);
});

t.test('nesting beyond reason is refused, not a crash', async (t) => {
  const deep = [
    `a: ${'['.repeat(50_000)}`,
    `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    '- '.repeat(50_000),
  ];
  const blocks = Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
  for (const text of [...deep, blocks, `a: ${'{b: '.repeat(50_000)}`, `${'? '.repeat(50_000)}a`]) {
    t.same(problems(text), ['1:1:: is nested too deeply'], text.slice(0, 20));
  }
  t.same(problems(`a: ${'['.repeat(20)}${']'.repeat(20)}\n`), []);
});

t.test('names of the prototype are keys like others', async (t) => {
  t.match(problems('__proto__: 1\nconstructor: 2\n', object({ a: z.any().optional() }, 'keys')), [
    /^1:12:__proto__: unknown key$/,
    /^2:14:constructor: unknown key$/,
  ]);
});

t.test('problems found later can be placed', async (t) => {
  const { locate } = readYaml('a:\n  - b: 1\n  - b: 2\nempty:\n');
  t.same(locate(['a', 1, 'b']), { line: 3, column: 8, key: 'a.1.b' });
  t.same(locate(['empty']), { line: 4, column: 1, key: 'empty' });
  t.same(locate(['a', 0, 'none']), { line: 2, column: 5, key: 'a.0.none' });
});
