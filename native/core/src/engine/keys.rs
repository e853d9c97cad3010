//! Data keys: their derivation, and the memory they live in, locked and left out of core dumps.

use super::aead::{DataKey, IV_BYTES, KEY_BYTES, Suite};
use super::commands::CommandError;
use super::hash::{BLOCK, hash, wipe};
use libsodium_sys as sodium;
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, MutexGuard};

pub const DERIVED_BYTES: usize = KEY_BYTES * 2 + IV_BYTES;
const PAGE: usize = 4096;
/// Sessions that memory is locked for at a time.
const CHUNK: usize = 4_096;

/// Keys of one direction (0 = initiator to responder, 1 = the other way): key 32 || k_relay 32 || iv 24.
///
/// Spec §7.2: HKDF-Expand (RFC 5869) with HMAC-BLAKE2b-512, PRK = chaining key,
/// info = "festoon/1 data" || suite || direction || handshake hash.
pub fn derive(
    chaining_key: &[u8; 64],
    handshake_hash: &[u8; 64],
    suite: Suite,
    direction: u8,
) -> [u8; DERIVED_BYTES] {
    let choice = [suite.id(), direction];
    let info: [&[u8]; 3] = [b"festoon/1 data", &choice, handshake_hash];
    let mut first = hmac(chaining_key, &[info[0], info[1], info[2], &[1]]);
    let mut second = hmac(chaining_key, &[&first, info[0], info[1], info[2], &[2]]);
    let mut derived = [0u8; DERIVED_BYTES];
    derived[..64].copy_from_slice(&first);
    derived[64..].copy_from_slice(&second[..DERIVED_BYTES - 64]);
    wipe(&mut first);
    wipe(&mut second);
    derived
}

/// HMAC (RFC 2104) over BLAKE2b-512, for the 64-byte keys of HKDF and parts of at most 5.
fn hmac(key: &[u8; 64], parts: &[&[u8]]) -> [u8; 64] {
    let mut pad = [0x36u8; BLOCK];
    pad.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
    let mut joined: [&[u8]; 6] = [&[]; 6];
    joined[0] = &pad;
    joined[1..=parts.len()].copy_from_slice(parts);
    let mut inner: [u8; 64] = hash(&[], &joined);
    pad.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
    let outer = hash(&[], &[&pad, &inner]);
    wipe(&mut inner);
    wipe(&mut pad);
    outer
}

#[repr(C)]
struct KeyPair {
    send: DataKey,
    receive: DataKey,
}

/// All data keys and GCM key schedules of an engine, in chunks that are mlocked and MADV_DONTDUMP. A chunk is made when
/// those before are full, and stays.
pub struct KeySlab(Mutex<Slots>);

struct Slots {
    chunks: Vec<Chunk>,
    /// Slots that no handle owns. A slot is zero whenever it is listed here.
    free: Vec<NonNull<KeyPair>>,
    /// How many more slots there may be.
    left: usize,
}

struct Chunk {
    pairs: NonNull<KeyPair>,
    layout: Layout,
}

// SAFETY: the memory is owned by the chunks; a slot is written only through `&mut` while its handle is being made or
// dropped, when no other reference to it exists, and only read in between.
unsafe impl Send for Slots {}

impl KeySlab {
    /// Room for `sessions` sessions at most. Fails with `memory-lock-refused` when the first chunk cannot be locked.
    pub fn new(sessions: u32) -> Result<KeySlab, CommandError> {
        let mut slots = Slots {
            chunks: vec![],
            free: vec![],
            left: sessions as usize,
        };
        slots.grow()?;
        Ok(KeySlab(Mutex::new(slots)))
    }

    /// Puts derived keys into a free slot; the slot is zeroed and free again when the handle is dropped. Fails with
    /// `sessions-full`, or with `memory-lock-refused` where one more chunk is needed that cannot be locked.
    pub fn put(
        self: &Arc<Self>,
        suite: Suite,
        send: &[u8; DERIVED_BYTES],
        receive: &[u8; DERIVED_BYTES],
    ) -> Result<KeyHandle, CommandError> {
        let mut pair = self.slots().take()?;
        // SAFETY: the slot is within its chunk and, just taken off the free list, referenced by nobody else.
        let keys = unsafe { pair.as_mut() };
        keys.send.fill(suite, send);
        keys.receive.fill(suite, receive);
        let slab = Arc::clone(self);
        Ok(KeyHandle { slab, pair })
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.lock().expect("key slab")
    }
}

impl Slots {
    fn take(&mut self) -> Result<NonNull<KeyPair>, CommandError> {
        if self.free.is_empty() {
            self.grow()?;
        }
        self.free.pop().ok_or(CommandError::SessionsFull)
    }

    fn grow(&mut self) -> Result<(), CommandError> {
        let slots = self.left.min(CHUNK);
        if slots > 0 {
            let chunk = Chunk::new(slots)?;
            // SAFETY: the chunk has so many slots.
            let pairs = (0..slots).map(|slot| unsafe { chunk.pairs.add(slot) });
            self.free.extend(pairs.rev());
            self.chunks.push(chunk);
            self.left -= slots;
        }
        Ok(())
    }
}

impl Chunk {
    fn new(slots: usize) -> Result<Chunk, CommandError> {
        let bytes = (size_of::<KeyPair>() * slots).next_multiple_of(PAGE);
        let layout = Layout::from_size_align(bytes, PAGE).expect("page-aligned layout");
        // SAFETY: the layout is not empty.
        let memory = unsafe { alloc_zeroed(layout) };
        let Some(pairs) = NonNull::new(memory.cast::<KeyPair>()) else {
            handle_alloc_error(layout)
        };
        let chunk = Chunk { pairs, layout };
        // SAFETY: the range is the allocation just made; sodium_mlock also marks it MADV_DONTDUMP.
        match unsafe { sodium::sodium_mlock(memory.cast(), bytes) } {
            0 => Ok(chunk),
            _ => Err(CommandError::MemoryLockRefused { bytes }),
        }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: handles keep the slab alive, so none is left; sodium_munlock zeroes the range before unlocking.
        unsafe {
            sodium::sodium_munlock(self.pairs.as_ptr().cast(), self.layout.size());
            dealloc(self.pairs.as_ptr().cast(), self.layout);
        }
    }
}

/// The only owner of one slot of the slab.
pub struct KeyHandle {
    slab: Arc<KeySlab>,
    pair: NonNull<KeyPair>,
}

// SAFETY: the slot is this handle's alone, nobody writes it while the handle exists, and any thread may free it.
unsafe impl Send for KeyHandle {}
// SAFETY: as above: shared, it is only read.
unsafe impl Sync for KeyHandle {}

impl KeyHandle {
    pub fn send(&self) -> &DataKey {
        &self.pair().send
    }

    pub fn receive(&self) -> &DataKey {
        &self.pair().receive
    }

    fn pair(&self) -> &KeyPair {
        // SAFETY: the slot is within its chunk, which the slab keeps, and nobody writes it while this handle exists.
        unsafe { self.pair.as_ref() }
    }
}

impl Drop for KeyHandle {
    fn drop(&mut self) {
        // SAFETY: the handle is the slot's only owner and is going away: no reference into the slot is left.
        unsafe { sodium::sodium_memzero(self.pair.as_ptr().cast(), size_of::<KeyPair>()) };
        self.slab.slots().free.push(self.pair);
    }
}
