import { type Address, addressBytes } from '../../../../protocol/address.js';
import { view } from '../../../../protocol/bytes.js';
import { nodeFacts } from '../../../protocol/support/network.js';

/** Of every inner packet that `packet` makes. */
export const PACKET_BYTES = 200;
/** Of such a packet sealed: header and the tag of ChaCha20-Poly1305. */
export const SEALED_BYTES: number = PACKET_BYTES + 32;

/** A UDP packet over IPv4 from one node to another, with a number in it. */
export function packet(from: string, to: string, sequence: number): Uint8Array {
  const bytes = new Uint8Array(PACKET_BYTES);
  const ip = view(bytes);
  bytes.set([0x45, 0, 0, PACKET_BYTES, 0, 0, 0x40, 0, 64, 17]);
  bytes.set(addressOf(from), 12);
  bytes.set(addressOf(to), 16);
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += ip.getUint16(at);
  ip.setUint16(10, ~((sum & 0xffff) + (sum >> 16)));
  ip.setUint16(20, 7);
  ip.setUint16(22, 7);
  ip.setUint16(24, PACKET_BYTES - 20);
  ip.setUint32(28, sequence);
  return bytes;
}

export function sequenceOf(bytes: Uint8Array): number {
  return view(bytes).getUint32(28);
}

const addresses = new Map<string, Uint8Array>();

function addressOf(name: string): Uint8Array {
  const known = addresses.get(name) ?? addressBytes(nodeFacts(name).addresses[0] as Address);
  addresses.set(name, known);
  return known;
}
