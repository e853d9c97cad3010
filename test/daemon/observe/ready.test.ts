import t from 'tap';
import { missingParts } from '../../../daemon/observe/ready.js';
import { STATUS } from '../support/status.js';

t.test('a daemon with all its parts is ready', async (t) => {
  t.same(missingParts(STATUS), []);
});

t.test('each part that is missing is named', async (t) => {
  t.same(missingParts({ ...STATUS, sockets: [] }), ['no UDP socket of the underlay is bound']);
});
