import t from 'tap';
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
