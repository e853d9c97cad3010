import t from 'tap';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { renderStatus } from '../../../daemon/observe/status-table.js';
import { HEALTHY, MANAGED, MANAGER, STATUS, TIME } from '../support/status.js';

const suiteName = (suite: number): string => `suite-${suite}`;

function rendered(status: DaemonStatus, colour = false): string {
  return renderStatus(JSON.parse(reportStatus(status, TIME)), {
    colour,
    suiteName,
  });
}

t.test('a status is a head, a table of peers and what is amiss', async (t) => {
  t.equal(
    rendered(STATUS),
    `a: degraded
  daemon       festoon 0.1.0, pid 4321, up 2 d 3 h
  addresses    10.77.0.1, fd77::1
  certificate  valid until 2027-04-15 08:00 UTC (90 d)
  config       read 1 h ago; needs a restart for tun.name
  interface    festoon0, MTU 1372, offloads: vnet tso
  listening    0.0.0.0:7077, [::]:7077
  metrics      127.0.0.1:9077
  received     5.7 MB in 1234 packets
  sent         999 B in 10 packets
  dropped      4 packets (inbound replayed 3, outbound no_route 1)

PEER  STATE       ADDRESSES          ENDPOINT          SUITE    HEARD    RECEIVED  SENT
b     up          10.77.0.2          203.0.113.5:7077  suite-1  3 s ago  5.7 MB    999 B
c     connecting  10.77.0.3 fd77::3  -                 -        never    0 B       0 B

! peer c does not answer yet
`,
  );
});

t.test('a healthy status says ok', async (t) => {
  t.match(rendered(HEALTHY), /^a: ok\n/);
  t.notMatch(rendered(HEALTHY), '!');
});

t.test('a node without peers, sockets, offloads and drops has a status too', async (t) => {
  const bare: DaemonStatus = {
    ...STATUS,
    sockets: [],
    listen: [],
    tun: { ...STATUS.tun, offloads: { vnet: false, tso: false, uso: false } },
    control: { ...STATUS.control, peers: [] },
    counters: { ...STATUS.counters, droppedInbound: new Map(), droppedOutbound: new Map() },
  };
  const text = rendered(bare);
  t.match(text, /listening +nowhere\n {2}metrics +nowhere\n/);
  t.match(text, /offloads: none\n/);
  t.match(text, /dropped +0 packets\n/);
  t.match(text, /\n\nno peers\n$/);
});

t.test('managers are told, and where a relayed peer is', async (t) => {
  const text = rendered(MANAGED);
  t.match(text, /^a: ok$/m, 'two of three managers are enough');
  t.match(text, /^ {2}managers +home m1, standby m2, 1 spare$/m);
  t.notMatch(text, /relaying/);
  t.match(text, /^d +up +10\.77\.0\.2 +via m1 +suite-1 /m);
  t.match(
    rendered(MANAGER),
    /^ {2}relaying +900\.0 kB in 640 datagrams by 42 handles; 21 of 1234 nodes in the directory attached here$/m,
  );
});

t.test('what waits or is refused is told', async (t) => {
  const text = rendered({
    ...HEALTHY,
    tun: { ...HEALTHY.tun, state: 'retrying', why: 'tun-missing' },
    listen: [
      { use: 'tunnel', endpoint: '0.0.0.0:7078', state: 'bound' },
      { use: 'tunnel', endpoint: '0.0.0.0:7077', state: 'draining' },
      { use: 'metrics', endpoint: '192.0.2.1:9077', state: 'retrying', why: 'no\u001bsuch' },
    ],
    reload: {
      count: { applied: 2, refused: 1 },
      ok: false,
      lastAttempt: TIME - 60,
      lastSuccess: TIME - 7200,
      problems: ['f.yaml: bad'],
      needRestart: ['tun.name', 'state'],
    },
  });
  t.match(
    text,
    /config +refused 1 min ago; in force is what was read 2 h ago; needs a restart for tun\.name, state\n/,
  );
  t.match(text, /interface +festoon0 \(retrying: tun-missing\), MTU/);
  t.match(text, /listening +0\.0\.0\.0:7078, 0\.0\.0\.0:7077 \(draining\)\n/);
  t.match(text, /metrics +192\.0\.2\.1:9077 \(retrying: no\\u001bsuch\)\n/);
});

t.test('colours mark the verdict and the states, only when asked for', async (t) => {
  const start = '\u001b[';
  t.notMatch(rendered(STATUS), start);
  const text = rendered(STATUS, true);
  t.ok(text.startsWith(`a: ${start}33mdegraded${start}0m\n`));
  t.ok(text.includes(`b     ${start}32mup${start}0m          10.77.0.2`));
  t.ok(text.includes(`${start}33mconnecting${start}0m`));
});

t.test('sizes are short', async (t) => {
  const size = (bytes: bigint): string | undefined =>
    /received +(.*) in/.exec(
      rendered({ ...STATUS, counters: { ...STATUS.counters, inboundBytes: bytes } }),
    )?.[1];
  t.same([0n, 999n, 1000n, 1_234_567n, 10n ** 12n, 10n ** 19n].map(size), [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '1.0 TB',
    '10000.0 PB',
  ]);
});
