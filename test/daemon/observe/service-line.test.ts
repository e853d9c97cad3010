import t from 'tap';
import { serviceLine } from '../../../daemon/observe/service-line.js';
import { MANAGED, STATUS } from '../support/status.js';

t.test('peers that are up, of those that are expected to be, and found ones beside them', async (t) => {
  const reload = { ...STATUS.reload, ok: true, problems: [], needRestart: [] };
  t.equal(serviceLine({ ...STATUS, reload }), '1 of 2 peers up');
  t.equal(
    serviceLine({ ...MANAGED, reload }),
    '1 of 1 peers up; 1 found; managers: home m1, standby m2, 1 spare',
  );
});

t.test('what is amiss, in one line', async (t) => {
  const line = serviceLine({
    ...STATUS,
    health: { loop: false, core: false },
    reload: {
      ...STATUS.reload,
      ok: false,
      problems: ['festoon.yaml:6:9: peers.0.key: wrong;\nwrite another', 'and more'],
      needRestart: ['tun.name', 'state'],
    },
  });
  t.equal(
    line,
    '1 of 2 peers up; the control loop stands; the packet engine stands; ' +
      'config refused: festoon.yaml:6:9: peers.0.key: wrong;\\u000awrite another; restart for tun.name, state',
  );
});
