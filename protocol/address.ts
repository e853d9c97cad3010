import { concat, u16, view } from './bytes.js';

declare const brand: unique symbol;

/** An IPv4 or IPv6 address in canonical text (RFC 5952): equal addresses are equal strings. */
export type Address = string & { readonly [brand]: 'Address' };
/** `address/length` with all host bits zero. */
export type Prefix = string & { readonly [brand]: 'Prefix' };
/** `1.2.3.4:5` or `[fd00::1]:5`, port 1 to 65535. */
export type Endpoint = string & { readonly [brand]: 'Endpoint' };

/** Undefined for anything but one plain address: no zone, no port, no IPv4-mapped IPv6 (it has an IPv4 form). */
export function parseAddress(text: string): Address | undefined {
  const bytes = text.includes(':') ? parse6(text) : parse4(text);
  return bytes && addressFromBytes(bytes);
}

/** Undefined unless `address/length` with a length in range and host bits zero. */
export function parsePrefix(text: string): Prefix | undefined {
  const [head = '', tail = '', ...more] = text.split('/');
  const address = parseAddress(head);
  if (address === undefined || more.length > 0) return undefined;
  const length = parseDecimal(tail, 128);
  return length === undefined ? undefined : prefixFromBytes(Uint8Array.of(length, ...addressBytes(address)));
}

/** Undefined unless `ipv4:port` or `[ipv6]:port`. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const match = /^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]*)):([0-9]+)$/.exec(text);
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  const port = parseDecimal(match?.[3] ?? '', 65535);
  return address === undefined || !port ? undefined : formatEndpoint(address, port);
}

export function formatEndpoint(address: Address, port: number): Endpoint {
  return (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`) as Endpoint;
}

export function splitEndpoint(endpoint: Endpoint): { address: Address; port: number } {
  const colon = endpoint.lastIndexOf(':');
  const address = endpoint.startsWith('[') ? endpoint.slice(1, colon - 1) : endpoint.slice(0, colon);
  return { address: address as Address, port: Number(endpoint.slice(colon + 1)) };
}

/** The address, then the port as u16: 6 or 18 bytes (spec §14). */
export function endpointBytes(endpoint: Endpoint): Uint8Array {
  const { address, port } = splitEndpoint(endpoint);
  return concat(addressBytes(address), u16(port));
}

/** The inverse; undefined for a wrong size, an IPv4-mapped address or port 0. */
export function endpointFromBytes(bytes: Uint8Array): Endpoint | undefined {
  if (bytes.length < PORT_BYTES) return undefined;
  const at = bytes.length - PORT_BYTES;
  const address = addressFromBytes(bytes.subarray(0, at));
  const port = view(bytes).getUint16(at, true);
  return address === undefined || port === 0 ? undefined : formatEndpoint(address, port);
}

export function isIPv6(address: Address | Prefix): boolean {
  return address.includes(':');
}

/** 4 or 16 bytes, network order. */
export function addressBytes(address: Address): Uint8Array {
  return (isIPv6(address) ? parse6(address) : parse4(address)) as Uint8Array;
}

/** Undefined unless 4 or 16 bytes; IPv4-mapped IPv6 is refused as in `parseAddress`. */
export function addressFromBytes(bytes: Uint8Array): Address | undefined {
  if (bytes.length === 4) return bytes.join('.') as Address;
  return bytes.length === 16 && !isMapped(bytes) ? format6(bytes) : undefined;
}

/** Length in bits, then the address: 5 or 17 bytes (spec §3). */
export function prefixBytes(prefix: Prefix): Uint8Array {
  const [address = '', length] = prefix.split('/');
  return Uint8Array.of(Number(length), ...addressBytes(address as Address));
}

/** The inverse of `prefixBytes`; undefined for a wrong size, a length out of range or host bits that are not zero. */
export function prefixFromBytes(bytes: Uint8Array): Prefix | undefined {
  const length = bytes[0] ?? 0;
  const rest = bytes.subarray(1);
  const address = addressFromBytes(rest);
  if (address === undefined || length > rest.length * 8) return undefined;
  return bitsAreZero(rest, length) ? (`${address}/${length}` as Prefix) : undefined;
}

export function prefixOf(address: Address): Prefix {
  return `${address}/${isIPv6(address) ? 128 : 32}` as Prefix;
}

export function contains(prefix: Prefix, address: Address): boolean {
  return prefixContains(prefix, prefixOf(address));
}

/** Whether every address of `inner` is in `outer`. */
export function prefixContains(outer: Prefix, inner: Prefix): boolean {
  const a = prefixBytes(outer);
  const b = prefixBytes(inner);
  const length = a[0] as number;
  if (a.length !== b.length || length > (b[0] as number)) return false;
  const difference = a.subarray(1).map((byte, i) => byte ^ (b[i + 1] as number));
  return firstSetBit(difference) >= length;
}

/** Whether it means one host wherever it is told: not this host, a link or a group. */
export function isDistinct(address: Address): boolean {
  return !INDISTINCT.some((prefix) => contains(prefix, address));
}

export function overlaps(a: Prefix, b: Prefix): boolean {
  return prefixContains(a, b) || prefixContains(b, a);
}

const PORT_BYTES = 2;

/** This host, its links, groups, and what is reserved. */
const INDISTINCT = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fe80::/10',
  'ff00::/8',
] as Prefix[];

function bitsAreZero(bytes: Uint8Array, from: number): boolean {
  return bytes.every((byte, i) => (byte & (0xff >> Math.min(8, Math.max(0, from - i * 8)))) === 0);
}

function firstSetBit(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte !== 0);
  return at < 0 ? bytes.length * 8 : at * 8 + Math.clz32(bytes[at] as number) - 24;
}

function parseDecimal(text: string, max: number): number | undefined {
  return /^(0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}

function parse4(text: string): Uint8Array | undefined {
  const parts = text.split('.').map((part) => parseDecimal(part, 255));
  return parts.length === 4 && parts.every((part) => part !== undefined) ? Uint8Array.from(parts) : undefined;
}

function parse6(text: string): Uint8Array | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const head = halves[0] as string[];
  const tail = halves[1] ?? [];
  const zeros = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 1 ? zeros !== 0 : zeros < 1)) return undefined;
  const groups = [...head, ...new Array<string>(zeros).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const values = groups.map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function format6(bytes: Uint8Array): Address {
  const groups = Array.from(
    { length: 8 },
    (_, i) => ((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number),
  );
  let start = 0;
  let run = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > run) [start, run] = [i, end - i];
  }
  const text = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  const short = `${text(groups.slice(0, start))}::${text(groups.slice(start + run))}`;
  return (run > 1 ? short : text(groups)) as Address;
}
