// The command line against real daemons.

import { readFile, writeFile } from 'node:fs/promises';
import { requestEcho } from '../../daemon/cli/ping.js';
import { run } from '../../daemon/lab/command.js';
import { eventually } from '../../daemon/lab/eventually.js';
import { parseMetrics } from '../../daemon/lab/metrics.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { festoonArgv } from '../../daemon/lab/tools.js';
import { labTest, losesNothing } from './support.js';

const LIMIT_MILLIS = 30_000;

/** What a command that talks to the daemon of this node printed, on both streams, after its exit code. */
async function ask(node: LabNode, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await node.cli([...args, '--config', node.configFile]);
  return `${code}\n${stdout}${stderr}`;
}

/** The serial of the certificate that a peer showed last. */
async function serialOf(node: LabNode, peer: string): Promise<number> {
  const { stdout } = await node.cli(['peers', '--json', '--config', node.configFile]);
  const { peers } = JSON.parse(stdout) as { peers: { name: string; serial?: number }[] };
  return peers.find(({ name }) => name === peer)?.serial ?? 0;
}

labTest('peers are listed, pinged and waited for', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  const early = a.cli(['wait', '--for', 'address', '--for', 'peer=b', '--config', a.configFile], {
    timeoutMillis: LIMIT_MILLIS + 5000,
  });
  t.match(await ask(a, 'ping', 'b'), /^3\nfestoon: daemon-unreachable: .*no such socket/);
  await bringUp([a, b]);
  t.match(await early, { code: 0, stdout: '', stderr: '' }, 'the wait began before there was a daemon');

  t.match(
    await ask(a, 'ping', 'b', '-c', '3', '-i', '10ms', '-W', '10'),
    /b: 3 sent, 3 answered, 0 % lost; min/,
  );
  t.match(await ask(a, 'ping', 'fd77::2', '-c', '1', '-W', '10'), /^0\n1: b at .*:7077 answered in \d/);
  t.match(await ask(a, 'ping', 'z'), /^1\nfestoon: ping-unknown-peer: z: /);
  t.match(
    await ask(a, 'wait', '--for', 'peer=z', '--timeout', '500ms'),
    /^1\nfestoon: wait-expired: no peer is called z/,
  );

  const list = await ask(a, 'peers', '--rtt');
  t.match(list, /^0\nPEER .*RTT/);
  t.match(
    list,
    new RegExp(`^b +up +${b.endpoint(4)} +direct: it \\w+ .* +\\d+\\.\\d\\d ms +\\d+ s ago`, 'm'),
  );
  const { peers } = JSON.parse((await a.cli(['peers', '--json', '--control', a.controlSocket])).stdout);
  t.match(peers, [{ name: 'b', state: 'up', endpoint: b.endpoint(4), key: 'key' }]);

  await b.stop();
  t.match(
    await ask(a, 'ping', 'b', '-c', '2', '-i', '10ms', '-W', '200ms'),
    /^1\n1: ping-no-answer: [\s\S]*b: 2 sent, 0 answered, 100 % lost\n$/,
  );
  const waiting = requestEcho(a.controlSocket, 'b', 30_000);
  await a.status();
  await a.stop();
  t.match(await waiting, { ok: false, code: 'daemon-stopping' }, 'who waits is told that the daemon ends');
});

labTest('a reload is told key by key, or refused with its reasons', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await a.start();
  t.equal(await ask(a, 'reload'), '0\nreloaded: no key of the config has changed\n');
  await a.change({ metrics: '127.0.0.1:9078', tun: { name: 'other0', mtu: 1372 }, log: { level: 'warn' } });
  const told = await ask(a, 'reload');
  t.match(told, /^0\nreloaded:\n/);
  t.match(told, /^ {2}metrics\.address +live +"127\.0\.0\.1:9077" -> "127\.0\.0\.1:9078"$/m);
  t.match(told, /^ {2}log\.level +live +"info" -> "warn"$/m);
  t.match(told, /^ {2}tun\.name +restart +"festoon0" -> "other0"$/m);
  t.match(told, /\n1 of them takes effect when the daemon is restarted\n$/);
  t.match(await ask(a, 'status'), /config +read \d+ s ago; needs a restart for tun\.name\n/);
  t.match(await ask(a, 'wait', '--for', 'reload'), /^0\n$/);

  await a.writeConfig('identity: {key: [\n');
  const refused = await ask(a, 'reload', '--control', a.controlSocket);
  t.match(refused, /^1\nfestoon: reload-refused:\n {2}\S+a\.yaml:\d+:\d+: /);
  const degraded = await ask(a, 'status', '--control', a.controlSocket);
  t.match(degraded, /^4\n[\s\S]*config +refused \d+ s ago; in force is what was read \d+ s ago/);
  t.match(degraded, /^! the config was refused: \S+a\.yaml:\d+:\d+: /m);
});

labTest('a renewed certificate is installed and shown to peers, and nothing is lost', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const before = await serialOf(b, 'a');
  const renewed = sandbox.path('renewed.crt');
  const sign = ['authority', 'sign', sandbox.path('a.req'), '--authority', network.authority];
  const address = a.membership.addresses.flatMap((one) => ['--address', one]);
  await writeFile(renewed, await run(festoonArgv(...sign, ...address)));

  t.match(await ask(b, 'cert', 'install', renewed), /^1\nfestoon: certificate-wrong-key: /);
  await losesNothing(t, a, b, async () => {
    const installed = await ask(a, 'cert', 'install', renewed, '--reload');
    t.match(
      installed,
      /^0\nserial +\d+ -> \d+\n[\s\S]*wrote \S+a\.crt; the old one is \S+a\.crt\.previous\nreloaded:\n/,
    );
    await eventually('b to see the renewed certificate', LIMIT_MILLIS, async () =>
      (await serialOf(b, 'a')) > before ? true : undefined,
    );
  });
  t.match(
    await ask(a, 'cert', 'install', sandbox.path('a.crt.previous')),
    /^1\nfestoon: certificate-not-newer: /,
  );
});

labTest('metrics are printed and written as they are scraped', async (t, sandbox) => {
  const { a } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a], 4);
  await a.start();
  const { stdout } = await a.cli(['metrics', 'print', '--config', a.configFile]);
  t.same(parseMetrics(stdout).names, (await a.metrics()).names);
  const file = sandbox.path('festoon.prom');
  t.equal(await ask(a, 'metrics', 'write', file), '0\n');
  t.same(parseMetrics(await readFile(file, 'utf8')).names, parseMetrics(stdout).names);
});
