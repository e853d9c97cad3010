//! How long a key may be used. Spec §7.3.

use super::aead::Suite;

/// Per key; sending limits are divided among the sender's lanes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// AES-256-GCM: packets after which a new key is wanted, and after which this one is refused.
    pub gcm_near: u64,
    pub gcm_stop: u64,
    /// ChaCha20-Poly1305: failed opens after which the key is retired (RFC 8439 with RFC 9001 section 6.6).
    pub chacha_failed_opens: u64,
    /// All suites: sequences of a lane after which a new key is wanted, and after which this one is refused.
    pub sequence_near: u64,
    pub sequence_stop: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            gcm_near: 1 << 27,
            gcm_stop: 1 << 28,
            chacha_failed_opens: 1 << 36,
            sequence_near: 1 << 47,
            sequence_stop: 1 << 48,
        }
    }
}

/// What one lane may still spend under a key, in packets of at most 2 KiB.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub near: u64,
    pub stop: u64,
}

impl Limits {
    pub fn allowance(&self, suite: Suite, lanes: u8) -> Allowance {
        let lanes = u64::from(lanes.max(1));
        match suite {
            Suite::Aes256Gcm => Allowance {
                near: (self.gcm_near / lanes).min(self.sequence_near),
                stop: (self.gcm_stop / lanes).min(self.sequence_stop),
            },
            Suite::Aegis256 | Suite::ChaCha20Poly1305 => Allowance {
                near: self.sequence_near,
                stop: self.sequence_stop,
            },
        }
    }

    /// Failed opens after which a key opens no more.
    pub fn failed_opens(&self, suite: Suite) -> u64 {
        if suite == Suite::ChaCha20Poly1305 {
            self.chacha_failed_opens
        } else {
            u64::MAX
        }
    }
}

/// What a packet of `bytes` costs: 1, above 2 KiB and under GCM (bytes / 2048)^2, rounded up.
pub fn cost(suite: Suite, bytes: usize) -> u64 {
    match suite {
        Suite::Aes256Gcm if bytes > 2048 => (bytes as u64 * bytes as u64).div_ceil(2048 * 2048),
        _ => 1,
    }
}
