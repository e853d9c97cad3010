//! A token bucket on the caller's clock.

use super::{Nanos, SECOND};

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
