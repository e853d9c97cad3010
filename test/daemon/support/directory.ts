import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';

/** An empty directory whose path is short enough for sockets, removed after the test. */
export function shortDirectory(t: Test): string {
  const directory = mkdtempSync(join(tmpdir(), 'festoon-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
