import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import type { Sandbox } from './sandbox.js';

interface File {
  readonly name: string;
  readonly content: Buffer;
  readonly mode: number;
}

/** By what was wanted: who had it made, and what that was. */
const made = new Map<string, { readonly by: Sandbox; readonly files: readonly File[] }>();

/**
 * Has `make` write files of these names into the sandbox, or writes what it wrote for another sandbox of this process that
 * wanted the same, for each command takes a while. In one sandbox it is made anew each time.
 */
export async function madeOnce(
  sandbox: Sandbox,
  wanted: string,
  names: readonly string[],
  make: () => Promise<unknown>,
): Promise<void> {
  const known = made.get(wanted);
  if (known !== undefined && known.by !== sandbox) {
    await Promise.all(known.files.map((file) => put(sandbox.path(file.name), file)));
    return;
  }
  await make();
  if (known !== undefined) return;
  made.set(wanted, { by: sandbox, files: await Promise.all(names.map((name) => take(sandbox, name))) });
}

async function take(sandbox: Sandbox, name: string): Promise<File> {
  const path = sandbox.path(name);
  return { name, content: await readFile(path), mode: (await stat(path)).mode & 0o777 };
}

async function put(path: string, { content, mode }: File): Promise<void> {
  await writeFile(path, content, { mode });
  await chmod(path, mode);
}
