//! BLAKE2b over libsodium, constant-time comparison and wiping.

use libsodium_sys as sodium;
use std::mem::MaybeUninit;

pub const BLOCK: usize = 128;

/// BLAKE2b-(8 N) of the parts joined, keyed when `key` is not empty (16 to 64 bytes). RFC 7693.
pub fn hash<const N: usize>(key: &[u8], parts: &[&[u8]]) -> [u8; N] {
    const { assert!(N >= 16 && N <= 64) };
    assert!(key.is_empty() || (16..=64).contains(&key.len()));
    let mut out = [0u8; N];
    let mut state = MaybeUninit::<sodium::crypto_generichash_state>::uninit();
    // SAFETY: init fills the state before update and final read it; lengths are those of the slices and of `out`,
    // and the asserts above keep them within libsodium's bounds.
    unsafe {
        sodium::crypto_generichash_init(state.as_mut_ptr(), key.as_ptr(), key.len(), N);
        for part in parts {
            sodium::crypto_generichash_update(state.as_mut_ptr(), part.as_ptr(), part.len() as u64);
        }
        sodium::crypto_generichash_final(state.as_mut_ptr(), out.as_mut_ptr(), N);
    }
    out
}

/// Compares in time that depends on the length only.
pub fn equal(left: &[u8], right: &[u8]) -> bool {
    // SAFETY: both pointers are valid for the common length.
    left.len() == right.len()
        && unsafe {
            sodium::sodium_memcmp(left.as_ptr().cast(), right.as_ptr().cast(), left.len()) == 0
        }
}

/// Zeroes bytes in a way the compiler may not remove.
pub fn wipe(bytes: &mut [u8]) {
    // SAFETY: the pointer is valid for writes of the slice's length.
    unsafe { sodium::sodium_memzero(bytes.as_mut_ptr().cast(), bytes.len()) }
}
