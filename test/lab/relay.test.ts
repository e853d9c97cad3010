// Nodes that know only their managers, and have no other way to each other.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Capture } from '../../daemon/lab/capture.js';
import { copyFile } from '../../daemon/lab/copy.js';
import { configureManager, configureNode } from '../../daemon/lab/managed.js';
import { ping } from '../../daemon/lab/ping.js';
import { festoon, firstEcho, managed, relayed } from './managed.js';
import { dropped, labTest, measured, reachEachOther, startFlow } from './support.js';

const MIB = 1 << 20;
/** What a datagram of the greedy flow takes of a quota: 1,000 bytes with IP, UDP, the data and relay headers, tag, and 64. */
const CHARGED_BYTES = 1000 + 28 + 16 + 32 + 32 + 64;
/** Of a quota of 1 Mbit/s: in a second, and at once. */
const RATE_BYTES = 125_000;
const BURST_BYTES = 256 << 10;

labTest(
  'two nodes that know only two managers reach each other, and it can be seen how',
  async (t, sandbox) => {
    const { managers, nodes } = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
    const { a, b } = nodes;
    t.equal(await festoon(t, a, 'wait', '--for', 'manager'), '');
    t.match(
      await festoon(t, a, 'ping', '10.77.0.4', '-c', '3', '-i', '100ms', '-W', '5'),
      /^1: b via m[12] answered in [\d.]+ ms$[\s\S]*3 answered/m,
      'an address that is not known yet is sought',
    );
    t.match(await festoon(t, b, 'ping', 'a', '-c', '1', '-W', '5'), /a via m[12] answered/);
    await reachEachOther(t, a, b);
    // By the one or the other: on a busy machine either may have seemed silent.
    t.match(await festoon(t, a, 'peers'), /^b +up +via m[12] +relayed: /m);
    const list = await festoon(t, a, 'managers');
    t.match(list, /^m[12] +m[12] +up +home +198\.18\.\d\.2:7077 +198\.18\.3\.2:7077 /m);
    t.match(list, /^m[12] +m[12] +up +standby /m);
    t.match(list, / 1 peer$[\s\S]* 0 peers$| 0 peers$[\s\S]* 1 peer$/m, 'one of them relays');
    t.match(await festoon(t, a, 'status'), /^a: ok$[\s\S]*^ {2}managers +home m[12], standby m[12]$/m);
    const { m1, m2 } = managers;
    t.ok((await relayed(m1)) + (await relayed(m2)) > 20);
    const metrics = await a.metrics();
    t.ok(metrics.sum('festoon_datagrams_total', { path: 'relay', direction: 'inbound' }) > 10);
    t.ok(metrics.sum('festoon_inbound_packets_total', { path: 'relay' }) > 10);
    t.ok(metrics.sum('festoon_outbound_packets_total', { path: 'relay' }) > 10);
    t.equal(metrics.sum('festoon_inbound_packets_total', { path: 'direct' }), 0);
    t.equal(metrics.sum('festoon_peers_by_path', { path: 'relay' }), 1);
    const { via } = await a.travels('b', 'relayed');
    t.match(
      await festoon(t, via === 'm1' ? m1 : m2, 'status'),
      /^ {2}relaying +\S+ kB in \d+ datagrams by 2 handles; /m,
    );
  },
);

labTest('what is relayed cannot be read at the manager', async (t, sandbox) => {
  const { managers, nodes } = await managed(sandbox, ['m1'], ['a', 'b']);
  const [{ m1 }, { a, b }] = [managers, nodes];
  const marker = randomBytes(16);
  const outside = await Capture.start(sandbox, 'manager-leg', m1.site.namespace, m1.site.device);
  const inside = await Capture.start(sandbox, 'inside', a.site.namespace, 'festoon0');
  await ping(a.site.namespace, '10.77.0.3', {
    count: 50,
    intervalMillis: 5,
    pattern: marker,
    waitSeconds: 10,
  });
  const to = { namespace: b.site.namespace, address: '10.77.0.3' };
  t.match(await copyFile(sandbox, a.site.namespace, to, { bytes: 4 * MIB, marker }), { equal: true });
  const [seen, meant] = [await outside.stop(marker), await inside.stop(marker)];
  measured(
    t,
    `the manager carried ${seen.bytes} bytes in ${seen.packets} packets, the marker in ${seen.marked}`,
  );
  t.ok(meant.marked > 100, 'the marker was sent');
  t.ok(seen.bytes > 2 * 4 * MIB, 'the file passed the manager, in and out');
  t.equal(seen.marked, 0);
  t.match(await a.travels('b', 'relayed'), { via: 'm1' });
});

