import { configureManager, configureNode } from '../daemon/lab/managed.js';
import { enroll, foundNetwork } from '../daemon/lab/membership.js';
import { LabNode } from '../daemon/lab/node.js';
import type { Sandbox } from '../daemon/lab/sandbox.js';
import { overlayAddresses, POOLS } from '../daemon/lab/servers.js';
import { createUnderlay, type Site } from '../daemon/lab/underlay.js';
import { setCongestion, startServers } from './field.js';

/** Three hosts on one switch: what goes from near to far goes through a process at the hub. */
export interface HubField {
  readonly sandbox: Sandbox;
  readonly near: Site;
  readonly hub: Site;
  readonly far: Site;
  /** The members of Festoon there: near and far know only the hub, which is their manager. */
  readonly members: Readonly<Record<'near' | 'hub' | 'far', LabNode>>;
  /** In force at near and far. */
  readonly congestion: string;
}

const LABELS = ['spoke-near', 'hub', 'spoke-far'] as const;

export async function createHubField(sandbox: Sandbox, congestion: string | undefined): Promise<HubField> {
  const sites = await createUnderlay(sandbox, LABELS);
  const [near, hub, far] = [sites['spoke-near'], sites.hub, sites['spoke-far']];
  const inForce = await setCongestion([near, far], congestion);
  await hub.namespace.sysctl('net/ipv4/ip_forward', '1');
  await hub.namespace.sysctl('net/ipv4/conf/all/send_redirects', '0');
  const network = await foundNetwork(sandbox, 'spokes', POOLS);
  const member = async (site: Site, host: number, role: 'node' | 'manager'): Promise<LabNode> => {
    const applicant = { name: site.label, addresses: overlayAddresses(host), role };
    return new LabNode(sandbox, site, network, await enroll(sandbox, network, applicant));
  };
  const members = {
    near: await member(near, 1, 'node'),
    hub: await member(hub, 2, 'manager'),
    far: await member(far, 3, 'node'),
  };
  await configureManager(members.hub, []);
  for (const node of [members.near, members.far]) await configureNode(node, [members.hub]);
  await startServers(sandbox, far);
  return { sandbox, near, hub, far, members, congestion: inForce };
}
