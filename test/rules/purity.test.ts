import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { impurities } from './purity.js';
import { planted, ROOT, typescript } from './tree.js';

const IMPURE = [
  "import { readFileSync } from 'node:fs';",
  "import os from 'os';",
  'export const a = Date.now();',
  'export const b = performance.now();',
  'export const c = Math.random();',
  "export const d = Math['random']();",
  'export const e = globalThis.Date;',
  'setTimeout(() => {}, 1);',
  'queueMicrotask(() => {});',
  'export const f = process.env;',
  'export const g = crypto.getRandomValues(new Uint8Array(1));',
  'export const h = new Date();',
];

t.test('each way to the world is named in a pure folder and let be elsewhere', async (t) => {
  const source = IMPURE.join('\n');
  const faults = await planted({ 'daemon/control/a.ts': source, 'daemon/io/b.ts': source }, impurities);
  t.same(
    faults.map((fault) => fault.split(': ')[0]).sort(),
    IMPURE.map((_, index) => `daemon/control/a.ts:${index + 1}`).sort(),
  );
});

t.test('names that only look alike are let be', async (t) => {
  const source = [
    "// Date.now() and 'node:fs' in a comment",
    "export const text = 'performance.now()';",
    'export const machine = { process: 1 };',
    'export const pair = (crypto: Crypto): Keypair => crypto.generateKeypair();',
    'machine.process = machine.fetch;',
    'type X = { Date?: number };',
  ].join('\n');
  t.same(await planted({ 'protocol/a.ts': source }, impurities), []);
});

t.test('Biome refuses the same', async (t) => {
  const tree = {
    'biome.json': readFileSync(join(ROOT, 'biome.json'), 'utf8').replace(
      '"useIgnoreFile": true',
      '"useIgnoreFile": false',
    ),
    'test/rules/pure.grit': readFileSync(join(ROOT, 'test/rules/pure.grit'), 'utf8'),
    ...Object.fromEntries(IMPURE.map((line, index) => [`protocol/line-${index + 1}.ts`, `${line}\n`])),
  };
  const refused = await planted(tree, (root) => {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    try {
      execFileSync('node_modules/.bin/biome', ['lint', '--max-diagnostics=100', '--reporter=json', '.'], {
        cwd: root,
        stdio: 'pipe',
      });
      return '';
    } catch (error) {
      return String((error as { stdout: Buffer }).stdout);
    }
  });
  for (const [index, line] of IMPURE.entries()) t.match(refused, `protocol/line-${index + 1}.ts`, line);
});

t.test('protocol and control are pure', async (t) => {
  for (const folder of ['protocol/', 'daemon/control/']) {
    t.ok(
      typescript(ROOT).some((file) => file.startsWith(folder)),
      `${folder} was looked at`,
    );
  }
  t.same(impurities(ROOT), []);
});
