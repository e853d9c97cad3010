/** What a capture file holds, as far as the lab asks. */
export interface PcapFacts {
  readonly packets: number;
  readonly bytes: number;
  /** Packets in which the marker stands. */
  readonly marked: number;
  /** Packets by IP version (4, 6); anything else (ARP) under 0. */
  readonly versions: Readonly<Record<0 | 4 | 6, number>>;
}

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
const LINK_ETHERNET = 1;
const ETHERNET_HEADER_BYTES = 14;
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;

/**
 * Reads a pcap file (draft-ietf-opsawg-pcap) of this machine's byte order, counting packets and those that hold the
 * marker. Throws on anything that is no such file; a last record cut short is left out.
 */
export function readPcap(file: Buffer, marker: Buffer): PcapFacts {
  const magic = file.length < FILE_HEADER_BYTES ? 0 : file.readUInt32LE(0);
  if (magic !== MAGIC_MICROSECONDS && magic !== MAGIC_NANOSECONDS) throw new Error('not a pcap file');
  const linkType = file.readUInt32LE(20) & 0xffff;
  const versions = { 0: 0, 4: 0, 6: 0 };
  let packets = 0;
  let bytes = 0;
  let marked = 0;
  for (const packet of pcapPackets(file)) {
    packets += 1;
    bytes += packet.length;
    if (marker.length > 0 && packet.includes(marker)) marked += 1;
    versions[ipVersion(packet, linkType)] += 1;
  }
  return { packets, bytes, marked, versions };
}

/** The captured bytes of each packet, in order, from the link header on. */
export function* pcapPackets(file: Buffer): Generator<Buffer> {
  for (let at = FILE_HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    const from = at + RECORD_HEADER_BYTES;
    if (from + length > file.length) return;
    yield file.subarray(from, from + length);
    at = from + length;
  }
}

/** A TUN has no link header: the first nibble tells. */
function ipVersion(packet: Buffer, linkType: number): 0 | 4 | 6 {
  if (linkType !== LINK_ETHERNET) {
    const nibble = (packet[0] ?? 0) >> 4;
    return nibble === 4 || nibble === 6 ? nibble : 0;
  }
  if (packet.length < ETHERNET_HEADER_BYTES) return 0;
  const etherType = packet.readUInt16BE(12);
  if (etherType === ETHERTYPE_IPV4) return 4;
  return etherType === ETHERTYPE_IPV6 ? 6 : 0;
}
