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

t.test('a node of managers is ready when one has its record, or somebody else is there', async (t) => {
  const alone = (one: typeof MANAGED): typeof MANAGED => {
    const { managers } = one.control;
    const isManager = (name: string): boolean => managers.some((manager) => manager.name === name);
    const peers = one.control.peers.map((peer) =>
      isManager(peer.name) ? peer : { ...peer, state: 'silent' as const },
    );
    const refused = managers.map((manager) => ({ ...manager, attachedAge: undefined }));
    return { ...one, control: { ...one.control, peers, managers: refused } };
  };
  const why = 'no manager has the record of this node, and no other peer is up';
  t.same(missingParts(MANAGED), []);
  t.same(missingParts(alone(MANAGED)), [why], 'although sessions with managers are up');
  const { peers } = MANAGED.control;
  t.same(missingParts({ ...MANAGED, control: { ...alone(MANAGED).control, peers } }), []);
  t.same(missingParts(alone(MANAGER)), [], 'a manager may be the first one');
  t.same(missingParts(alone(STATUS)), [], 'peers may be away');
});
