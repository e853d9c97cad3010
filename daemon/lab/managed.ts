import { enroll, foundNetwork, type Network } from './membership.js';
import { LabNode, type NodeConfig } from './node.js';
import type { Sandbox } from './sandbox.js';
import { createSegments, type Segments } from './segments.js';
import { overlayAddresses, POOLS } from './servers.js';

/** A network in which nodes know only managers. All hosts have segments of their own; nodes do not reach each other there. */
export interface Managed<Manager extends string, Node extends string> {
  readonly network: Network;
  readonly managers: Readonly<Record<Manager, LabNode>>;
  readonly nodes: Readonly<Record<Node, LabNode>>;
  readonly segments: Segments<Manager | Node>;
  /** A further member on a host that is there; its certificate has the role and the n-th overlay addresses. */
  enroll(label: Manager | Node, host: number, role: 'node' | 'manager', name?: string): Promise<LabNode>;
}

/** Managers come first: their overlay addresses are 10.77.0.1 and on, those of the nodes follow. No member has a config yet.
 * `name` is that of the network. */
export async function createManaged<Manager extends string, Node extends string>(
  sandbox: Sandbox,
  managers: readonly Manager[],
  nodes: readonly Node[],
  name = 'lab',
): Promise<Managed<Manager, Node>> {
  const labels: readonly (Manager | Node)[] = [...managers, ...nodes];
  const [segments, network] = await Promise.all([
    createSegments(sandbox, labels),
    foundNetwork(sandbox, name, POOLS),
  ]);
  for (const [at, one] of nodes.entries())
    for (const other of nodes.slice(at + 1)) await segments.part(one, other);
  const enrollAt: Managed<Manager, Node>['enroll'] = async (label, host, role, name = label) => {
    const applicant = { name, addresses: overlayAddresses(host), role };
    return new LabNode(sandbox, segments.sites[label], network, await enroll(sandbox, network, applicant));
  };
  const all = <Label extends Manager | Node>(some: readonly Label[], role: 'node' | 'manager') =>
    Promise.all(
      some.map(async (label) => [label, await enrollAt(label, labels.indexOf(label) + 1, role)] as const),
    );
  return {
    network,
    managers: Object.fromEntries(await all(managers, 'manager')) as Record<Manager, LabNode>,
    nodes: Object.fromEntries(await all(nodes, 'node')) as Record<Node, LabNode>,
    segments,
    enroll: enrollAt,
  };
}

/** Writes the config of a manager that knows the other ones, in a failure domain of its own. */
export async function configureManager(
  manager: LabNode,
  others: readonly LabNode[],
  changes: Partial<NodeConfig> = {},
): Promise<void> {
  const managers = others.filter((other) => other !== manager).map((other) => other.asManager());
  await manager.configure([], { role: 'manager', managers, domain: manager.name, ...changes });
}

/** Writes the config of a node that knows nothing but these managers. */
export async function configureNode(
  node: LabNode,
  managers: readonly LabNode[],
  changes: Partial<NodeConfig> = {},
): Promise<void> {
  const entries = managers.map((manager) => ({ ...manager.asManager(), domain: manager.name }));
  await node.configure([], { managers: entries, ...changes });
}

/** A home and a standby. */
const PLACES = 2;

/** Starts managers, then nodes, and returns when each node has its home and, where there is one, its standby. All have configs. */
export async function bringUpManaged(managers: readonly LabNode[], nodes: readonly LabNode[]): Promise<void> {
  await Promise.all(managers.map((manager) => manager.start()));
  await Promise.all(nodes.map((node) => node.start()));
  const places = (node: LabNode): number => Math.min(PLACES, node.config.managers?.length ?? 0);
  await Promise.all(nodes.map((node) => node.attached(places(node))));
}
