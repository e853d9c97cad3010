import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { eventually } from '../../daemon/lab/eventually.js';
import { type LabNode, PORT } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, losesNothing } from './support.js';

const LIMIT_MILLIS = 30_000;
/** Beside none of the lab's ranges. */
const CLIENT = '198.51.100.7';
const CLIENTS = '198.51.100.0/24';

/** `festoon config COMMAND` on the node's own config file. */
async function config(
  node: LabNode,
  command: string,
  ...options: string[]
): Promise<[number, string, string]> {
  const { code, stdout, stderr } = await node.cli(['config', command, node.configFile, ...options]);
  return [Number(code), stdout, stderr];
}

labTest('check and diff beside a running daemon', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  t.match(await config(a, 'check'), [0, /holds, with 1 peer\n$/, ''], 'its own interface is in nobody’s way');
  t.same(await config(a, 'diff', '--exit-code'), [0, 'no difference\n', '']);

  await a.change({ listen: 7078, tun: { name: 'other0', mtu: 1372 } });
  const wanted = await a.cli(['config', 'diff', a.configFile]);
  t.same(wanted.stdout.split('\n'), [
    '  listen.port  live     7077 -> 7078',
    '  tun.name     restart  "festoon0" -> "other0"',
    '',
  ]);
  t.match(await a.reload(), { code: 0 });
  const left = await a.cli(['config', 'diff', a.configFile, '--exit-code', '--json']);
  t.equal(left.code, 1);
  t.match(JSON.parse(left.stdout).changes, [{ key: 'tun.name', effect: 'restart' }]);

  await mkdir(sandbox.path('conf.d'));
  await writeFile(sandbox.path('conf.d/10-log.yaml'), 'log: {level: warn}\n');
  t.match(await config(a, 'diff'), [0, /log\.level +live +"info" -> "warn"/]);
  await rm(sandbox.path('conf.d'), { recursive: true });

  await a.stop();
  t.match(await config(a, 'check'), [0, /holds/]);
  t.match(await config(a, 'diff'), [3, '', /daemon-unreachable/]);
});

labTest('a route that holds a connected ssh client is refused at every door', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await connectByPort22(sandbox, a, b);
  const safe = a.config.peers;
  const unsafe = safe.map((peer) => ({ ...peer, routes: [CLIENTS] }));
  const reason = new RegExp(
    `a\\.yaml:\\d+:\\d+: peers\\.0\\.routes\\.0: ${CLIENTS} holds ${CLIENT}, .*ssh; narrow`,
  );

  await a.change({ peers: unsafe });
  t.match(await config(a, 'check'), [1, '', reason]);
  const before = await a.leftovers();
  await a.launch();
  t.match(await eventually('the start to be refused', LIMIT_MILLIS, async () => a.daemon.exit), { code: 1 });
  t.match(a.log, /route-unsafe/);
  t.match(a.log, reason);
  t.same(await a.leftovers(), before, 'nothing but what was there before');

  await a.change({ peers: safe });
  await bringUp([a, b]);
  await a.change({ peers: unsafe });
  await losesNothing(t, a, b, () => refusedReload(t, a, reason));
  t.match(await a.cli(['config', 'diff', a.configFile]), { code: 0, stdout: /peers\[b\]\.routes/ });

  await a.change({ peers: unsafe, force_routes: [CLIENTS] });
  t.match(await config(a, 'check'), [0, /holds/]);
  t.match(await a.reload(), { code: 0 });
  t.match(await config(a, 'diff'), [0, 'no difference\n']);
});

labTest(
  'an endpoint inside the overlay is refused, and an address of a name that is, left out',
  async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], 4);
    await a.configure([b.asPeer([`10.77.0.99:${PORT}`])]);
    t.match(await config(a, 'check'), [
      1,
      '',
      /endpoint-in-overlay: .*\n.*peers\.0\.endpoints\.0: 10\.77\.0\.99 lies in/,
    ]);
    const hosts = sandbox.path('hosts');
    await writeFile(hosts, '10.77.0.99 b.lab.example\n');
    await a.configure([b.asPeer([`b.lab.example:${PORT}`])]);
    await b.configure([a.asPeer([])]);
    await b.start();
    await a.start(['unshare', '--mount', 'sh', '-c', `mount --bind ${hosts} /etc/hosts && exec "$@"`, 'sh']);
    await a.daemon.line(/endpoint inside the overlay left out .*detail=b\.lab\.example/, LIMIT_MILLIS);
    t.match(await a.peerStatus(b.name), { state: 'waiting' });
    await writeFile(hosts, `10.77.0.99 b.lab.example\n${b.site.ipv4} b.lab.example\n`);
    t.match(await a.up(b.name, 4 * LIMIT_MILLIS), { endpoint: b.endpoint(4) });
  },
);

async function refusedReload(t: Test, node: LabNode, reason: RegExp): Promise<void> {
  t.match(await node.reload(), { code: 1, stderr: reason });
  t.match((await node.status()) as unknown, { reload: { ok: false, problems: [reason] } });
}

/** A TCP connection from an address of `client` that is routed, not on the link, to port 22 of `server`. */
async function connectByPort22(
  sandbox: Parameters<Parameters<typeof labTest>[1]>[1],
  server: LabNode,
  client: LabNode,
): Promise<void> {
  await client.site.namespace.ip('address', 'add', `${CLIENT}/32`, 'dev', client.site.device);
  await server.site.namespace.ip('route', 'add', `${CLIENT}/32`, 'via', client.site.ipv4);
  const node = (script: string): string[] => [process.execPath, '-e', script];
  const listen = `require('net').createServer(() => undefined).listen(22, '${server.site.ipv4}', () => console.log('listens'))`;
  const daemon = await sandbox.start('sshd', node(listen), { namespace: server.site.namespace });
  await daemon.line(/listens/, LIMIT_MILLIS);
  const options = `{ host: '${server.site.ipv4}', port: 22, localAddress: '${CLIENT}' }`;
  const connect = `require('net').connect(${options}, () => console.log('connected')).resume()`;
  const peer = await sandbox.start('ssh', node(connect), { namespace: client.site.namespace });
  await peer.line(/connected/, LIMIT_MILLIS);
}
