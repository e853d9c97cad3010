//! A session: keys between two nodes, its send counters and its receive windows. Spec §6.

use super::aead::Suite;
use super::keys::KeyHandle;
use super::limits::{Allowance, cost};
use super::path::Way;
use super::peer::Peer;
use super::replay::{Budget, ReplayWindow};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

pub const LANES: usize = 8;

pub struct Session {
    pub index: u32,
    pub remote_index: u32,
    pub suite: Suite,
    pub keys: KeyHandle,
    pub peer: Arc<Peer>,
    pub initiator: bool,
    /// Lanes the peer sends on; a packet on a higher one is dropped before the AEAD.
    pub lanes: u8,
    /// By which the handshake came to its end.
    pub way: Way,
    /// What a sending lane may spend, and what a receiving lane may show.
    pub sending: Allowance,
    pub receiving: Allowance,
    pub send_lanes: [SendLane; LANES],
    pub windows: [Mutex<ReplayWindow>; LANES],
    pub budget: Arc<Budget>,
    /// Failed opens that the key stands, and those it has seen.
    pub failed_opens_limit: u64,
    pub failed_opens: AtomicU64,
    proven: AtomicBool,
    retired: AtomicBool,
    limit_reported: AtomicU8,
}

/// One send counter space. Its only writer is the worker of that lane, and there is at most one such worker
/// (`Worker::new`): hence a counter is drawn once, without a locked instruction.
#[derive(Default)]
#[repr(align(64))]
pub struct SendLane {
    next: AtomicU64,
    spent: AtomicU64,
}

/// What is known of a session before it is used.
pub struct Facts {
    pub index: u32,
    pub remote_index: u32,
    pub suite: Suite,
    pub initiator: bool,
    pub lanes: u8,
    pub way: Way,
    pub sending: Allowance,
    pub receiving: Allowance,
    pub failed_opens: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyLimit {
    Near = 1,
    Reached = 2,
}

impl Session {
    pub fn new(facts: Facts, keys: KeyHandle, peer: Arc<Peer>, budget: Arc<Budget>) -> Session {
        Session {
            index: facts.index,
            remote_index: facts.remote_index,
            suite: facts.suite,
            keys,
            peer,
            initiator: facts.initiator,
            lanes: facts.lanes,
            way: facts.way,
            sending: facts.sending,
            receiving: facts.receiving,
            send_lanes: Default::default(),
            windows: Default::default(),
            budget,
            failed_opens_limit: facts.failed_opens,
            failed_opens: AtomicU64::new(0),
            proven: AtomicBool::new(false),
            retired: AtomicBool::new(false),
            limit_reported: AtomicU8::new(0),
        }
    }

    /// Draws the next sequence of the caller's own lane for a datagram of `bytes`; None when the key is exhausted.
    /// The second value is a limit that this packet has come to.
    pub fn draw(&self, lane: u8, bytes: usize) -> (Option<u64>, Option<KeyLimit>) {
        let Some(cells) = self.send_lanes.get(usize::from(lane)) else {
            return (None, None);
        };
        let sequence = cells.next.load(Relaxed);
        let spent = cells
            .spent
            .load(Relaxed)
            .saturating_add(cost(self.suite, bytes));
        if spent > self.sending.stop {
            return (None, self.report(KeyLimit::Reached));
        }
        cells.next.store(sequence + 1, Relaxed);
        cells.spent.store(spent, Relaxed);
        let near = if spent >= self.sending.near {
            self.report(KeyLimit::Near)
        } else {
            None
        };
        (Some(sequence), near)
    }

    /// Each limit is told once.
    pub fn report(&self, limit: KeyLimit) -> Option<KeyLimit> {
        let told = self.limit_reported.load(Relaxed);
        let first =
            told < limit as u8 && self.limit_reported.fetch_max(limit as u8, Relaxed) < limit as u8;
        first.then_some(limit)
    }

    /// Whether this side may seal with the session: a responder not before the first valid packet.
    pub fn may_send(&self) -> bool {
        self.initiator || self.is_proven()
    }

    /// Whether so many opens failed that the key opens no more.
    pub fn is_worn(&self) -> bool {
        self.failed_opens.load(Relaxed) >= self.failed_opens_limit
    }

    /// Counts a failed open; the limit, when this one reaches it.
    pub fn note_failed_open(&self) -> Option<KeyLimit> {
        let failed = self.failed_opens.fetch_add(1, Relaxed) + 1;
        if failed >= self.failed_opens_limit {
            self.report(KeyLimit::Reached)
        } else {
            None
        }
    }

    pub fn is_proven(&self) -> bool {
        self.proven.load(Relaxed)
    }

    /// Marks the session as having received a valid packet; true for the first one only.
    pub fn prove(&self) -> bool {
        !self.proven.load(Relaxed) && !self.proven.swap(true, Relaxed)
    }

    pub fn is_retired(&self) -> bool {
        self.retired.load(SeqCst)
    }

    pub fn retire(&self) {
        self.retired.store(true, SeqCst);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for window in &mut self.windows {
            self.budget
                .give_back(window.get_mut().map_or(0, |window| window.bytes()));
        }
    }
}
