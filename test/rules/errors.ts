import { pathToFileURL } from 'node:url';
import { files, read } from './tree.js';

type Entry = { readonly meaning: string; readonly remedy: string };

/**
 * Holds the registry ERRORS of protocol/errors.ts (as built) and the tables of docs/errors.md together: the same codes
 * with the same words, each in use somewhere.
 */
export async function errorDrift(root: string): Promise<readonly string[]> {
  const module = await import(pathToFileURL(`${root}/build/protocol/errors.js`).href);
  const registry = new Map<string, Entry>(Object.entries(module.ERRORS));
  const documented = new Map(rows(read(root, 'docs/errors.md')));
  const code = files(root, /^(daemon|protocol|native)\/.*\.(ts|rs)$/)
    .filter((path) => !/^protocol\/errors[./]/.test(path))
    .map((path) => read(root, path))
    .join('\n');
  const undocumented = [...registry].flatMap(([name, entry]) => {
    const row = documented.get(name);
    if (row === undefined) return [`docs/errors.md: no row for ${name}`];
    return row.meaning === entry.meaning && row.remedy === entry.remedy
      ? []
      : [`docs/errors.md: ${name} says something else`];
  });
  const unknown = [...documented.keys()]
    .filter((name) => !registry.has(name))
    .map((name) => `docs/errors.md: ${name} is not in protocol/errors.ts`);
  const unused = [...registry.keys()]
    .filter((name) => !new RegExp(`['"\`]${name}['"\`]`).test(code))
    .map((name) => `protocol/errors.ts: nothing uses ${name}`);
  return [...undocumented, ...unknown, ...unused];
}

/** Rows `| `code` | meaning | remedy |`. */
function rows(markdown: string): readonly [string, Entry][] {
  return [...markdown.matchAll(/^\| `([\w-]+)` \| (.*?) \| (.*?) \|$/gm)].map(
    ([, code = '', meaning = '', remedy = '']) => [code, { meaning, remedy }],
  );
}
