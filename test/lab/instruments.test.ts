// The lab's own instruments, proved on plain veths where the right answer is known.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Capture } from '../../daemon/lab/capture.js';
import { copyFile } from '../../daemon/lab/copy.js';
import { Flow } from '../../daemon/lab/flow.js';
import { ping } from '../../daemon/lab/ping.js';
import { measureTcp } from '../../daemon/lab/throughput.js';
import { createUnderlay } from '../../daemon/lab/underlay.js';
import { labTest } from './support.js';

const MIB = 1 << 20;

for (const labels of [['a', 'b'] as const, ['a', 'b', 'c'] as const]) {
  labTest(`${labels.length} sites reach each other over IPv4 and IPv6`, async (t, sandbox) => {
    const sites = Object.values(await createUnderlay(sandbox, labels));
    for (const from of sites) {
      for (const to of sites.filter((site) => site !== from)) {
        t.equal((await ping(from.namespace, to.ipv4, { count: 2 })).received, 2);
        t.equal((await ping(from.namespace, to.ipv6, { count: 2 })).received, 2);
      }
    }
    t.match(await ping(sites[0]?.namespace as never, '192.0.2.99', { count: 1 }), { sent: 1, received: 0 });
  });
}

labTest('a segmented underlay has its MTU and cuts trains in the kernel', async (t, sandbox) => {
  const { a } = await createUnderlay(sandbox, ['a', 'b'], { segmented: true, mtu: 1400 });
  const features = await a.namespace.run(['ethtool', '-k', a.device]);
  t.match(features, /tx-udp-segmentation: off/);
  t.match(features, /generic-receive-offload: off/);
  t.match(await a.namespace.ip('link', 'show', 'dev', a.device), / mtu 1400 /);
});

labTest(
  'a capture finds every marked packet, and a copied file is equal at the other end',
  async (t, sandbox) => {
    const { a, b } = await createUnderlay(sandbox, ['a', 'b']);
    const marker = randomBytes(16);
    const capture = await Capture.start(sandbox, 'veth', a.namespace, a.device);
    await ping(a.namespace, b.ipv4, { count: 50, intervalMillis: 2, pattern: marker });
    const to = { namespace: b.namespace, address: b.ipv6 };
    const copied = await copyFile(sandbox, a.namespace, to, { bytes: MIB, marker });
    t.match(copied, { bytes: MIB, equal: true });
    const facts = await capture.stop(marker);
    t.equal(facts.lost, 0);
    t.ok(facts.versions[4] >= 100, 'requests and replies');
    t.ok(facts.marked > 100, 'the pings and the file');
    t.ok(facts.bytes > MIB);
    const other = await Capture.start(sandbox, 'other', a.namespace, a.device);
    await ping(a.namespace, b.ipv4, { count: 5, pattern: marker });
    const others = await other.stop(randomBytes(16));
    t.ok(others.versions[4] >= 10);
    t.equal(others.marked, 0, 'another marker is in none');
  },
);

labTest('20,000 numbered datagrams a second arrive, each once, over IPv4 and IPv6', async (t, sandbox) => {
  const { a, b } = await createUnderlay(sandbox, ['a', 'b']);
  for (const address of [b.ipv4, b.ipv6]) {
    const to = { namespace: b.namespace, address };
    const options = { packetsPerSecond: 20_000, flows: 8, limitSeconds: 3 };
    const found = await (await Flow.start(sandbox, a.namespace, to, options)).finish();
    t.comment(found);
    t.match(found, { lost: 0, duplicated: 0, reordered: 0, corrupted: 0, refused: 0 });
    t.equal(found.received, found.sent);
    t.ok(found.sent > 30_000 && found.sent <= 60_000, 'at that rate, or half of it on a busy machine');
  }
});

labTest('flows that start and end at once have accounts of their own', async (t, sandbox) => {
  const { a, b } = await createUnderlay(sandbox, ['a', 'b']);
  const to = { namespace: b.namespace, address: b.ipv4 };
  const found = await Promise.all(
    [100, 200].map(async (count) => {
      const options = { packetsPerSecond: 500, count, limitSeconds: 60 };
      return (await Flow.start(sandbox, a.namespace, to, options)).finish();
    }),
  );
  t.match(found, [
    { sent: 100, received: 100, lost: 0 },
    { sent: 200, received: 200, lost: 0 },
  ]);
});

labTest('datagrams that a sequence lacks are counted as lost, and its longest gap is', async (t, sandbox) => {
  const { a, b } = await createUnderlay(sandbox, ['a', 'b']);
  const to = { namespace: b.namespace, address: b.ipv4 };
  const flow = await Flow.start(sandbox, a.namespace, to, { packetsPerSecond: 1000, limitSeconds: 60 });
  await sleep(500);
  await b.namespace.ip('address', 'del', `${b.ipv4}/24`, 'dev', b.device);
  await sleep(1000);
  await b.namespace.ip('address', 'add', `${b.ipv4}/24`, 'dev', b.device);
  await sleep(500);
  await a.namespace.ip('link', 'set', a.device, 'down');
  await sleep(500);
  const found = await flow.stop();
  t.comment(found);
  t.equal(found.received + found.lost, found.sent);
  t.ok(found.lost > 200 && found.received > 200);
  t.ok(found.longestGapMillis > 500);
  t.ok(found.refused > 100, 'what its own kernel refused was never sent');
});

labTest('TCP is measured, and its failure is an error', async (t, sandbox) => {
  const { a, b } = await createUnderlay(sandbox, ['a', 'b']);
  const to = { namespace: b.namespace, address: b.ipv4 };
  const { gigabits } = await measureTcp(sandbox, a.namespace, to, { seconds: 1, streams: 2 });
  t.ok(gigabits > 0);
  await b.namespace.ip('address', 'add', '198.51.100.1/32', 'dev', 'lo');
  const unreachable = { namespace: b.namespace, address: '198.51.100.1' };
  await t.rejects(measureTcp(sandbox, a.namespace, unreachable, { seconds: 1 }), /iperf3/);
});

labTest('devices, routes and UDP ports of a namespace are seen', async (t, sandbox) => {
  const { a } = await createUnderlay(sandbox, ['a', 'b']);
  t.equal(await a.namespace.hasDevice(a.device), true);
  t.equal(await a.namespace.hasDevice('festoon0'), false);
  t.same(await a.namespace.openPorts(), []);
  const script =
    'require("net").createServer().listen(80, "127.0.0.1");' +
    'require("dgram").createSocket("udp6").bind(7077, () => console.log("bound"))';
  const holder = await sandbox.start('holder', [process.execPath, '-e', script], { namespace: a.namespace });
  await holder.line(/bound/, 20_000);
  t.same(await a.namespace.openPorts(), ['udp 7077', 'tcp 80']);
  await a.namespace.ip('route', 'add', '10.77.0.0/16', 'dev', a.device);
  t.ok((await a.namespace.routes()).some((route) => route.startsWith('10.77.0.0/16 dev eth0')));
});
