import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, read } from './tree.js';

const OUTPUT = 'protocol/generated/festoon.js';

/** Generates protobuf code from the tree's .proto by the script `proto` of its package.json, and names what differs. */
export function generatedDrift(root: string): readonly string[] {
  const script: string = JSON.parse(read(root, 'package.json')).scripts.proto;
  const [, ...args] = script.split(' ');
  const scratch = mkdtempSync(join(tmpdir(), 'festoon-proto-'));
  try {
    const fresh = (path: string): string => join(scratch, path.replace('protocol/generated/', ''));
    const command = args.map((arg) => (arg === OUTPUT ? fresh(OUTPUT) : arg));
    execFileSync(process.execPath, [join(ROOT, 'node_modules/protobufjs-cli/bin/pbjs'), ...command], {
      cwd: root,
    });
    return [OUTPUT, OUTPUT.replace(/\.js$/, '.d.ts')]
      .filter((path) => read(root, path) !== read('', fresh(path)))
      .map((path) => `${path}: not what \`make proto\` generates`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
