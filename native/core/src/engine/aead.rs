//! The three AEAD suites over libsodium, detached: sealing writes straight into a train, opening straight to where
//! the plaintext belongs.
//!
//! Nonces (spec §7.1): AEGIS-256 takes 32 bytes, counter || iv; the others 12, iv[0..12] xor (0^4 || counter).
//! A counter is never used twice under one key: see `session::SendLane`.

use libsodium_sys as sodium;
use std::ptr;

pub const KEY_BYTES: usize = 32;
pub const IV_BYTES: usize = 24;
pub const LONGEST_TAG: usize = 32;
pub const RELAY_TAG: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Suite {
    Aegis256 = 1,
    Aes256Gcm = 2,
    ChaCha20Poly1305 = 3,
}

impl Suite {
    /// Best first.
    pub const ALL: [Suite; 3] = [Suite::Aegis256, Suite::Aes256Gcm, Suite::ChaCha20Poly1305];

    pub fn from_id(id: u8) -> Option<Suite> {
        Suite::ALL.into_iter().find(|suite| suite.id() == id)
    }

    pub fn id(self) -> u8 {
        self as u8
    }

    pub fn tag_bytes(self) -> usize {
        match self {
            Suite::Aegis256 => 32,
            Suite::Aes256Gcm | Suite::ChaCha20Poly1305 => 16,
        }
    }

    /// Whether this machine runs the suite in hardware. libsodium would silently run AEGIS in software.
    pub fn in_hardware(self) -> bool {
        self == Suite::ChaCha20Poly1305 || aes_in_hardware()
    }
}

/// Whether the CPU has AES instructions that libsodium uses.
pub fn aes_in_hardware() -> bool {
    crate::init();
    // SAFETY: no preconditions beyond sodium_init.
    unsafe { sodium::crypto_aead_aes256gcm_is_available() == 1 }
}

/// Keys of one direction of a session. Lives only inside `keys::KeySlab`.
#[repr(C, align(64))]
pub struct DataKey {
    /// AES-256-GCM's precomputed key schedule; zero for other suites.
    schedule: sodium::crypto_aead_aes256gcm_state,
    key: [u8; KEY_BYTES],
    relay: [u8; KEY_BYTES],
    iv: [u8; IV_BYTES],
}

impl DataKey {
    /// Fills a slot from derived bytes: key 32 || k_relay 32 || iv 24.
    pub fn fill(&mut self, suite: Suite, derived: &[u8; KEY_BYTES * 2 + IV_BYTES]) {
        self.key.copy_from_slice(&derived[..KEY_BYTES]);
        self.relay
            .copy_from_slice(&derived[KEY_BYTES..KEY_BYTES * 2]);
        self.iv.copy_from_slice(&derived[KEY_BYTES * 2..]);
        if suite == Suite::Aes256Gcm {
            // SAFETY: the schedule is 512 bytes, 16-aligned by its type; the key is 32 bytes.
            unsafe {
                sodium::crypto_aead_aes256gcm_beforenm(&mut self.schedule, self.key.as_ptr())
            };
        }
    }

    fn long_nonce(&self, counter: u64) -> [u8; 32] {
        let mut nonce = [0u8; 32];
        nonce[..8].copy_from_slice(&counter.to_le_bytes());
        nonce[8..].copy_from_slice(&self.iv);
        nonce
    }

    fn short_nonce(&self, counter: u64) -> [u8; 12] {
        let mut nonce = [0u8; 12];
        nonce.copy_from_slice(&self.iv[..12]);
        for (byte, mask) in nonce[4..].iter_mut().zip(counter.to_le_bytes()) {
            *byte ^= mask;
        }
        nonce
    }
}

