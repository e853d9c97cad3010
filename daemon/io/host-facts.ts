import { readFileSync } from 'node:fs';
import { endianness, networkInterfaces } from 'node:os';
import {
  type Address,
  addressBytes,
  addressFromBytes,
  type Prefix,
  parseAddress,
  prefixFromBytes,
} from '../../protocol/address.js';
import type { HostFacts } from './guards.js';

/** What the kernel tells of this network namespace by /proc; what cannot be read is left out. */
export function hostFacts(): HostFacts {
  const routes = [...routes4(table('route')), ...routes6(table('ipv6_route'))];
  return {
    ranges: [...interfaceRanges(), ...routes.flatMap(onLink)],
    gateways: routes.flatMap(({ interface: name, gateway }) =>
      gateway ? [{ interface: name, address: gateway }] : [],
    ),
    ssh: sshConnections([...table('tcp'), ...table('tcp6')], process.env['SSH_CONNECTION']),
  };
}

function onLink({ gateway, interface: name, prefix }: HostRoute): HostFacts['ranges'] {
  return gateway !== undefined ? [] : [{ interface: name, prefix }];
}

export interface HostRoute {
  readonly interface: string;
  readonly prefix: Prefix;
  readonly gateway: Address | undefined;
}

const UP = 0x1;
const REJECT = 0x200;
const ANYCAST = 0x100000;
/** To this host itself: an address of the overlay, too, stands here under the name of the loopback. */
const LOCAL = 0x80000000;

/** Lines of /proc/net/route: addresses are 32-bit numbers of this machine's byte order. */
export function routes4(lines: readonly string[]): HostRoute[] {
  return lines.flatMap((line) => {
    const [name = '', destination = '', gateway = '', flags = '', , , , mask = ''] = line.trim().split(/\s+/);
    const network = bytesOf(destination, 4);
    const length = bytesOf(mask, 4)?.reduce((bits, byte) => bits + ones(byte), 0);
    const prefix = network && length !== undefined && prefixFromBytes(Uint8Array.of(length, ...network));
    if (!prefix || !isWay(flags)) return [];
    return [{ interface: name, prefix, gateway: specified(bytesOf(gateway, 4)) }];
  });
}

/** Lines of /proc/net/ipv6_route: addresses are bytes in order. */
export function routes6(lines: readonly string[]): HostRoute[] {
  return lines.flatMap((line) => {
    const [destination = '', length = '', , , gateway = '', , , , flags = '', name = ''] = line
      .trim()
      .split(/\s+/);
    const network = Buffer.from(destination, 'hex');
    const prefix = prefixFromBytes(Uint8Array.of(Number.parseInt(length, 16), ...network));
    if (prefix === undefined || network.length !== 16 || !isWay(flags)) return [];
    return [{ interface: name, prefix, gateway: specified(Buffer.from(gateway, 'hex')) }];
  });
}

const ESTABLISHED = '01';

/** Lines of /proc/net/tcp and tcp6, and what sshd tells its children: `client port server port`. */
export function sshConnections(lines: readonly string[], environment: string | undefined): HostFacts['ssh'] {
  const [client = '', , server = '', port = '22'] = (environment ?? '').split(' ');
  const ports = [22, Number(port)];
  const found = lines.flatMap((line) => {
    const [, local = '', remote = '', state] = line.trim().split(/\s+/);
    const [address = '', hexPort = ''] = local.split(':');
    if (state !== ESTABLISHED || !ports.includes(Number.parseInt(hexPort, 16))) return [];
    return pair(socketAddress(address), socketAddress(remote.split(':')[0] ?? ''));
  });
  return [...found, ...pair(parseAddress(server), parseAddress(client))];
}

function pair(local: Address | undefined, remote: Address | undefined): HostFacts['ssh'] {
  return local === undefined || remote === undefined ? [] : [{ local, remote }];
}

function table(name: string): string[] {
  try {
    return readFileSync(`/proc/self/net/${name}`, 'latin1').split('\n');
  } catch {
    return [];
  }
}

function interfaceRanges(): HostFacts['ranges'] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ address, cidr }) => {
      const parsed = parseAddress(address);
      const length = Number(cidr?.split('/')[1]);
      const prefix = parsed && rangeOf(parsed, length);
      return prefix === undefined ? [] : [{ interface: name, prefix }];
    }),
  );
}

/** The network that an address of an interface lies in. */
function rangeOf(address: Address, length: number): Prefix | undefined {
  const mask = (i: number): number => 0xff00 >> Math.min(8, Math.max(0, length - 8 * i));
  return prefixFromBytes(Uint8Array.of(length, ...addressBytes(address).map((byte, i) => byte & mask(i))));
}

function isWay(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & UP) !== 0 && (bits & (REJECT | LOCAL | ANYCAST)) === 0;
}

function specified(bytes: Uint8Array | undefined): Address | undefined {
  return bytes?.some((byte) => byte !== 0) ? addressFromBytes(bytes) : undefined;
}

/** An address of a socket: one or four 32-bit numbers of this machine's byte order. */
function socketAddress(hex: string): Address | undefined {
  const bytes = bytesOf(hex, 4) ?? bytesOf(hex, 16);
  if (bytes === undefined) return undefined;
  const mapped = bytes.length === 16 && Buffer.from(bytes).toString('hex').startsWith(MAPPED);
  return addressFromBytes(mapped ? bytes.subarray(12) : bytes);
}

/** ::ffff:0:0/96, an IPv4 client of an IPv6 socket. */
const MAPPED = '00000000000000000000ffff';

function bytesOf(hex: string, length: number): Uint8Array | undefined {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== length || hex.length !== 2 * length) return undefined;
  return new Uint8Array(endianness() === 'LE' ? bytes.swap32() : bytes);
}

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
