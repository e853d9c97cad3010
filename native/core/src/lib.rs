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

/// The version of the libsodium inside.
pub fn sodium_version() -> &'static str {
    // SAFETY: a constant, zero-ended string of libsodium's own.
    let version = unsafe { std::ffi::CStr::from_ptr(libsodium_sys::sodium_version_string()) };
    version.to_str().expect("a version of plain ASCII")
}
