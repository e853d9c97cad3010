// The certificate file of a running node is replaced, as on a renewal.
import { writeFile } from 'node:fs/promises';
import { eventually } from '../../daemon/lab/eventually.js';
import { certify } from '../../daemon/lab/membership.js';
import type { LabNode } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { isWhole, labTest, measured, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;

labTest(
  'a renewed certificate is in force after a reload and not before, and nothing is lost',
  async (t, sandbox) => {
    const { network, nodes } = await createServers(sandbox, ['a', 'b']);
    const { a, b } = nodes;
    await introduce([a, b], 4);
    await bringUp([a, b]);
    const flow = await startFlow(sandbox, a, b, { packetsPerSecond: 2000, flows: 2, limitSeconds: 120 });
    const before = await serialOf(a, b);
    const { addresses, certificate } = b.membership;
    await certify(sandbox, network, { name: 'b', addresses });
    await reachEachOther(t, a, b);
    t.equal(await serialOf(a, b), before, 'the file alone changes nothing');

    const began = performance.now();
    const { code, stdout } = await b.reload();
    t.match({ code, stdout }, { code: 0, stdout: /identity\.certificate/ });
    await eventually('a to see the new certificate', LIMIT_MILLIS, async () =>
      (await serialOf(a, b)) > before ? true : undefined,
    );
    measured(
      t,
      `a peer has the new certificate ${(performance.now() - began).toFixed(0)} ms after the reload`,
    );

    await writeFile(certificate, 'festoon: certificate/1\n');
    t.equal((await b.reload()).code, 1, 'half of one is refused');
    await reachEachOther(t, a, b);
    isWhole(t, await flow.stop(), 'a certificate renewed');
  },
);

/** Of the other's certificate, as the node saw it last. */
async function serialOf(node: LabNode, other: LabNode): Promise<number> {
  return (await node.peerStatus(other.name))?.serial ?? 0;
}
