// The lines of README.md and docs/managers.md, typed into machines under a real systemd. Only the addresses 203.0.113.x are
// others.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import { createUnderlay } from '../../daemon/lab/underlay.js';
import { ROOT } from '../rules/tree.js';
import { Machine } from './machine.js';
import { letIn } from './ssh.js';
import { labTest, measured } from './support.js';

const NAMES = ['a', 'b', 'm1', 'm2', 'authority'] as const;
type Name = (typeof NAMES)[number];
const LIMIT_MILLIS = 60_000;
const USER = 'keeper';

labTest('README.md leads to two servers that ping, docs/managers.md to managers', async (t, sandbox) => {
  const sites = await createUnderlay(sandbox, NAMES);
  const booted = await Promise.all(
    NAMES.map(async (name) => [name, await Machine.boot(sandbox, sites[name])] as const),
  );
  const machines = Object.fromEntries(booted) as Record<Name, Machine>;
  const { a, b, m1, m2, authority } = machines;
  const addresses = {
    '203.0.113.5': sites.a.ipv4,
    '203.0.113.6': sites.b.ipv4,
    '203.0.113.7': sites.m1.ipv4,
    '203.0.113.8': sites.m2.ipv4,
  };
  const follow = async (file: string, from: string, to: string): Promise<readonly string[]> => {
    const { steps, rest } = instructions(file, [from, to], addresses);
    t.equal(rest, '', `all that is fenced in ${file} is typed`);
    const said: string[] = [];
    for (const { at, user, line } of steps)
      said.push((await Promise.all(at.map((name) => machines[name].type(line, user)))).join('\n'));
    return said;
  };
  try {
    await letIn(authority, USER, [a, b, m1, m2]);
    const said = await follow('README.md', '## Two servers', '## ');
    t.match(said.at(-1), /3 packets transmitted, 3 received/, 'the last line is a ping');
    await underSystemd(t, a);
    await underWatchdog(t, a);
    await withInstance(t, a);
    await underManagers(t, a, await follow('docs/managers.md', '## The first two', '## More than two'));
  } catch (error) {
    for (const machine of [a, b, m1, m2])
      t.comment((await machine.attempt('journalctl -u festoon --no-pager -n 30')).stdout);
    throw error;
  } finally {
    for (const machine of Object.values(machines)) machine.off();
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

/** What docs/managers.md had typed, and what came of it. */
async function underManagers(t: Test, machine: Machine, said: readonly string[]): Promise<void> {
  t.match(
    said.find((one) => one.startsWith('MANAGER')),
    /^m2 +west +up [\s\S]*^m1 +east +up /m,
  );
  t.match(said.at(-2), /^1: b .* answered in /m);
  t.match(said.at(-1), /3 packets transmitted, 3 received/);
  const { peers } = JSON.parse(await machine.type('festoon peers --json'));
  t.match(peers, [{ name: 'm1' }, { name: 'm2' }, { name: 'b', found: true, state: 'up' }]);
  const config = await machine.type('cat /etc/festoon/festoon.yaml');
  t.notMatch(config, /name: b$/m, 'its config does not name it');
  await machine.type('systemctl restart festoon && festoon wait --for manager');
  t.match(await machine.type('ping -c 1 10.77.0.2'), /1 received/, 'also after a restart');
  t.match(await machine.type('festoon peers'), /^b +up +via m[12] /m);
}

async function dropIn(machine: Machine, ...directives: readonly string[]): Promise<void> {
  const folder = '/etc/systemd/system/festoon.service.d';
  await machine.type(`mkdir -p ${folder}`);
  writeFileSync(machine.path(`${folder}/lab.conf`), `[Service]\n${directives.join('\n')}\n`);
  await machine.type('systemctl daemon-reload');
}

interface Step {
  readonly at: readonly Name[];
  readonly user: string;
  /** With the lines of the document that it reads. */
  readonly line: string;
}

/** What a document types between two headings, with other addresses, and the rest of what is fenced there. */
function instructions(
  file: string,
  [from, to]: readonly [string, string],
  addresses: Readonly<Record<string, string>>,
): { steps: readonly Step[]; rest: string } {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const section = new RegExp(`^${from}\n([\\s\\S]*?)^${to}`, 'm').exec(text)?.[1] ?? '';
  const fenced = [...section.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, lines]) => lines).join('');
  const names = `(?:${NAMES.join('|')})`;
  const typed = new RegExp(`^(${names}(?:,${names})*)([#$]) (.*<<(\\w+)\\n[\\s\\S]*?^\\4$|.*)\\n`, 'gm');
  const steps = [...fenced.matchAll(typed)].map(([, where = '', prompt, line = '']) => ({
    at: where.split(',') as Name[],
    user: prompt === '#' ? 'root' : USER,
    line: Object.entries(addresses).reduce((text, [from, to]) => text.replaceAll(from, to), line),
  }));
  return { steps, rest: fenced.replaceAll(typed, '') };
}
