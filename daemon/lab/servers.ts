import { enroll, foundNetwork, type Network } from './membership.js';
import { LabNode } from './node.js';
import type { Sandbox } from './sandbox.js';
import { createUnderlay, type UnderlayOptions } from './underlay.js';

/** A network of nodes on one underlay; the n-th has the overlay addresses 10.77.0.n and fd77::n. */
export interface Servers<Label extends string> {
  readonly network: Network;
  readonly nodes: Record<Label, LabNode>;
}

export const POOLS: readonly string[] = ['10.77.0.0/16', 'fd77::/48'];

/** Makes underlay, network, keys and certificates. No node has a config yet. */
export async function createServers<Label extends string>(
  sandbox: Sandbox,
  labels: readonly Label[],
  options: UnderlayOptions = {},
): Promise<Servers<Label>> {
  const [sites, network] = await Promise.all([
    createUnderlay(sandbox, labels, options),
    foundNetwork(sandbox, 'lab', POOLS),
  ]);
  const nodes: Partial<Record<Label, LabNode>> = {};
  const enrollAt = async (label: Label, host: number): Promise<void> => {
    const membership = await enroll(sandbox, network, { name: label, addresses: overlayAddresses(host) });
    nodes[label] = new LabNode(sandbox, sites[label], network, membership);
  };
  await Promise.all(labels.map((label, index) => enrollAt(label, index + 1)));
  return { network, nodes: nodes as Record<Label, LabNode> };
}

/** Writes configs in which each of the nodes calls all others, over IPv4 or IPv6. */
export async function introduce(nodes: readonly LabNode[], family: 4 | 6): Promise<void> {
  for (const node of nodes) {
    const others = nodes.filter((other) => other !== node);
    await node.configure(others.map((other) => other.asPeer([other.endpoint(family)])));
  }
}

/** Starts the daemons of nodes introduced to each other and returns when each has a session with each. */
export async function bringUp(nodes: readonly LabNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.start()));
  for (const node of nodes) {
    for (const other of nodes.filter((one) => one !== node)) await node.up(other.name);
  }
}

export function overlayAddresses(host: number): readonly string[] {
  return [`10.77.0.${host}`, `fd77::${host}`];
}
