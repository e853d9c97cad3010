//! The few system calls everything else here is made of: return values, the clock, waking, polling, options.
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::IoError;

/// Turns the `-1` of a system call into the error in `errno`.
pub fn check<T: PartialOrd + Default>(returned: T) -> io::Result<T> {
    if returned < T::default() {
        Err(io::Error::last_os_error())
    } else {
        Ok(returned)
    }
}

/// The same, for calls that return a new descriptor.
pub fn owned(returned: RawFd) -> io::Result<OwnedFd> {
    let fd = check(returned)?;
    // SAFETY: the caller passes what a descriptor-making system call returned, so it is open and nobody else's.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Nanoseconds of CLOCK_MONOTONIC.
pub fn monotonic() -> u64 {
    // SAFETY: an all-zero timespec is valid, and clock_gettime writes nothing but it.
    let time = unsafe {
        let mut time: libc::timespec = mem::zeroed();
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time);
        time
    };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Whether reads and writes return EAGAIN instead of waiting.
pub fn set_nonblocking(fd: &impl AsRawFd, on: bool) -> io::Result<()> {
    // SAFETY: F_GETFL and F_SETFL take and return plain integers.
    unsafe {
        let flags = check(libc::fcntl(fd.as_raw_fd(), libc::F_GETFL))?;
        let wanted = if on {
            flags | libc::O_NONBLOCK
        } else {
            flags & !libc::O_NONBLOCK
        };
        check(libc::fcntl(fd.as_raw_fd(), libc::F_SETFL, wanted))?;
    }
    Ok(())
}

/// `setsockopt` of a plain C value (an integer, a timeval, a BPF program).
pub fn set_option<T: Copy>(fd: &impl AsRawFd, level: i32, name: i32, value: T) -> io::Result<()> {
    // SAFETY: the pointer and the length describe `value`, which outlives the call; the kernel only reads it.
    check(unsafe {
        libc::setsockopt(
            fd.as_raw_fd(),
            level,
            name,
            (&raw const value).cast(),
            mem::size_of::<T>() as libc::socklen_t,
        )
    })?;
    Ok(())
}

/// `getsockopt` of an integer.
pub fn int_option(fd: &impl AsRawFd, level: i32, name: i32) -> io::Result<i32> {
    let mut value = 0i32;
    let mut length = mem::size_of::<i32>() as libc::socklen_t;
    // SAFETY: the kernel writes at most `length` bytes, the size of `value`.
    check(unsafe {
        libc::getsockopt(
            fd.as_raw_fd(),
            level,
            name,
            (&raw mut value).cast(),
            &mut length,
        )
    })?;
    Ok(value)
}

/// Waits until a descriptor is ready, or for `timeout` nanoseconds (`None`: for ever). An interrupted wait is a short one.
pub fn poll(descriptors: &mut [libc::pollfd], timeout: Option<u64>) -> io::Result<usize> {
    let time = timeout.map(|nanos| libc::timespec {
        tv_sec: (nanos / 1_000_000_000) as libc::time_t,
        tv_nsec: (nanos % 1_000_000_000) as libc::c_long,
    });
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the pointers describe `descriptors` and `time`, both alive until the call returns.
    let ready = check(unsafe {
        libc::ppoll(
            descriptors.as_mut_ptr(),
            descriptors.len() as libc::nfds_t,
            time,
            std::ptr::null(),
        )
    });
    match ready {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        other => other.map(|count| count as usize),
    }
}

/// A wait that never misses this descriptor becoming readable.
pub fn readable(fd: &impl AsRawFd) -> libc::pollfd {
    libc::pollfd {
        fd: fd.as_raw_fd(),
        ..NEVER_READY
    }
}

/// A place in what is polled that is never ready.
pub const NEVER_READY: libc::pollfd = libc::pollfd {
    fd: -1,
    events: libc::POLLIN,
    revents: 0,
};

/// Two connected datagram sockets, neither blocking: what one sends the other receives, boundaries kept. Whoever is
/// handed one of the numbers owns that socket.
pub fn socket_pair() -> Result<[RawFd; 2], IoError> {
    let mut ends = [-1; 2];
    let kind = libc::SOCK_DGRAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: socketpair writes two integers to `ends`.
    let made = check(unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, ends.as_mut_ptr()) });
    made.map_err(|error| IoError::from_os("engine-resources", "socket pair", &error))?;
    Ok(ends)
}

/// The owner of a descriptor that was handed over by number.
pub fn adopt(fd: RawFd) -> OwnedFd {
    // SAFETY: handing over the number hands over the descriptor.
    unsafe { OwnedFd::from_raw_fd(fd) }
}

/// An eventfd: wakes the thread that polls it.
pub struct Wake {
    fd: OwnedFd,
    /// It was written to since the last `clear`.
    written: AtomicBool,
}

impl Wake {
    pub fn new() -> io::Result<Self> {
        // SAFETY: eventfd takes plain integers.
        let fd = owned(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        let written = AtomicBool::new(false);
        Ok(Self { fd, written })
    }

    /// Any number of these before the next `clear` are one wake-up, and one system call.
    pub fn wake(&self) {
        if self.written.swap(true, Ordering::AcqRel) {
            return;
        }
        let one = 1u64;
        // SAFETY: writes 8 bytes from `one`.
        unsafe { libc::write(self.fd.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    /// Whoever saw it written before this has what he left seen after this.
    pub fn clear(&self) {
        let mut count = 0u64;
        // SAFETY: reads at most 8 bytes into `count`.
        unsafe { libc::read(self.fd.as_raw_fd(), (&raw mut count).cast(), 8) };
        self.written.swap(false, Ordering::AcqRel);
    }
}

impl AsRawFd for Wake {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}
