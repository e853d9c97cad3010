import type { LabNode } from '../daemon/lab/node.js';
import type { LabProcess } from '../daemon/lab/process.js';
import type { Sandbox } from '../daemon/lab/sandbox.js';
import { createServers, introduce } from '../daemon/lab/servers.js';
import type { Site } from '../daemon/lab/underlay.js';
import { toolFile } from './tools.js';

/** MTU inside every contender; the underlay has 1500. */
export const MTU = 1372;
/** Of the plain veth, beside the one that carries the tunnels. */
export const PLAIN_DEVICE = 'plain0';
export const PLAIN_NETWORK = '198.51.100'; // RFC 5737

/** Two hosts side by side: all measurements go from near to far, through one contender after the other. */
export interface Field {
  readonly sandbox: Sandbox;
  readonly near: Site;
  readonly far: Site;
  /** The nodes of Festoon at near and far. */
  readonly nodes: readonly [LabNode, LabNode];
  /** In force at both hosts. */
  readonly congestion: string;
}

/** Makes hosts, links and the servers of the measuring tools. */
export async function createField(sandbox: Sandbox, congestion: string | undefined): Promise<Field> {
  const { nodes } = await createServers(sandbox, ['near', 'far']);
  await introduce([nodes.near, nodes.far], 4);
  const [near, far] = [nodes.near.site, nodes.far.site];
  await connectPlain(near, far);
  const inForce = await setCongestion([near, far], congestion);
  await startServers(sandbox, far);
  return { sandbox, near, far, nodes: [nodes.near, nodes.far], congestion: inForce };
}

/** Sets the congestion control where one is wanted; returns what is in force. */
export async function setCongestion(
  sites: readonly [Site, Site],
  wanted: string | undefined,
): Promise<string> {
  for (const { namespace } of sites) if (wanted !== undefined) await namespace.sysctl(CONGESTION, wanted);
  return (await sites[0].namespace.run(['cat', `/proc/sys/${CONGESTION}`])).trim();
}

/** The far ends of the measuring tools. */
export function startServers(sandbox: Sandbox, { namespace }: Site): Promise<readonly LabProcess[]> {
  return Promise.all(
    (['rtt', 'pps'] as const).map((tool) => sandbox.start(tool, [toolFile(tool)], { namespace })),
  );
}

/**
 * Whole: superpackets cross the links as they are. Segmented: the kernel cuts them before the link and nothing merges
 * them behind it, as in many real networks. The plain veth carries TCP itself, so that is what must be cut there.
 */
export async function setSegmented({ near, far }: Field, segmented: boolean): Promise<void> {
  const whole = segmented ? 'off' : 'on';
  for (const { namespace, device } of [near, far]) {
    await namespace.run(['ethtool', '-K', device, 'tx-udp-segmentation', whole, 'gro', 'off']);
    await namespace.run([
      'ethtool',
      '-K',
      PLAIN_DEVICE,
      'tx-udp-segmentation',
      whole,
      'tso',
      whole,
      'gro',
      'off',
    ]);
  }
}

const CONGESTION = 'net/ipv4/tcp_congestion_control';

async function connectPlain(near: Site, far: Site): Promise<void> {
  const peer = ['peer', 'name', PLAIN_DEVICE, 'netns', far.namespace.name];
  await near.namespace.ip('link', 'add', PLAIN_DEVICE, 'type', 'veth', ...peer);
  for (const [index, { namespace }] of [near, far].entries()) {
    await namespace.ip('address', 'add', `${PLAIN_NETWORK}.${index + 1}/24`, 'dev', PLAIN_DEVICE);
    await namespace.ip('link', 'set', PLAIN_DEVICE, 'mtu', String(MTU), 'up');
  }
}
