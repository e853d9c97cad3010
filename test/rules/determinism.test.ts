import t from 'tap';
import { hazards } from './determinism.js';
import { planted, ROOT, typescript } from './tree.js';

const HAZARDS = [
  'export const a = Math.sin(1);',
  'export const b = Math.exp(1);',
  'export const c = Math.hypot(3, 4);',
  "export const d = Math['log'](2);",
  'export const e = (x: number): number => 2 ** x;',
  'export const f = (x: number): number => x ** 2;',
  'export const g = Date.now();',
  'export const h = performance.now();',
  "export const i = ['b', 'a'].sort((x, y) => x.localeCompare(y));",
  'export const j = (1).toLocaleString();',
  'export const k = new WeakRef({});',
  'export const l = async (): Promise<void> => undefined;',
  'export const m = process.env;',
  'export const n = randomBytes(4);',
  'setTimeout(() => {}, 1);',
];

t.test('what may differ between machines is named in a run, and let be around it', async (t) => {
  const source = HAZARDS.join('\n');
  const tree = {
    'test/sim/a.ts': source,
    'daemon/control/b.ts': source,
    'test/sim/main.ts': source,
    'daemon/io/c.ts': source,
  };
  const faults = await planted(tree, hazards);
  const named = new Set(faults.map((fault) => fault.split(': ')[0]));
  const expected = ['test/sim/a.ts', 'daemon/control/b.ts'].flatMap((file) =>
    HAZARDS.map((_, i) => `${file}:${i + 1}`),
  );
  t.same([...named].sort(), expected.sort());
});

t.test('what is the same everywhere is let be', async (t) => {
  const source = [
    '// Math.sin, Date',
    'export const a = Math.floor(7 / 2) + Math.imul(3, 4) + 2 ** 32;',
    'export const b = 2n ** 64n - 1n;',
    "export const c = { at: 'Date', process: 1 };",
    'export const d = new Map([[1, 2]]);',
  ].join('\n');
  t.same(await planted({ 'test/sim/a.ts': source }, hazards), []);
});

t.test('a run of the simulator is the same on every machine', async (t) => {
  for (const file of ['test/sim/world.ts', 'daemon/control/control.ts'])
    t.ok(typescript(ROOT).includes(file));
  t.same(hazards(ROOT), []);
});
