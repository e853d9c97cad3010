//! A train: datagrams for one endpoint, sealed one after another straight into the buffer that is sent.
//!
//! Rules (UDP_SEGMENT): one session and endpoint, one size with the last maybe shorter, at most 64, at most 65,473 B.

use super::Nanos;
use super::aead;
use super::counters::{Counter, DropReason, Tally};
use super::output::{Output, Transmit};
use super::path::{Carrier, Leg};
use super::relay;
use super::session::{KeyLimit, Session};
use super::wire::{self, DATA_HEADER, DataHeader, LONGEST_DATAGRAM, RELAY_HEADER};
use std::io::IoSlice;
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
    route: Option<Route>,
}

/// What the datagrams of a train have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Route {
    /// 0 where the datagrams are of no session.
    session: u32,
    destination: SocketAddr,
}

/// What is to be sealed.
pub struct Parcel<'a> {
    pub session: &'a Session,
    pub leg: &'a Leg,
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

    /// Seals a parcel behind the others, sending the train first where it does not fit. A limit that a key has come to
    /// is handed to `limit`.
    pub fn add(
        &mut self,
        now: Nanos,
        parcel: &Parcel<'_>,
        tally: &Tally,
        out: &mut impl Output,
        mut limit: impl FnMut(&Session, KeyLimit),
    ) -> Result<(), DropReason> {
        let (session, leg) = (parcel.session, parcel.leg);
        let headroom = leg.carrier().map_or(0, |_| RELAY_HEADER);
        let total = headroom + DATA_HEADER + parcel.plain.len() + session.suite.tag_bytes();
        if total > LONGEST_DATAGRAM {
            return Err(DropReason::PacketTooBig);
        }
        let sequence = draw(session, self.lane, total, &mut limit)?;
        let carried = match leg {
            Leg::Direct(_) => None,
            Leg::Carried(by) => Some((by, draw(&by.session, self.lane, RELAY_HEADER, &mut limit)?)),
        };
        let route = Route {
            session: session.index,
            destination: leg.destination(),
        };
        let lane = self.lane;
        let place = self.place(route, total, tally, out);
        let (_, packet) = place.split_at_mut(headroom);
        let (head, sealed) = packet.split_at_mut(DATA_HEADER);
        let header = DataHeader::new(parcel.flags, session.remote_index, lane, sequence);
        head.copy_from_slice(&header.to_bytes());
        aead::seal(
            session.suite,
            session.keys.send(),
            header.counter,
            head,
            parcel.plain,
            sealed,
        );
        if let Some((by, sequence)) = carried {
            address(now, by, lane, sequence, place, tally);
        }
        if let Some(row) = session.peer.tallies.get(usize::from(lane)) {
            row.sent(now, parcel.plain.len());
        }
        Ok(())
    }

    /// Puts a datagram that is whole behind a relay header, and that behind the others.
    pub fn carry(
        &mut self,
        now: Nanos,
        datagram: &[u8],
        by: &Carrier,
        tally: &Tally,
        out: &mut impl Output,
        mut limit: impl FnMut(&Session, KeyLimit),
    ) -> Result<(), DropReason> {
        let total = RELAY_HEADER + datagram.len();
        let sequence = draw(&by.session, self.lane, RELAY_HEADER, &mut limit)?;
        let route = Route {
            session: 0,
            destination: by.destination,
        };
        let lane = self.lane;
        let place = self.place(route, total, tally, out);
        place[RELAY_HEADER..].copy_from_slice(datagram);
        address(now, by, lane, sequence, place, tally);
        Ok(())
    }

    pub fn flush(&mut self, tally: &Tally, out: &mut impl Output) {
        if let Some(route) = self.route.take().filter(|_| self.packets > 0) {
            let bytes = &self.bytes[..self.length];
            out.transmit(&Transmit {
                destination: route.destination,
                pieces: &[IoSlice::new(bytes)],
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

    /// Room for one more datagram, after the train was sent where it does not fit.
    fn place(
        &mut self,
        route: Route,
        total: usize,
        tally: &Tally,
        out: &mut impl Output,
    ) -> &mut [u8] {
        let fits = self.route == Some(route)
            && !self.closed
            && total <= self.segment
            && (self.packets as usize) < LONGEST_TRAIN
            && self.length + total <= TRAIN_BYTES;
        if !fits {
            self.flush(tally, out);
            self.segment = total;
            self.route = Some(route);
        }
        self.closed = total < self.segment;
        let start = self.length;
        self.length += total;
        self.packets += 1;
        &mut self.bytes[start..self.length]
    }
}

/// Draws a sequence for `bytes` under the session's key: a relay packet is as long as its header, for its payload is sealed
/// under another one.
fn draw(
    session: &Session,
    lane: u8,
    bytes: usize,
    limit: &mut impl FnMut(&Session, KeyLimit),
) -> Result<u64, DropReason> {
    let (sequence, reached) = session.draw(lane, bytes);
    if let Some(reached) = reached {
        limit(session, reached);
    }
    sequence.ok_or(DropReason::KeyExhausted)
}

/// Writes the relay header in front of the datagram that it carries.
fn address(now: Nanos, by: &Carrier, lane: u8, sequence: u64, datagram: &mut [u8], tally: &Tally) {
    let counter = wire::counter(lane, sequence);
    relay::write(&by.session, counter, by.handle, false, datagram);
    tally.add(Counter::OutboundRelayed, 1);
    if let Some(row) = by.session.peer.tallies.get(usize::from(lane)) {
        row.told(now);
    }
}
