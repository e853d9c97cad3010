//! The keys of handshake MACs and cookies. Spec §8.
//!
//! mac1 key   = H-256("festoon/1 mac1"   || network secret || receiver's X25519 public key)
//! cookie key = H-256("festoon/1 cookie" || network secret || public key of who demands the cookie)

use super::commands::{CommandError, Identity, Secret};
use super::hash::{equal, hash};
use super::wire::{Handshake, MAC_BYTES};
use libsodium_sys as sodium;
use std::ptr;

pub type Mac = [u8; MAC_BYTES];

/// This node's public key with, per network secret in force, what it checks and seals by.
pub struct IdentityKeys {
    slots: Vec<Slot>,
}

struct Slot {
    secret: Secret,
    mac1: [u8; 32],
    cookie: [u8; 32],
}

impl IdentityKeys {
    pub fn new(identity: &Identity) -> Result<IdentityKeys, CommandError> {
        let count = identity.secrets.len();
        if !(1..=2).contains(&count) {
            return Err(CommandError::SecretCount { count });
        }
        let slots = identity.secrets.iter().map(|secret| Slot {
            secret: secret.clone(),
            mac1: mac1_key(secret, &identity.public_key),
            cookie: cookie_key(secret, &identity.public_key),
        });
        Ok(IdentityKeys {
            slots: slots.collect(),
        })
    }

    /// The slot of the secret under which mac1 holds: one keyed hash per secret.
    pub fn check_mac1(&self, handshake: &Handshake<'_>) -> Option<u8> {
        let holds =
            |slot: &Slot| equal(&mac(&slot.mac1, handshake.before_mac1()), handshake.mac1());
        self.slots.iter().position(holds).map(|slot| slot as u8)
    }

    /// mac1 of a datagram addressed to this node.
    pub fn own_mac1(&self, slot: u8, before_mac1: &[u8]) -> Option<Mac> {
        Some(mac(&self.slots.get(usize::from(slot))?.mac1, before_mac1))
    }

    /// Seals a cookie of ours; `mac1` of the handshake answered is the associated data.
    pub fn seal_cookie(
        &self,
        slot: u8,
        nonce: &[u8; 24],
        mac1: &[u8],
        cookie: &Mac,
    ) -> Option<[u8; 32]> {
        let key = &self.slots.get(usize::from(slot))?.cookie;
        let mut sealed = [0u8; 32];
        // SAFETY: 16 bytes of plaintext give 32 sealed; nonce and key have the sizes of the construction.
        unsafe {
            sodium::crypto_aead_xchacha20poly1305_ietf_encrypt(
                sealed.as_mut_ptr(),
                ptr::null_mut(),
                cookie.as_ptr(),
                cookie.len() as u64,
                mac1.as_ptr(),
                mac1.len() as u64,
                ptr::null(),
                nonce.as_ptr(),
                key.as_ptr(),
            );
        }
        Some(sealed)
    }

    pub fn secret(&self, slot: u8) -> Option<&Secret> {
        self.slots.get(usize::from(slot)).map(|slot| &slot.secret)
    }
}

/// H-128(key, bytes).
pub fn mac(key: &[u8], bytes: &[u8]) -> Mac {
    hash(key, &[bytes])
}

pub fn mac1_key(secret: &Secret, receiver: &[u8; 32]) -> [u8; 32] {
    hash(&[], &[b"festoon/1 mac1", &secret.0, receiver])
}

pub fn cookie_key(secret: &Secret, demanding: &[u8; 32]) -> [u8; 32] {
    hash(&[], &[b"festoon/1 cookie", &secret.0, demanding])
}

/// Opens a cookie that another node sealed for the handshake with this mac1.
pub fn open_cookie(key: &[u8; 32], nonce: &[u8; 24], mac1: &Mac, sealed: &[u8; 32]) -> Option<Mac> {
    let mut cookie = Mac::default();
    // SAFETY: 32 sealed bytes give 16 of plaintext; nonce and key have the sizes of the construction.
    let code = unsafe {
        sodium::crypto_aead_xchacha20poly1305_ietf_decrypt(
            cookie.as_mut_ptr(),
            ptr::null_mut(),
            ptr::null_mut(),
            sealed.as_ptr(),
            sealed.len() as u64,
            mac1.as_ptr(),
            mac1.len() as u64,
            nonce.as_ptr(),
            key.as_ptr(),
        )
    };
    (code == 0).then_some(cookie)
}
