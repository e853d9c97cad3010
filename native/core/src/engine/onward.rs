//! What goes on of what was received in one go: for each peer trains of datagrams of one size, in the order in which they
//! came, sent from where they lie.
//!
//! A train leaves when it is full, or when the next datagram for that peer does not fit it; the rest leaves at the end. So
//! what goes to one peer is never held back by more than one train.

use super::counters::{Counter, Tally};
use super::output::{Output, Transmit};
use super::train::{LONGEST_TRAIN, TRAIN_BYTES};
use std::io::IoSlice;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Range;

/// Peers that are sent to beside each other.
const MOST_PEERS: usize = 64;

/// Who a datagram goes on to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub peer: u32,
    pub destination: SocketAddr,
}

/// Belongs to a worker; empty between two receives.
pub struct Onward {
    /// Whose the first trains are, each peer once.
    peers: Vec<u32>,
    trains: Box<[Gathered]>,
    /// Whose train was added to last.
    last: usize,
}

/// A train in the making.
struct Gathered {
    destination: SocketAddr,
    places: [Range<usize>; LONGEST_TRAIN],
    pieces: usize,
    packets: usize,
    bytes: usize,
    segment: usize,
    /// A shorter datagram has ended it.
    closed: bool,
}

impl Onward {
    pub fn new() -> Onward {
        Onward {
            peers: Vec::with_capacity(MOST_PEERS),
            trains: (0..MOST_PEERS).map(|_| Gathered::new()).collect(),
            last: 0,
        }
    }

    /// Takes a datagram that lies there in `bytes`, first sending what it does not fit.
    pub fn add(
        &mut self,
        target: Target,
        place: Range<usize>,
        bytes: &[u8],
        tally: &Tally,
        out: &mut impl Output,
    ) {
        if self.peers.get(self.last) != Some(&target.peer) {
            self.turn_to(target.peer, bytes, tally, out);
        }
        let train = &mut self.trains[self.last];
        if !train.fits(target.destination, place.len()) {
            train.send(bytes, tally, out);
        }
        train.add(target.destination, place);
    }

    /// Sends all that was taken of `bytes`.
    pub fn flush(&mut self, bytes: &[u8], tally: &Tally, out: &mut impl Output) {
        for train in &mut self.trains[..self.peers.len()] {
            train.send(bytes, tally, out);
        }
        self.peers.clear();
    }

    fn turn_to(&mut self, peer: u32, bytes: &[u8], tally: &Tally, out: &mut impl Output) {
        let known = self.peers.iter().position(|known| *known == peer);
        self.last = known.unwrap_or_else(|| {
            if self.peers.len() == MOST_PEERS {
                self.flush(bytes, tally, out);
            }
            self.peers.push(peer);
            self.peers.len() - 1
        });
    }
}

impl Gathered {
    fn new() -> Gathered {
        Gathered {
            destination: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            places: [const { 0..0 }; LONGEST_TRAIN],
            pieces: 0,
            packets: 0,
            bytes: 0,
            segment: 0,
            closed: false,
        }
    }

    fn fits(&self, destination: SocketAddr, length: usize) -> bool {
        self.destination == destination
            && !self.closed
            && length <= self.segment
            && self.packets < LONGEST_TRAIN
            && self.bytes + length <= TRAIN_BYTES
    }

    /// Takes what fits, or anything where there is nothing yet.
    fn add(&mut self, destination: SocketAddr, place: Range<usize>) {
        if self.packets == 0 {
            self.destination = destination;
            self.segment = place.len();
        }
        self.closed = place.len() < self.segment;
        self.packets += 1;
        self.bytes += place.len();
        let before = self.pieces.checked_sub(1).map(|at| &mut self.places[at]);
        match before {
            Some(last) if last.end == place.start => last.end = place.end,
            _ => {
                self.places[self.pieces] = place;
                self.pieces += 1;
            }
        }
    }

    fn send(&mut self, bytes: &[u8], tally: &Tally, out: &mut impl Output) {
        if self.packets == 0 {
            return;
        }
        let mut pieces = [IoSlice::new(&[]); LONGEST_TRAIN];
        for (piece, place) in pieces.iter_mut().zip(&self.places[..self.pieces]) {
            *piece = IoSlice::new(&bytes[place.clone()]);
        }
        out.transmit(&Transmit {
            destination: self.destination,
            pieces: &pieces[..self.pieces],
            segment: self.segment,
            packets: self.packets as u32,
        });
        tally.add(Counter::RelayedDatagrams, self.packets as u64);
        tally.add(Counter::RelayedBytes, self.bytes as u64);
        tally.add(Counter::RelayedTrains, 1);
        (self.pieces, self.packets, self.bytes) = (0, 0, 0);
        self.closed = false;
    }
}
