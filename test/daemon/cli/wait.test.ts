import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { canonicalConfig } from '../../../daemon/config/canonical.js';
import { loadConfig } from '../../../daemon/config/load.js';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import type { Address } from '../../../protocol/address.js';
import { ERRORS } from '../../../protocol/errors.js';
import { shortDirectory } from '../support/directory.js';
import { fakeDaemon } from '../support/fake-daemon.js';
import { festoon, type Outcome } from '../support/network.js';
import { MANAGED, STATUS, TIME } from '../support/status.js';

/**
 * The control socket of a daemon whose n-th answer is of the n-th status, the last one from then on. Whoever it says is up
 * or attached answers echoes, but for those in `dead`.
 */
async function daemon(t: Test, ...statuses: readonly DaemonStatus[]): Promise<string> {
  return deadly(t, [], ...statuses);
}

async function deadly(
  t: Test,
  dead: readonly string[],
  ...statuses: readonly DaemonStatus[]
): Promise<string> {
  let told = STATUS;
  const { path } = await fakeDaemon(t, {
    'GET /v1/status': (_, nth) => {
      told = statuses[Math.min(nth, statuses.length) - 1] ?? STATUS;
      return reportStatus(told, TIME);
    },
    'POST /v1/ping': (body) => echo(told, dead, (body as { peer: string }).peer),
  });
  return path;
}

function echo({ control }: DaemonStatus, dead: readonly string[], called: string): object {
  const peer = control.peers.find(({ name, addresses }) => [name, ...addresses].includes(called as Address));
  const code =
    peer === undefined
      ? 'ping-unknown-peer'
      : peer.state !== 'up'
        ? 'ping-no-session'
        : dead.includes(peer.name)
          ? 'ping-no-answer'
          : undefined;
  const fault = code && { ok: false, code, message: ERRORS[code].meaning };
  return { festoon: 'ping/1', ...(fault ?? { ok: true, peer: called, rttMs: 1 }) };
}

function withAddress(address: string): DaemonStatus {
  return { ...STATUS, control: { ...STATUS.control, addresses: [address as Address] } };
}

function withPeer(state: 'up' | 'silent' | 'connecting'): DaemonStatus {
  const peers = STATUS.control.peers.map((peer) => (peer.name === 'c' ? { ...peer, state } : peer));
  return { ...STATUS, control: { ...STATUS.control, peers } };
}

function withReload(problems: readonly string[]): DaemonStatus {
  return { ...STATUS, reload: { ...STATUS.reload, ok: problems.length === 0, problems } };
}

/** With sessions to m1 and m2, and attached to these. */
function withManagers(...attached: readonly string[]): DaemonStatus {
  const managers = MANAGED.control.managers.map((manager) => ({
    ...manager,
    attachedAge: attached.includes(manager.name) ? 1 : undefined,
  }));
  return { ...MANAGED, control: { ...MANAGED.control, managers } };
}

t.test('what holds already is not waited for', async (t) => {
  const path = await daemon(t, withAddress('127.0.0.1'));
  const everything = ['--for', 'address', '--for', 'peer=b'];
  t.same(await festoon(['wait', ...everything, '--control', path]), { code: 0, out: '', err: '' });
});

t.test('what comes in time is waited for', async (t) => {
  for (const [condition, before, after] of [
    ['peer=c', withPeer('connecting'), withPeer('up')],
    ['peer=c', withPeer('silent'), withPeer('up')],
    ['peer=10.77.0.3', withPeer('connecting'), withPeer('up')],
    ['manager', withManagers(), withManagers('m2')],
    ['manager=m1', withManagers('m2'), withManagers('m1', 'm2')],
    ['standby', withManagers('m2'), withManagers('m1', 'm2')],
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

t.test('managers are waited for where the config lists them', async (t) => {
  for (const [condition, status, missing] of [
    ['manager', withManagers(), 'attached to no manager that answers'],
    ['manager', STATUS, 'the config lists no manager'],
    ['standby', withManagers('m1'), 'attached to one manager that answers'],
    ['standby', STATUS, 'the config lists no manager'],
    ['manager=m1', withManagers('m2'), 'not attached to manager m1'],
    ['manager=m9', withManagers('m2'), 'no manager is called m9'],
    ['peer=z', MANAGED, 'no peer is called z, give its overlay address to have it sought'],
  ] as const) {
    const args = ['--for', condition, '--timeout', '10ms', '--control', await daemon(t, status)];
    const { code, err } = await festoon(['wait', ...args]);
    t.equal(code, 1);
    t.ok(err.startsWith(`festoon: wait-expired: ${missing}; see `), err);
  }
});

t.test('a session with one that does not answer is not enough: it may have been restarted', async (t) => {
  for (const [condition, missing] of [
    ['peer=b', 'peer b: a peer did not answer an echo in time'],
    ['manager=m1', 'manager m1 does not answer'],
    ['standby', 'attached to one manager that answers'],
  ] as const) {
    const path = await deadly(t, ['b', 'm1'], withManagers('m1', 'm2'));
    const { code, err } = await festoon(['wait', '--for', condition, '--timeout', '10ms', '--control', path]);
    t.equal(code, 1);
    t.ok(err.startsWith(`festoon: wait-expired: ${missing}; see `), err);
  }
});

t.test('what does not come is exit code 1, and named', async (t) => {
  const path = await daemon(t, {
    ...withReload(['f.yaml: bad']),
    control: withAddress('198.51.100.77').control,
  });
  const conditions = ['address', 'peer=c', 'peer=z', 'reload'].flatMap((what) => ['--for', what]);
  t.same(await festoon(['wait', ...conditions, '--timeout', '300ms', '--control', path]), {
    code: 1,
    out: '',
    err:
      'festoon: wait-expired: 198.51.100.77 is not on an interface that is up, peer c is connecting, ' +
      'no peer is called z, the config was refused: f.yaml: bad; ' +
      'see `festoon status` for what the daemon does, or wait longer with --timeout\n',
  });
});

t.test('a reload is waited for until the config of the file is in force', async (t) => {
  const directory = shortDirectory(t);
  const file = (name: string, more: string): string => {
    const path = join(directory, name);
    writeFileSync(path, `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\n${more}`);
    return path;
  };
  const running = ['listen: 7077\n', 'listen: 7077\n', 'listen: 7078\n'];
  const texts = running.map((text) => canonicalConfig(loadConfig(file('running.yaml', text))));
  const { path: control, asked } = await fakeDaemon(t, {
    'GET /v1/status': (_, nth) => reportStatus(withReload(nth === 1 ? ['f.yaml: bad'] : []), TIME),
    'GET /v1/config': (_, nth) => texts[Math.min(nth, texts.length) - 1] ?? 500,
  });
  const wait = (config: string): Promise<Outcome> =>
    festoon(['wait', '--for', 'reload', '--timeout', '2', '--control', control, '--config', config]);
  // A name of the interface that waits for a restart is not waited for.
  const wanted = file('wanted.yaml', 'listen: 7078\ntun: {name: other0}\n');
  t.same(await wait(wanted), { code: 0, out: '', err: '' });
  t.equal(asked.filter(({ what }) => what === 'GET /v1/config').length, 3);
  t.match(await wait(file('other.yaml', 'listen: 7079\n')), {
    code: 1,
    err: /^festoon: wait-expired: listen\.port is not in force as in \S+other\.yaml; /,
  });
  t.match(await wait(file('half.yaml', 'listen: [\n')), {
    code: 1,
    err: /^festoon: wait-expired: \S+half\.yaml:/,
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
