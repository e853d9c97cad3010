import t from 'tap';
import { missingParts } from '../../../daemon/observe/ready.js';
import { MANAGED, MANAGER, STATUS } from '../support/status.js';

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

t.test('a node that knows managers only is ready when one answers, or somebody else', async (t) => {
  const down = (one: typeof MANAGED): typeof MANAGED => ({
    ...one,
    control: { ...one.control, peers: one.control.peers.map((peer) => ({ ...peer, state: 'connecting' })) },
  });
  t.same(missingParts(MANAGED), []);
  t.same(missingParts(down(MANAGED)), ['no manager answers and no peer is up']);
  t.same(missingParts(down(MANAGER)), [], 'a manager may be the first one');
  t.same(missingParts(down(STATUS)), [], 'peers may be away');
});
