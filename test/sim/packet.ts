import { type Address, addressBytes } from '../../protocol/address.js';
import { view } from '../../protocol/bytes.js';
import { piece } from './piece.js';

/** What a packet of a talk says of itself. */
export interface Said {
  readonly talk: number;
  readonly sequence: number;
  /** µs. */
  readonly sentAt: number;
}

const BYTES = 120;
const BODY = 28;

/** What all packets of a talk begin with: UDP over IPv4. */
export function headerOf(from: Address, to: Address): Uint8Array {
  const bytes = new Uint8Array(BODY);
  const ip = view(bytes);
  bytes.set([0x45, 0, 0, BYTES, 0, 0, 0x40, 0, 64, 17]);
  bytes.set(addressBytes(from), 12);
  bytes.set(addressBytes(to), 16);
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += ip.getUint16(at);
  ip.setUint16(10, ~((sum & 0xffff) + (sum >> 16)));
  ip.setUint16(20, 7);
  ip.setUint16(22, 7);
  ip.setUint16(24, BYTES - 20);
  return bytes;
}

export function packetOf(header: Uint8Array, said: Said): Uint8Array {
  const bytes = piece(BYTES);
  bytes.set(header);
  const ip = view(bytes);
  ip.setUint32(BODY, said.talk);
  ip.setUint32(BODY + 4, said.sequence);
  ip.setFloat64(BODY + 8, said.sentAt);
  return bytes;
}

/** Undefined: not one of these, such as an ICMP error. */
export function saidIn(packet: Uint8Array): Said | undefined {
  if (packet.length !== BYTES || packet[9] !== 17) return undefined;
  const ip = view(packet);
  return { talk: ip.getUint32(BODY), sequence: ip.getUint32(BODY + 4), sentAt: ip.getFloat64(BODY + 8) };
}
