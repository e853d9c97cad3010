import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { DaemonStatus } from '../../../daemon/control/status.js';
import { serveControl } from '../../../daemon/io/control-socket.js';
import { reportStatus } from '../../../daemon/observe/status.js';
import { shortDirectory } from '../support/directory.js';
import { festoon } from '../support/network.js';
import { HEALTHY, STATUS, TIME } from '../support/status.js';

/** A control socket that reports one status, and the path of it. */
async function daemon(t: Test, status: DaemonStatus): Promise<string> {
  const path = join(shortDirectory(t), 'control.sock');
  const server = await serveControl(path, { status: () => reportStatus(status, TIME) });
  t.teardown(() => server.close());
  return path;
}

t.test('a healthy daemon is shown with exit code 0', async (t) => {
  const { code, out, err } = await festoon(['status', '--control', await daemon(t, HEALTHY)]);
  t.match([code, err], [0, '']);
  t.match(out, /^a: ok\n/);
  t.match(out, /^b +up +10\.77\.0\.2 +203\.0\.113\.5:7077 +aegis-256 /m);
});

t.test('a degraded daemon is shown with exit code 4', async (t) => {
  const { code, out } = await festoon(['status', '--control', await daemon(t, STATUS)]);
  t.equal(code, 4);
  t.match(out, /^! peer c does not answer yet$/m);
});

t.test('--json prints the versioned report', async (t) => {
  const { code, out } = await festoon(['status', '--json', '--control', await daemon(t, STATUS)]);
  t.equal(code, 4);
  t.match(JSON.parse(out), {
    festoon: 'status/1',
    control: { peers: [{ name: 'b', state: 'up' }, { name: 'c' }] },
  });
});

t.test('the config names the control socket', async (t) => {
  const control = await daemon(t, HEALTHY);
  const config = join(shortDirectory(t), 'a.yaml');
  writeFileSync(config, `identity: {key: k, certificate: c}\ntrust: t\nsecret: s\ncontrol: ${control}\n`);
  t.match(await festoon(['status', '--config', config]), { code: 0, out: /^a: ok/ });
});

t.test('no daemon is exit code 3', async (t) => {
  const path = join(shortDirectory(t), 'none.sock');
  t.same(await festoon(['status', '--control', path]), {
    code: 3,
    out: '',
    err: `festoon: daemon-unreachable: ${path}: no such socket; start it with \`festoon up\`; one that runs listens where it did at its start: name that socket with --control\n`,
  });
});

t.test('an answer of another version is refused', async (t) => {
  const path = join(shortDirectory(t), 'control.sock');
  const server = await serveControl(path, { status: () => '{"festoon":"status/2"}' });
  t.teardown(() => server.close());
  t.match(await festoon(['status', '--control', path]), {
    code: 1,
    err: /^festoon: daemon-answer: .*answered not with status\/1 but status\/2; run the same version/,
  });
});
