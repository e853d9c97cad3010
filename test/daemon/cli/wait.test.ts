import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import type { Address } from '../../../protocol/address.js';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon } from '../support/network.js';
import { STATUS, TIME } from '../support/status.js';

/** The control socket of a daemon whose n-th answer is of the n-th status, the last one from then on. */
async function daemon(t: Test, ...statuses: readonly DaemonStatus[]): Promise<string> {
  const { path } = await fakeDaemon(t, {
    'GET /v1/status': (_, nth) => reportStatus(statuses[Math.min(nth, statuses.length) - 1] ?? STATUS, TIME),
  });
  return path;
}

function withAddress(address: string): DaemonStatus {
  return { ...STATUS, control: { ...STATUS.control, addresses: [address as Address] } };
}

function withPeer(state: 'up' | 'connecting'): DaemonStatus {
  const peers = STATUS.control.peers.map((peer) => (peer.name === 'c' ? { ...peer, state } : peer));
  return { ...STATUS, control: { ...STATUS.control, peers } };
}

t.test('what holds already is not waited for', async (t) => {
  const path = await daemon(t, withAddress('127.0.0.1'));
  const everything = ['--for', 'address', '--for', 'peer=b'];
  t.same(await festoon(['wait', ...everything, '--control', path]), { code: 0, out: '', err: '' });
});

t.test('what comes in time is waited for', async (t) => {
  for (const [condition, before, after] of [
    ['peer=c', withPeer('connecting'), withPeer('up')],
    ['address', withAddress('198.51.100.77'), withAddress('127.0.0.1')],
  ] as const) {
    const path = await daemon(t, before, before, after);
    t.same(
      await festoon(['wait', '--for', condition, '--control', path]),
      { code: 0, out: '', err: '' },
      condition,
    );
  }
});

t.test('what does not come is exit code 1, and named', async (t) => {
  const path = await daemon(t, withAddress('198.51.100.77'));
  const conditions = ['address', 'peer=c', 'peer=z'].flatMap((what) => ['--for', what]);
  t.same(await festoon(['wait', ...conditions, '--timeout', '300ms', '--control', path]), {
    code: 1,
    out: '',
    err:
      'festoon: wait-expired: 198.51.100.77 is not on an interface that is up, peer c is connecting, ' +
      'no peer is called z; ' +
      'see `festoon status` for what the daemon does, or wait longer with --timeout\n',
  });
});

t.test('a daemon that is not there yet is waited for', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  t.match(await festoon(['wait', '--for', 'address', '--timeout', '300ms', '--control', path]), {
    code: 1,
    err: /^festoon: wait-expired: \S+control\.sock: no such socket; /,
  });
});

t.test('a daemon of another version is not', async (t) => {
  const { path } = await fakeDaemon(t, { 'GET /v1/status': () => ({ festoon: 'status/2' }) });
  t.match(await festoon(['wait', '--for', 'address', '--control', path]), {
    code: 1,
    err: /^festoon: daemon-answer: /,
  });
});
