import type { LabNode } from '../../daemon/lab/node.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { labTest, toolArgv } from './support.js';

const COUNT = 10_000;
const PER_MILLISECOND = 2;
const LIMIT_MILLIS = 60_000;
const WHOLE = { received: COUNT, duplicated: 0, reordered: 0, corrupted: 0 };

for (const segmented of [false, true]) {
  labTest(
    `UDP arrives whole, once and in order, trains ${segmented ? 'cut by the kernel' : 'whole'}`,
    async (t, sandbox) => {
      const { a, b } = (await createServers(sandbox, ['a', 'b'], { segmented })).nodes;
      await introduce([a, b], 4);
      await bringUp([a, b]);
      t.same(await flow(sandbox, a, b, 0, 64), WHOLE, 'small datagrams over IPv4');
      t.same(await flow(sandbox, b, a, 1, 1300), WHOLE, 'large datagrams over IPv6');
      t.same(await flow(sandbox, a, b, 1, 3000), WHOLE, 'fragmented datagrams over IPv6');
    },
  );
}

/** Sends numbered datagrams to the other's n-th overlay address and returns what the receiver counted. */
async function flow(sandbox: Sandbox, from: LabNode, to: LabNode, n: 0 | 1, bytes: number): Promise<unknown> {
  const address = to.membership.addresses[n] ?? '';
  const receive = toolArgv('flow-receive', address, String(COUNT));
  const receiver = await sandbox.start('flow', receive, { namespace: to.site.namespace });
  const [, port = ''] = await receiver.line(/^port (\d+)$/m, LIMIT_MILLIS);
  const settings = [COUNT, PER_MILLISECOND, bytes].map(String);
  await from.site.namespace.run(toolArgv('flow-send', address, port, ...settings), {
    timeoutMillis: LIMIT_MILLIS,
  });
  const [line] = await receiver.line(/^\{.*\}$/m, LIMIT_MILLIS);
  return JSON.parse(line);
}
