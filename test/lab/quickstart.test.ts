// The lines of README.md, typed into two servers under a real systemd. What is not as in README:
// - addresses: 203.0.113.x are the lab's, and the placeholder of the peer's key is the one in the head of its certificate;
// - `make build`: this tree is built already, and the servers see it read-only;
// - `scp`: files are copied from server to server without ssh;
// - the authority is a directory of this machine, with an installation of its own below DESTDIR.
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Test } from 'tap';
import { run } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createUnderlay } from '../../daemon/lab/underlay.js';
import { ROOT } from '../rules/tree.js';
import { Machine } from './machine.js';
import { labTest, measured } from './support.js';

const HOSTS: Readonly<Record<string, 'a' | 'b'>> = { '203.0.113.5': 'a', '203.0.113.6': 'b' };
const LIMIT_MILLIS = 60_000;

labTest('the quickstart of README.md leads to two servers that ping', async (t, sandbox) => {
  const sites = await createUnderlay(sandbox, ['a', 'b']);
  const [a, b] = await Promise.all([Machine.boot(sandbox, sites.a), Machine.boot(sandbox, sites.b)]);
  const machines = { a, b };
  try {
    const authority = await installAuthority(sandbox);
    const { before, config, after } = quickstart();
    t.ok(before.length >= 10 && after.length >= 6, `${before.length} and ${after.length} lines`);
    for (const { at, line } of before) {
      if (at !== 'authority') await machines[at].type(line.replace('make build && ', ''));
      else if (line.startsWith('scp ')) copy(line, authority, machines);
      else
        await run([
          'env',
          `PATH=${authority}/usr/bin:${process.env['PATH']}`,
          'sh',
          '-c',
          `cd ${authority}; ${line}`,
        ]);
    }
    const [keyOfA, keyOfB] = [keyIn(join(authority, 'a.crt')), keyIn(join(authority, 'b.crt'))];
    const forA = config.replace(/key: \w+=( |$)/m, `key: ${keyOfB} `).replace('203.0.113.6', sites.b.ipv4);
    const forB = forA
      .replaceAll(/\b([ab])(\.key|\.crt|$)/gm, (_, name, end) => `${name === 'a' ? 'b' : 'a'}${end}`)
      .replace(keyOfB, keyOfA)
      .replace('10.77.0.2', '10.77.0.1')
      .replace(sites.b.ipv4, sites.a.ipv4);
    writeFileSync(a.path('/etc/festoon/festoon.yaml'), forA);
    writeFileSync(b.path('/etc/festoon/festoon.yaml'), forB);
    for (const { at, line } of after) {
      if (at === 'authority') throw new Error(`no line for the authority here: ${line}`);
      const said = await machines[at].type(line);
      if (line.startsWith('ping')) t.match(said, /3 packets transmitted, 3 received/, line);
    }
    await underSystemd(t, a);
    await underWatchdog(t, a);
    await withInstance(t, a);
  } catch (error) {
    for (const machine of [a, b])
      t.comment((await machine.attempt('journalctl -u festoon --no-pager -n 30')).stdout);
    throw error;
  } finally {
    a.off();
    b.off();
  }
});

/** What only a service manager shows, with the unit as shipped. */
async function underSystemd(t: Test, machine: Machine): Promise<void> {
  const show = async (property: string): Promise<string> =>
    (await machine.type(`systemctl show festoon --property=${property} --value`)).trim();
  t.equal(await show('ActiveState'), 'active');
  await eventually('its state in words', LIMIT_MILLIS, async () =>
    (await show('StatusText')) === '1 of 1 peers up' ? true : undefined,
  );
  const pid = await show('MainPID');
  const status = await machine.type(`cat /proc/${pid}/status`);
  t.match(status, /^CapEff:\s+0000000000001000$/m, 'CAP_NET_ADMIN alone');
  t.match(status, /^CapBnd:\s+0000000000001000$/m);
  t.match(status, /^Seccomp:\s+2$/m, 'its system calls are filtered');
  t.notMatch(status, /^Uid:\s+0/m);

  await machine.type('systemctl reload festoon');
  t.equal(await show('ActiveState'), 'active', 'a reload leaves it active');
  await machine.type('echo nonsense: true >> /etc/festoon/festoon.yaml');
  t.match(await machine.attempt('systemctl reload festoon'), { code: 1 }, 'a refused one fails');
  t.equal(await show('ActiveState'), 'active');
  t.match(await show('StatusText'), /config refused: .*nonsense/);
  t.equal(await show('MainPID'), pid, 'and the daemon goes on');
  await machine.type("sed -i '/nonsense/d' /etc/festoon/festoon.yaml && systemctl reload festoon");

  await machine.type(`kill -ABRT ${pid}`);
  await eventually('another daemon', LIMIT_MILLIS, async () =>
    (await show('ActiveState')) === 'active' && (await show('MainPID')) !== pid ? true : undefined,
  );
  await machine.type('festoon wait --for peer=b && ping -c 1 10.77.0.2');
  const began = performance.now();
  await machine.type('systemctl restart festoon && festoon wait --for peer=b');
  measured(t, `systemctl restart: a session again after ${(performance.now() - began).toFixed(0)} ms`);
  await machine.type('systemctl stop festoon');
  t.equal(await show('ActiveState'), 'inactive');
  t.match(await machine.attempt('ip link show festoon0'), { code: 1 }, 'a stop leaves no interface');
}

