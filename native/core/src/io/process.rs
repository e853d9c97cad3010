//! What the process asks of the kernel for itself.
use std::io;

use super::sys;

/// No core dumps, and no other process of this user may trace this one or read its memory: it holds keys.
pub fn forbid_dumps() -> io::Result<()> {
    // SAFETY: PR_SET_DUMPABLE takes plain integers.
    sys::check(unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) }).map(drop)
}
