import { dependencies as crates } from './crates.js';
import { files, read } from './tree.js';

/** One line for each dependency without its row in docs/dependencies.md, and for each row without its dependency. */
export function unexplainedDependencies(root: string): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read(root, 'package.json'));
  const wanted = new Set([
    ...Object.keys(dependencies),
    ...Object.keys(devDependencies),
    ...files(root, /^native\/\w+\/Cargo\.toml$/).flatMap((path) => crates(read(root, path))),
  ]);
  const rows = [...read(root, 'docs/dependencies.md').matchAll(/^\| `([^`]+)` \| .+ \|$/gm)].map(
    ([, name = '']) => name,
  );
  const given = new Set(rows);
  return [
    ...[...wanted]
      .filter((name) => !own(name) && !given.has(name))
      .map((name) => `docs/dependencies.md: no reason for ${name}`),
    ...[...given]
      .filter((name) => !wanted.has(name))
      .map((name) => `docs/dependencies.md: ${name} is not used`),
  ];
}

const own = (name: string): boolean => name.startsWith('festoon-');
