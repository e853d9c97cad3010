//! Which packets make a run, that is, may be merged into one superpacket: only those that
//! [`super::segment`] would make again from it. Same addresses, ports, acknowledgement, window, TCP
//! options, traffic class, flow label, hop limit and DF; consecutive sequence numbers (without DF
//! consecutive identifications too); flags ACK or ACK|PSH; no IP options, extension headers or
//! fragments; checksums that hold; UDP of equal size. PSH or a shorter payload ends the run.

use super::checksum;
use super::coalesce::{MAX_PACKET, Offloads};
use super::packet::{IPV4_HEADER, IPV6_HEADER, Parsed, TCP, TCP_HEADER, Transport, address_bytes};
use super::vnet::{GSO_TCPV4, GSO_TCPV6, GSO_UDP_L4, VnetHeader};

/// IPv6 40 and TCP 60.
pub const MAX_HEADERS: usize = 100;
/// Datagrams in one superpacket: what Linux's own receive offload merges (UDP_GRO_CNT_MAX), so what
/// receivers are ready for.
const MAX_DATAGRAMS: usize = 64;

const PSH: u8 = 0x08;
const ACK: u8 = 0x10;

/// Whether the packet that continues a run also ends it.
pub struct Ending {
    push: bool,
}

/// What may be merged to a packet, and what has been.
pub struct Run {
    ipv4: bool,
    transport: Transport,
    /// Headers of the first packet as they came: the next one's may lie over them while it is
    /// looked at.
    headers: [u8; MAX_HEADERS],
    /// Payload bytes of each packet; of the last, at most.
    size: usize,
    count: usize,
    most: usize,
    ended: bool,
    /// The first packet's checksum is partial or was found to hold.
    verified: bool,
}

impl Run {
    /// `None`: nothing may be merged to `packet`.
    pub fn begin(
        packet: &[u8],
        parsed: &Parsed,
        transport: Transport,
        partial: bool,
        offloads: Offloads,
    ) -> Option<Run> {
        let tcp = transport.protocol == TCP;
        let ipv4 = parsed.source.is_ipv4();
        let size = packet.len() - transport.payload;
        let wanted = offloads.csum && if tcp { offloads.tso } else { offloads.uso };
        if !wanted || parsed.options {
            return None;
        }
        // A corrupted header must not come out repaired.
        if ipv4 && !checksum::holds(&packet[..IPV4_HEADER], 0) {
            return None;
        }
        let header = &packet[transport.start..];
        let mergeable = if tcp {
            header[12] & 0x0f == 0 && header[13] == ACK
        } else {
            be16(header, 4) == header.len()
        };
        if !mergeable {
            return None;
        }
        let mut headers = [0u8; MAX_HEADERS];
        headers[..transport.payload].copy_from_slice(&packet[..transport.payload]);
        let most = if tcp { MAX_PACKET } else { MAX_DATAGRAMS };
        Some(Run {
            ipv4,
            transport,
            headers,
            size,
            count: 1,
            most,
            ended: false,
            verified: partial,
        })
    }

    /// Bytes of IP and transport header of each packet.
    pub fn headers(&self) -> usize {
        self.transport.payload
    }

    pub fn is_merged(&self) -> bool {
        self.count > 1
    }

    /// Whether a packet of `len` bytes might go behind `length` bytes of superpacket.
    pub fn has_room(&self, length: usize, len: usize) -> bool {
        let payload = len.saturating_sub(self.headers());
        !self.ended
            && self.count < self.most
            && (1..=self.size).contains(&payload)
            && length + payload <= MAX_PACKET
    }

    /// Whether `packet`, for which there is room behind `length` bytes of superpacket, continues
    /// the run.
    pub fn continued_by(&self, packet: &[u8], length: usize, partial: bool) -> Option<Ending> {
        let payload = self.transport.payload;
        let (first, next) = (&self.headers[..payload], &packet[..payload]);
        let (first_ip, first) = first.split_at(self.transport.start);
        let (next_ip, next) = next.split_at(self.transport.start);
        let ip = if self.ipv4 {
            self.ipv4_continues(
                first_ip.first_chunk()?,
                next_ip.first_chunk()?,
                packet.len(),
            )
        } else {
            ipv6_continues(
                first_ip.first_chunk()?,
                next_ip.first_chunk()?,
                packet.len(),
            )
        };
        if !ip {
            return None;
        }
        let (continues, push) = if self.transport.protocol == TCP {
            let (first, first_options) = first.split_first_chunk()?;
            let (next, next_options) = next.split_first_chunk()?;
            let sent = (length - payload) as u32;
            (
                tcp_continues(first, next, sent) && first_options == next_options,
                next[13] & PSH != 0,
            )
        } else {
            let datagram = packet.len() - self.transport.start;
            (first[..4] == next[..4] && be16(next, 4) == datagram, false)
        };
        (continues && (partial || transport_checksum_holds(packet, &self.transport)))
            .then_some(Ending { push })
    }