/** A daemon that stands still is replaced, with the watchdog's time cut short. */
async function underWatchdog(t: Test, machine: Machine): Promise<void> {
  await dropIn(machine, 'WatchdogSec=3s', 'TimeoutAbortSec=1s');
  await machine.type('systemctl start festoon && festoon wait --for peer=b');
  const pid = await machine.type('systemctl show festoon --property=MainPID --value');
  await machine.type(`kill -STOP ${pid}`);
  await eventually('another daemon', LIMIT_MILLIS, async () => {
    const now = await machine.type('systemctl show festoon --property=MainPID --value');
    return now !== pid && now !== '0\n' ? true : undefined;
  });
  t.pass('a daemon that stood still was replaced');
  await machine.type('festoon wait --for peer=b && systemctl stop festoon');
}

/** A second network beside the first, as docs/operations.md has it. */
async function withInstance(t: Test, machine: Machine): Promise<void> {
  await machine.type('systemctl start festoon && festoon wait --for peer=b');
  const second = '/etc/festoon/second';
  await machine.type(`mkdir ${second} && cd ${second} && festoon authority init other --pool 10.78.0.0/16`);
  await machine.type(`cd ${second} && festoon keygen --name a > a.req`);
  await machine.type(
    `cd ${second} && festoon authority sign a.req --authority other.key --address 10.78.0.1 > a.crt`,
  );
  await machine.type(`chown festoon: ${second}/a.key ${second}/other.secret`);
  const example = /^# \/etc\/festoon\/acme[\s\S]*?(?=^```)/m.exec(
    readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'),
  )?.[0];
  writeFileSync(
    machine.path(`${second}/festoon.yaml`),
    (example ?? '').replace(/^(.*)acme\./gm, '$1other.').replaceAll('-acme', '-second'),
  );
  await machine.type('systemctl start festoon@second');
  await machine.type('festoon wait --for address --control /run/festoon-second/control.sock');
  await machine.type('ping -c 1 10.77.0.2 && systemctl stop festoon@second && ping -c 1 10.77.0.2');
  t.match(await machine.attempt('ls /run/festoon-second'), { code: 2 }, 'its directory goes with it');
  t.match(await machine.type('festoon peers'), /b/, 'and the first network does not notice');
}

async function dropIn(machine: Machine, ...directives: readonly string[]): Promise<void> {
  const folder = '/etc/systemd/system/festoon.service.d';
  await machine.type(`mkdir -p ${folder}`);
  writeFileSync(machine.path(`${folder}/lab.conf`), `[Service]\n${directives.join('\n')}\n`);
  await machine.type('systemctl daemon-reload');
}

interface Line {
  readonly at: 'a' | 'b' | 'authority';
  readonly line: string;
}

/** The prompts' lines in the fenced blocks before and after the config, and the config itself. */
function quickstart(): { before: readonly Line[]; config: string; after: readonly Line[] } {
  const section =
    /^## Two servers\n([\s\S]*?)^## /m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';
  const [before = '', config = '', after = ''] = section.split(/^```yaml\n|(?<=^ {4}endpoints.*\n)```\n/m);
  return { before: lines(before), config, after: lines(after) };
}

function lines(text: string): readonly Line[] {
  return [...text.matchAll(/^(a|b|a,b|authority)[#$] (.*)$/gm)].flatMap(([, where = '', line = '']) =>
    where.split(',').map((at) => ({ at: at as Line['at'], line })),
  );
}

async function installAuthority(sandbox: Sandbox): Promise<string> {
  const directory = sandbox.path('authority');
  mkdirSync(directory);
  await run(['make', '-C', ROOT, 'install', 'PREFIX=/usr', `DESTDIR=${directory}`]);
  return directory;
}

/** scp [-p] FROM... TO, each a file here or root@HOST:PATH; files keep their mode. */
function copy(line: string, here: string, machines: Readonly<Record<'a' | 'b', Machine>>): void {
  const names = line.split(' ').filter((word, index) => index > 0 && word !== '-p');
  const paths = names.map((name) => {
    const [, host = '', path = ''] = /^root@([\d.]+):(.*)$/.exec(name) ?? [];
    const machine = HOSTS[host];
    return machine === undefined ? join(here, name) : machines[machine].path(path);
  });
  const to = paths.pop() ?? '';
  for (const from of paths) {
    copyFileSync(from, join(to, basename(from)));
    if (!statSync(join(to, basename(from))).isFile()) throw new Error(`${from} is no file`);
  }
}

function keyIn(certificate: string): string {
  return /^# *key:? +(\S+=)/m.exec(readFileSync(certificate, 'utf8'))?.[1] ?? 'no key in its head';
}
