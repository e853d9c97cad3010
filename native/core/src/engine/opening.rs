//! One data packet from its checks to what it turned out to be. Nothing is changed before its tag holds.

use super::Nanos;
use super::aead;
use super::bucket::Bucket;
use super::counters::{Counter, DropReason, Tally};
use super::local::LocalTable;
use super::peer::Sources;
use super::replay::{Recorded, ReplayWindow, Verdict};
use super::session::Session;
use super::wire::{self, DATA_HEADER, DataHeader};
use crate::inner::packet::{is_multicast_or_broadcast, parse};
use std::sync::Mutex;

/// What a data packet turned out to be.
pub enum Outcome {
    /// Not authentic, or not new: nothing may follow from it.
    Refused(DropReason),
    Authentic(Content),
}

/// What is in an authentic packet. Lengths are of the copy put aside.
pub enum Content {
    Packet,
    Control(usize),
    /// A packet for an address that is not here; an ICMP error may be sent about it.
    Elsewhere(usize),
    Dropped(DropReason),
}

/// Checks that cost no cryptography; the answer is the lane's window.
pub fn admit(session: &Session, counter: u64) -> Result<&Mutex<ReplayWindow>, DropReason> {
    let (lane, sequence) = (usize::from(wire::lane(counter)), wire::sequence(counter));
    if lane >= usize::from(session.lanes) {
        return Err(DropReason::LaneOutOfRange);
    }
    if sequence >= session.receiving.stop {
        return Err(DropReason::SequenceOutOfRange);
    }
    if session.is_worn() {
        return Err(DropReason::KeyRetired);
    }
    let window = session
        .windows
        .get(lane)
        .ok_or(DropReason::LaneOutOfRange)?;
    match window.lock().expect("replay window").check(sequence) {
        Verdict::Fresh | Verdict::Behind => Ok(window),
        Verdict::Seen => Err(DropReason::Replayed),
        Verdict::Ancient => Err(DropReason::BehindWindow),
    }
}

/// Takes note of the counter of an authentic packet, unless it is not new after all.
pub fn record(
    session: &Session,
    window: &Mutex<ReplayWindow>,
    counter: u64,
    tally: &Tally,
) -> Result<(), DropReason> {
    let mut window = window.lock().expect("replay window");
    match window.record(wire::sequence(counter), &session.budget) {
        Recorded::Fresh => Ok(()),
        Recorded::Seen => Err(DropReason::Replayed),
        Recorded::BehindGrown => {
            tally.add(Counter::WindowGrowths, 1);
            Err(DropReason::BehindWindow)
        }
        Recorded::BehindRefused => {
            tally.add(Counter::WindowGrowthsRefused, 1);
            Err(DropReason::BehindWindow)
        }
    }
}

/// A data packet about to be opened to where its plaintext belongs.
pub struct Opening<'a> {
    pub session: &'a Session,
    pub sources: &'a Sources,
    pub local: &'a LocalTable,
    pub window: &'a Mutex<ReplayWindow>,
    pub header: DataHeader,
    pub head: &'a [u8; DATA_HEADER],
    pub sealed: &'a [u8],
    pub tally: &'a Tally,
}

impl Opening<'_> {
    /// Opens, records and looks at the plaintext; what is not for the TUN and still needed is copied aside.
    pub fn open(
        &self,
        now: Nanos,
        place: &mut [u8],
        aside: &mut [u8],
        unreachable: &mut Bucket,
    ) -> Outcome {
        let session = self.session;
        let key = session.keys.receive();
        if !aead::open(
            session.suite,
            key,
            self.header.counter,
            self.head,
            self.sealed,
            place,
        ) {
            return Outcome::Refused(DropReason::OpenFailed);
        }
        match record(session, self.window, self.header.counter, self.tally) {
            Ok(()) => Outcome::Authentic(self.look(now, place, aside, unreachable)),
            Err(reason) => Outcome::Refused(reason),
        }
    }

    fn look(
        &self,
        now: Nanos,
        plain: &[u8],
        aside: &mut [u8],
        unreachable: &mut Bucket,
    ) -> Content {
        match plain.first().map(|first| first >> 4) {
            Some(4 | 6) => {}
            Some(0) => return Content::Control(copy(plain, aside)),
            _ => return Content::Dropped(DropReason::PlaintextUnknown),
        }
        let Ok(parsed) = parse(plain) else {
            return Content::Dropped(DropReason::InnerMalformed);
        };
        if !self.sources.contains(parsed.source) {
            return Content::Dropped(DropReason::SourceNotAllowed);
        }
        if is_multicast_or_broadcast(parsed.destination) {
            return Content::Dropped(DropReason::InboundMulticast);
        }
        if self.local.contains(parsed.destination) {
            return Content::Packet;
        }
        Content::Elsewhere(if unreachable.take(now) {
            copy(plain, aside)
        } else {
            0
        })
    }
}

/// Copies to the start of `aside`; the answer is the length, 0 when it does not fit.
fn copy(plain: &[u8], aside: &mut [u8]) -> usize {
    match aside.get_mut(..plain.len()) {
        Some(place) => {
            place.copy_from_slice(plain);
            plain.len()
        }
        None => 0,
    }
}
