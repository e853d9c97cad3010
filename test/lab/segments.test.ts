// The lab's segments and delays, proved without a daemon.
import { delayed } from '../../daemon/lab/delay.js';
import { Flow } from '../../daemon/lab/flow.js';
import { ping } from '../../daemon/lab/ping.js';
import { createSegments } from '../../daemon/lab/segments.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { labTest, measured } from './support.js';

const MILLIS = 10;

async function answers(from: Site, address: string): Promise<number> {
  return (await ping(from.namespace, address, { count: 2, waitSeconds: 1 })).received;
}

labTest('hosts in segments reach each other by a router, unless it parts them', async (t, sandbox) => {
  const { sites, part, join, move } = await createSegments(sandbox, ['m', 'a', 'b']);
  const { m, a, b } = sites;
  for (const [from, to] of [[a, b] as const, [b, a] as const, [a, m] as const]) {
    t.equal(await answers(from, to.ipv4), 2);
    t.equal(await answers(from, to.ipv6), 2);
  }
  await part('a', 'b');
  for (const address of [b.ipv4, b.ipv6]) {
    const { received, output } = await ping(a.namespace, address, { count: 2, waitSeconds: 1 });
    t.equal(received, 0);
    t.notMatch(output, /unreachable|prohibited/i, 'and not a word about it');
  }
  t.equal(await answers(a, m.ipv4), 2);
  t.equal(await answers(b, m.ipv6), 2);
  await join('a', 'b');
  t.equal(await answers(a, b.ipv4), 2);
  const moved = await move('b', 22);
  t.equal(await answers(a, moved), 2);
  t.equal(await answers(b, m.ipv4), 2);
  t.equal(await answers(a, b.ipv4), 0, 'it is not at its former address any more');
});

labTest('a delayed endpoint answers so much later, and loses nothing', async (t, sandbox) => {
  const { sites, router, routerAt } = await createSegments(sandbox, ['a', 'b']);
  const { a, b } = sites;
  const echo =
    'const s = require("dgram").createSocket("udp4");' +
    `s.on("message", (m, from) => s.send(m, from.port, from.address)).bind(7, "${b.ipv4}", () => console.log("bound"))`;
  const server = await sandbox.start('echo', [process.execPath, '-e', echo], { namespace: b.namespace });
  await server.line(/bound/, 20_000);
  const way = await delayed(sandbox, router, routerAt('a'), `${b.ipv4}:7`, {
    millis: MILLIS,
    limitSeconds: 60,
  });
  t.match(way, new RegExp(`^${routerAt('a')}:\\d+$`));
  const [address = '', port = ''] = way.split(':');
  const asking =
    'const s = require("dgram").createSocket("udp4"); let at, left = 50;' +
    `const ask = () => { at = performance.now(); s.send(String(left), ${port}, "${address}") };` +
    's.on("message", (m) => { console.log(performance.now() - at); if (String(m) !== String(left)) process.exit(1);' +
    'if (--left === 0) process.exit(0); ask() }); ask(); setTimeout(() => process.exit(2), 10000)';
  const times = (await a.namespace.run([process.execPath, '-e', asking])).trim().split('\n').map(Number);
  times.sort((one, other) => one - other);
  measured(t, `${times.length} round trips of two legs of ${MILLIS} ms: ${times[0]} to ${times.at(-1)} ms`);
  t.equal(times.length, 50);
  t.ok((times[0] ?? 0) >= 2 * MILLIS - 1 && (times[25] ?? 0) < 4 * 2 * MILLIS);
});

labTest('a flow over the router arrives in order', async (t, sandbox) => {
  const { a, b } = (await createSegments(sandbox, ['a', 'b'])).sites;
  const to = { namespace: b.namespace, address: b.ipv4 };
  const options = { packetsPerSecond: 5000, flows: 4, limitSeconds: 2 };
  const found = await (await Flow.start(sandbox, a.namespace, to, options)).finish();
  t.match(found, { lost: 0, reordered: 0 });
});
