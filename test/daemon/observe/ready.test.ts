import t from 'tap';
import { missingParts } from '../../../daemon/observe/ready.js';
import { STATUS } from '../support/status.js';

t.test(
  'a daemon with all its parts is ready, whoever answers and whatever is retried beside them',
  async (t) => {
    t.same(missingParts(STATUS), []);
    const retried = {
      use: 'tunnel',
      endpoint: '192.0.2.9:7077',
      state: 'retrying',
      why: 'not here',
    } as const;
    t.same(missingParts({ ...STATUS, listen: [...STATUS.listen, retried] }), []);
  },
);

t.test('each part that is missing is named', async (t) => {
  const tun = { ...STATUS.tun, state: 'retrying', why: 'somebody removed it' } as const;
  const listen = [
    { use: 'tunnel', endpoint: '192.0.2.9:7077', state: 'retrying', why: 'no interface has that address' },
    { use: 'metrics', endpoint: '192.0.2.9:9077', state: 'retrying', why: 'no interface has that address' },
  ] as const;
  t.same(missingParts({ ...STATUS, tun, sockets: [], listen }), [
    'the interface festoon0 is not up: somebody removed it',
    'no UDP socket of the underlay is bound: 192.0.2.9:7077: no interface has that address',
  ]);
});
