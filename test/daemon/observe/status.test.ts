import t from 'tap';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { duration, reportStatus, type StatusReport } from '../../../daemon/observe/status.js';
import { HEALTHY, STATUS, TIME } from '../support/status.js';

const report = (status: DaemonStatus, time = TIME): StatusReport => JSON.parse(reportStatus(status, time));

t.test('a report is the status in JSON', async (t) => {
  const parsed = report(STATUS);
  t.match(parsed, {
    festoon: 'status/1',
    time: TIME,
    version: '0.1.0',
    control: { serial: 1_799_000_000_000, handshakes: { opened: 4, 'certificate-expired': 2 } },
    counters: { inboundPackets: 1234, droppedInbound: { replayed: 3, multicast: 0 } },
    traffic: [{ id: 1, receivedBytes: 5_678_901 }, { id: 2 }],
  });
  t.equal(parsed.control.peers[0]?.state, 'up');
  t.notOk('endpoint' in (parsed.control.peers[1] ?? {}), 'what is not known is left out');
});

t.test('what is amiss is said', async (t) => {
  t.same(report(HEALTHY).problems, []);
  t.same(report(STATUS).problems, ['peer c does not answer yet']);
  const waiting = HEALTHY.control.peers.map((peer) => ({ ...peer, state: 'waiting' as const }));
  t.same(report({ ...HEALTHY, control: { ...HEALTHY.control, peers: waiting } }).problems, [
    'peer b has no endpoint and has not called yet',
  ]);
  const silent = HEALTHY.control.peers.map((peer) => ({ ...peer, state: 'silent' as const }));
  t.same(report({ ...HEALTHY, control: { ...HEALTHY.control, peers: silent } }).problems, [
    'peer b does not answer any more',
  ]);
});

t.test('a part that does not work is amiss', async (t) => {
  const why = 'no such device';
  const broken: DaemonStatus = {
    ...HEALTHY,
    health: { loop: false, core: false },
    tun: { ...HEALTHY.tun, state: 'retrying', why },
    listen: [
      { use: 'tunnel', endpoint: '192.0.2.1:7077', state: 'retrying', why: 'address-not-local' },
      { use: 'tunnel', endpoint: '192.0.2.2:7077', state: 'draining' },
    ],
    reload: { ...HEALTHY.reload, ok: false, problems: ['f.yaml:1:1: x: bad', 'f.yaml:2:1: y: bad'] },
  };
  t.same(report(broken).problems, [
    'the JavaScript loop stands still',
    'the packet engine stands still',
    'the interface festoon0 is missing: no such device',
    '192.0.2.1:7077 is not to be had: address-not-local',
    'the config was refused: f.yaml:1:1: x: bad',
    'the config was refused: f.yaml:2:1: y: bad',
  ]);
});

t.test('a doubted clock and certificates of peers that end are amiss', async (t) => {
  const [peer] = HEALTHY.control.peers;
  if (peer === undefined) throw new Error('a peer is needed');
  const control = (...lives: readonly ('good' | 'ending' | 'ended')[]): DaemonStatus['control'] => ({
    ...HEALTHY.control,
    clockSuspicious: true,
    peers: lives.map((certificateLife, i) => ({ ...peer, name: `p${i}`, certificateLife })),
  });
  t.same(report({ ...HEALTHY, control: control('good', 'ending', 'ended') }).problems, [
    'the clock of this host is not believed: set it right',
    'the certificate of peer p1 ends in 10 d',
    'the certificate of peer p2 ends in 10 d',
  ]);
  const strangers = control('ending').peers.map((one) => ({ ...one, found: true }));
  t.same(
    report({ ...HEALTHY, control: { ...HEALTHY.control, peers: strangers } }).problems,
    [],
    'what found peers lack is not this host’s to mend',
  );
});

t.test('a certificate is due in the last tenth of its life', async (t) => {
  const { certificateNotBefore: from, certificateNotAfter: to } = HEALTHY.control;
  const tenth = (to - from) / 10;
  t.same(report(HEALTHY, to - tenth).problems, []);
  t.same(report(HEALTHY, to - tenth + 60).problems, ["this node's certificate ends in 9 d 2 h"]);
  t.same(report(HEALTHY, to + 120).problems, ["this node's certificate ends 2 min ago"]);
});

t.test('durations have at most two units', async (t) => {
  const cases: readonly (readonly [number, string])[] = [
    [-5, '0 s'],
    [0.4, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3599, '59 min 59 s'],
    [3601, '1 h'],
    [90_000, '1 d 1 h'],
    [86_400 + 120, '1 d'],
  ];
  for (const [seconds, text] of cases) t.equal(duration(seconds), text);
});
