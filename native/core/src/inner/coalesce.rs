//! Merges packets of one flow that arrive one after another into the superpackets that the TUN takes in a single write (the reverse
//! of [`super::segment`]), in place: each packet is opened so that its payload lands where the superpacket ends, its headers over
//! the last bytes, which are saved before and put back after.
//!
//! Merged are only packets that `segment` would make again from the result: same addresses, ports, acknowledgement, window, TCP
//! options, traffic class, flow label, hop limit and DF; consecutive sequence numbers (without DF consecutive identifications too); flags
//! ACK or ACK|PSH; no IP options, extension headers or fragments; checksums that hold. PSH or a shorter payload ends the run.

use super::checksum;
use super::packet::{
    IPV4_HEADER, IPV6_HEADER, Malformed, Parsed, TCP, TCP_HEADER, Transport, address_bytes, parse,
};
use super::vnet::{GSO_TCPV4, GSO_TCPV6, GSO_UDP_L4, NEEDS_CSUM, VNET_BYTES, VnetHeader};

/// Largest packet, one or merged.
pub const MAX_PACKET: usize = 65_535;
/// Datagrams in one superpacket: what Linux's own receive offload merges (UDP_GRO_CNT_MAX), so what receivers are ready for.
const MAX_DATAGRAMS: usize = 64;
/// IPv6 40 and TCP 60.
const MAX_HEADERS: usize = 100;

const PSH: u8 = 0x08;
const ACK: u8 = 0x10;

/// What the TUN takes. `tso` and `uso` count only together with `csum`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Offloads {
    pub tso: bool,
    pub uso: bool,
    pub csum: bool,
}

/// A packet that was opened and is to be delivered.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// Its TCP or UDP checksum field holds the folded, uncomplemented pseudo-header sum.
    pub partial: bool,
}

/// One superpacket in the making. Allocates once, in `new`.
pub struct Coalescer {
    offloads: Offloads,
    /// The pending packet lies at `start`, with [`VNET_BYTES`] or more before it and room for [`MAX_PACKET`] behind.
    buffer: Box<[u8]>,
    start: usize,
    pending: Option<Pending>,
}

impl Coalescer {
    pub fn new(offloads: Offloads) -> Coalescer {
        // Twice the room, so that a packet which does not continue the superpacket may begin the next one where it was opened.
        let buffer = vec![0u8; VNET_BYTES + 2 * MAX_PACKET].into_boxed_slice();
        Coalescer {
            offloads,
            buffer,
            start: VNET_BYTES,
            pending: None,
        }
    }

    /// Has `open` write the next packet to the slice of `len` bytes that it is handed; if it returns `None`, the packet is dropped and
    /// everything is as it was. What ends with this packet goes to `deliver`: vnet header directly followed by the IP packet.
    /// A packet that is malformed, larger than [`MAX_PACKET`], or called partial without a TCP or UDP header is dropped with an error.
    pub fn push(
        &mut self,
        len: usize,
        open: impl FnOnce(&mut [u8]) -> Option<Opened>,
        deliver: &mut impl FnMut(&[u8]),
    ) -> Result<(), Malformed> {
        if len > MAX_PACKET {
            return Err(Malformed::TooLarge);
        }
        let Some((end, headers)) = self.room_behind_pending(len) else {
            self.flush(deliver);
            self.start = VNET_BYTES;
            return match open(&mut self.buffer[VNET_BYTES..VNET_BYTES + len]) {
                Some(opened) => self.begin(len, opened),
                None => Ok(()),
            };
        };

        let place = end - headers;
        let mut aside = [0u8; MAX_HEADERS];
        let aside = &mut aside[..headers];
        aside.copy_from_slice(&self.buffer[place..end]);
        let opened = open(&mut self.buffer[place..place + len]);
        let merge = opened
            .as_ref()
            .and_then(|opened| self.continuation(place, len, opened));
        aside.swap_with_slice(&mut self.buffer[place..end]);
        let Some(opened) = opened else { return Ok(()) };
        // From here on the superpacket is whole again and the new packet's headers are aside.
        if let Some(ending) = merge
            && self.pending_is_verified()
        {
            self.append(len - headers, ending);
            return Ok(());
        }
        self.flush(deliver);
        self.buffer[place..end].copy_from_slice(aside);
        self.start = place;
        if place + MAX_PACKET > self.buffer.len() {
            self.buffer.copy_within(place..place + len, VNET_BYTES);
            self.start = VNET_BYTES;
        }
        self.begin(len, opened)
    }

