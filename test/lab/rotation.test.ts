// A node gets another key while packets pass: its peers list both for a while.
import { eventually } from '../../daemon/lab/eventually.js';
import { enroll, type Membership } from '../../daemon/lab/membership.js';
import type { LabNode, PeerEntry } from '../../daemon/lab/node.js';
import { bringUp, createServers, introduce } from '../../daemon/lab/servers.js';
import { handshakes, isWhole, labTest, measured, reachEachOther, startFlow } from './support.js';

const LIMIT_MILLIS = 60_000;
/** Both ways together 20,000 a second. */
const FLOW = { packetsPerSecond: 10_000, flows: 4, limitSeconds: 240 };

labTest("a node's key is changed under 20,000 packets a second and none is lost", async (t, sandbox) => {
  const { network, nodes } = await createServers(sandbox, ['a', 'b']);
  const { a, b } = nodes;
  await introduce([a, b], 4);
  await bringUp([a, b]);
  const flows = await Promise.all([startFlow(sandbox, a, b, FLOW), startFlow(sandbox, b, a, FLOW)]);

  const old = b.membership;
  const { addresses } = old;
  const next = await enroll(sandbox, network, { name: 'b', files: 'b-next', addresses });
  await expect(a, { ...entry(b, old), next_key: next.publicKey });

  const began = performance.now();
  await assume(b, next);
  await eventually('a to see the new key', LIMIT_MILLIS, async () =>
    (await a.peerStatus('b'))?.key === 'next_key' ? true : undefined,
  );
  measured(t, `another key in use ${(performance.now() - began).toFixed(0)} ms after the reload`);

  await expect(a, entry(b, next));
  await eventually('a to know it as the key', LIMIT_MILLIS, async () =>
    (await a.peerStatus('b'))?.key === 'key' ? true : undefined,
  );

  t.comment('and back: its certificate is older, so that may be a thief');
  await expect(a, { ...entry(b, next), next_key: old.publicKey });
  await assume(b, old);
  await eventually('the refusal', LIMIT_MILLIS, async () => ((await refusals(a)) > 0 ? true : undefined));
  t.match(await a.peerStatus('b'), { state: 'up', key: 'key' });

  t.equal((await a.metrics()).sum('festoon_key_changes_total'), 1);
  await assume(b, next);
  for (const flow of flows) isWhole(t, await flow.stop(), 'a key changed');
  await reachEachOther(t, a, b);
});

function entry(node: LabNode, { publicKey: key, addresses }: Membership): PeerEntry {
  return { name: node.name, key, addresses, endpoints: [node.endpoint(4)] };
}

async function expect(node: LabNode, peer: PeerEntry): Promise<void> {
  await node.change({ peers: [peer] });
  await applied(node);
}

/** Gives a running node the files of a membership. */
async function assume(node: LabNode, { key, certificate }: Membership): Promise<void> {
  await node.change({ identity: { key, certificate } });
  await applied(node);
}

async function applied(node: LabNode): Promise<void> {
  const { code, stdout, stderr } = await node.reload();
  if (code !== 0) throw new Error(`${node.name}: ${stdout}${stderr}`);
}

async function refusals(node: LabNode): Promise<number> {
  return (await handshakes(node, 'certificate-superseded')) + (await handshakes(node, 'peer-key-conflict'));
}