    fn ipv4_continues(
        &self,
        first: &[u8; IPV4_HEADER],
        next: &[u8; IPV4_HEADER],
        len: usize,
    ) -> bool {
        let dont_fragment = first[6] & 0x40 != 0;
        first[..2] == next[..2]
            && be16(next, 2) == len
            // RFC 6864 section 4.1: with DF the identification means nothing.
            && (dont_fragment || be16(next, 4) == (be16(first, 4) + self.count) & 0xffff)
            && first[6..10] == next[6..10]
            && first[12..] == next[12..]
            && checksum::holds(next, 0)
    }

    /// Whether the first packet's checksum holds. A complete one is not summed before a second
    /// packet wants to be merged; then `superpacket` still is that first packet.
    pub fn verified(&mut self, superpacket: &[u8]) -> bool {
        self.verified = self.verified || transport_checksum_holds(superpacket, &self.transport);
        self.verified
    }

    /// Counts the packet whose `payload` bytes now end `superpacket`.
    pub fn append(&mut self, superpacket: &mut [u8], payload: usize, ending: Ending) {
        self.count += 1;
        self.ended = ending.push || payload < self.size;
        if ending.push {
            superpacket[self.transport.start + 13] |= PSH;
        }
    }

    /// Turns the first packet's headers into those of the superpacket.
    pub fn finish(&self, packet: &mut [u8]) -> VnetHeader {
        let tcp = self.transport.protocol == TCP;
        let length = packet.len();
        let datagram = (length - self.transport.start) as u16;
        if self.ipv4 {
            packet[2..4].copy_from_slice(&(length as u16).to_be_bytes());
            checksum::complete_ipv4(&mut packet[..IPV4_HEADER]);
        } else {
            packet[4..6].copy_from_slice(&datagram.to_be_bytes());
        }
        let pseudo = checksum::fold(checksum::pseudo(
            address_bytes(packet),
            self.transport.protocol,
            datagram,
        ));
        let header = &mut packet[self.transport.start..];
        if !tcp {
            header[4..6].copy_from_slice(&datagram.to_be_bytes());
        }
        let at = self.transport.checksum_offset();
        header[at..at + 2].copy_from_slice(&pseudo.to_ne_bytes());
        VnetHeader {
            gso_type: match (tcp, self.ipv4) {
                (true, true) => GSO_TCPV4,
                (true, false) => GSO_TCPV6,
                (false, _) => GSO_UDP_L4,
            },
            hdr_len: self.transport.payload as u16,
            gso_size: self.size as u16,
            ..VnetHeader::partial(&self.transport)
        }
    }
}

fn ipv6_continues(first: &[u8; IPV6_HEADER], next: &[u8; IPV6_HEADER], len: usize) -> bool {
    first[..4] == next[..4] && be16(next, 4) == len - IPV6_HEADER && first[6..] == next[6..]
}

/// `sent`: payload bytes of the run so far.
fn tcp_continues(first: &[u8; TCP_HEADER], next: &[u8; TCP_HEADER], sent: u32) -> bool {
    let sequence = |header: &[u8; TCP_HEADER]| {
        u32::from_be_bytes([header[4], header[5], header[6], header[7]])
    };
    first[..4] == next[..4]
        && sequence(next) == sequence(first).wrapping_add(sent)
        && first[8..13] == next[8..13]
        && next[13] & !PSH == ACK
        && first[14..16] == next[14..16]
        && first[18..] == next[18..]
}

/// An absent checksum (RFC 768: zero) does not hold.
fn transport_checksum_holds(packet: &[u8], transport: &Transport) -> bool {
    let summed = &packet[transport.start..];
    checksum::holds(
        summed,
        checksum::pseudo(
            address_bytes(packet),
            transport.protocol,
            summed.len() as u16,
        ),
    )
}

fn be16(header: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([header[at], header[at + 1]]))
}
