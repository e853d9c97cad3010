/** TypeScript with its comments blanked and each string literal replaced by its place in `strings`: `"7"`. */
export type Code = { readonly text: string; readonly strings: readonly string[] };

// In this order: comments, strings, the pieces of a template, regular expressions (only where a value may begin).
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`|[{}]|(?<=(?:^|[=(,:;!&|?{}[+\n]|return|=>)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

/** Good enough for import statements and names of globals in formatted code; it keeps every newline. */
export function lex(source: string): Code {
  const strings: string[] = [];
  const literal = (value: string): string => `"${strings.push(value) - 1}"${value.replace(/[^\n]/g, '')}`;
  const nesting: boolean[] = []; // one entry for each open brace: does it close a template's `${`?
  let text = '';
  let at = 0;

  const template = (): void => {
    const start = at;
    while (at < source.length && source[at] !== '`' && !source.startsWith('${', at))
      at += source[at] === '\\' ? 2 : 1;
    text += literal(source.slice(start, at));
    if (source[at] === '`') at += 1;
    else {
      at += 2;
      nesting.push(true);
    }
  };

  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) break;
    const [token] = match;
    text += source.slice(at, match.index);
    at = match.index + token.length;
    if (token === '`') template();
    else if (token === '}' && nesting.pop() === true) template();
    else if (token === '{' || token === '}') {
      if (token === '{') nesting.push(false);
      text += token;
    } else if (token.startsWith('//') || token.startsWith('/*')) text += token.replace(/[^\n]/g, '');
    else if (token.startsWith('/')) text += literal('');
    else text += literal(token.slice(1, -1));
  }
  return { text: text + source.slice(at), strings };
}

/** One module named by an import, a re-export, a dynamic import or a require. */
export type Import = { readonly specifier: string; readonly line: number; readonly typeOnly: boolean };

const IMPORTS =
  /\b(?:import|export)\s+(?<type>type\s+)?[\w$\s{},*]*?from\s*"(?<a>\d+)"|\bimport\s*"(?<b>\d+)"|\b(?:import|require|createRequire\([^)]*\))\s*\(\s*(?:"(?<c>\d+)"|(?<dynamic>[^)\s]))/g;

/** All imports of a source; a dynamic import of anything but a literal has the specifier '?'. */
export function imports(source: string): readonly Import[] {
  const { text, strings } = lex(source);
  return [...text.matchAll(IMPORTS)].map((match) => {
    const { type, a, b, c } = match.groups ?? {};
    return {
      specifier: strings[Number(a ?? b ?? c ?? -1)] ?? '?',
      line: text.slice(0, match.index).split('\n').length,
      typeOnly: type !== undefined,
    };
  });
}
