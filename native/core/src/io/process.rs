//! What the process asks of the kernel for itself.
use super::error::IoError;
use super::sys;

/// No core dumps, and no other process of this user may trace this one or read its memory: it holds keys.
pub fn forbid_dumps() -> Result<(), IoError> {
    // SAFETY: PR_SET_DUMPABLE takes plain integers.
    let done = sys::check(unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) });
    done.map(drop)
        .map_err(|error| IoError::from_os("engine-resources", "PR_SET_DUMPABLE", &error))
}
