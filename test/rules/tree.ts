import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository, seen from build/test/rules. */
export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

const BUILT = new Set(['.git', '.tap', 'build', 'coverage', 'node_modules', 'target']);

/** Source files below `root` whose path from there matches, sorted; what is built or fetched is never among them. */
export function files(root: string, matching: RegExp): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !BUILT.has(entry.name)) walk(path);
      else if (entry.isFile() && matching.test(path)) found.push(path);
    }
  };
  walk('');
  return found.sort();
}

/** TypeScript that people write: neither generated nor ambient declarations. */
export function typescript(root: string): readonly string[] {
  return files(root, /^(daemon|protocol|native|test|bench)\/.*\.ts$/).filter(
    (path) => !path.endsWith('.d.ts') && !path.startsWith('protocol/generated/'),
  );
}

/** The text of a file, or '' where there is none. */
export function read(root: string, path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

/** Runs `use` on a temporary tree of the given files, to show a rule a violation. */
export async function planted<T>(
  tree: Readonly<Record<string, string>>,
  use: (root: string) => T | Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'festoon-rule-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
