import { Flow, type FlowResult } from '../../daemon/lab/flow.js';
import type { LabNode } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest } from './support.js';

const COUNT = 10_000;
const WHOLE = { sent: COUNT, received: COUNT, lost: 0, duplicated: 0, reordered: 0, corrupted: 0 };

for (const segmented of [false, true]) {
  labTest(
    `UDP arrives whole, once and in order, trains ${segmented ? 'cut by the kernel' : 'whole'}`,
    async (t, sandbox) => {
      const { a, b } = (await createServers(sandbox, ['a', 'b'], { segmented })).nodes;
      await introduce([a, b], 4);
      await bringUp([a, b]);
      t.match(await flow(sandbox, a, b, 0, 64), WHOLE, 'small datagrams over IPv4');
      t.match(await flow(sandbox, b, a, 1, 1300), WHOLE, 'large datagrams over IPv6');
      t.match(await flow(sandbox, a, b, 1, 3000), WHOLE, 'fragmented datagrams over IPv6');
    },
  );
}

/** Sends numbered datagrams to the other's n-th overlay address. */
async function flow(
  sandbox: Sandbox,
  from: LabNode,
  to: LabNode,
  n: 0 | 1,
  bytes: number,
): Promise<FlowResult> {
  const target = { namespace: to.site.namespace, address: to.membership.addresses[n] ?? '' };
  const options = { packetsPerSecond: 2000, bytes, limitSeconds: 60, count: COUNT };
  return (await Flow.start(sandbox, from.site.namespace, target, options)).finish();
}
