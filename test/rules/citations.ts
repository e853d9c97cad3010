import { files, read } from './tree.js';

/** One line for each `spec §N[.M]` that names no numbered heading of docs/protocol.md. */
export function danglingCitations(root: string): readonly string[] {
  const headings = [...read(root, 'docs/protocol.md').matchAll(/^#{2,5} (\d+(?:\.\d+)*)\.? /gm)].map(
    ([, number]) => number,
  );
  const known = new Set(headings);
  const cited = files(root, /\.(ts|rs|md|proto)$/).filter((path) => !path.startsWith('test/rules/'));
  return cited.flatMap((file) =>
    read(root, file)
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(/\bspec §§?(\d+(?:\.\d+)*)/gi)]
          .filter(([, number]) => !known.has(number))
          .map(([citation]) => `${file}:${index + 1}: ${citation} is no section of docs/protocol.md`),
      ),
  );
}
