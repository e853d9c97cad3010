import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { ping } from '../../daemon/lab/ping.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, reachEachOther } from './support.js';

const LIMIT_MILLIS = 60_000;

labTest('SIGTERM ends a daemon with 0 and leaves no TUN, route or socket', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  await reachEachOther(t, a, b);
  const there = await a.leftovers();
  for (const kind of [/^device/, /^route 10\.77\./, /^route fd77:/, /^udp 7077$/, /^tcp 9077$/, /^socket/]) {
    t.ok(
      there.some((one) => kind.test(one)),
      `${kind} is there while it runs`,
    );
  }
  t.same(await a.stop(), { code: 0, signal: null });
  t.same(await a.leftovers(), []);
  t.equal((await b.status()).control.peers.length, 1, 'the other daemon goes on');
});

labTest('a daemon killed at once starts again, and the session comes back', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 6);
  await bringUp([a, b]);
  for (const victim of [a, b]) {
    victim.daemon.signal('SIGKILL');
    t.same(await victim.daemon.exited, { code: null, signal: 'SIGKILL' });
    t.notOk(
      (await victim.leftovers()).some((one) => /^(device|route|udp)/.test(one)),
      'the kernel removed them',
    );
    await victim.start();
    await Promise.all([a.up(b.name, LIMIT_MILLIS), b.up(a.name, LIMIT_MILLIS)]);
    await reachEachOther(t, a, b);
  }
});

labTest('a daemon that starts long before its peer finds it soon after', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await a.start();
  t.match(await a.peerStatus(b.name), { state: 'connecting' });
  await sleep(3000);
  await b.start();
  await a.up(b.name, LIMIT_MILLIS);
  await b.up(a.name, LIMIT_MILLIS);
  await reachEachOther(t, a, b);
});

labTest('a session outlives its underlay', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  await a.site.namespace.ip('link', 'set', a.site.device, 'down');
  await sleep(3000);
  await a.site.namespace.ip('link', 'set', a.site.device, 'up');
  await eventually('echoes again', LIMIT_MILLIS, async () => {
    const [address = ''] = b.membership.addresses;
    const { code } = await a.site.namespace.attempt(['ping', '-c', '1', '-W', '1', address]);
    return code === 0 ? true : undefined;
  });
  await reachEachOther(t, a, b);
});

labTest('a daemon that stands still for a while is late and loses nothing', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const echoes = ping(a.site.namespace, b.membership.addresses[0] ?? '', { count: 50, waitSeconds: 10 });
  await sleep(500);
  b.daemon.signal('SIGSTOP');
  await sleep(3000);
  b.daemon.signal('SIGCONT');
  t.match(await echoes, { sent: 50, received: 50 });
});
