import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseConfig } from '../../../daemon/config/load.js';

t.test('the config in README.md is one', async (t) => {
  const example = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  const config = parseConfig('/etc/festoon/festoon.yaml', example);
  t.same(config.identity, { key: '/etc/festoon/a.key', certificate: '/etc/festoon/a.crt' });
  t.match(config.peers, [{ name: 'b', endpoints: [{ host: '203.0.113.6', port: 7077 }] }]);
});
