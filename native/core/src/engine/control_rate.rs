//! How many control frames a peer may send, over all its sessions: it may have as many of these as it likes. Spec §6.3.

use super::Nanos;
use super::bucket::{Bucket, Rate};
use std::sync::{Mutex, MutexGuard};

/// Those that are answered here, and those that are handed to the daemon.
const ANSWERED: Rate = Rate {
    per_second: 200,
    burst: 100,
};
const HANDED_ON: Rate = Rate {
    per_second: 100,
    burst: 200,
};
/// Between managers one session carries what all nodes of the two have to do with each other.
const HANDED_ON_OF_MANAGERS: Rate = Rate {
    per_second: 1_000,
    burst: 500,
};

pub struct ControlRate(Mutex<Buckets>);

struct Buckets {
    answered: Bucket,
    handed_on: Bucket,
}

impl ControlRate {
    pub fn new() -> ControlRate {
        ControlRate(Mutex::new(Buckets {
            answered: Bucket::new(ANSWERED),
            handed_on: Bucket::new(HANDED_ON_OF_MANAGERS),
        }))
    }

    /// Charges a frame that is answered here; false when the rate is spent.
    pub fn charge_answer(&self, now: Nanos) -> bool {
        self.buckets().answered.take(now)
    }

    /// Charges a frame that becomes an event; false when the rate is spent.
    pub fn charge_event(&self, now: Nanos, of_manager: bool) -> bool {
        let rate = if of_manager {
            HANDED_ON_OF_MANAGERS
        } else {
            HANDED_ON
        };
        self.buckets().handed_on.take_at(now, rate)
    }

    fn buckets(&self) -> MutexGuard<'_, Buckets> {
        self.0.lock().expect("control rate")
    }
}

impl Default for ControlRate {
    fn default() -> ControlRate {
        ControlRate::new()
    }
}
