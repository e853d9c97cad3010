//! Packets that wait, by what they wait for (a peer's session, an address's route): 64 of a kind (then the oldest goes),
//! 4,096 in all and 16 MiB (then the new one goes), 3 seconds. They come from this host's own TUN, so their memory is not a
//! stranger's to take.

use super::{Nanos, SECOND};
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub const PER_KEY: usize = 64;
pub const IN_ALL: usize = 4_096;
pub const BYTES_IN_ALL: usize = 16 << 20;
pub const LONGEST_WAIT: Nanos = 3 * SECOND;
/// Free bytes before each frame, as `Worker::handle_tun` needs them.
pub const HEADROOM: usize = 128;

const NEVER: u64 = u64::MAX;

pub struct Waiting<K> {
    queues: Mutex<Queues<K>>,
    /// When the oldest packet expires; for reading without the lock.
    next_expiry: AtomicU64,
}

struct Queues<K> {
    by_key: HashMap<K, VecDeque<(Nanos, Vec<u8>)>>,
    frames: usize,
    bytes: usize,
}

impl<K: Copy + Eq + Hash> Waiting<K> {
    pub fn new() -> Waiting<K> {
        Waiting {
            queues: Mutex::new(Queues {
                by_key: HashMap::new(),
                frames: 0,
                bytes: 0,
            }),
            next_expiry: AtomicU64::new(NEVER),
        }
    }

    /// Keeps a copy of a TUN frame. The answer: how many frames of this key wait now, how many were dropped.
    pub fn push(&self, now: Nanos, key: K, frame: &[u8]) -> (usize, u64) {
        let mut queues = self.queues.lock().expect("waiting packets");
        let mut dropped = 0;
        if queues
            .by_key
            .get(&key)
            .is_some_and(|queue| queue.len() >= PER_KEY)
        {
            queues.drop_oldest(key);
            dropped += 1;
        }
        if queues.frames >= IN_ALL || queues.bytes + frame.len() > BYTES_IN_ALL {
            return (
                queues.by_key.get(&key).map_or(0, VecDeque::len),
                dropped + 1,
            );
        }
        let mut copy = vec![0; HEADROOM + frame.len()];
        copy[HEADROOM..].copy_from_slice(frame);
        queues.frames += 1;
        queues.bytes += frame.len();
        let queue = queues.by_key.entry(key).or_default();
        queue.push_back((now, copy));
        self.next_expiry.fetch_min(now + LONGEST_WAIT, Relaxed);
        (queue.len(), dropped)
    }

    /// All frames of a key, oldest first, each behind `HEADROOM` free bytes.
    pub fn take(&self, key: K) -> impl Iterator<Item = Vec<u8>> + use<K> {
        let mut queues = self.queues.lock().expect("waiting packets");
        let queue = queues.by_key.remove(&key).unwrap_or_default();
        queues.frames -= queue.len();
        queues.bytes -= queue
            .iter()
            .map(|(_, frame)| frame.len() - HEADROOM)
            .sum::<usize>();
        self.note_next(&queues);
        queue.into_iter().map(|(_, frame)| frame)
    }

    pub fn holds(&self, key: K) -> bool {
        self.queues
            .lock()
            .expect("waiting packets")
            .by_key
            .contains_key(&key)
    }

    pub fn keys(&self) -> Vec<K> {
        let queues = self.queues.lock().expect("waiting packets");
        queues.by_key.keys().copied().collect()
    }

    pub fn next_expiry(&self) -> Option<Nanos> {
        Some(self.next_expiry.load(Relaxed)).filter(|at| *at != NEVER)
    }

    /// Drops what has waited too long; the answer is how many.
    pub fn expire(&self, now: Nanos) -> u64 {
        if self.next_expiry().is_none_or(|at| at > now) {
            return 0;
        }
        let mut queues = self.queues.lock().expect("waiting packets");
        let late: Vec<K> = queues.by_key.keys().copied().collect();
        let before = queues.frames;
        for key in late {
            while queues
                .oldest(key)
                .is_some_and(|at| at + LONGEST_WAIT <= now)
            {
                queues.drop_oldest(key);
            }
        }
        self.note_next(&queues);
        (before - queues.frames) as u64
    }

    fn note_next(&self, queues: &Queues<K>) {
        let oldest = queues
            .by_key
            .values()
            .filter_map(|queue| queue.front().map(|(at, _)| *at))
            .min();
        self.next_expiry
            .store(oldest.map_or(NEVER, |at| at + LONGEST_WAIT), Relaxed);
    }
}

impl<K: Copy + Eq + Hash> Queues<K> {
    fn oldest(&self, key: K) -> Option<Nanos> {
        self.by_key.get(&key)?.front().map(|(at, _)| *at)
    }

    fn drop_oldest(&mut self, key: K) {
        let Some(queue) = self.by_key.get_mut(&key) else {
            return;
        };
        if let Some((_, frame)) = queue.pop_front() {
            self.frames -= 1;
            self.bytes -= frame.len() - HEADROOM;
        }
        if queue.is_empty() {
            self.by_key.remove(&key);
        }
    }
}
