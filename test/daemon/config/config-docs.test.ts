import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parse } from 'yaml';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { parseConfig } from '../../../daemon/config/load.js';
import { configs, parsed } from './configs.js';
import { generated } from './generated.js';
import { type Schema, violations } from './json-schema.js';
import { readmeConfigs } from './readme.js';

const page = readFileSync('docs/config.md', 'utf8');
const schema: Schema = JSON.parse(readFileSync('packaging/festoon.schema.json', 'utf8'));
const example = (file: string): string =>
  /```yaml\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';

t.test('what is generated from the schema is what `make docs` writes', async (t) => {
  const files = Object.entries(generated());
  t.equal(files.length, 2);
  for (const [path, text] of files) t.equal(readFileSync(path, 'utf8'), text, path);
  t.match(page, /^\| `tun\.name` \| `"festoon0"` \| restart \| .+ \|$/m);
  t.match(page, /^\| `managers\[\]\.endpoints` \| required \| live \| .+ \|$/m);
  t.match(page, /^\| `peers\[\]\.key` \| required \| live \| .+ \|$/m);
});

t.test('the example in docs/config.md is a config', async (t) => {
  const config = parseConfig('docs/config.md', example('docs/config.md'));
  t.equal(config.peers.length, 2);
  t.equal(config.managers.length, 1);
});

t.test('the JSON schema takes the examples and refuses what the daemon refuses by form', async (t) => {
  const readme = parse(readmeConfigs()[0] ?? '');
  t.same(violations(schema, readme), []);
  t.same(violations(schema, parse(example('docs/config.md'))), []);
  t.same(violations(schema, parse(readFileSync('packaging/festoon.yaml', 'utf8'))), []);
  const wrong = (change: object): string[] => violations(schema, { ...readme, ...change });
  t.same(wrong({ lisen: 1 }), ['.lisen: unknown']);
  t.same(wrong({ listen: 0.5 }), ['.listen: not integer', '.listen: not object']);
  t.same(wrong({ log: { level: 'loud' } }), ['.log.level: not one of error,warn,info']);
  t.same(wrong({ peers: [{ ...readme.peers[0], nextkey: '' }] }), ['.peers.0.nextkey: unknown']);
  t.same(wrong({ tun: { mtu: 9001 } }), ['.tun.mtu: above 9000']);
  const { trust: _, ...less } = readme;
  t.same(violations(schema, less), ['.trust: missing']);
});

t.test('the JSON schema takes every config that the daemon takes', async (t) => {
  fc.assert(
    fc.property(configs, (file) => {
      const faults = [
        ...violations(schema, file),
        ...violations(schema, JSON.parse(canonicalConfig(parsed(file)))),
      ];
      if (faults.length > 0) throw new Error(faults.join('\n'));
    }),
  );
  t.pass();
});
