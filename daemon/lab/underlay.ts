import type { Namespace } from './namespace.js';
import type { Sandbox } from './sandbox.js';

/** A host of the lab: a namespace with one network card. Addresses are without prefix length. */
export interface Site {
  readonly label: string;
  readonly namespace: Namespace;
  readonly device: string;
  readonly ipv4: string;
  readonly ipv6: string;
}

export interface UnderlayOptions {
  /** The kernel cuts trains and the receiver gets single datagrams, as behind many real networks. Default false. */
  readonly segmented?: boolean;
  /** Default 1500. */
  readonly mtu?: number;
}

const DEVICE = 'eth0';
const IPV4_BITS = 24;
const IPV6_BITS = 64;

/**
 * One link for all sites, with IPv4 (192.0.2.0/24, RFC 5737) and IPv6 (2001:db8::/64, RFC 3849): two sites are
 * joined directly, more of them by a bridge in a namespace of its own.
 */
export async function createUnderlay<Label extends string>(
  sandbox: Sandbox,
  labels: readonly Label[],
  options: UnderlayOptions = {},
): Promise<Record<Label, Site>> {
  const sites: Site[] = [];
  for (const label of labels) {
    const host = sites.length + 1;
    const namespace = await sandbox.namespace(label);
    await namespace.sysctl('net/ipv6/conf/default/accept_dad', '0');
    sites.push({ label, namespace, device: DEVICE, ipv4: `192.0.2.${host}`, ipv6: `2001:db8::${host}` });
  }
  const [first, second] = sites;
  if (first !== undefined && second !== undefined && sites.length === 2) {
    await connect(first.namespace, second.namespace, DEVICE);
  } else {
    await connectByBridge(await sandbox.namespace('switch'), sites);
  }
  for (const site of sites) await configure(site, options);
  return Object.fromEntries(sites.map((site) => [site.label, site])) as Record<Label, Site>;
}

async function connect(one: Namespace, other: Namespace, otherDevice: string): Promise<void> {
  await one.ip('link', 'add', DEVICE, 'type', 'veth', 'peer', 'name', otherDevice, 'netns', other.name);
}

async function connectByBridge(bridge: Namespace, sites: readonly Site[]): Promise<void> {
  await bridge.ip('link', 'add', 'bridge0', 'type', 'bridge');
  await bridge.ip('link', 'set', 'bridge0', 'up');
  for (const { label, namespace } of sites) {
    await connect(namespace, bridge, `to-${label}`);
    await bridge.ip('link', 'set', `to-${label}`, 'master', 'bridge0', 'up');
  }
}

async function configure(site: Site, options: UnderlayOptions): Promise<void> {
  const { namespace, device } = site;
  if (options.segmented === true) {
    await namespace.run(['ethtool', '-K', device, 'tx-udp-segmentation', 'off', 'gro', 'off']);
  }
  await namespace.ip('link', 'set', device, 'mtu', String(options.mtu ?? 1500));
  await namespace.ip('address', 'add', `${site.ipv4}/${IPV4_BITS}`, 'dev', device);
  await namespace.ip('address', 'add', `${site.ipv6}/${IPV6_BITS}`, 'dev', device, 'nodad');
  await namespace.ip('link', 'set', device, 'up');
}
