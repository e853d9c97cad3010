import { readFileSync } from 'node:fs';
import { run } from '../../daemon/lab/command.js';
import { LabProcess } from '../../daemon/lab/process.js';
import { festoonArgv } from '../../daemon/lab/tools.js';
import { labTest } from './support.js';

const LIMIT_MILLIS = 200_000;
/** A /dev/net/tun of its own, open to all, and then not root any more, nor able to write the records that tap asks for. */
const UNPRIVILEGED = [
  ...['unshare', '--mount', 'sh', '-c'],
  'mount -t tmpfs tmpfs /dev/net && mknod -m "$0" /dev/net/tun c 10 200 && ' +
    'unset NODE_OPTIONS && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"',
];

labTest('the demo shows all that it promises and leaves nothing', async (t, sandbox) => {
  const before = readFileSync('/proc/net/dev', 'utf8').split('\n').length;
  const output = await run(festoonArgv('lab'), { timeoutMillis: LIMIT_MILLIS });
  const lines = output.trimEnd().split('\n');
  t.match(lines.at(-1), /^demo: ok {2}ping [\d.]+ ms, TCP [\d.]+ and [\d.]+ Gbit\/s over IPv4, /);
  t.match(output, /over IPv4 +over IPv6/);
  t.match(output, /marker on the underlay +in 0 of [\d,]{5,} packets +in 0 of [\d,]{5,} packets/);
  t.match(output, /^c before the reload +refused by both/m);
  const [, lost, sent = ''] = /^datagrams lost meanwhile +(\d+) of ([\d,]+)$/m.exec(output) ?? [];
  t.equal(lost, '0');
  t.ok(Number(sent.replaceAll(',', '')) > 50_000, 'at 20,000 a second, or half of that on a busy machine');
  t.match(output, /^first packet d -> e +answered in [\d.]+ ms$/m);
  t.match(output, /^path +relayed by m[12]$/m);
  t.match(output, /^marker at m[12], which relays +in 0 of [\d,]{5,} packets$/m);
  t.match(output, /^relayed -> direct +[\d.]+ s after there was a way$/m);
  t.match(lines.at(-1), /relayed -> direct: 0 of [\d,]{5,} lost, 0 out of order, \d+ s$/);
  t.notMatch(output, /FAILED/);
  t.notMatch(await run(['ip', 'netns', 'list']), new RegExp(`fst-${labName(output)}`));
  t.equal(readFileSync('/proc/net/dev', 'utf8').split('\n').length, before, 'no device is left');
  t.not(labName(output), sandbox.name);
});

labTest('a kept demo can be entered and is removed by its name', async (t) => {
  const output = await run(festoonArgv('lab', '--keep'), { timeoutMillis: LIMIT_MILLIS });
  const name = labName(output);
  t.teardown(() => run(festoonArgv('lab', 'down', name)).catch(() => undefined));
  t.match(output, /^demo: ok /m);
  const [, pinging = ''] = /^ {2}(ip netns exec .* ping .*)$/m.exec(output) ?? [];
  t.match(await run(['sh', '-c', pinging.replace(' ping ', ' ping -c 3 ')]), / 3 received/);
  const [, scraping = ''] = /^ {2}(ip netns exec .* curl .*)$/m.exec(output) ?? [];
  t.match(scraping, /http:\/\/127\.0\.0\.1:9077\/metrics$/);
  const [, config = ''] = /status --config (\S+)$/m.exec(output) ?? [];
  t.match(await run(festoonArgv('status', '--config', config)), /\bup\b/);
  await run(festoonArgv('lab', 'down', name));
  t.notMatch(await run(['ip', 'netns', 'list']), new RegExp(`fst-${name}`));
});

labTest('where /dev/net/tun is open to all the demo runs without root', async (t, sandbox) => {
  const { code, output } = await demoAs(sandbox.path('open.log'), '0666');
  t.match(output, /^demo: ok /m);
  t.equal(code, 0);
});

labTest('without root and with a closed /dev/net/tun one line names what is missing', async (t, sandbox) => {
  const { code, output } = await demoAs(sandbox.path('closed.log'), '0600');
  t.equal(code, 2);
  t.match(output, /^festoon lab: .*CAP_NET_ADMIN.*\/dev\/net\/tun.*\n$/);
});

async function demoAs(logFile: string, mode: string): Promise<{ code: number | null; output: string }> {
  const argv = [...UNPRIVILEGED, mode, ...festoonArgv('lab')];
  const demo = await LabProcess.start({ label: 'demo', argv, logFile });
  const exit = await demo.waitExit(LIMIT_MILLIS);
  if (exit === undefined) await demo.stop();
  return { code: exit?.code ?? null, output: demo.output() };
}

function labName(output: string): string {
  return /Festoon lab (\w+):/.exec(output)?.[1] ?? 'none';
}
