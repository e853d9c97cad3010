import { posix } from 'node:path';
import { files, read } from './tree.js';

/** Crates that each folder of native/ must do without, as dependency or by name in its sources. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'native/core': ['napi', 'napi-derive', 'festoon-node', 'festoon-lab'],
  'native/lab': ['napi', 'napi-derive', 'festoon-core', 'festoon-node'],
  'native/fuzz': ['napi', 'napi-derive', 'festoon-node', 'festoon-lab'],
  'native/node': ['festoon-lab'],
};

/** Pure folders of the core: time comes in as an argument, packets come in as slices. */
const PURE = /^native\/core\/src\/(engine|inner)\//;
const WORLD =
  /\b(Instant::now|SystemTime|clock_gettime|libc::\w+\(|std::(fs|net::(UdpSocket|TcpStream)|thread|process|os)|crate::io\b)/;

/** One line for each crate that a folder of native/ must not know, and for each glimpse of the world in a pure one. */
export function forbiddenCrates(root: string): readonly string[] {
  const manifests = Object.entries(FORBIDDEN).flatMap(([folder, crates]) => {
    const known = dependencies(read(root, posix.join(folder, 'Cargo.toml')));
    return crates
      .filter((crate) => known.includes(crate))
      .map((crate) => `${folder}/Cargo.toml: depends on ${crate}`);
  });
  const sources = files(root, /^native\/.*\.rs$/).flatMap((file) => lines(root, file));
  return [...manifests, ...sources];
}

function lines(root: string, file: string): readonly string[] {
  const crates = FORBIDDEN[file.split('/').slice(0, 2).join('/')] ?? [];
  return read(root, file)
    .split('\n')
    .flatMap((line, index) => {
      const code = line.replace(/\/\/.*/, '');
      const crate = crates.find((name) =>
        new RegExp(`\\b${name.replaceAll('-', '_')}\\b\\s*(::|;|\\{)`).test(code),
      );
      const world = PURE.test(file) ? WORLD.exec(code)?.[0] : undefined;
      const fault = crate ?? world;
      return fault === undefined ? [] : [`${file}:${index + 1}: uses ${fault}`];
    });
}

/** The names in every dependency table of a Cargo.toml, targets' and build dependencies included. */
export function dependencies(manifest: string): readonly string[] {
  const names: string[] = [];
  let inside = false;
  for (const line of manifest.split('\n')) {
    const table = /^\[(?<name>[^\]]+)\]/.exec(line)?.groups?.['name'];
    if (table !== undefined) {
      inside = /(^|[.-])dependencies$/.test(table);
      const single = /(?:^|[.-])dependencies\.(?<crate>[\w-]+)$/.exec(table)?.groups?.['crate'];
      if (single !== undefined) names.push(single);
    }
    const name = /^"?(?<crate>[\w-]+)"?(\.\w+)?\s*=/.exec(line)?.groups?.['crate'];
    if (inside && name !== undefined) names.push(name);
  }
  return names;
}
