//! UDP sockets of the underlay: trains out by UDP_SEGMENT, trains in by UDP_GRO, one port for every worker.
use std::cell::Cell;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use super::address::{ROOM, RawAddress};
use super::error::IoError;
use super::{steer, sys};
use crate::engine::Transmit;

/// 4 MiB cost up to 200,000 TCP retransmits in a bulk transfer, 16 MiB none.
const RECEIVE_BUFFER: i32 = 16 << 20;
const SEND_BUFFER: i32 = 4 << 20;
/// A send waits for room in the socket (so a full link slows the TUN down instead of losing packets), but not for ever.
const SEND_WAIT: libc::timeval = libc::timeval {
    tv_sec: 0,
    tv_usec: 100_000,
};
/// UDP_MAX_SEGMENTS of kernels before 6.9, and the longest train that there is.
const MOST_SEGMENTS: usize = 64;

/// One worker's socket on a port.
pub struct UdpSocket {
    fd: OwnedFd,
    local: SocketAddr,
    gso: Cell<bool>,
    gro: bool,
    /// A socket pair instead of a network: everything sent goes to, and comes from, this endpoint.
    wired_to: Option<SocketAddr>,
}

/// Binds `workers` sockets to one address and port (0: any free one), steered by lane.
/// Errors: port-in-use, address-not-local, port-not-permitted, descriptor-limit, udp-failed.
pub fn bind(address: SocketAddr, workers: usize) -> Result<Vec<UdpSocket>, IoError> {
    bind_beside(&[], address, workers)
}

/// The same where `own` is bound already: this process may have a port on every address and on one of them.
pub fn bind_beside(
    own: &[SocketAddr],
    address: SocketAddr,
    workers: usize,
) -> Result<Vec<UdpSocket>, IoError> {
    // The first bind of a port is exclusive, so another process on it is found; only then does it become shareable.
    let place = |error: io::Error| bind_error(address, &error);
    let in_the_way = |own: &SocketAddr| {
        own.port() == address.port()
            && own.is_ipv4() == address.is_ipv4()
            && (own.ip().is_unspecified() || address.ip().is_unspecified())
    };
    let shared = own.iter().any(in_the_way) && !own.contains(&address);
    let first = UdpSocket::open(address, shared).map_err(place)?;
    sys::set_option(&first.fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1i32).map_err(place)?;
    let local = first.local;
    let mut sockets = vec![first];
    for _ in 1..workers {
        sockets.push(UdpSocket::open(local, true).map_err(place)?);
    }
    if workers > 1 {
        steer::by_lane(&sockets[0].fd, workers).map_err(place)?;
    }
    Ok(sockets)
}

impl UdpSocket {
    /// Takes over one end of a datagram socket pair as the link between `local` and `remote`.
    pub fn from_pair(fd: OwnedFd, local: SocketAddr, remote: SocketAddr) -> Result<Self, IoError> {
        sys::set_nonblocking(&fd, false)
            .and_then(|()| sys::set_option(&fd, libc::SOL_SOCKET, libc::SO_SNDTIMEO, SEND_WAIT))
            .map_err(|error| {
                IoError::from_os("engine-resources", "socket pair as network", &error)
            })?;
        Ok(Self {
            fd,
            local,
            gso: Cell::new(false),
            gro: false,
            wired_to: Some(remote),
        })
    }

    pub fn local(&self) -> SocketAddr {
        self.local
    }

    pub fn gso(&self) -> bool {
        self.gso.get()
    }

    pub fn gro(&self) -> bool {
        self.gro
    }

    pub fn wired_to(&self) -> Option<SocketAddr> {
        self.wired_to
    }

    /// Bytes the kernel queues for this socket (its own bookkeeping included).
    pub fn receive_buffer(&self) -> io::Result<usize> {
        sys::int_option(&self.fd, libc::SOL_SOCKET, libc::SO_RCVBUF).map(|bytes| bytes as usize)
    }

