/** An IPv4 UDP packet of this length, with complete checksums, from and to port 9 (discard). */
export function udpPacket(source: string, destination: string, length: number): Buffer {
  const packet = Buffer.alloc(length);
  const octets = (address: string): number[] => address.split('.').map(Number);
  packet.set([0x45, 0, 0, 0, 0, 1, 0x40, 0, 64, UDP, 0, 0, ...octets(source), ...octets(destination)]);
  packet.writeUInt16BE(length, 2);
  packet.writeUInt16BE(complement(sum(packet.subarray(0, IPV4_BYTES))), 10);
  packet.writeUInt16BE(9, IPV4_BYTES);
  packet.writeUInt16BE(9, IPV4_BYTES + 2);
  packet.writeUInt16BE(length - IPV4_BYTES, IPV4_BYTES + 4);
  const pseudo = sum(packet.subarray(12, IPV4_BYTES)) + UDP + length - IPV4_BYTES;
  packet.writeUInt16BE(complement(sum(packet.subarray(IPV4_BYTES)) + pseudo), IPV4_BYTES + 6);
  return packet;
}

const UDP = 17;
const IPV4_BYTES = 20;

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte, at) => total + (at % 2 === 0 ? byte << 8 : byte), 0);
}

function complement(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff || 0xffff;
}
