import { files, read } from './tree.js';

/** What no file of the repository holds: download addresses, places of one machine, unfinished work. */
const FOREIGN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['address of a package registry', /registry\.(?:npmjs|yarnpkg)\.|(?:index|static)\.crates\.io/],
  ['download address in a lockfile', /"resolved":\s*"http/],
  ['path of one machine', /(?:^|[^\w.])\/(?:work|farm|home|root)\//],
];
const UNFINISHED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['unfinished mark', /\b(?:TO[D]O|FIX[M]E|X[X]X)\b|\b(?:unimplemented|todo)!/],
  ['skipped test', /\bt\.(?:skip|todo)\(|#\[ignore|\b(?:skip|todo): *true/],
  ['coverage switched off', /(?:c8|istanbul|v8) ignore/],
];

/** One line for each thing that must not be in the repository. */
export function leftovers(root: string): readonly string[] {
  const text = files(
    root,
    /\.(?:ts|mjs|js|rs|toml|lock|json|md|proto|ya?ml|grit)$|^Makefile$|^\.npmrc$|^\.ci\//,
  );
  return text.flatMap((file) => {
    const code = /\.(?:ts|mjs|rs)$/.test(file) && !file.startsWith('test/rules/');
    const rules = code ? [...FOREIGN, ...UNFINISHED] : FOREIGN;
    return read(root, file)
      .split('\n')
      .flatMap((line, index) =>
        rules
          .filter(([, pattern]) => pattern.test(line) && !file.startsWith('test/rules/hygiene.'))
          .map(([what]) => `${file}:${index + 1}: ${what}`),
      );
  });
}
