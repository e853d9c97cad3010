//! Merges packets of one flow that arrive one after another into the superpackets that the TUN
//! takes in a single write (the reverse of [`super::segment`]), in place: each packet is opened so
//! that its payload lands where the superpacket ends, its headers over the last bytes, which are
//! saved before and put back after. What may be merged is the matter of `run.rs`.

use super::checksum;
use super::packet::{Malformed, Transport, parse};
use super::run::{MAX_HEADERS, Run};
use super::vnet::{VNET_BYTES, VnetHeader};

/// Largest packet, one or merged.
pub const MAX_PACKET: usize = 65_535;

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
    /// The pending packet lies at `start`, with [`VNET_BYTES`] or more before it and room for
    /// [`MAX_PACKET`] behind.
    buffer: Box<[u8]>,
    start: usize,
    pending: Option<Pending>,
}

impl Coalescer {
    pub fn new(offloads: Offloads) -> Coalescer {
        // Twice the room, so that a packet which does not continue the superpacket may begin the
        // next one where it was opened.
        let buffer = vec![0u8; VNET_BYTES + 2 * MAX_PACKET].into_boxed_slice();
        Coalescer {
            offloads,
            buffer,
            start: VNET_BYTES,
            pending: None,
        }
    }

    /// Has `open` write the next packet to the slice of `len` bytes that it is handed; if it
    /// returns `None`, the packet is dropped and everything is as it was. What ends with this
    /// packet goes to `deliver`: vnet header directly followed by the IP packet. A packet that is
    /// malformed, larger than [`MAX_PACKET`], or called partial without a TCP or UDP header is
    /// dropped with an error.
    pub fn push(
        &mut self,
        len: usize,
        open: impl FnOnce(&mut [u8]) -> Option<Opened>,
        deliver: &mut impl FnMut(&[u8]),
    ) -> Result<(), Malformed> {
        if len > MAX_PACKET {
            return Err(Malformed::TooLarge);
        }
        let (length, run) = match &mut self.pending {
            Some(Pending {
                length,
                run: Some(run),
                ..
            }) if run.has_room(*length, len) => (length, run),
            _ => {
                self.flush(deliver);
                self.start = VNET_BYTES;
                return match open(&mut self.buffer[VNET_BYTES..VNET_BYTES + len]) {
                    Some(opened) => self.begin(len, opened),
                    None => Ok(()),
                };
            }
        };

        let headers = run.headers();
        let end = self.start + *length;
        let place = end - headers;
        let mut aside = [0u8; MAX_HEADERS];
        let aside = &mut aside[..headers];
        aside.copy_from_slice(&self.buffer[place..end]);
        let opened = open(&mut self.buffer[place..place + len]);
        let ending = opened.and_then(|opened| {
            run.continued_by(&self.buffer[place..place + len], *length, opened.partial)
        });
        aside.swap_with_slice(&mut self.buffer[place..end]);
        // Now the superpacket is whole again, the new packet's payload behind it and its headers
        // aside.
        let Some(opened) = opened else { return Ok(()) };
        if let Some(ending) = ending
            && run.verified(&self.buffer[self.start..end])
        {
            *length += len - headers;
            run.append(
                &mut self.buffer[self.start..place + len],
                len - headers,
                ending,
            );
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
}

struct Pending {
    length: usize,
    /// The header whose checksum field is partial; `None`: the checksum is complete, or of no
    /// concern.
    partial: Option<Transport>,
    /// `None`: nothing can be merged to it.
    run: Option<Run>,
}

impl Pending {
    fn finish(&self, packet: &mut [u8], offloads: Offloads) -> VnetHeader {
        match (&self.run, &self.partial) {
            (Some(run), _) if run.is_merged() => run.finish(packet),
            (_, Some(transport)) if offloads.csum => VnetHeader::partial(transport),
            (_, Some(transport)) => {
                checksum::complete(&mut packet[transport.start..], transport.checksum_offset());
                VnetHeader::default()
            }
            (_, None) => VnetHeader::default(),
        }
    }
}
