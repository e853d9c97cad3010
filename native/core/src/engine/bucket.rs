//! Token buckets on the caller's clock.

use super::{Nanos, SECOND};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[derive(Clone, Copy)]
pub struct Rate {
    pub per_second: u32,
    pub burst: u32,
}

/// Tokens are kept in units of 1/SECOND, so refilling is exact integer arithmetic.
pub struct Bucket {
    rate: Rate,
    level: u64,
    at: Nanos,
}

impl Bucket {
    pub fn new(rate: Rate) -> Bucket {
        Bucket {
            rate,
            level: u64::from(rate.burst) * SECOND,
            at: 0,
        }
    }

    /// Takes one token as `take` does, at this rate from now on.
    pub fn take_at(&mut self, now: Nanos, rate: Rate) -> bool {
        self.rate = rate;
        self.take(now)
    }

    /// Takes one token; false when there is none.
    pub fn take(&mut self, now: Nanos) -> bool {
        let gained = now
            .saturating_sub(self.at)
            .saturating_mul(u64::from(self.rate.per_second));
        self.level = self
            .level
            .saturating_add(gained)
            .min(u64::from(self.rate.burst) * SECOND);
        self.at = self.at.max(now);
        let granted = self.level >= SECOND;
        if granted {
            self.level -= SECOND;
        }
        granted
    }
}

/// Bytes a second, and how many of them at once.
#[derive(Clone, Copy)]
pub struct Quota {
    per_second: u64,
    /// How long the bytes that may come at once take at that rate.
    burst: Nanos,
}

impl Quota {
    /// None stands for no limit, as 0 bytes a second do.
    pub fn new(per_second: u64, burst_bytes: u64) -> Option<Quota> {
        let burst = u128::from(burst_bytes) * u128::from(SECOND);
        let burst = burst.checked_div(per_second.into())?;
        Some(Quota {
            per_second,
            burst: u64::try_from(burst).unwrap_or(u64::MAX),
        })
    }
}

/// What was taken of a quota, kept as the time at which it is made up for (the generic cell rate algorithm, ITU-T
/// I.371). Several threads may take at once, without a lock.
#[derive(Default)]
pub struct Meter(AtomicU64);

impl Meter {
    pub fn reset(&self) {
        self.0.store(0, Relaxed);
    }

    /// Takes so many bytes, or none: false.
    pub fn take(&self, now: Nanos, bytes: usize, quota: &Quota) -> bool {
        let cost = bytes as u64 * SECOND / quota.per_second;
        let taken = |until: u64| {
            let until = until.max(now).saturating_add(cost);
            (until - now <= quota.burst).then_some(until)
        };
        self.0.fetch_update(Relaxed, Relaxed, taken).is_ok()
    }
}
