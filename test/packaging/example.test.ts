import { join } from 'node:path';
import t from 'tap';
import { loadConfig } from '../../daemon/config/load.js';
import { ROOT } from '../rules/tree.js';

t.test('the example config is one, for the places of the service', async (t) => {
  const config = loadConfig(join(ROOT, 'packaging/festoon.yaml'));
  t.equal(config.state, '/var/lib/festoon');
  t.equal(config.control, '/run/festoon/control.sock');
  t.match(config.peers, [{ name: 'b' }]);
});
