//! A worker moves packets by the engine's tables. One thread owns it; it sends on one lane.
//!
//! After any `handle_*` call results may still be held back: `flush` ends a batch.

use super::bucket::{Bucket, Rate};
use super::control::{FLAG_ANSWER, Frame, KEEPALIVE};
use super::counters::{Counter, DropReason, Tally};
use super::events::Event;
use super::onward::Onward;
use super::outbound::Turn;
use super::output::Output;
use super::path::Way;
use super::peer::Peer;
use super::session::{KeyLimit, Session};
use super::tables::Engine;
use super::train::{Parcel, Train};
use super::{MILLISECOND, Nanos};
use crate::inner::coalesce::{Coalescer, Offloads};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// ICMP errors that a worker may send.
const UNREACHABLE: Rate = Rate {
    per_second: 100,
    burst: 50,
};
/// When an initiator's confirm is repeated, counted from the first.
const CONFIRM_REPEATS: [Nanos; 4] = [
    50 * MILLISECOND,
    100 * MILLISECOND,
    200 * MILLISECOND,
    400 * MILLISECOND,
];
pub const LONGEST_PLAIN: usize = 65_535;

pub struct Worker {
    pub(super) engine: Arc<Engine>,
    pub(super) lane: u8,
    pub(super) train: Train,
    pub(super) onward: Onward,
    pub(super) coalescer: Coalescer,
    /// A received plaintext that must outlive its place in the coalescer.
    pub(super) aside: Box<[u8]>,
    /// A plaintext of this node's own in the making.
    pub(super) scratch: Box<[u8]>,
    /// Peers that can be sent to since the datagram in hand.
    pub(super) switched: Vec<Arc<Peer>>,
    pub(super) unreachable: Bucket,
    /// The one that datagrams come by now; 0 for none.
    pub(super) socket: u32,
    /// Peers whose path is to be changed.
    pub(super) planned: Vec<Arc<Peer>>,
    confirms: Vec<Confirm>,
}

/// The confirm of an initiator's session, on repeat. It holds the session, so one that was answered or retired is
/// let go at the time of its next repeat.
struct Confirm {
    session: Arc<Session>,
    first: Nanos,
    repeats: usize,
}

impl Confirm {
    fn next(&self) -> Option<Nanos> {
        Some(self.first + CONFIRM_REPEATS.get(self.repeats)?)
    }
}

impl Worker {
    /// Takes the lane for this worker until it is dropped. Panics when the lane is beyond the engine's or taken: two
    /// workers on one lane would draw the same counters.
    pub fn new(engine: Arc<Engine>, lane: u8) -> Worker {
        assert!(lane < engine.lanes, "lane {lane} of {}", engine.lanes);
        let held = engine.lanes_held.fetch_or(1 << lane, Relaxed);
        assert!(held & (1 << lane) == 0, "lane {lane} has a worker");
        Worker {
            engine,
            lane,
            train: Train::new(lane),
            onward: Onward::new(),
            coalescer: Coalescer::new(Offloads::default()),
            aside: vec![0; LONGEST_PLAIN].into_boxed_slice(),
            scratch: vec![0; LONGEST_PLAIN].into_boxed_slice(),
            switched: Vec::with_capacity(64),
            unreachable: Bucket::new(UNREACHABLE),
            socket: 0,
            planned: Vec::with_capacity(64),
            confirms: Vec::with_capacity(64),
        }
    }

    /// What the TUN takes; none before this is called. Packets held back are delivered first.
    pub fn set_offloads(&mut self, offloads: Offloads, out: &mut impl Output) {
        self.flush(out);
        self.coalescer = Coalescer::new(offloads);
    }

    /// Names the socket that the next datagrams came by.
    pub fn arrive_by(&mut self, socket: u32) {
        self.socket = socket;
    }

    /// Counts a turn of the loop around this worker.
    pub fn count_turn(&self) {
        self.engine.tally(self.lane).add(Counter::Turns, 1);
    }

    /// Ends a batch: the open train and the open superpacket leave.
    pub fn flush(&mut self, out: &mut impl Output) {
        let tally = self.engine.tally(self.lane);
        self.train.flush(tally, out);
        self.coalescer
            .flush(&mut |bytes: &[u8]| deliver(tally, out, bytes));
    }

