import { posix } from 'node:path';
import { imports } from './lexer.js';
import { read, typescript } from './tree.js';

type Door = { readonly to: string; readonly typesOnly?: true };

const door = (...paths: string[]): Door[] => paths.map((to) => ({ to }));
const types = (...paths: string[]): Door[] => paths.map((to) => ({ to, typesOnly: true }));

/** Who may import whom: the longest matching path decides; a path ending in '/' is a folder. Absent is forbidden. */
const TABLE: Readonly<Record<string, readonly Door[]>> = {
  'protocol/': door('protocol/'),
  'daemon/control/': door('daemon/control/', 'protocol/'),
  'daemon/config/': [
    ...door('daemon/config/', 'protocol/address.ts', 'protocol/errors.ts'),
    ...types('protocol/'),
  ],
  'daemon/observe/': [
    ...door('daemon/observe/', 'protocol/errors.ts'),
    ...types('daemon/control/event.ts', 'daemon/control/action.ts', 'daemon/control/status.ts'),
  ],
  'daemon/io/': door(
    'daemon/io/',
    'daemon/control/',
    'protocol/',
    'daemon/config/',
    'daemon/observe/',
    'native/index.ts',
  ),
  'daemon/lab/': door('daemon/lab/', 'daemon/config/', 'daemon/io/', 'protocol/'),
  'daemon/cli/': door('daemon/', 'protocol/'),
  'daemon/wire.ts': door('daemon/', 'protocol/'),
  'daemon/main.ts': door('daemon/', 'protocol/'),
  'native/': door('native/'),
  'test/': door('daemon/', 'protocol/', 'native/', 'test/', 'bench/'),
  'bench/': door('daemon/', 'protocol/', 'native/', 'bench/'),
};

/** Names of package.json "imports" and what they stand for. */
const ALIASES: Readonly<Record<string, string>> = {
  '#proto': 'protocol/generated/festoon.js',
  '#addon': 'native/addon.ts',
};

/** Packages the pure folders may use; the other folders are held by docs/dependencies.md alone. */
const PURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'protocol/': ['long', 'protobufjs', 'protobufjs/minimal.js'],
  'daemon/control/': [],
};

/** One line for each import that the table does not allow. */
export function forbiddenImports(root: string): readonly string[] {
  return typescript(root).flatMap((file) =>
    imports(read(root, file)).flatMap(({ specifier, line, typeOnly }) => {
      const fault = judge(file, specifier, typeOnly);
      return fault === undefined ? [] : [`${file}:${line}: ${fault}`];
    }),
  );
}

function judge(file: string, specifier: string, typeOnly: boolean): string | undefined {
  if (specifier === '?')
    return file.startsWith('test/') ? undefined : 'imports something that is not a literal';
  const from = Object.keys(TABLE).find((path) => within(file, path));
  if (from === undefined) return 'lies in no folder of the architecture';
  const target = ALIASES[specifier] ?? (specifier.startsWith('.') ? resolve(file, specifier) : undefined);
  if (target === undefined) {
    const packages = PURE_PACKAGES[from];
    return packages === undefined || packages.includes(specifier)
      ? undefined
      : `${from} may not import ${specifier}`;
  }
  const open = (TABLE[from] ?? []).filter(({ to }) => within(target, to));
  if (open.some(({ typesOnly }) => typesOnly !== true || typeOnly)) return undefined;
  return open.length > 0 ? `${from} may import only types of ${target}` : `${from} may not import ${target}`;
}

const within = (file: string, path: string): boolean =>
  path.endsWith('/') ? file.startsWith(path) : file === path;

function resolve(file: string, specifier: string): string {
  const path = posix.join(posix.dirname(file), specifier);
  return path.startsWith('protocol/generated/') ? path : path.replace(/\.js$/, '.ts');
}
