import t, { type Test } from 'tap';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { type FakeDaemon, fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';
import { STATUS, TIME } from '../support/status.js';

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
    out: `PEER  STATE       ENDPOINT          PATH    HEARD    SESSION    RECEIVED  SENT   CERTIFICATE
b     up          203.0.113.5:7077  direct  3 s ago  1 min 1 s  5.7 MB    999 B  10 d left
c     connecting  -                 -       never    -          0 B       0 B    -
`,
    err: '',
  });
});

t.test('round trips are measured when asked for, of peers that are up', async (t) => {
  const { path, asked } = await daemon(t);
  const { out } = await festoon(['peers', '--rtt', '--control', path]);
  t.match(out, /^PEER .* PATH +RTT +HEARD /);
  t.match(out, /^b +up .* direct +0\.32 ms +3 s ago /m);
  t.match(out, /^c +connecting .* - +never /m);
  t.same(
    asked.filter(({ what }) => what === 'POST /v1/ping').map(({ body }) => body),
    [{ peer: 'b', timeoutMs: 1000 }],
  );
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