    /// Whether this socket can send there: the same family, and for a pair, its other end.
    pub fn reaches(&self, destination: SocketAddr) -> bool {
        match self.wired_to {
            Some(remote) => remote == destination,
            None => self.local.is_ipv4() == destination.is_ipv4(),
        }
    }

    /// Sends datagrams as one train where the kernel cuts it, else one by one. An error is that of the last datagram that
    /// could not be sent.
    pub fn send(&self, train: &Transmit<'_>) -> io::Result<()> {
        let (mut address, mut length) = RawAddress::encode(train.destination);
        if self.wired_to.is_some() {
            (address, length) = (RawAddress::unset(), 0);
        }
        if train.packets <= 1 {
            return self.send_train(&mut address, length, train.pieces, None);
        }
        if self.gso.get() {
            let segment = Some(train.segment as u16);
            let sent = self.send_train(&mut address, length, train.pieces, segment);
            match sent.as_ref().err().and_then(io::Error::raw_os_error) {
                // No checksum offload on the way out, or no UDP_SEGMENT after all: true of every train to come.
                Some(libc::EIO | libc::ENOPROTOOPT | libc::EOPNOTSUPP) => self.gso.set(false),
                // A segment above the path MTU towards this destination: true of this train.
                Some(libc::EINVAL | libc::EMSGSIZE) => {}
                _ => return sent,
            }
        }
        self.send_each(&mut address, length, train)
    }

    /// Opens and binds one socket.
    fn open(address: SocketAddr, shared: bool) -> io::Result<Self> {
        let family = if address.is_ipv4() {
            libc::AF_INET
        } else {
            libc::AF_INET6
        };
        // SAFETY: socket takes plain integers.
        let fd =
            sys::owned(unsafe { libc::socket(family, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0) })?;
        if address.is_ipv6() {
            sys::set_option(&fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 1i32)?;
        }
        if shared {
            sys::set_option(&fd, libc::SOL_SOCKET, libc::SO_REUSEPORT, 1i32)?;
        }
        set_buffer(&fd, libc::SO_RCVBUFFORCE, libc::SO_RCVBUF, RECEIVE_BUFFER)?;
        set_buffer(&fd, libc::SO_SNDBUFFORCE, libc::SO_SNDBUF, SEND_BUFFER)?;
        sys::set_option(&fd, libc::SOL_SOCKET, libc::SO_SNDTIMEO, SEND_WAIT)?;
        let (raw, length) = RawAddress::encode(address);
        // SAFETY: `raw` holds `length` bytes of a socket address.
        sys::check(unsafe { libc::bind(fd.as_raw_fd(), (&raw const raw).cast(), length) })?;
        Ok(Self {
            local: local_address(&fd)?,
            gso: Cell::new(sys::set_option(&fd, libc::SOL_UDP, libc::UDP_SEGMENT, 0i32).is_ok()),
            gro: sys::set_option(&fd, libc::SOL_UDP, libc::UDP_GRO, 1i32).is_ok(),
            wired_to: None,
            fd,
        })
    }

