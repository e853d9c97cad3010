import { type Address, type Prefix, parseAddress, parsePrefix, prefixOf } from '../../protocol/address.js';
import { ERRORS, type ErrorCode } from '../../protocol/errors.js';
import { type Config, endpointsOf } from '../config/config.js';
import { PrefixIndex } from './prefix-index.js';

/** What this host needs of its own network; see `host-facts.ts`. */
export interface HostFacts {
  /** What is reached without a gateway: the ranges of interfaces, the overlay's own among them or not. */
  readonly ranges: readonly { readonly interface: string; readonly prefix: Prefix }[];
  readonly gateways: readonly { readonly interface: string; readonly address: Address }[];
  /** Connections of ssh clients to this host. */
  readonly ssh: readonly { readonly local: Address; readonly remote: Address }[];
}

/** What this node's network gives it. */
export interface Membership {
  readonly pools: readonly Prefix[];
  /** Of its own certificate: what it forwards. Its addresses lie in the pools. */
  readonly routes: readonly Prefix[];
}

/** Something that would be cut off. */
export interface Fault {
  readonly code: ErrorCode;
  /** Which file names it: the config, or the trust file for a pool. */
  readonly file: 'config' | 'trust';
  readonly path: readonly PropertyKey[];
  /** `problem; remedy`. */
  readonly message: string;
}

/**
 * Pools and routes that would take from this host what it reaches otherwise, unless `force_routes` lists them, and
 * endpoints that could only be reached through the overlay itself. Each range is named once, for the gravest reason.
 */
export function unsafeRanges(config: Config, membership: Membership, facts: HostFacts): readonly Fault[] {
  const ranges = overlayRanges(config, membership.pools);
  const index = new PrefixIndex(ranges.map((range) => [range.prefix, range]));
  const faults = new Map<Range, Fault>();
  const refuse = (code: ErrorCode, range: Range, problem: string): void => {
    if (!faults.has(range)) faults.set(range, faultOf(code, range, problem));
  };
  for (const range of ranges) {
    if (/\/[01]$/.test(range.prefix))
      refuse('route-unsafe', range, 'would be the way to everywhere, or to half of it');
  }
  for (const { prefix, what } of RESERVED) {
    for (const range of index.overlapping(prefix))
      refuse('route-unsafe', range, `overlaps ${prefix}, ${what}`);
  }
  for (const remote of sshClients(facts, membership)) {
    for (const range of index.overlapping(prefixOf(remote)))
      refuse('route-unsafe', range, `holds ${remote}, which is connected to this host by ssh`);
  }
  for (const { interface: name, address } of facts.gateways.filter(
    (on) => on.interface !== config.tun.name,
  )) {
    for (const range of index.overlapping(prefixOf(address)))
      refuse('route-unsafe', range, `holds the gateway ${address} of interface ${name}`);
  }
  for (const { interface: name, prefix } of facts.ranges) {
    // A default route without a gateway holds every range; whatever is narrower goes before it.
    if (name === config.tun.name || prefix.endsWith('/0')) continue;
    for (const range of index.overlapping(prefix))
      refuse('overlay-overlaps-local', range, `overlaps ${prefix} of interface ${name}`);
  }
  return [...faults.values(), ...endpointFaults(config, index)];
}

/** Whether an address lies in the overlay: a packet to it would go through the tunnel. */
export function overlayHolds(config: Config, pools: readonly Prefix[]): (address: Address) => boolean {
  const index = new PrefixIndex(overlayRanges(config, pools).map((range) => [range.prefix, range]));
  return (address) => index.overlapping(prefixOf(address)).length > 0;
}

/** One range that is routed into the overlay, and what says so. */
interface Range {
  readonly prefix: Prefix;
  readonly file: Fault['file'];
  readonly path: readonly PropertyKey[];
}

/** Without the forced ones: for those the operator answers. */
function overlayRanges({ peers, acceptRoutes, forceRoutes }: Config, pools: readonly Prefix[]): Range[] {
  const forced = new Set(forceRoutes);
  const ofTrust = pools.map((prefix, i): Range => ({ prefix, file: 'trust', path: ['pools', i] }));
  const ofPeers = peers.flatMap(({ routes }, at) =>
    routes.map((prefix, i): Range => ({ prefix, file: 'config', path: ['peers', at, 'routes', i] })),
  );
  const accepted = acceptRoutes.map(
    (prefix, i): Range => ({ prefix, file: 'config', path: ['accept_routes', i] }),
  );
  return [...ofTrust, ...ofPeers, ...accepted].filter(({ prefix }) => !forced.has(prefix));
}

function faultOf(code: ErrorCode, { prefix, file, path }: Range, problem: string): Fault {
  return { code, file, path, message: `${prefix} ${problem}; ${ERRORS[code].remedy}` };
}

/** What hosts reach on the link, or by a well-known address that a cloud answers on the host itself. */
const RESERVED: readonly { readonly prefix: Prefix; readonly what: string }[] = [
  ['169.254.0.0/16', 'link-local addresses and cloud metadata'],
  ['fe80::/10', 'link-local addresses'],
  ['fd00:ec2::254/128', 'the metadata of AWS'],
  ['fd20:ce::254/128', 'the metadata of Google Cloud'],
  ['168.63.129.16/32', 'the wire server of Azure'],
].map(([text = '', what = '']) => ({ prefix: parsePrefix(text) as Prefix, what }));

/**
 * A client that is connected to an address of the overlay, or to one that peers reach by this node, comes through the
 * overlay: routes to it cut nothing off.
 */
function sshClients({ ssh }: HostFacts, { pools, routes }: Membership): Set<Address> {
  const overlay = new PrefixIndex([...pools, ...routes].map((prefix) => [prefix, prefix]));
  const outside = ssh.filter(({ local }) => overlay.overlapping(prefixOf(local)).length === 0);
  return new Set(outside.map(({ remote }) => remote));
}

function endpointFaults(config: Config, index: PrefixIndex<Range>): Fault[] {
  const code = 'endpoint-in-overlay';
  return endpointsOf(config).flatMap(({ host, path }): Fault[] => {
    const address = parseAddress(host);
    const [around] = address === undefined ? [] : index.overlapping(prefixOf(address));
    if (around === undefined) return [];
    const problem = `${host} lies in ${around.prefix}, which is reached through the overlay`;
    return [{ code, file: 'config', path, message: `${problem}; ${ERRORS[code].remedy}` }];
  });
}
