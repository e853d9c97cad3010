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

t.test('the configs in docs/managers.md are two managers, and nodes that know both', async (t) => {
  let keys = 1;
  const texts = [
    ...readFileSync('docs/managers.md', 'utf8').matchAll(/festoon\.yaml <<END\n([\s\S]*?)^END$/gm),
  ].map(([, yaml = '']) =>
    yaml.replaceAll(/\$\(festoon cert print .*\)$/gm, () => Buffer.alloc(32, ++keys).toString('base64')),
  );
  const parse = (text = ''): Config => parseConfig('/etc/festoon/festoon.yaml', text);
  const m1 = { name: 'm1', domain: 'east', endpoints: [{ host: '203.0.113.7', port: 7077 }] };
  const m2 = { name: 'm2', domain: 'west', endpoints: [{ host: '203.0.113.8', port: 7077 }] };
  const [first, second, node, ...more] = texts;
  t.same(more, []);
  t.match(parse(first), { role: 'manager', domain: 'east', managers: [m2] });
  t.match(parse(second), { role: 'manager', domain: 'west', managers: [m1] });
  const own = 'identity: {key: a.key, certificate: a.crt}\ntrust: acme.trust\nsecret: acme.secret\n';
  t.match(parse(`${own}${node}`), { role: 'node', managers: [m1, m2], peers: [] });
});
