//! The packet engine of Festoon: executes tables that the daemon installed, decides nothing.

pub mod engine;
pub mod inner;
pub mod io;

/// Makes libsodium ready. Idempotent and callable from any thread; must precede everything else here.
pub fn init() {
    // SAFETY: sodium_init has no preconditions and is thread-safe.
    let code = unsafe { libsodium_sys::sodium_init() };
    assert!(code >= 0, "libsodium could not be initialised");
}
