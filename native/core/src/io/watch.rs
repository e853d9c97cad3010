//! Changes of this host's links, addresses, routes and routing rules, as rtnetlink multicasts them. What changed is not read: whoever is
//! told looks for himself.
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

use super::error::IoError;
use super::sys;
use crate::engine::{MILLISECOND, Nanos};

/// At most one report in this time.
const INTERVAL: Nanos = 100 * MILLISECOND;
/// Kept small: what overflows it is a change as well, and there is less to empty.
const RECEIVE_BUFFER: i32 = 32 << 10;
/// Messages that one look empties at most.
const MOST_AT_ONCE: usize = 1024;

const GROUPS: [u32; 7] = [
    libc::RTNLGRP_LINK,
    libc::RTNLGRP_IPV4_IFADDR,
    libc::RTNLGRP_IPV6_IFADDR,
    libc::RTNLGRP_IPV4_ROUTE,
    libc::RTNLGRP_IPV6_ROUTE,
    libc::RTNLGRP_IPV4_RULE,
    libc::RTNLGRP_IPV6_RULE,
];

pub struct Watch {
    fd: OwnedFd,
    /// A change to be reported then.
    due: Option<Nanos>,
    /// The earliest time of the next report.
    next: Nanos,
}

impl Watch {
    pub fn open() -> Result<Self, IoError> {
        let failed = |error| IoError::from_os("netlink-failed", "cannot watch rtnetlink", &error);
        let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
        // SAFETY: socket takes plain integers.
        let fd = sys::owned(unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE) })
            .map_err(failed)?;
        sys::set_option(&fd, libc::SOL_SOCKET, libc::SO_RCVBUF, RECEIVE_BUFFER).map_err(failed)?;
        // SAFETY: all zeros is a valid address of this family: a port of the kernel's choice.
        let mut address: libc::sockaddr_nl = unsafe { std::mem::zeroed() };
        address.nl_family = libc::AF_NETLINK as libc::sa_family_t;
        address.nl_groups = GROUPS.iter().map(|group| 1 << (group - 1)).sum();
        let length = size_of::<libc::sockaddr_nl>() as libc::socklen_t;
        // SAFETY: the kernel reads `length` bytes of `address`.
        sys::check(unsafe { libc::bind(fd.as_raw_fd(), (&raw const address).cast(), length) })
            .map_err(failed)?;
        Ok(Self {
            fd,
            due: None,
            next: 0,
        })
    }

    /// Whether new changes are of interest: not while one waits for its time.
    pub fn listens(&self) -> bool {
        self.due.is_none()
    }

    pub fn deadline(&self) -> Option<Nanos> {
        self.due
    }

    /// Something is there to read.
    pub fn note(&mut self, now: Nanos) {
        self.due.get_or_insert(now.max(self.next));
    }

    /// Whether a change is to be reported now; all that came until now belongs to it.
    pub fn take_due(&mut self, now: Nanos) -> bool {
        if self.due.is_none_or(|at| at > now) {
            return false;
        }
        self.empty();
        self.due = None;
        self.next = now + INTERVAL;
        true
    }

    /// An overflow (ENOBUFS) is read away like a message.
    fn empty(&self) {
        let mut byte = 0u8;
        for _ in 0..MOST_AT_ONCE {
            // SAFETY: the kernel writes at most one byte; the rest of the message is discarded.
            let read = sys::check(unsafe {
                libc::recv(self.fd.as_raw_fd(), (&raw mut byte).cast(), 1, 0)
            });
            if read.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                return;
            }
        }
    }
}

impl AsRawFd for Watch {
    fn as_raw_fd(&self) -> i32 {
        self.fd.as_raw_fd()
    }
}