labTest('nodes that share no manager are joined by two, with one hop', async (t, sandbox) => {
  const { managers, nodes } = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
  const [{ m1, m2 }, { a, b }] = [managers, nodes];
  await configureNode(a, [m1]);
  await configureNode(b, [m2]);
  for (const node of [a, b]) t.equal((await node.reload()).code, 0);
  await a.attached();
  await b.attached();
  t.ok((await firstEcho(a, b)) !== undefined);
  await reachEachOther(t, a, b);
  t.match(await a.travels('b', 'relayed'), { via: 'm1' });
  t.match(await b.travels('a', 'relayed'), { via: 'm2' });
  for (const manager of [m1, m2]) t.ok((await relayed(manager)) > 20, `${manager.name} relayed it too`);
});

labTest('a new host touches no file of those that are there', async (t, sandbox) => {
  const all = await managed(sandbox, ['m1', 'm2'], ['a', 'b']);
  const { a, b } = all.nodes;
  const files = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(sandbox.directory)
        .filter((name) => /^(a|b|m1|m2|lab)\.(yaml|key|crt|req|trust|secret)$/.test(name))
        .map((name) => [name, readFileSync(sandbox.path(name), 'base64')]),
    );
  await b.stop();
  const before = files();
  t.ok(Object.keys(before).length >= 4 * 4);
  // A host of its own address and name, in place of b.
  const newcomer = await all.enroll('b', 9, 'node', 'newcomer');
  await configureNode(newcomer, [all.managers.m1, all.managers.m2]);
  await newcomer.start();
  await newcomer.attached();
  t.ok((await firstEcho(a, newcomer)) !== undefined, 'those that are there find it');
  t.ok((await firstEcho(newcomer, a)) !== undefined);
  t.match(await a.peerStatus('newcomer'), { state: 'up', found: true });
  t.same(files(), before);
  t.match((await a.status()).reload.count, { applied: 0, refused: 0 });
});

labTest('what is above the quota is dropped, and others do not feel it', async (t, sandbox) => {
  const { managers, nodes } = await managed(sandbox, ['m1'], ['a', 'b', 'c']);
  const [{ m1 }, { a, b, c }] = [managers, nodes];
  await configureManager(m1, [], { relay: { rate: 1 } });
  t.equal((await m1.reload()).code, 0);
  await reachEachOther(t, a, b);
  await reachEachOther(t, c, b);
  const greedy = await startFlow(sandbox, a, b, { packetsPerSecond: 1000, bytes: 1000, limitSeconds: 4 });
  const modest = await startFlow(sandbox, c, b, { packetsPerSecond: 50, bytes: 200, limitSeconds: 4 });
  const [much, little] = [await greedy.finish(), await modest.finish()];
  const quota = await dropped(m1, 'relay_quota');
  measured(t, `of 8 Mbit/s under a quota of 1: ${much.received} of ${much.sent} arrived, ${quota} dropped`);
  const seconds = much.sent / much.packetsPerSecond;
  t.ok(much.received > 0);
  t.ok(much.received * CHARGED_BYTES < BURST_BYTES + RATE_BYTES * (seconds + 1), 'no more than the quota');
  t.ok(quota > 0);
  t.ok(quota >= much.lost * 0.9);
  t.match(little, { lost: 0 });
  await m1.change({ relay: { rate: 0 } });
  t.equal((await m1.reload()).code, 0);
  const free = await (
    await startFlow(sandbox, a, b, { packetsPerSecond: 1000, bytes: 1000, limitSeconds: 2 })
  ).finish();
  t.match(free, { lost: 0 }, 'without a quota all arrives');
});
