import { Capture } from '../../daemon/lab/capture.js';
import { TUN } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { dropped, labTest, losesNothing } from './support.js';

labTest('an overlay address that nobody has is answered with ICMP unreachable', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  for (const address of ['10.77.9.9', 'fd77::9:9']) {
    const before = await dropped(a, 'no_route');
    const { received, output } = await ping(a.site.namespace, address, { count: 3, intervalMillis: 250 });
    t.equal(received, 0);
    t.match(
      output,
      /Destination (Host|Net|unreachable)|Unreachable|No route/i,
      `${address} is said to be unreachable`,
    );
    t.ok((await dropped(a, 'no_route')) > before);
  }
});

labTest('multicast is dropped under its own reason, and nothing else suffers', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const capture = await Capture.start(sandbox, 'b-tun', b.site.namespace, TUN);
  const before = await dropped(a, 'outbound_multicast');
  await a.site.namespace.ip('route', 'add', '224.0.0.0/4', 'dev', TUN);
  await losesNothing(t, b, a, async () => {
    await a.site.namespace.attempt([
      'ping',
      '-c',
      '3',
      '-i',
      '0.2',
      '-W',
      '1',
      '-p',
      '6d63617374',
      '224.1.2.3',
    ]);
    await a.site.namespace.attempt([
      'ping',
      '-c',
      '3',
      '-i',
      '0.2',
      '-W',
      '1',
      '-p',
      '6d63617374',
      `ff02::1%${TUN}`,
    ]);
  });
  t.ok((await dropped(a, 'outbound_multicast')) >= before + 6);
  t.equal((await capture.stop(Buffer.from('mcastmcast'))).marked, 0, 'none of it reaches the peer');
});
