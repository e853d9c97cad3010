import t from 'tap';
import { imports, lex } from './lexer.js';

t.test('every form of import is seen, with its line and whether it is of types only', async (t) => {
  const source = [
    "import t from './a.js';",
    "import type { B } from './b.js';",
    'import {',
    '  c,',
    '  d as e,',
    "} from './c.js';",
    "import './d.js';",
    "export * from './e.js';",
    "export type { F } from './f.js';",
    "const g = await import('./g.js');",
    "const h = createRequire(import.meta.url)('#h');",
    "const i = require('i');",
    'const j = await import(name);',
  ].join('\n');
  t.same(
    imports(source).map(({ specifier, line, typeOnly }) => [specifier, line, typeOnly]),
    [
      ['./a.js', 1, false],
      ['./b.js', 2, true],
      ['./c.js', 3, false],
      ['./d.js', 7, false],
      ['./e.js', 8, false],
      ['./f.js', 9, true],
      ['./g.js', 10, false],
      ['#h', 11, false],
      ['i', 12, false],
      ['?', 13, false],
    ],
  );
});

t.test('comments, strings, templates and regular expressions hide nothing and show nothing', async (t) => {
  const source = [
    "// import a from 'a'",
    "/* import b from 'b' */",
    'const text = "import c from \'c\'";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text for the lexer
    "const template = `import d from 'd' ${nested(`${await import('e')}`)} it's`;",
    'const expression = /[\'"`]/g.test(text);',
    "const ratio = 4 / 2; import f from 'f';",
  ].join('\n');
  t.same(
    imports(source).map(({ specifier }) => specifier),
    ['e', 'f'],
  );
  t.notMatch(lex(source).text, /'|`|\bb\b/);
  t.equal(lex(source).text.split('\n').length, source.split('\n').length);
});
