//! One process at a time on a state directory: flock(2), which ends with the process however it ends.
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::error::IoError;
use super::sys;

/// Held until dropped.
pub struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

/// Takes the lock, creating its file (0600) where it is missing. Errors: state-locked, state-unusable.
pub fn acquire(path: &Path) -> Result<Lock, IoError> {
    let opened = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_CLOEXEC | libc::O_NOFOLLOW)
        .open(path);
    let shown = path.display();
    let unusable = |error: io::Error| {
        IoError::from_os("state-unusable", format!("cannot lock {shown}"), &error)
    };
    let file = opened.map_err(unusable)?;
    // SAFETY: flock takes plain integers.
    match sys::check(unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) }) {
        Ok(_) => Ok(Lock(file)),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Err(IoError::new(
            "state-locked",
            format!(
                "{shown} is locked: another daemon uses this state directory; stop it or choose another"
            ),
        )),
        Err(error) => Err(unusable(error)),
    }
}
