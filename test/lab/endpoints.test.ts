import { writeFile } from 'node:fs/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { PORT } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { dropped, labTest, moveTo, reachEachOther } from './support.js';

const LIMIT_MILLIS = 120_000;

labTest(
  'a peer without endpoints is answered where its confirmed handshake came from',
  async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await a.configure([b.asPeer([b.endpoint(4)])], { listen: 40_404 });
    await b.configure([a.asPeer([])]);
    await b.start();
    t.match(await b.peerStatus(a.name), { state: 'waiting' });
    await a.start();
    await a.up(b.name);
    t.match(await b.up(a.name), { endpoint: `${a.site.ipv4}:40404` });
    await reachEachOther(t, b, a);
  },
);

labTest('an endpoint may be a name, asked anew when its address falls silent', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  const hosts = sandbox.path('hosts');
  const named = ['unshare', '--mount', 'sh', '-c', `mount --bind ${hosts} /etc/hosts && exec "$@"`, 'sh'];
  await a.configure([b.asPeer([`b.lab.example:${PORT}`])]);
  await b.configure([a.asPeer([])]);
  await writeFile(hosts, '127.0.0.1 localhost\n');
  await b.start();
  await a.start(named);
  t.match(await a.peerStatus(b.name), { state: 'waiting' }, 'the name has no address yet');

  await writeFile(hosts, `${b.site.ipv6} b.lab.example\n`);
  t.match(await a.up(b.name, LIMIT_MILLIS), { endpoint: b.endpoint(6) });
  await reachEachOther(t, a, b);

  // b comes back at another address, and only the name tells.
  await b.stop();
  await moveTo(b, '2001:db8::22');
  await writeFile(hosts, '2001:db8::22 b.lab.example\n');
  await b.start();
  await eventually('the new address', LIMIT_MILLIS, async () => {
    const peer = await a.peerStatus(b.name);
    return peer?.endpoint === `[2001:db8::22]:${PORT}` && peer.state === 'up' ? true : undefined;
  });
  await reachEachOther(t, a, b);
});

for (const family of [4, 6] as const) {
  labTest(`a peer whose IPv${family} address changes is challenged, then followed`, async (t, sandbox) => {
    const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
    await introduce([a, b], family);
    await bringUp([a, b]);
    const moved = family === 4 ? '192.0.2.11' : '2001:db8::11';
    await moveTo(a, moved);
    const endpoint = family === 4 ? `${moved}:${PORT}` : `[${moved}]:${PORT}`;
    // Something a sends tells b where it is now: here its own pings.
    await ping(a.site.namespace, b.membership.addresses[0] ?? '', { count: 5 });
    await eventually(`b to send to ${endpoint}`, LIMIT_MILLIS, async () => {
      return (await b.peerStatus(a.name))?.endpoint === endpoint ? true : undefined;
    });
    await reachEachOther(t, b, a);
    t.equal(await dropped(b, 'open_failed'), 0);
  });
}
