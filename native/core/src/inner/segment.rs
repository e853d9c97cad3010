//! Cuts a superpacket read from the TUN into the packets it stands for (TSO and USO, IPv4 and
//! IPv6), in place: the header of each packet is written over the tail of the one before it, which
//! its taker has sealed by then. Payload is never moved and never summed: the packets' transport
//! checksums stay partial.

use super::checksum;
use super::packet::{IPV4_HEADER, IPV6_HEADER, Malformed, Parsed, TCP, Transport, UDP, parse};
use super::vnet::{GSO_ECN, GSO_NONE, GSO_TCPV4, GSO_TCPV6, GSO_UDP_L4, NEEDS_CSUM, VnetHeader};

/// Largest IP and transport header of a superpacket: IPv4 60 or IPv6 40 with 68 of extension
/// headers, and TCP 60.
const MAX_HEADERS: usize = 168;

const FIN: u8 = 0x01;
const PSH: u8 = 0x08;
const CWR: u8 = 0x80;

/// Calls `each(packet, checksum_partial)` once per packet of the superpacket `buf[at..]`, in order,
/// and returns their number. `each` may overwrite its packet. `checksum_partial`: the TCP or UDP
/// checksum field holds the folded, uncomplemented pseudo-header sum; else the packet is complete
/// as it stands. On error, also when a packet would be larger than `max_packet` bytes, nothing was
/// called and `buf` is as it was.
pub fn segment(
    vnet: &VnetHeader,
    buf: &mut [u8],
    at: usize,
    max_packet: usize,
    each: &mut impl FnMut(&mut [u8], bool),
) -> Result<usize, Malformed> {
    let packet = buf.get_mut(at..).ok_or(Malformed::Truncated)?;
    let parsed = parse(packet)?;
    if vnet.gso_type == GSO_NONE {
        single(vnet, packet, &parsed, max_packet, each)?;
        return Ok(1);
    }
    let cut = Cut::plan(vnet, packet, &parsed, max_packet)?;
    Ok(cut.perform(packet, each))
}

fn single(
    vnet: &VnetHeader,
    packet: &mut [u8],
    parsed: &Parsed,
    max_packet: usize,
    each: &mut impl FnMut(&mut [u8], bool),
) -> Result<(), Malformed> {
    if packet.len() > max_packet {
        return Err(Malformed::TooLarge);
    }
    let partial =
        Transport::of(packet, parsed).is_some_and(|transport| vnet.is_partial_at(&transport));
    if vnet.flags & NEEDS_CSUM != 0 && !partial {
        // The far end derives from the headers where the checksum is; one that it would not find
        // there, such as that of a packet inside this one, is completed here.
        let (start, offset) = (usize::from(vnet.csum_start), usize::from(vnet.csum_offset));
        let summed = packet.get_mut(start..).ok_or(Malformed::Checksum)?;
        if start < parsed.transport || summed.len() < offset + 2 {
            return Err(Malformed::Checksum);
        }
        checksum::complete(summed, offset);
    }
    each(packet, partial);
    Ok(())
}

/// How a superpacket is cut; `headers <= MAX_HEADERS`, `1 <= size`.
struct Cut {
    ipv4: bool,
    transport: Transport,
    /// Bytes of IP and transport header.
    headers: usize,
    /// Payload bytes per packet.
    size: usize,
}

impl Cut {
    fn plan(
        vnet: &VnetHeader,
        packet: &[u8],
        parsed: &Parsed,
        max_packet: usize,
    ) -> Result<Cut, Malformed> {
        let ipv4 = parsed.source.is_ipv4();
        let wanted = match vnet.gso_type & !GSO_ECN {
            GSO_TCPV4 if ipv4 => TCP,
            GSO_TCPV6 if !ipv4 => TCP,
            GSO_UDP_L4 => UDP,
            _ => return Err(Malformed::Segmentation),
        };
        let transport = Transport::of(packet, parsed)
            .filter(|transport| transport.protocol == wanted && transport.payload <= MAX_HEADERS)
            .ok_or(Malformed::Segmentation)?;
        let (headers, size) = (transport.payload, usize::from(vnet.gso_size));
        // virtio 1.2 section 5.1.6.2: segmentation comes with NEEDS_CSUM, so the checksum field is
        // a pseudo-header sum.
        if size == 0 || !vnet.is_partial_at(&transport) {
            return Err(Malformed::Segmentation);
        }
        if headers + size.min(packet.len() - headers) > max_packet {
            return Err(Malformed::TooLarge);
        }
        Ok(Cut {
            ipv4,
            transport,
            headers,
            size,
        })
    }

