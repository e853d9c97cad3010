import t from 'tap';
import { reportStatus } from '../../../daemon/observe/status.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';
import { MANAGED, STATUS, TIME } from '../support/status.js';

t.test('managers are listed', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => reportStatus(MANAGED, TIME) });
  const { code, out, err } = await festoon(['managers', '--control', path]);
  t.equal(code, 0);
  t.match(out, /^MANAGER .*\nm1 +east +up +home /);
  t.equal(err, '');
});

t.test('JSON has what the table has', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => reportStatus(MANAGED, TIME) });
  const { out } = await festoon(['managers', '--json', '--control', path]);
  t.match(JSON.parse(out), {
    festoon: 'managers/1',
    time: TIME,
    managers: [{ name: 'm1', use: 'home', observed: '198.51.100.7:7077' }, { name: 'm2' }, { name: 'm3' }],
  });
});

t.test('a node that knows no manager has an empty list', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => reportStatus(STATUS, TIME) });
  t.match(await festoon(['managers', '--control', path]), { code: 0, out: 'no managers\n' });
});

t.test('no daemon is exit code 3', async (t) => {
  const { path } = await fakeDaemon(t, {});
  t.match(await festoon(['managers', '--control', `${path}.none`]), { code: 3, out: '' });
});
