import type { Namespace } from './namespace.js';
import type { Sandbox } from './sandbox.js';
import type { Site } from './underlay.js';

/** Hosts in networks of their own, joined by one router, as in several clouds. */
export interface Segments<Label extends string> {
  readonly sites: Readonly<Record<Label, Site>>;
  readonly router: Namespace;
  /** The router's own address in the segment of this site. */
  routerAt(label: Label): string;
  /** From now on the router silently drops what these two send each other, as NATs and firewalls between them would. */
  part(one: Label, other: Label): Promise<void>;
  /** Lets them reach each other again. */
  join(one: Label, other: Label): Promise<void>;
  /** Gives the host a route of its own to the other's segment, beside its default route: it hears that its network changes. */
  route(label: Label, other: Label): Promise<void>;
  /** Gives the card of this site another IPv4 address of its segment, in place of all that it has. */
  move(label: Label, host: number): Promise<string>;
}

const DEVICE = 'eth0';
const RULE = ['priority', '100'];

/** The n-th site is 198.18.n.2 (RFC 2544) and 2001:db8:n::2 (RFC 3849); .1 and ::1 of each segment is the router. */
export async function createSegments<Label extends string>(
  sandbox: Sandbox,
  labels: readonly Label[],
): Promise<Segments<Label>> {
  const router = await sandbox.namespace('router');
  await router.sysctl('net/ipv4/ip_forward', '1');
  await router.sysctl('net/ipv6/conf/all/forwarding', '1');
  await router.sysctl('net/ipv6/conf/default/accept_dad', '0');
  const sites: Partial<Record<Label, Site>> = {};
  for (const label of labels) sites[label] = await connect(sandbox, router, label, labels.indexOf(label) + 1);
  const number = (label: Label): number => labels.indexOf(label) + 1;
  const rule = async (what: 'add' | 'del', one: Label, other: Label): Promise<void> => {
    for (const [from, to] of [[number(one), number(other)] as const, [number(other), number(one)] as const]) {
      for (const [family, prefix] of [['-4', ipv4] as const, ['-6', ipv6] as const]) {
        const match = ['from', prefix(from).network, 'to', prefix(to).network];
        await router.ip(family, 'rule', what, ...match, ...RULE, 'blackhole');
      }
    }
  };
  return {
    sites: sites as Record<Label, Site>,
    router,
    routerAt: (label) => ipv4(number(label)).router,
    part: (one, other) => rule('add', one, other),
    join: (one, other) => rule('del', one, other),
    async route(label, other) {
      const { namespace } = sites[label] as Site;
      await namespace.ip('route', 'add', ipv4(number(other)).network, 'via', ipv4(number(label)).router);
    },
    async move(label, host) {
      const { namespace } = sites[label] as Site;
      const { router: gateway } = ipv4(number(label));
      const address = gateway.replace(/\d+$/, String(host));
      await namespace.ip('-4', 'address', 'flush', 'dev', DEVICE);
      await namespace.ip('address', 'add', `${address}/24`, 'dev', DEVICE);
      await namespace.ip('route', 'add', 'default', 'via', gateway);
      return address;
    },
  };
}

interface Segment {
  readonly network: string;
  readonly router: string;
  readonly host: string;
}

function ipv4(segment: number): Segment {
  const start = `198.18.${segment}`;
  return { network: `${start}.0/24`, router: `${start}.1`, host: `${start}.2` };
}

function ipv6(segment: number): Segment {
  const start = `2001:db8:${segment}::`;
  return { network: `${start}/64`, router: `${start}1`, host: `${start}2` };
}

async function connect(sandbox: Sandbox, router: Namespace, label: string, segment: number): Promise<Site> {
  const namespace = await sandbox.namespace(label);
  await namespace.sysctl('net/ipv6/conf/default/accept_dad', '0');
  const [four, six] = [ipv4(segment), ipv6(segment)];
  const port = `to-${label}`;
  await namespace.ip('link', 'add', DEVICE, 'type', 'veth', 'peer', 'name', port, 'netns', router.name);
  for (const [host, device, end] of [
    [router, port, 'router'] as const,
    [namespace, DEVICE, 'host'] as const,
  ]) {
    await host.ip('address', 'add', `${four[end]}/24`, 'dev', device);
    await host.ip('address', 'add', `${six[end]}/64`, 'dev', device, 'nodad');
    await host.ip('link', 'set', device, 'up');
  }
  await namespace.ip('route', 'add', 'default', 'via', four.router);
  await namespace.ip('-6', 'route', 'add', 'default', 'via', six.router);
  return { label, namespace, device: DEVICE, ipv4: four.host, ipv6: six.host };
}
