//! What one receive brought: trains, each in its place in one piece of memory. What of them goes on to other nodes leaves
//! at the end from where it lies, so trains that come together leave together.

use super::Nanos;
use super::counters::{Counter, DropReason};
use super::inbound::Batch;
use super::onward::Target;
use super::output::Output;
use super::wire::{self, Datagram};
use super::worker::Worker;
use std::net::SocketAddr;
use std::ops::Range;

/// A train from one source: datagrams of `segment` bytes each, the last one maybe shorter.
pub struct Received {
    pub source: SocketAddr,
    pub place: Range<usize>,
    /// 0: the train is one datagram.
    pub segment: usize,
}

impl Worker {
    /// Takes in one train, which is all of `bytes`.
    pub fn handle_datagrams(
        &mut self,
        now: Nanos,
        source: SocketAddr,
        bytes: &mut [u8],
        segment: usize,
        out: &mut impl Output,
    ) {
        let train = Received {
            source,
            place: 0..bytes.len(),
            segment,
        };
        self.handle_trains(now, bytes, [train], out);
    }

    /// Takes in trains that lie in `bytes`, no two in one place.
    pub fn handle_trains(
        &mut self,
        now: Nanos,
        bytes: &mut [u8],
        trains: impl IntoIterator<Item = Received>,
        out: &mut impl Output,
    ) {
        for train in trains {
            self.handle_train(now, bytes, train, out);
        }
        let tally = self.engine.tally(self.lane);
        self.onward.flush(bytes, tally, out);
    }

    fn handle_train(
        &mut self,
        now: Nanos,
        bytes: &mut [u8],
        train: Received,
        out: &mut impl Output,
    ) {
        let mut batch = Batch::new(&self.engine, train.source);
        let Range { mut start, end } = train.place;
        if start == end {
            self.drop_packets(DropReason::DatagramTooShort, 1);
        }
        let segment = if train.segment == 0 {
            end - start
        } else {
            train.segment
        };
        while start < end {
            let place = start..end.min(start + segment);
            start = place.end;
            let tally = self.engine.tally(self.lane);
            tally.add(Counter::InboundDatagrams, 1);
            match self.handle_datagram(now, &mut batch, &mut bytes[place.clone()], out) {
                Ok(Some(target)) => {
                    let tally = self.engine.tally(self.lane);
                    self.onward.add(target, place, bytes, tally, out);
                }
                Ok(None) => {}
                Err(reason) => self.drop_packets(reason, 1),
            }
        }
        while let Some(peer) = self.switched.pop() {
            self.release(now, &peer, out);
        }
    }

    /// The answer: where the datagram goes on to as it now is, if it does.
    fn handle_datagram(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        datagram: &mut [u8],
        out: &mut impl Output,
    ) -> Result<Option<Target>, DropReason> {
        let content = match wire::parse(datagram)? {
            Datagram::Relay(header) => {
                return self.handle_relay(now, batch, header, datagram, out);
            }
            content => content,
        };
        self.handle_content(now, &batch.local, &mut batch.outer, content, out)
            .map(|()| None)
    }
}
