import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import t from 'tap';
import { Engine } from '../../native/index.js';

const addon = createRequire(import.meta.url)('#addon') as Record<string, unknown>;
const declared = readFileSync('native/addon.d.ts', 'utf8');

t.test('addon.d.ts declares every export of the addon, and no other', async (t) => {
  const names = [...declared.matchAll(/^export declare (?:class|function) (\w+)/gm)].map(([, name]) => name);
  t.same(names.toSorted(), Object.keys(addon).toSorted());
});

t.test('addon.d.ts declares every method of each class, and no other', async (t) => {
  const classes = [...declared.matchAll(/^export declare class (\w+) \{\n([\s\S]*?)^\}/gm)];
  t.ok(classes.length >= 2);
  for (const [, name = '', body = ''] of classes) {
    const methods = [...body.matchAll(/^ {2}(?!constructor)(\w+)\(/gm)].map(([, method]) => method);
    const { prototype } = addon[name] as { prototype: object };
    const actual = Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor');
    t.same(methods.toSorted(), actual.toSorted(), name);
  }
});

t.test('addon.d.ts declares every counter, and no other', async (t) => {
  const [, body = ''] = /^export interface Counters \{\n([\s\S]*?)^\}/m.exec(declared) ?? [];
  const fields = [...body.matchAll(/^ {2}(\w+): bigint/gm)].map(([, field]) => field);
  const counters = new Engine({ seed: new Uint8Array(32), lanes: 1 }).counters();
  t.same(fields.toSorted(), Object.keys(counters).toSorted());
});

t.test('index.ts passes every export on', async (t) => {
  const index = (await import('../../native/index.js')) as Record<string, unknown>;
  for (const name of Object.keys(addon)) {
    const own = index[name] as object;
    t.ok(own === addon[name] || Object.getPrototypeOf(own) === addon[name], name);
  }
});
