// Somebody on the underlay sends what he caught there, again or altered.
import { readFile, writeFile } from 'node:fs/promises';
import { Capture } from '../../daemon/lab/capture.js';
import { type LabNode, PORT, TUN } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import type { Site } from '../../daemon/lab/underlay.js';
import { datagramsTo, typeOf } from './datagrams.js';
import { labTest, losesNothing, toolArgv } from './support.js';

const DATA = 4;
const HANDSHAKE = 1;
const MARKER = Buffer.from('caught');
const CAUGHT = 50;

labTest(
  'what was caught on the wire is counted and dropped, and the session loses nothing',
  async (t, sandbox) => {
    const { a, b, c } = (await createServers(sandbox, ['a', 'b', 'c'])).nodes;
    await introduce([a, b], 4);
    const wire = await Capture.start(sandbox, 'wire', b.site.namespace, b.site.device);
    await bringUp([a, b]);
    await ping(a.site.namespace, b.membership.addresses[0] ?? '', { count: CAUGHT, pattern: MARKER });
    await wire.stop();
    const caught = datagramsTo(await readFile(wire.file), b.site.ipv4);
    const data = caught.filter((datagram) => typeOf(datagram) === DATA);
    const handshakes = caught.filter((datagram) => typeOf(datagram) === HANDSHAKE);
    t.ok(data.length >= CAUGHT);

    const path = (await b.peerStatus(a.name))?.endpoint;
    const boot = (await b.status()).control;
    const inner = await Capture.start(sandbox, 'inner', b.site.namespace, TUN);
    for (const { what, datagrams, reasons } of [
      { what: 'replayed data', datagrams: data, reasons: ['replayed', 'behind_window'] },
      { what: 'bit-flipped data', datagrams: data.map(flipped), reasons: undefined },
      {
        what: 'truncated data',
        datagrams: data.map((datagram) => datagram.subarray(0, -5)),
        reasons: undefined,
      },
      { what: 'handshakes with a bit flipped', datagrams: handshakes.map(flipped), reasons: undefined },
      {
        what: 'noise',
        datagrams: data.map((datagram) => Buffer.alloc(datagram.length, 0x14)),
        reasons: undefined,
      },
    ]) {
      const before = await drops(b, reasons);
      await losesNothing(t, a, b, () => inject(sandbox, c.site, b, datagrams));
      t.equal((await drops(b, reasons)) - before, datagrams.length, `${what}: each one counted`);
    }
    await losesNothing(t, a, b, () => inject(sandbox, c.site, b, handshakes));
    t.equal((await inner.stop(MARKER)).marked, 0, 'nothing is delivered');
    t.equal((await b.peerStatus(a.name))?.endpoint, path, 'and sending is not moved');
    t.equal((await b.status()).control.peers.length, boot.peers.length);
  },
);

/** From a socket of another host, so with another source address and port. */
async function inject(
  sandbox: Sandbox,
  from: Site,
  to: LabNode,
  datagrams: readonly Buffer[],
): Promise<void> {
  const file = sandbox.path('datagrams.json');
  await writeFile(file, JSON.stringify(datagrams.map((datagram) => datagram.toString('base64'))));
  await from.namespace.run(toolArgv('inject', to.site.ipv4, String(PORT), file));
}

/** Another bit of each datagram in turn, spread over its whole length. */
function flipped(datagram: Buffer, index: number): Buffer {
  const copy = Buffer.from(datagram);
  const bit = (index * 7919) % (copy.length * 8);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

async function drops(node: LabNode, reasons: readonly string[] | undefined): Promise<number> {
  const metrics = await node.metrics();
  const name = 'festoon_dropped_packets_total';
  if (reasons === undefined) return metrics.sum(name, { direction: 'inbound' });
  return reasons.reduce((sum, reason) => sum + metrics.sum(name, { reason }), 0);
}
