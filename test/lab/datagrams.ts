import { pcapPackets } from '../../daemon/lab/pcap.js';

const ETHERNET_BYTES = 14;
const IPV4_BYTES = 20;
const UDP_BYTES = 8;
const PROTOCOL_UDP = 17;

/** Payloads of the UDP datagrams to an IPv4 address in a capture of an Ethernet device, in order. */
export function datagramsTo(pcap: Buffer, address: string): readonly Buffer[] {
  const wanted = Buffer.from(address.split('.').map(Number));
  return [...pcapPackets(pcap)]
    .filter((packet) => packet.readUInt16BE(12) === 0x0800 && packet[ETHERNET_BYTES + 9] === PROTOCOL_UDP)
    .filter((packet) => packet.subarray(ETHERNET_BYTES + 16, ETHERNET_BYTES + 20).equals(wanted))
    .map((packet) => {
      const udp = ETHERNET_BYTES + IPV4_BYTES;
      return packet.subarray(udp + UDP_BYTES, udp + packet.readUInt16BE(udp + 4));
    });
}

/** The type of a datagram: the low half of its first byte. */
export function typeOf(datagram: Buffer): number {
  return (datagram[0] ?? 0) & 0x0f;
}
