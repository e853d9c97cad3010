import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Config } from '../../../daemon/config/config.js';
import { parseConfig } from '../../../daemon/config/load.js';
import { readmeConfigs } from './readme.js';

t.test('the configs in README.md are two servers that name each other', async (t) => {
  const [a, b, ...more] = readmeConfigs().map((text) => parseConfig('/etc/festoon/festoon.yaml', text));
  t.same(more, []);
  t.same(a?.identity, { key: '/etc/festoon/a.key', certificate: '/etc/festoon/a.crt' });
  t.match(a?.peers, [{ name: 'b', endpoints: [{ host: '203.0.113.6', port: 7077 }] }]);
  t.same(b?.identity, { key: '/etc/festoon/b.key', certificate: '/etc/festoon/b.crt' });
  t.match(b?.peers, [{ name: 'a', endpoints: [{ host: '203.0.113.5', port: 7077 }] }]);
});

t.test('the configs in docs/managers.md are a manager, and a node that knows two', async (t) => {
  const [manager = '', node = ''] = [
    ...readFileSync('docs/managers.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
  ].map(([, yaml = '']) => yaml);
  const parse = (text: string): Config => parseConfig('/etc/festoon/festoon.yaml', text);
  t.match(parse(manager), {
    role: 'manager',
    domain: 'east',
    managers: [{ name: 'm2', domain: 'west', endpoints: [{ host: 'm2.example.net', port: 7077 }] }],
  });
  const own = 'identity: {key: a.key, certificate: a.crt}\ntrust: acme.trust\nsecret: acme.secret\n';
  const keys = [
    'AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=',
    'AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=',
  ];
  const managers = keys.reduce((text, key) => text.replace('"..."', key), node);
  t.match(parse(`${own}${managers}`), {
    role: 'node',
    managers: [{ name: 'm1' }, { name: 'm2' }],
    peers: [],
  });
});
