import type { Test } from 'tap';
import { delayed } from '../../daemon/lab/delay.js';
import {
  bringUpManaged,
  configureManager,
  configureNode,
  createManaged,
  type Managed,
} from '../../daemon/lab/managed.js';
import type { LabNode, ManagerEntry, NodeConfig } from '../../daemon/lab/node.js';
import { ping } from '../../daemon/lab/ping.js';
import type { Sandbox } from '../../daemon/lab/sandbox.js';
import type { Segments } from '../../daemon/lab/segments.js';

/** Managers that list each other, and nodes that know only those; all are up, and no node knows another one yet. */
export async function managed<Manager extends string, Node extends string>(
  sandbox: Sandbox,
  managers: readonly Manager[],
  nodes: readonly Node[],
  changes: Partial<NodeConfig> = {},
): Promise<Managed<Manager, Node>> {
  const all = await createManaged(sandbox, managers, nodes);
  const serving = managers.map((label) => all.managers[label]);
  for (const manager of serving) await configureManager(manager, serving);
  const served = nodes.map((label) => all.nodes[label]);
  for (const node of served) await configureNode(node, serving, changes);
  await bringUpManaged(serving, served);
  return all;
}

/** One echo, which the first packet may have to wait for; undefined where none came in time. Milliseconds. */
export async function firstEcho(from: LabNode, to: LabNode, waitSeconds = 5): Promise<number | undefined> {
  const address = to.membership.addresses[0] ?? '';
  // So that no second request is sent: it would be the first that is answered.
  const options = { count: 1, intervalMillis: 10_000, waitSeconds };
  return (await ping(from.site.namespace, address, options)).averageMillis;
}

/** Of a test. */
const LIMIT_SECONDS = 240;

/** How a host names a manager that is a delayed leg away. */
export async function faraway<Label extends string>(
  sandbox: Sandbox,
  segments: Segments<Label>,
  label: Label,
  manager: LabNode,
  millis: number,
): Promise<ManagerEntry> {
  const options = { millis, limitSeconds: LIMIT_SECONDS };
  const way = await delayed(sandbox, segments.router, segments.routerAt(label), manager.endpoint(4), options);
  return manager.asManager([way]);
}

/** Ends its daemon without a word. */
export async function kill(node: LabNode): Promise<void> {
  node.signal('SIGKILL');
  await node.daemon.exited;
}

/** Datagrams that this manager has relayed so far. */
export async function relayed(manager: LabNode): Promise<number> {
  return (await manager.metrics()).sum('festoon_relayed_datagrams_total');
}

/** Runs `festoon` to its end, which has to be good. */
export async function festoon(t: Test, node: LabNode, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await node.cli([...args, '--config', node.configFile]);
  t.equal(code, 0, `${node.name}: festoon ${args.join(' ')}: ${stderr}`);
  return stdout;
}