    /// When `handle_timeout` wants to be called next.
    pub fn poll_timeout(&self) -> Option<Nanos> {
        let confirms = self.confirms.iter().filter_map(Confirm::next);
        let expiries = [
            self.engine.waiting.next_expiry(),
            self.engine.asking.waiting.next_expiry(),
            self.engine.vigil.next(),
        ];
        let next = confirms.chain(expiries.into_iter().flatten());
        next.chain(self.next_plan()).min()
    }

    /// Repeats confirms, drops packets that waited too long, asks peers at rest.
    pub fn handle_timeout(&mut self, now: Nanos, out: &mut impl Output) {
        let mut confirms = std::mem::take(&mut self.confirms);
        confirms.retain_mut(|confirm| {
            let session = &confirm.session;
            if session.is_proven() || session.is_retired() {
                return false;
            }
            if confirm.next().is_some_and(|at| at <= now) {
                confirm.repeats += 1;
                self.send_confirm(now, &confirm.session, out);
            }
            confirm.next().is_some()
        });
        self.confirms = confirms;
        let expired = self.engine.waiting.expire(now) + self.engine.asking.waiting.expire(now);
        self.drop_packets(DropReason::WaitingExpired, expired);
        self.follow_plans(now, out);
        self.keep_vigil(now, out);
    }

    /// Tells the peer of a session made by us, and again until a packet comes back.
    pub(super) fn confirm(&mut self, now: Nanos, session: Arc<Session>, out: &mut impl Output) {
        self.send_confirm(now, &session, out);
        self.confirms.push(Confirm {
            session,
            first: now,
            repeats: 0,
        });
    }

    fn send_confirm(&mut self, now: Nanos, session: &Session, out: &mut impl Output) {
        let frame = Frame {
            kind: KEEPALIVE,
            flags: FLAG_ANSWER,
            body: &[],
        };
        self.send_frame(now, session, &session.way, frame, out);
    }

    /// Sends what waited for this peer.
    pub(super) fn release(&mut self, now: Nanos, peer: &Peer, out: &mut impl Output) {
        for mut frame in self.engine.waiting.take(peer.id) {
            self.handle_kept(now, &mut frame, Turn::Next, out);
        }
    }

    /// Seals and sends a control frame.
    pub(super) fn send_frame(
        &mut self,
        now: Nanos,
        session: &Session,
        way: &Way,
        frame: Frame<'_>,
        out: &mut impl Output,
    ) {
        let plain = frame.write(&mut self.scratch);
        let plain = plain.ok_or(DropReason::PacketTooBig);
        let sealed = plain.and_then(|plain| {
            let parcel = Parcel {
                session,
                leg: &way.leg()?,
                flags: 0,
                plain,
            };
            seal(&self.engine, &mut self.train, now, &parcel, out)
        });
        match sealed {
            Ok(()) => self
                .engine
                .tally(self.lane)
                .add(Counter::ControlFramesOut, 1),
            Err(reason) => self.drop_packets(reason, 1),
        }
    }

    /// Counts drops; also for the loop around the worker, whose sockets and TUN may refuse what it was given.
    pub fn drop_packets(&self, reason: DropReason, packets: u64) {
        self.engine.tally(self.lane).drop_packets(reason, packets);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.engine.lanes_held.fetch_and(!(1 << self.lane), Relaxed);
    }
}

/// Seals a parcel into the train; key limits become events.
pub(super) fn seal(
    engine: &Engine,
    train: &mut Train,
    now: Nanos,
    parcel: &Parcel<'_>,
    out: &mut impl Output,
) -> Result<(), DropReason> {
    let tally = engine.tally(train.lane());
    train.add(now, parcel, tally, out, |session, limit| {
        report_limit(engine, now, session, limit)
    })
}

pub(super) fn report_limit(engine: &Engine, now: Nanos, session: &Session, limit: KeyLimit) {
    let (index, peer) = (session.index, session.peer.id);
    engine
        .events()
        .push(now, Event::KeyLimit { index, peer, limit });
}

pub(super) fn deliver(tally: &Tally, out: &mut impl Output, vnet_and_packet: &[u8]) {
    tally.add(Counter::DeliveredFrames, 1);
    out.deliver(vnet_and_packet);
}
