//! What of a received train goes on: for each target one train, in the order in which it came.
//!
//! Datagrams that lie side by side are sent from where they lie; those of one target with others between them are copied
//! together first, which costs a tenth of another system call.

use super::counters::{Counter, Tally};
use super::output::{Output, Transmit};
use super::train::{LONGEST_TRAIN, TRAIN_BYTES};
use std::net::SocketAddr;
use std::ops::Range;

/// Who a datagram goes on to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub peer: u32,
    pub destination: SocketAddr,
}

/// Belongs to a worker; empty between two trains.
pub struct Onward {
    runs: Vec<Run>,
    together: Box<[u8]>,
}

/// Datagrams side by side for one target; 0 of them once they were sent.
struct Run {
    target: Target,
    place: Range<usize>,
    packets: usize,
}

impl Onward {
    pub fn new() -> Onward {
        Onward {
            runs: Vec::with_capacity(LONGEST_TRAIN),
            together: vec![0; TRAIN_BYTES].into_boxed_slice(),
        }
    }

    /// Takes a datagram that lies there; false when there are too many to take another.
    pub fn add(&mut self, place: Range<usize>, target: Target) -> bool {
        if let Some(last) = self.runs.last_mut()
            && last.target == target
            && last.place.end == place.start
            && fits(last.packets + 1, place.end - last.place.start)
        {
            last.place.end = place.end;
            last.packets += 1;
            return true;
        }
        let room = self.runs.len() < LONGEST_TRAIN;
        if room {
            self.runs.push(Run {
                target,
                place,
                packets: 1,
            });
        }
        room
    }

    /// Sends all that was taken of `bytes`, a train of datagrams of `segment` bytes.
    pub fn send(&mut self, bytes: &[u8], segment: usize, tally: &Tally, out: &mut impl Output) {
        for first in 0..self.runs.len() {
            let (target, mut packets) = (self.runs[first].target, self.runs[first].packets);
            if packets == 0 {
                continue;
            }
            let mut train = &bytes[self.runs[first].place.clone()];
            let more = |run: &Run| run.target == target && run.packets > 0;
            if fits(packets, train.len()) && self.runs[first + 1..].iter().any(more) {
                let length;
                (packets, length) = self.gather(first, bytes);
                train = &self.together[..length];
            }
            out.transmit(&Transmit {
                destination: target.destination,
                bytes: train,
                segment: segment.min(train.len()),
                packets: packets as u32,
            });
            tally.add(Counter::RelayedDatagrams, packets as u64);
            tally.add(Counter::RelayedBytes, train.len() as u64);
            tally.add(Counter::RelayedTrains, 1);
        }
        self.runs.clear();
    }

    /// Copies together what goes to the target of the run `first`, as far as a train holds it; packets and bytes.
    fn gather(&mut self, first: usize, bytes: &[u8]) -> (usize, usize) {
        let target = self.runs[first].target;
        let (mut packets, mut length) = (0, 0);
        for run in self.runs[first..].iter_mut() {
            if run.target != target || run.packets == 0 {
                continue;
            }
            let piece = &bytes[run.place.clone()];
            if !fits(packets + run.packets, length + piece.len()) {
                break;
            }
            self.together[length..length + piece.len()].copy_from_slice(piece);
            length += piece.len();
            packets += std::mem::take(&mut run.packets);
        }
        (packets, length)
    }
}

fn fits(packets: usize, bytes: usize) -> bool {
    packets <= LONGEST_TRAIN && bytes <= TRAIN_BYTES
}