    /// Delivers what is pending. Called at the end of each batch, so that merging adds no latency.
    pub fn flush(&mut self, deliver: &mut impl FnMut(&[u8])) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        let front = self.start - VNET_BYTES;
        let whole = &mut self.buffer[front..self.start + pending.length];
        let (vnet, packet) = whole.split_at_mut(VNET_BYTES);
        vnet.copy_from_slice(&pending.finish(packet, self.offloads).to_bytes());
        deliver(whole);
    }

    /// End of the pending packet and length of its headers, if it takes another packet of `len` bytes.
    fn room_behind_pending(&self, len: usize) -> Option<(usize, usize)> {
        let pending = self.pending.as_ref()?;
        let run = pending.run.as_ref()?;
        let headers = run.transport.payload;
        let payload = len.checked_sub(headers)?;
        let fits = payload > 0 && payload <= run.size && pending.length + payload <= MAX_PACKET;
        (fits && !run.ended && run.count < run.most)
            .then_some((self.start + pending.length, headers))
    }

    fn begin(&mut self, len: usize, opened: Opened) -> Result<(), Malformed> {
        let packet = &self.buffer[self.start..self.start + len];
        let parsed = parse(packet)?;
        let transport = Transport::of(packet, &parsed);
        if opened.partial && transport.is_none() {
            return Err(Malformed::Checksum);
        }
        let run = transport.and_then(|transport| {
            Run::begin(packet, &parsed, transport, opened.partial, self.offloads)
        });
        let partial = transport.filter(|_| opened.partial);
        self.pending = Some(Pending {
            length: len,
            partial,
            run,
        });
        Ok(())
    }

    /// How the packet opened at `place` continues the pending run, if it does.
    fn continuation(&self, place: usize, len: usize, opened: &Opened) -> Option<Ending> {
        let pending = self.pending.as_ref()?;
        pending.run.as_ref()?.continuation(
            &self.buffer[place..place + len],
            pending.length,
            opened.partial,
        )
    }

    /// A complete checksum is not worth verifying before a second packet wants to be merged.
    fn pending_is_verified(&mut self) -> bool {
        let Some(Pending {
            length,
            run: Some(run),
            ..
        }) = &mut self.pending
        else {
            return false;
        };
        run.verified = run.verified
            || transport_checksum_holds(
                &self.buffer[self.start..self.start + *length],
                &run.transport,
            );
        run.verified
    }

    fn append(&mut self, payload: usize, ending: Ending) {
        let Some(Pending {
            length,
            run: Some(run),
            ..
        }) = &mut self.pending
        else {
            return;
        };
        *length += payload;
        run.count += 1;
        run.ended = ending.push || payload < run.size;
        if ending.push {
            self.buffer[self.start + run.transport.start + 13] |= PSH;
        }
    }
}

struct Pending {
    length: usize,
    /// The header whose checksum field is partial; `None`: the checksum is complete, or of no concern.
    partial: Option<Transport>,
    /// `None`: nothing can be merged to it.
    run: Option<Run>,
}

impl Pending {
    fn finish(&self, packet: &mut [u8], offloads: Offloads) -> VnetHeader {
        match (&self.run, &self.partial) {
            (Some(run), _) if run.count > 1 => run.finish(packet),
            (_, Some(transport)) if offloads.csum => partial_at(transport),
            (_, Some(transport)) => {
                checksum::complete(&mut packet[transport.start..], transport.checksum_offset());
                VnetHeader::default()
            }
            (_, None) => VnetHeader::default(),
        }
    }
}

/// Whether the packet that continues a run also ends it.
struct Ending {
    push: bool,
}

/// What may be merged to the pending packet.
struct Run {
    ipv4: bool,
    transport: Transport,
    /// Headers of the first packet as they came: the next one's may lie over them while it is looked at.
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
    fn begin(
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
        if !wanted || parsed.options || size == 0 {
            return None;
        }
        // Neither a corrupted IP header nor a checksum that is absent may come out repaired.
        if ipv4 && !checksum::holds(&packet[..IPV4_HEADER], 0) {
            return None;
        }
        let header = &packet[transport.start..];
        let mergeable = if tcp {
            header[12] & 0x0f == 0 && header[13] == ACK
        } else {
            be16(header, 4) == header.len() && (partial || be16(header, 6) != 0)
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

    /// `packet` is at least as long as the first one's headers; `length` is that of the superpacket so far.
    fn continuation(&self, packet: &[u8], length: usize, partial: bool) -> Option<Ending> {
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
            (
                first[..4] == next[..4]
                    && be16(next, 4) == datagram
                    && (partial || be16(next, 6) != 0),
                false,
            )
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

    /// Turns the first packet's headers into those of the superpacket.
    fn finish(&self, packet: &mut [u8]) -> VnetHeader {
        let tcp = self.transport.protocol == TCP;
        let length = packet.len();
        let datagram = (length - self.transport.start) as u16;
        if self.ipv4 {
            packet[2..4].copy_from_slice(&(length as u16).to_be_bytes());
            packet[10..12].fill(0);
            checksum::complete(&mut packet[..IPV4_HEADER], 10);
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
            ..partial_at(&self.transport)
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

fn partial_at(transport: &Transport) -> VnetHeader {
    VnetHeader {
        flags: NEEDS_CSUM,
        csum_start: transport.start as u16,
        csum_offset: transport.checksum_offset() as u16,
        ..VnetHeader::default()
    }
}

fn be16(header: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([header[at], header[at + 1]]))
}