/// Seals `plain` into `out` = ciphertext || tag, exactly `plain.len() + tag_bytes` long.
pub fn seal(suite: Suite, key: &DataKey, counter: u64, ad: &[u8], plain: &[u8], out: &mut [u8]) {
    assert_eq!(out.len(), plain.len() + suite.tag_bytes());
    let (cipher, tag) = out.split_at_mut(plain.len());
    let (c, t) = (cipher.as_mut_ptr(), tag.as_mut_ptr());
    let (m, m_len) = (plain.as_ptr(), plain.len() as u64);
    let (a, a_len) = (ad.as_ptr(), ad.len() as u64);
    // SAFETY: every pointer comes from a slice of the length passed; the tag has the suite's size by the assert and
    // split above; nonces and keys have the suite's sizes by their types; null stands for unused outputs as allowed.
    unsafe {
        match suite {
            Suite::Aegis256 => sodium::crypto_aead_aegis256_encrypt_detached(
                c,
                t,
                ptr::null_mut(),
                m,
                m_len,
                a,
                a_len,
                ptr::null(),
                key.long_nonce(counter).as_ptr(),
                key.key.as_ptr(),
            ),
            Suite::Aes256Gcm => sodium::crypto_aead_aes256gcm_encrypt_detached_afternm(
                c,
                t,
                ptr::null_mut(),
                m,
                m_len,
                a,
                a_len,
                ptr::null(),
                key.short_nonce(counter).as_ptr(),
                &key.schedule,
            ),
            Suite::ChaCha20Poly1305 => sodium::crypto_aead_chacha20poly1305_ietf_encrypt_detached(
                c,
                t,
                ptr::null_mut(),
                m,
                m_len,
                a,
                a_len,
                ptr::null(),
                key.short_nonce(counter).as_ptr(),
                key.key.as_ptr(),
            ),
        };
    }
}

/// Opens `sealed` = ciphertext || tag into `out`, exactly the ciphertext's length. When the tag does not hold the
/// answer is false and `out` holds nothing of use.
pub fn open(
    suite: Suite,
    key: &DataKey,
    counter: u64,
    ad: &[u8],
    sealed: &[u8],
    out: &mut [u8],
) -> bool {
    let Some((cipher, tag)) = sealed.split_at_checked(out.len()) else {
        return false;
    };
    if tag.len() != suite.tag_bytes() {
        return false;
    }
    let (c, c_len, t) = (cipher.as_ptr(), cipher.len() as u64, tag.as_ptr());
    let (a, a_len) = (ad.as_ptr(), ad.len() as u64);
    let m = out.as_mut_ptr();
    // SAFETY: as in `seal`; `out` and the ciphertext have one length by the split above.
    let code = unsafe {
        match suite {
            Suite::Aegis256 => sodium::crypto_aead_aegis256_decrypt_detached(
                m,
                ptr::null_mut(),
                c,
                c_len,
                t,
                a,
                a_len,
                key.long_nonce(counter).as_ptr(),
                key.key.as_ptr(),
            ),
            Suite::Aes256Gcm => sodium::crypto_aead_aes256gcm_decrypt_detached_afternm(
                m,
                ptr::null_mut(),
                c,
                c_len,
                t,
                a,
                a_len,
                key.short_nonce(counter).as_ptr(),
                &key.schedule,
            ),
            Suite::ChaCha20Poly1305 => sodium::crypto_aead_chacha20poly1305_ietf_decrypt_detached(
                m,
                ptr::null_mut(),
                c,
                c_len,
                t,
                a,
                a_len,
                key.short_nonce(counter).as_ptr(),
                key.key.as_ptr(),
            ),
        }
    };
    code == 0
}

/// The first bytes of the tag over `ad` alone, under the relay key. GCM's key schedule is made each time: a precomputed
/// one would take another 512 bytes of locked memory a direction.
pub fn relay_tag(suite: Suite, key: &DataKey, counter: u64, ad: &[u8]) -> [u8; RELAY_TAG] {
    let mut tag = [0u8; LONGEST_TAG];
    let (t, k) = (tag.as_mut_ptr(), key.relay.as_ptr());
    let (a, a_len) = (ad.as_ptr(), ad.len() as u64);
    // Of no bytes: never read or written.
    let (c, m) = (ptr::dangling_mut(), ptr::dangling());
    // SAFETY: as in `seal`; the plaintext has no bytes and the tag has room for the longest.
    unsafe {
        match suite {
            Suite::Aegis256 => sodium::crypto_aead_aegis256_encrypt_detached(
                c,
                t,
                ptr::null_mut(),
                m,
                0,
                a,
                a_len,
                ptr::null(),
                key.long_nonce(counter).as_ptr(),
                k,
            ),
            Suite::Aes256Gcm => sodium::crypto_aead_aes256gcm_encrypt_detached(
                c,
                t,
                ptr::null_mut(),
                m,
                0,
                a,
                a_len,
                ptr::null(),
                key.short_nonce(counter).as_ptr(),
                k,
            ),
            Suite::ChaCha20Poly1305 => sodium::crypto_aead_chacha20poly1305_ietf_encrypt_detached(
                c,
                t,
                ptr::null_mut(),
                m,
                0,
                a,
                a_len,
                ptr::null(),
                key.short_nonce(counter).as_ptr(),
                k,
            ),
        };
    }
    let mut short = [0u8; RELAY_TAG];
    short.copy_from_slice(&tag[..RELAY_TAG]);
    short
}