    /// The superpacket's pseudo-header sum less its length. Taken from the checksum field, not from
    /// the addresses: with a routing header the pseudo header has another destination (RFC 8200
    /// section 8.1).
    fn pseudo_sum(&self, headers: &[u8], length: usize) -> u32 {
        let at = self.transport.start + self.transport.checksum_offset();
        let field = u16::from_ne_bytes([headers[at], headers[at + 1]]);
        let transport_length = (length - self.transport.start) as u16;
        u32::from(field) + u32::from(!transport_length.to_be())
    }

    fn perform(&self, packet: &mut [u8], each: &mut impl FnMut(&mut [u8], bool)) -> usize {
        let Cut {
            ipv4,
            transport,
            headers,
            size,
        } = *self;
        let mut template = [0u8; MAX_HEADERS];
        let template = &mut template[..headers];
        template.copy_from_slice(&packet[..headers]);
        let first = Varying::take(template, &transport, ipv4);
        let payload = packet.len() - headers;
        // Both sums over what does not vary.
        let ip_sum = if ipv4 {
            checksum::sum(&template[..transport.start])
        } else {
            0
        };
        let pseudo_sum = self.pseudo_sum(template, packet.len());

        let mut offset = 0;
        let mut count = 0u16;
        loop {
            let here = size.min(payload - offset);
            let last = offset + here == payload;
            let piece = &mut packet[offset..offset + headers + here];
            let (header, _) = piece.split_at_mut(headers);
            header.copy_from_slice(template);

            let length = (headers + here) as u16;
            let transport_length = length - transport.start as u16;
            if ipv4 {
                let id = first.id.wrapping_add(count);
                put16(header, 2, length);
                put16(header, 4, id);
                put_sum(
                    header,
                    10,
                    !checksum::fold(ip_sum + checksum::word(length) + checksum::word(id)),
                );
            } else {
                put16(header, 4, length - IPV6_HEADER as u16);
            }
            let transport_header = &mut header[transport.start..];
            if transport.protocol == TCP {
                transport_header[4..8]
                    .copy_from_slice(&first.sequence.wrapping_add(offset as u32).to_be_bytes());
                let only_last = if last { 0 } else { FIN | PSH };
                let only_first = if count == 0 { 0 } else { CWR };
                transport_header[13] = first.flags & !only_last & !only_first;
            } else {
                put16(transport_header, 4, transport_length);
            }
            put_sum(
                transport_header,
                transport.checksum_offset(),
                checksum::fold(pseudo_sum + checksum::word(transport_length)),
            );
            each(piece, true);

            offset += here;
            count += 1;
            if last {
                return usize::from(count);
            }
        }
    }
}

/// What differs from packet to packet besides lengths and checksums.
struct Varying {
    id: u16,
    sequence: u32,
    flags: u8,
}

impl Varying {
    /// Reads the first packet's values and clears the IPv4 fields that vary, so that the rest can
    /// be summed once.
    fn take(template: &mut [u8], transport: &Transport, ipv4: bool) -> Varying {
        let mut varying = Varying {
            id: 0,
            sequence: 0,
            flags: 0,
        };
        if ipv4 {
            let ip = &mut template[..IPV4_HEADER];
            varying.id = u16::from_be_bytes([ip[4], ip[5]]);
            ip[2..6].fill(0);
            ip[10..12].fill(0);
        }
        if transport.protocol == TCP {
            let tcp = &template[transport.start..];
            varying.sequence = u32::from_be_bytes([tcp[4], tcp[5], tcp[6], tcp[7]]);
            varying.flags = tcp[13];
        }
        varying
    }
}

fn put16(header: &mut [u8], at: usize, value: u16) {
    header[at..at + 2].copy_from_slice(&value.to_be_bytes());
}

/// `value` is in memory order already.
fn put_sum(header: &mut [u8], at: usize, value: u16) {
    header[at..at + 2].copy_from_slice(&value.to_ne_bytes());
}
