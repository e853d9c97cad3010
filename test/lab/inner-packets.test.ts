import { Capture } from '../../daemon/lab/capture.js';
import { certify } from '../../daemon/lab/membership.js';
import { LabNode, TUN } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { dropped, labTest, losesNothing } from './support.js';

labTest('an overlay address that nobody has is answered with ICMP unreachable', async (t, sandbox) => {
  const { a, b } = (await createServers(sandbox, ['a', 'b'])).nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  for (const [address, pool] of [
    ['10.77.9.9', '10.77.0.0/16'],
    ['fd77::9:9', 'fd77::/48'],
  ] as const) {
    await a.site.namespace.ip('route', 'replace', pool, 'dev', TUN);
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

labTest('a peer that sends to an address which is not here is told so', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a } = nodes;
  // b had a second address, and has it no more; a still thinks it has.
  const [address4 = '', address6 = ''] = nodes.b.membership.addresses;
  const wide = [address4, address6, '10.77.0.22', 'fd77::22'];
  const b = new LabNode(
    sandbox,
    nodes.b.site,
    network,
    await certify(sandbox, network, { name: 'b', addresses: wide }),
  );
  await introduce([a, b], 4);
  await b.configure([a.asPeer([a.endpoint(4)])], { addresses: undefined });
  await bringUp([a, b]);
  t.ok(address4 !== '' && address6 !== '');
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
