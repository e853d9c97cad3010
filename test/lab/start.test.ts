// What keeps a daemon from starting is told in one line of its log, and leaves nothing behind.
import { chmod, readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { attempt } from '../../daemon/lab/command.js';
import { type LabNode, PORT, TUN } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { createServers, introduce } from '../../daemon/lab/servers.js';
import { festoonArgv } from '../../daemon/lab/tools.js';
import { labTest } from './support.js';

const LIMIT_MILLIS = 30_000;

labTest('port in use', async (t, sandbox) => {
  const node = await server(sandbox);
  const script = `require("dgram").createSocket("udp4").bind(${PORT}, () => console.log("bound"))`;
  const other = await sandbox.start('other', [process.execPath, '-e', script], {
    namespace: node.site.namespace,
  });
  await other.line(/bound/, LIMIT_MILLIS);
  await refuses(t, node, /port-in-use: .*7077/);
  await other.stop();
  t.same(await node.leftovers(), []);
});

labTest('TUN name taken', async (t, sandbox) => {
  const node = await server(sandbox);
  await node.site.namespace.ip('tuntap', 'add', 'dev', TUN, 'mode', 'tun');
  await refuses(t, node, new RegExp(`tun-name-taken: .*${TUN}`));
  t.equal(await node.site.namespace.hasDevice(TUN), true, 'and the other one is left alone');
});

labTest('no CAP_NET_ADMIN', async (t, sandbox) => {
  const node = await server(sandbox);
  const wrapper = ['setpriv', '--bounding-set', '-net_admin', '--inh-caps', '-net_admin'];
  await refuses(t, node, /tun-not-permitted: .*CAP_NET_ADMIN/, wrapper);
  t.same(await node.leftovers(), []);
});

labTest('no /dev/net/tun', async (t, sandbox) => {
  const node = await server(sandbox);
  const wrapper = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /dev/net && exec "$@"', 'sh'];
  await refuses(t, node, /tun-missing: .*\/dev\/net\/tun/, wrapper);
  t.same(await node.leftovers(), []);
});

labTest('overlay range overlapping a local one', async (t, sandbox) => {
  const node = await server(sandbox);
  await node.site.namespace.ip('address', 'add', '10.77.5.1/24', 'dev', node.site.device);
  await refuses(t, node, /10\.77\.5\.\d+\/24.*10\.77\.|10\.77\..*10\.77\.5\.\d+\/24/);
  await node.site.namespace.ip('address', 'del', '10.77.5.1/24', 'dev', node.site.device);
  t.same(await node.leftovers(), []);
});

labTest('a second daemon on the same state leaves the first alone', async (t, sandbox) => {
  const node = await server(sandbox);
  await node.start();
  const first = node.daemon;
  await node.configure([], {
    control: sandbox.path('second.sock'),
    listen: PORT + 1,
    tun: { name: 'festoon1', mtu: 1372 },
    metrics: '127.0.0.1:9078',
  });
  await refuses(t, node, /state-locked: /);
  t.equal(first.exit, undefined);
  t.equal((await attempt(festoonArgv('status', '--control', node.controlSocket))).code, 0);
  t.same(await first.stop(LIMIT_MILLIS), { code: 0, signal: null });
});

labTest('a second daemon on the same control socket leaves the first alone', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await a.start();
  await b.configure([], { control: a.controlSocket });
  await refuses(t, b, /control-in-use: /);
  t.equal((await attempt(festoonArgv('status', '--config', a.configFile))).code, 4, 'a answers, without b');
  t.same(await a.stop(), { code: 0, signal: null });
  t.same(await b.leftovers(), []);
});

for (const file of ['key', 'secret'] as const) {
  labTest(`a ${file} that others may read`, async (t, sandbox) => {
    const node = await server(sandbox);
    const path = file === 'key' ? node.membership.key : sandbox.path('lab.secret');
    await chmod(path, 0o644);
    await refuses(t, node, new RegExp(`file-exposed: ${path}: .*0644.*chmod`));
    t.same(await node.leftovers(), []);
    const content = await readFile(path, 'utf8');
    const bytes = /(?:secret|key): (\S+)$/m.exec(content)?.[1] ?? 'none';
    t.notOk(node.log.includes(bytes), 'and is not repeated in the log');
  });
}

async function server(sandbox: Sandbox): Promise<LabNode> {
  const { nodes } = await createServers(sandbox, ['a', 'b']);
  await introduce([nodes.a], 4);
  return nodes.a;
}

async function refuses(t: Test, node: LabNode, why: RegExp, wrapper?: readonly string[]): Promise<void> {
  const daemon = await node.launch(wrapper);
  t.match(await daemon.waitExit(LIMIT_MILLIS), { code: 1 });
  t.match(daemon.output(), why);
  t.notMatch(daemon.output(), /internal error|^ {4}at /m);
}
