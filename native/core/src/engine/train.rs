//! A train: datagrams for one endpoint, sealed one after another straight into the buffer that is sent.
//!
//! Rules (UDP_SEGMENT): one session and endpoint, one size with the last maybe shorter, at most 64, at most 65,473 B.

use super::Nanos;
use super::aead;
use super::counters::{Counter, DropReason, Tally};
use super::output::{Output, Transmit};
use super::session::{KeyLimit, Session};
use super::wire::{DATA_HEADER, DataHeader, LONGEST_DATAGRAM};
use std::net::SocketAddr;

pub const LONGEST_TRAIN: usize = 64;
/// Bytes of a train of several datagrams. Linux hands a train to the device uncut while it is, with its Ethernet (14),
/// IPv6 (40) and UDP (8) headers, shorter than the device's gso_max_size, 65,536 if nothing else is set
/// (gso_features_check in net/core/dev.c); a longer one it cuts in software.
pub const TRAIN_BYTES: usize = 65_536 - 14 - 40 - 8 - 1;

/// The one place where data packets are sealed. Belongs to a worker, and so to one lane.
pub struct Train {
    lane: u8,
    bytes: Box<[u8]>,
    length: usize,
    segment: usize,
    packets: u32,
    /// A shorter datagram has ended the train.
    closed: bool,
    route: Option<(u32, SocketAddr)>,
}

/// What is to be sealed.
pub struct Parcel<'a> {
    pub session: &'a Session,
    pub endpoint: SocketAddr,
    pub flags: u8,
    pub plain: &'a [u8],
}

impl Train {
    pub fn new(lane: u8) -> Train {
        let bytes = vec![0; LONGEST_DATAGRAM].into_boxed_slice();
        Train {
            lane,
            bytes,
            length: 0,
            segment: 0,
            packets: 0,
            closed: false,
            route: None,
        }
    }

    pub fn lane(&self) -> u8 {
        self.lane
    }

    /// Seals a parcel behind the others, sending the train first where it does not fit. The limit that the key has
    /// come to, if any, is handed to `limit`.
    pub fn add(
        &mut self,
        now: Nanos,
        parcel: &Parcel<'_>,
        tally: &Tally,
        out: &mut impl Output,
        limit: impl FnOnce(KeyLimit),
    ) -> Result<(), DropReason> {
        let session = parcel.session;
        let total = DATA_HEADER + parcel.plain.len() + session.suite.tag_bytes();
        if total > LONGEST_DATAGRAM {
            return Err(DropReason::PacketTooBig);
        }
        let (sequence, reached) = session.draw(self.lane, total);
        if let Some(reached) = reached {
            limit(reached);
        }
        let sequence = sequence.ok_or(DropReason::KeyExhausted)?;
        let route = Some((session.index, parcel.endpoint));
        let fits = self.route == route
            && !self.closed
            && total <= self.segment
            && (self.packets as usize) < LONGEST_TRAIN
            && self.length + total <= TRAIN_BYTES;
        if !fits {
            self.flush(tally, out);
            self.segment = total;
            self.route = route;
        }
        self.closed = total < self.segment;
        let place = &mut self.bytes[self.length..self.length + total];
        let (head, sealed) = place.split_at_mut(DATA_HEADER);
        let header = DataHeader::new(parcel.flags, session.remote_index, self.lane, sequence);
        head.copy_from_slice(&header.to_bytes());
        aead::seal(
            session.suite,
            session.keys.send(),
            header.counter,
            head,
            parcel.plain,
            sealed,
        );
        self.length += total;
        self.packets += 1;
        if let Some(row) = session.peer.tallies.get(usize::from(self.lane)) {
            row.sent(now, parcel.plain.len());
        }
        Ok(())
    }

    pub fn flush(&mut self, tally: &Tally, out: &mut impl Output) {
        if let Some((_, destination)) = self.route.take().filter(|_| self.packets > 0) {
            let bytes = &self.bytes[..self.length];
            out.transmit(&Transmit {
                destination,
                bytes,
                segment: self.segment,
                packets: self.packets,
            });
            tally.add(Counter::OutboundTrains, 1);
            tally.add(Counter::OutboundDatagrams, u64::from(self.packets));
        }
        self.length = 0;
        self.packets = 0;
        self.closed = false;
    }
}
