import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { attempt, run } from '../../daemon/lab/command.js';
import { ROOT } from '../rules/tree.js';

const UNITS = ['festoon.service', 'festoon@.service'] as const;
/** Tenths: what `systemd-analyze security` may find at most. */
const EXPOSURE = 20;

for (const name of UNITS) {
  t.test(`${name} says nothing that systemd does not know`, async (t) => {
    t.same(await verify(t, name, unit(name)), { code: 0, said: '' });
    const misspelt = unit(name).replace('ProtectSystem=', 'ProtectSystm=');
    t.match(await verify(t, name, misspelt), { said: /ProtectSystm/ }, 'a misspelt directive is found');
    const gone = unit(name).replace(/^ExecStart=\S+/m, 'ExecStart=/nonexistent/festoon');
    t.match(
      await verify(t, name, gone),
      { code: 1, said: /nonexistent/ },
      'as is a program that is not there',
    );
  });

  t.test(`${name} exposes at most ${EXPOSURE / 10}`, async (t) => {
    const sound = await exposure(t, name, unit(name));
    t.equal(sound.code, 0, 'as shipped', { said: sound.said });
    const open = unit(name).replace(/^(CapabilityBoundingSet|SystemCallFilter)=.*\n/gm, '');
    t.match(await exposure(t, name, open), { code: 1 }, 'more without its bounds');
  });

  t.test(`${name} is a service of type notify that reloads, with one capability`, async (t) => {
    const has = (line: string): unknown => t.ok(unit(name).split('\n').includes(line), line);
    for (const line of [
      'Type=notify',
      'NotifyAccess=main',
      'WatchdogSec=30s',
      'Restart=on-failure',
      'User=festoon',
      'AmbientCapabilities=CAP_NET_ADMIN',
      'CapabilityBoundingSet=CAP_NET_ADMIN',
      'DeviceAllow=/dev/net/tun rw',
      'LimitCORE=0',
      'LimitMEMLOCK=128M',
    ]) {
      has(line);
    }
    t.match(unit(name), /^ExecReload=\/usr\/bin\/festoon reload /m);
    t.notMatch(
      unit(name),
      /^MemoryDenyWriteExecute=|^ProcSubset=pid|^PrivateUsers=/m,
      'nothing that stops V8',
    );
  });
}

t.test('the template is the unit with a place of its own for everything', async (t) => {
  const places = unit('festoon@.service')
    .replaceAll(' %i\n', '\n')
    .replaceAll('-%i', '')
    .replaceAll('/%i', '')
    .replaceAll('@%i', '');
  t.equal(places, unit('festoon.service'));
});

t.test('sysusers.d makes the user without a login', async (t) => {
  const root = t.testdir({ etc: {} });
  await run(['systemd-sysusers', `--root=${root}`, join(ROOT, 'packaging/sysusers.d/festoon.conf')]);
  t.match(
    readFileSync(join(root, 'etc/passwd'), 'utf8'),
    /^festoon:.*:\/var\/lib\/festoon:\/usr\/sbin\/nologin$/m,
  );
  t.match(readFileSync(join(root, 'etc/group'), 'utf8'), /^festoon:/m);
});

function unit(name: string): string {
  return readFileSync(join(ROOT, 'packaging/systemd', name), 'utf8');
}

/** With a program that is there in the place of the one that is not installed here. */
async function verify(t: Test, name: string, text: string): Promise<{ code: number | null; said: string }> {
  const { code, stdout, stderr } = await attempt(['systemd-analyze', 'verify', planted(t, name, text)]);
  return { code, said: stdout + stderr };
}

async function exposure(t: Test, name: string, text: string): Promise<{ code: number | null; said: string }> {
  const flags = ['--offline=true', `--threshold=${EXPOSURE}`, '--no-pager'];
  const argv = ['systemd-analyze', 'security', ...flags, planted(t, name, text)];
  const { code, stdout, stderr } = await attempt(argv);
  return { code, said: stdout.slice(-200) + stderr };
}

/** An instance where it is a template. */
function planted(t: Test, name: string, text: string): string {
  const file = join(t.testdir(), name.replace('@', '@acme'));
  writeFileSync(file, text.replaceAll('/usr/bin/festoon', '/usr/bin/env'));
  return file;
}
