//! Packets that wait for a session: 64 a peer (then the oldest goes), 4,096 in all and 16 MiB (then the new one goes),
//! 3 seconds. They come from this host's own TUN, so their memory is not a stranger's to take.

use super::{Nanos, SECOND};
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub const PER_PEER: usize = 64;
pub const IN_ALL: usize = 4_096;
pub const BYTES_IN_ALL: usize = 16 << 20;
pub const LONGEST_WAIT: Nanos = 3 * SECOND;
/// Free bytes before each frame, as `Worker::handle_tun` needs them.
pub const HEADROOM: usize = 128;

const NEVER: u64 = u64::MAX;

pub struct Waiting {
    queues: Mutex<Queues>,
    /// When the oldest packet expires; for reading without the lock.
    next_expiry: AtomicU64,
    /// Frames whose peer was forgotten.
    pub discarded: AtomicU64,
}

#[derive(Default)]
struct Queues {
    peers: HashMap<u32, VecDeque<(Nanos, Vec<u8>)>>,
    frames: usize,
    bytes: usize,
}

impl Waiting {
    pub fn new() -> Waiting {
        Waiting {
            queues: Mutex::default(),
            next_expiry: AtomicU64::new(NEVER),
            discarded: AtomicU64::new(0),
        }
    }

    /// Keeps a copy of a TUN frame. The answer: how many frames of this peer wait now, how many were dropped.
    pub fn push(&self, now: Nanos, peer: u32, frame: &[u8]) -> (usize, u64) {
        let mut queues = self.queues.lock().expect("waiting packets");
        let mut dropped = 0;
        if queues
            .peers
            .get(&peer)
            .is_some_and(|queue| queue.len() >= PER_PEER)
        {
            queues.drop_oldest(peer);
            dropped += 1;
        }
        if queues.frames >= IN_ALL || queues.bytes + frame.len() > BYTES_IN_ALL {
            return (
                queues.peers.get(&peer).map_or(0, VecDeque::len),
                dropped + 1,
            );
        }
        let mut copy = vec![0; HEADROOM + frame.len()];
        copy[HEADROOM..].copy_from_slice(frame);
        queues.frames += 1;
        queues.bytes += frame.len();
        let queue = queues.peers.entry(peer).or_default();
        queue.push_back((now, copy));
        self.next_expiry.fetch_min(now + LONGEST_WAIT, Relaxed);
        (queue.len(), dropped)
    }

    /// All frames of a peer, oldest first, each behind `HEADROOM` free bytes.
    pub fn take(&self, peer: u32) -> impl Iterator<Item = Vec<u8>> + use<> {
        let mut queues = self.queues.lock().expect("waiting packets");
        let queue = queues.peers.remove(&peer).unwrap_or_default();
        queues.frames -= queue.len();
        queues.bytes -= queue
            .iter()
            .map(|(_, frame)| frame.len() - HEADROOM)
            .sum::<usize>();
        self.note_next(&queues);
        queue.into_iter().map(|(_, frame)| frame)
    }

    /// Drops what waits for a peer that there is no more.
    pub fn discard(&self, peer: u32) {
        self.discarded
            .fetch_add(self.take(peer).count() as u64, Relaxed);
    }

    pub fn next_expiry(&self) -> Option<Nanos> {
        Some(self.next_expiry.load(Relaxed)).filter(|at| *at != NEVER)
    }

    /// Drops what has waited too long; the answer is how many.
    pub fn expire(&self, now: Nanos) -> u64 {
        let mut queues = self.queues.lock().expect("waiting packets");
        let late: Vec<u32> = queues.peers.keys().copied().collect();
        let before = queues.frames;
        for peer in late {
            while queues
                .oldest(peer)
                .is_some_and(|at| at + LONGEST_WAIT <= now)
            {
                queues.drop_oldest(peer);
            }
        }
        self.note_next(&queues);
        (before - queues.frames) as u64
    }

    fn note_next(&self, queues: &Queues) {
        let oldest = queues
            .peers
            .values()
            .filter_map(|queue| queue.front().map(|(at, _)| *at))
            .min();
        self.next_expiry
            .store(oldest.map_or(NEVER, |at| at + LONGEST_WAIT), Relaxed);
    }
}

impl Queues {
    fn oldest(&self, peer: u32) -> Option<Nanos> {
        self.peers.get(&peer)?.front().map(|(at, _)| *at)
    }

    fn drop_oldest(&mut self, peer: u32) {
        let Some(queue) = self.peers.get_mut(&peer) else {
            return;
        };
        if let Some((_, frame)) = queue.pop_front() {
            self.frames -= 1;
            self.bytes -= frame.len() - HEADROOM;
        }
        if queue.is_empty() {
            self.peers.remove(&peer);
        }
    }
}
