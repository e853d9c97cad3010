import t, { type Test } from 'tap';
import type { DaemonStatus, PeerStatus } from '../../../daemon/control/status.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { type FakeDaemon, fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';
import { MANAGED, STATUS, TIME } from '../support/status.js';

function daemon(t: Test, status: DaemonStatus = STATUS): Promise<FakeDaemon> {
  return fakeDaemon(t, {
    'GET /v1/status': () => reportStatus(status, TIME),
    'POST /v1/ping': () => ({
      festoon: 'ping/1',
      ok: true,
      peer: 'b',
      endpoint: '203.0.113.5:7077',
      rttMs: 0.321,
    }),
  });
}

t.test('peers are listed', async (t) => {
  const { path } = await daemon(t);
  t.same(await festoon(['peers', '--control', path]), {
    code: 0,
    out: `PEER  STATE       ENDPOINT          PATH                       HEARD    SESSION    RECEIVED  SENT   CERTIFICATE
b     up          203.0.113.5:7077  direct: it answered there  3 s ago  1 min 1 s  5.7 MB    999 B  10 d left
c     connecting  -                 called 6 times in vain     never    -          0 B       0 B    -
`,
    err: '',
  });
});

t.test('round trips are measured when asked for, of peers that are up', async (t) => {
  const { path, asked } = await daemon(t);
  const { out } = await festoon(['peers', '--rtt', '--control', path]);
  t.match(out, /^PEER .* PATH +RTT +HEARD /);
  t.match(out, /^b +up .* it answered there +0\.32 ms +3 s ago /m);
  t.match(out, /^c +connecting .* - +never /m);
  t.same(
    asked.filter(({ what }) => what === 'POST /v1/ping').map(({ body }) => body),
    [{ peer: 'b', timeoutMs: 1000 }],
  );
});

t.test('a peer that is gone meanwhile has no round trip', async (t) => {
  const { path } = await fakeDaemon(t, {
    'GET /v1/status': () => reportStatus(STATUS, TIME),
    'POST /v1/ping': () => ({ festoon: 'ping/1', ok: false, code: 'ping-unknown-peer', message: 'x' }),
  });
  const { code, out } = await festoon(['peers', '--rtt', '--json', '--control', path]);
  t.equal(code, 0);
  t.match(JSON.parse(out), { peers: [{ name: 'b', rttMs: null }, { name: 'c' }] });
});

t.test('why a path leads where it does is told, and what keeps a peer away', async (t) => {
  const [up, away] = STATUS.control.peers;
  if (up === undefined || away === undefined) throw new Error('two peers are needed');
  const peers: readonly PeerStatus[] = [
    { ...up, name: 'p1', why: 'answered' },
    { ...up, name: 'p2', why: 'challenge' },
    { ...up, name: 'p3', why: undefined },
    { ...away, name: 'p4', openingTries: 0 },
    { ...away, name: 'p5', state: 'waiting' },
    { ...away, name: 'p7', state: 'idle' },
    { ...up, name: 'p8', state: 'silent' },
    { ...up, name: 'p6', certificateNotAfter: TIME - 60 },
  ];
  const { path } = await daemon(t, { ...STATUS, control: { ...STATUS.control, peers } });
  const { out } = await festoon(['peers', '--control', path]);
  t.match(out, /^p1 .* direct: it called from there +3 s ago/m);
  t.match(out, /^p2 .* direct: it answers there /m);
  t.match(out, /^p3 .* direct {2}/m);
  t.match(out, /^p4 .* being called /m);
  t.match(out, /^p5 +waiting .* it must call first /m);
  t.match(out, /^p7 +idle .* no session is wanted /m);
  t.match(out, /^p8 +silent +203\.0\.113\.5:7077 +asked there in vain /m);
  t.match(out, /^p6 .* ended 2027-01-15 07:59 UTC$/m);
});

t.test('a relayed peer is told with its manager', async (t) => {
  const { path } = await daemon(t, MANAGED);
  const { out } = await festoon(['peers', '--control', path]);
  t.match(out, /^d +up +via m1 +relayed: it answered there +3 s ago/m);
});

t.test('JSON joins each peer with its traffic', async (t) => {
  const { path } = await daemon(t);
  const { out } = await festoon(['peers', '--json', '--rtt', '--control', path]);
  t.match(JSON.parse(out), {
    festoon: 'peers/1',
    time: TIME,
    peers: [
      { name: 'b', state: 'up', rttMs: 0.321, traffic: { receivedBytes: 5_678_901, sentPackets: 10 } },
      { name: 'c', state: 'connecting', traffic: { receivedBytes: 0 } },
    ],
  });
});

t.test('a node without peers has an empty list', async (t) => {
  const { path } = await daemon(t, { ...STATUS, control: { ...STATUS.control, peers: [] } });
  t.match(await festoon(['peers', '--control', path]), { code: 0, out: 'no peers\n' });
});