    fn send_train(
        &self,
        address: &mut RawAddress,
        length: libc::socklen_t,
        pieces: &[IoSlice<'_>],
        segment: Option<u16>,
    ) -> io::Result<()> {
        let mut message = message(address, length, pieces);
        let mut control = [0u64; 3];
        if let Some(segment) = segment {
            message.msg_control = control.as_mut_ptr().cast();
            // SAFETY: `control` is aligned for a cmsghdr and holds CMSG_SPACE(2) = 24 bytes, all of which is described.
            unsafe {
                message.msg_controllen = libc::CMSG_SPACE(2) as _;
                let header = libc::CMSG_FIRSTHDR(&message);
                (*header).cmsg_level = libc::SOL_UDP;
                (*header).cmsg_type = libc::UDP_SEGMENT;
                (*header).cmsg_len = libc::CMSG_LEN(2) as _;
                libc::CMSG_DATA(header)
                    .cast::<u16>()
                    .write_unaligned(segment);
            }
        }
        // SAFETY: every pointer in `message` is to a local of this call, to `address` or to `pieces`.
        sys::check(unsafe { libc::sendmsg(self.fd.as_raw_fd(), &message, libc::MSG_NOSIGNAL) })?;
        Ok(())
    }

    fn send_each(
        &self,
        address: &mut RawAddress,
        length: libc::socklen_t,
        train: &Transmit<'_>,
    ) -> io::Result<()> {
        let mut pieces = [IoSlice::new(&[]); MOST_SEGMENTS];
        let mut count = 0;
        for (piece, datagram) in pieces.iter_mut().zip(train.datagrams()) {
            *piece = IoSlice::new(datagram);
            count += 1;
        }
        let mut messages: [libc::mmsghdr; MOST_SEGMENTS] = std::array::from_fn(|i| libc::mmsghdr {
            msg_hdr: message(address, length, &pieces[i..=i]),
            msg_len: 0,
        });
        let (mut failed, mut at) = (Ok(()), 0);
        while at < count {
            // SAFETY: `messages[at..count]` point to `pieces` and `address`, which outlive the call.
            let sent = sys::check(unsafe {
                libc::sendmmsg(
                    self.fd.as_raw_fd(),
                    messages[at..].as_mut_ptr(),
                    (count - at) as libc::c_uint,
                    libc::MSG_NOSIGNAL,
                )
            });
            match sent {
                Ok(sent) => at += sent as usize,
                Err(error) => {
                    failed = Err(error);
                    at += 1;
                }
            }
        }
        failed
    }
}

impl AsRawFd for UdpSocket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

/// The size beyond the system's limit where CAP_NET_ADMIN allows it, else up to the limit.
fn set_buffer(fd: &OwnedFd, force: i32, plain: i32, bytes: i32) -> io::Result<()> {
    sys::set_option(fd, libc::SOL_SOCKET, force, bytes)
        .or_else(|_| sys::set_option(fd, libc::SOL_SOCKET, plain, bytes))
}

fn local_address(fd: &OwnedFd) -> io::Result<SocketAddr> {
    let mut raw = RawAddress::unset();
    let mut length = ROOM;
    // SAFETY: the kernel writes at most `length` bytes, the size of `raw`.
    sys::check(unsafe { libc::getsockname(fd.as_raw_fd(), (&raw mut raw).cast(), &mut length) })?;
    raw.decode()
        .ok_or_else(|| io::Error::from_raw_os_error(libc::EAFNOSUPPORT))
}

fn message(
    address: &mut RawAddress,
    length: libc::socklen_t,
    pieces: &[IoSlice<'_>],
) -> libc::msghdr {
    // SAFETY: all zeros is a valid msghdr: no name, no pieces, no control data.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    if length > 0 {
        message.msg_name = std::ptr::from_mut(address).cast();
        message.msg_namelen = length;
    }
    // An IoSlice is an iovec, and the kernel only reads what a sent one points to.
    message.msg_iov = pieces.as_ptr().cast_mut().cast();
    message.msg_iovlen = pieces.len() as _;
    message
}

fn bind_error(address: SocketAddr, error: &io::Error) -> IoError {
    match error.raw_os_error() {
        Some(libc::EADDRINUSE) => IoError::new(
            "port-in-use",
            format!(
                "UDP {address} is used by another socket; stop that program or choose another listen port"
            ),
        ),
        Some(libc::EADDRNOTAVAIL) => IoError::new(
            "address-not-local",
            format!(
                "UDP {address}: no interface of this host has that address; correct listen.addresses"
            ),
        ),
        Some(libc::EAFNOSUPPORT) => IoError::new(
            "address-not-local",
            format!(
                "UDP {address}: this host has no addresses of that family; leave it out of listen.addresses"
            ),
        ),
        Some(libc::EACCES | libc::EPERM) => IoError::from_os(
            "port-not-permitted",
            format!("not allowed to bind UDP {address}; choose a listen port above 1023"),
            error,
        ),
        _ => IoError::from_os("udp-failed", format!("cannot bind UDP {address}"), error),
    }
}
