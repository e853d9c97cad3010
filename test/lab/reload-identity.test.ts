// What a node is and whom it trusts is replaced while it runs.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { certify } from '../../daemon/lab/membership.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isWhole, labTest, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;
const FLOW = { packetsPerSecond: 4000, flows: 2, limitSeconds: 120 };

labTest('a renewed certificate is taken up live, and nothing is lost', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flow = await startFlow(sandbox, a, b, FLOW);
  const serial = (await b.peerStatus('a'))?.serial ?? 0;
  await certify(sandbox, network, { name: 'a', addresses: a.membership.addresses });
  a.signal('SIGHUP');
  await a.daemon.line(/config read again applied=identity\.certificate$/m, LIMIT_MILLIS);
  await renewed(a, b, serial);
  isWhole(t, await flow.stop(), 'a certificate renewed');
  await reachEachOther(t, a, b);
});

labTest('another overlay address is taken up by both sides, and the old one given up', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const addresses = ['10.77.0.9', 'fd77::9'];
  a.membership = await certify(sandbox, network, { name: 'a', addresses });
  await b.change({ peers: [a.asPeer([a.endpoint(4)])] });
  const serial = (await b.peerStatus('a'))?.serial ?? 0;
  await Promise.all([a, b].map(async (node) => t.match(await node.reload(), { code: 0 })));
  await renewed(a, b, serial);
  await reachEachOther(t, a, b);
  const shown = await a.site.namespace.ip('-o', 'address', 'show', 'dev', 'festoon0');
  t.match(shown, /10\.77\.0\.9\/32/);
  t.notMatch(shown, /10\.77\.0\.1\/32/);
});

labTest('files that are swapped for something else refuse the reload', async (t, sandbox) => {
  const { nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flow = await startFlow(sandbox, a, b, FLOW);
  const { certificate, key } = a.membership;
  const bad: readonly [file: string, put: (file: string) => Promise<void>, why: RegExp][] = [
    [certificate, (file) => copyFile(b.membership.certificate, file), /made for another key/],
    [certificate, async (file) => writeFile(file, (await readFile(file)).subarray(0, 100)), /a\.crt/],
    [certificate, (file) => writeFile(file, ''), /a\.crt/],
    [key, (file) => copyFile(b.membership.key, file), /made for another key/],
    [sandbox.path('lab.trust'), (file) => writeFile(file, 'nothing\n'), /lab\.trust/],
  ];
  for (const [file, put, why] of bad) {
    const good = await readFile(file);
    await put(file);
    const { code, stderr } = await a.reload();
    t.equal(code, 1);
    t.match(stderr, why);
    await writeFile(file, good);
    t.match(await a.reload(), { code: 0 });
  }
  isWhole(t, await flow.stop(), 'files swapped');
  await reachEachOther(t, a, b);
});

labTest('a second network secret is taken up, used first, and the first one dropped', async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flow = await startFlow(sandbox, a, b, FLOW);
  const next = sandbox.path('next.secret');
  const text = await readFile(network.secret, 'utf8');
  const fresh = Buffer.alloc(32, 7).toString('base64');
  await writeFile(next, text.replace(/^(secret: ).*$/m, `$1${fresh}`), { mode: 0o600 });
  for (const secret of [[network.secret, next], [next, network.secret], next]) {
    for (const node of [a, b]) {
      await node.change({ secret });
      t.match(await node.reload(), { code: 0 });
    }
  }
  isWhole(t, await flow.stop(), 'the network secret changed');
  t.match(await restarted(a, b), { state: 'up' }, 'and opens sessions');
  await reachEachOther(t, a, b);
});

async function restarted(node: LabNode, other: LabNode): Promise<unknown> {
  await node.stop();
  await node.start();
  return node.up(other.name, LIMIT_MILLIS);
}

/** Waits for sessions, each side's with the certificate that has come since. */
async function renewed(node: LabNode, other: LabNode, serial: number): Promise<void> {
  await eventually(`${other.name} to see the new certificate`, LIMIT_MILLIS, async () => {
    const seen = await other.peerStatus(node.name);
    return seen?.state === 'up' && (seen.serial ?? 0) > serial ? true : undefined;
  });
  await node.up(other.name, LIMIT_MILLIS);
}
