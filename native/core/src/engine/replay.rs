//! The replay window of one lane: a ring of bits below the highest sequence received (as RFC 6479, but exact). Spec §6.2.
//!
//! Use: `check` before the AEAD, `record` after it under the same lock order; `record` repeats the check, so two
//! copies opened at once are delivered once. A window has no memory before its lane's first authenticated packet.
//! It starts with 2^9 bits and doubles when an authenticated packet falls behind it, up to 2^17 and within the
//! budget. What lies in the part gained counts as seen: whether it was cannot be known.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

pub const SMALLEST_BITS: u64 = 1 << 9;
pub const LARGEST_BITS: u64 = 1 << 17;
pub const BUDGET_BYTES: usize = 64 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Fresh,
    Seen,
    /// Behind the window, and the window may still grow: worth authenticating.
    Behind,
    /// Behind any window.
    Ancient,
}

/// Memory that all windows of an engine may grow into together.
pub struct Budget {
    used: AtomicUsize,
    limit: usize,
}

impl Budget {
    pub fn new(limit: usize) -> Budget {
        Budget {
            used: AtomicUsize::new(0),
            limit,
        }
    }

    pub fn used(&self) -> usize {
        self.used.load(Relaxed)
    }

    fn take(&self, bytes: usize) -> bool {
        let used = self.used.fetch_add(bytes, Relaxed);
        let granted = used + bytes <= self.limit;
        if !granted {
            self.used.fetch_sub(bytes, Relaxed);
        }
        granted
    }

    /// Without asking: the smallest window is granted always, else a full budget would shut out new sessions.
    fn force(&self, bytes: usize) {
        self.used.fetch_add(bytes, Relaxed);
    }

    pub fn give_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Relaxed);
    }
}

/// What became of an authenticated packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    Fresh,
    Seen,
    BehindGrown,
    BehindRefused,
}

#[derive(Default)]
pub struct ReplayWindow {
    /// One above the highest sequence recorded.
    next: u64,
    /// Bit `s % bits` stands for sequence s in `next - bits .. next`; a power of two of bits, or no words at all.
    words: Box<[u64]>,
}

impl ReplayWindow {
    pub fn bytes(&self) -> usize {
        self.words.len() * 8
    }

    pub fn check(&self, sequence: u64) -> Verdict {
        let bits = self.bits();
        if sequence >= self.next {
            Verdict::Fresh
        } else if sequence + bits >= self.next {
            if self.get(sequence) {
                Verdict::Seen
            } else {
                Verdict::Fresh
            }
        } else if sequence + LARGEST_BITS >= self.next {
            Verdict::Behind
        } else {
            Verdict::Ancient
        }
    }

    /// Takes note of an authenticated sequence.
    pub fn record(&mut self, sequence: u64, budget: &Budget) -> Recorded {
        match self.check(sequence) {
            Verdict::Fresh => {
                if self.words.is_empty() {
                    self.words = vec![0; (SMALLEST_BITS / 64) as usize].into_boxed_slice();
                    budget.force(self.bytes());
                }
                if sequence >= self.next {
                    self.advance(sequence);
                }
                self.set(sequence);
                Recorded::Fresh
            }
            Verdict::Seen => Recorded::Seen,
            Verdict::Behind if budget.take(self.bytes()) => {
                self.grow();
                Recorded::BehindGrown
            }
            Verdict::Behind | Verdict::Ancient => Recorded::BehindRefused,
        }
    }

    fn bits(&self) -> u64 {
        self.words.len() as u64 * 64
    }

    /// Moves the window's end to just above `sequence`, with all it gains unseen.
    fn advance(&mut self, sequence: u64) {
        let skipped = sequence - self.next + 1;
        if skipped >= self.bits() {
            self.words.fill(0);
        } else {
            let mut at = self.next;
            while at <= sequence {
                let through = (at | 63).min(sequence);
                let mask = (u64::MAX >> (63 - (through - at))) << (at & 63);
                *self.word(at) &= !mask;
                at = through + 1;
            }
        }
        self.next = sequence + 1;
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.words);
        let bits = old.len() as u64 * 64;
        self.words = vec![u64::MAX; old.len() * 2].into_boxed_slice();
        for sequence in self.next.saturating_sub(bits)..self.next {
            if old[(sequence as usize / 64) & (old.len() - 1)] >> (sequence & 63) & 1 == 0 {
                *self.word(sequence) &= !(1 << (sequence & 63));
            }
        }
    }

    fn get(&self, sequence: u64) -> bool {
        self.words[(sequence as usize / 64) & (self.words.len() - 1)] >> (sequence & 63) & 1 == 1
    }

    fn set(&mut self, sequence: u64) {
        *self.word(sequence) |= 1 << (sequence & 63);
    }

    fn word(&mut self, sequence: u64) -> &mut u64 {
        let ring = self.words.len() - 1;
        &mut self.words[(sequence as usize / 64) & ring]
    }
}
