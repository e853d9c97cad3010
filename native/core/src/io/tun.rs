//! TUN queues: the kernel's end of the overlay. A packet read or written is a vnet header (10 B) and an IP packet.
use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;

use super::error::IoError;
use super::sys;

const DEVICE: &str = "/dev/net/tun";
/// struct virtio_net_hdr, the shape that TUNSETVNETHDRSZ is left at.
pub const VNET_BYTES: usize = 10;

/// What the kernel hands over uncut and unsummed (TUNSETOFFLOAD). Without `vnet` the other two are false, and this file
/// adds and strips the header itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TunOffloads {
    pub vnet: bool,
    pub tso: bool,
    pub uso: bool,
}

/// One queue of a TUN device, never blocking. The device is gone when its last queue is dropped.
pub struct Tun {
    fd: OwnedFd,
    offloads: TunOffloads,
}

/// Creates the device `name` (1 to 15 bytes) with `queues` queues.
/// Errors: tun-name-invalid, tun-name-taken, tun-missing, tun-not-permitted, tun-failed.
pub fn create(name: &str, queues: usize) -> Result<Vec<Tun>, IoError> {
    let usable = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'/' | b':' | b'%');
    if name.is_empty()
        || name.len() >= libc::IFNAMSIZ
        || !name.bytes().all(usable)
        || name == "."
        || name == ".."
    {
        return Err(IoError::new(
            "tun-name-invalid",
            format!("TUN name '{name}': use 1 to 15 letters, digits, '-', '_' or '.'"),
        ));
    }
    (0..queues.max(1))
        .map(|queue| open_queue(name, queue == 0))
        .collect()
}

impl Tun {
    /// Takes over one end of a datagram socket pair: one bare IP packet a datagram.
    pub fn from_pair(fd: OwnedFd) -> Result<Self, IoError> {
        let offloads = TunOffloads::default();
        sys::set_nonblocking(&fd, true)
            .map_err(|error| IoError::from_os("engine-resources", "socket pair as TUN", &error))?;
        Ok(Self { fd, offloads })
    }

    pub fn offloads(&self) -> TunOffloads {
        self.offloads
    }

    /// Reads one packet and its vnet header into `into`; their length. EAGAIN: none waits. EBADFD: the device was deleted.
    pub fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        let missing = self.missing_header();
        let (header, rest) = into.split_at_mut(missing);
        header.fill(0);
        // SAFETY: the kernel writes at most `rest.len()` bytes to `rest`.
        let read = sys::check(unsafe {
            libc::read(self.fd.as_raw_fd(), rest.as_mut_ptr().cast(), rest.len())
        })?;
        if read == 0 {
            // Only a socket pair does this: an empty datagram stands for a deleted device.
            return Err(io::Error::from_raw_os_error(libc::EBADFD));
        }
        Ok(missing + read as usize)
    }

    /// Writes one packet with its vnet header. EIO: the link is down.
    pub fn write(&self, vnet_and_packet: &[u8]) -> io::Result<()> {
        let bytes = &vnet_and_packet[self.missing_header()..];
        // SAFETY: the kernel reads `bytes.len()` bytes of `bytes`.
        sys::check(unsafe {
            libc::write(self.fd.as_raw_fd(), bytes.as_ptr().cast(), bytes.len())
        })?;
        Ok(())
    }

    fn missing_header(&self) -> usize {
        if self.offloads.vnet { 0 } else { VNET_BYTES }
    }
}

impl AsRawFd for Tun {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

fn open_queue(name: &str, first: bool) -> Result<Tun, IoError> {
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open(DEVICE);
    let fd: OwnedFd = opened.map_err(|error| open_error(&error))?.into();
    let vnet = features(&fd) & libc::IFF_VNET_HDR != 0;
    let mut flags = libc::IFF_TUN | libc::IFF_NO_PI | libc::IFF_MULTI_QUEUE;
    if vnet {
        flags |= libc::IFF_VNET_HDR;
    }
    if first {
        flags |= libc::IFF_TUN_EXCL;
    }
    attach(&fd, name, flags).map_err(|error| attach_error(name, &error))?;
    let (tso, uso) = if vnet {
        set_offloads(&fd)
    } else {
        (false, false)
    };
    Ok(Tun {
        fd,
        offloads: TunOffloads { vnet, tso, uso },
    })
}

fn features(fd: &OwnedFd) -> i32 {
    let mut flags = 0i32;
    // SAFETY: TUNGETFEATURES writes one int.
    unsafe { libc::ioctl(fd.as_raw_fd(), libc::TUNGETFEATURES, &raw mut flags) };
    flags
}

fn attach(fd: &OwnedFd, name: &str, flags: i32) -> io::Result<()> {
    // SAFETY: all zeros is a valid ifreq.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(name.bytes()) {
        *to = from as libc::c_char;
    }
    request.ifr_ifru.ifru_flags = flags as libc::c_short;
    // SAFETY: TUNSETIFF reads and writes one ifreq; the name ends with a zero because it is shorter than IFNAMSIZ.
    sys::check(unsafe { libc::ioctl(fd.as_raw_fd(), libc::TUNSETIFF, &raw mut request) })?;
    Ok(())
}

/// TSO with USO (Linux 6.2), without USO, or neither.
fn set_offloads(fd: &OwnedFd) -> (bool, bool) {
    let tso = libc::TUN_F_CSUM | libc::TUN_F_TSO4 | libc::TUN_F_TSO6;
    let uso = libc::TUN_F_USO4 | libc::TUN_F_USO6;
    let accepted = |flags: libc::c_uint| {
        // SAFETY: TUNSETOFFLOAD takes its flags as the argument itself.
        unsafe {
            libc::ioctl(
                fd.as_raw_fd(),
                libc::TUNSETOFFLOAD,
                libc::c_ulong::from(flags),
            ) == 0
        }
    };
    if accepted(tso | uso) {
        (true, true)
    } else {
        (accepted(tso), false)
    }
}

fn open_error(error: &io::Error) -> IoError {
    match error.raw_os_error() {
        Some(libc::ENOENT | libc::ENXIO | libc::ENODEV) => IoError::from_os(
            "tun-missing",
            format!(
                "{DEVICE} is not there; load the kernel module 'tun' or pass the device into the container"
            ),
            error,
        ),
        Some(libc::EACCES | libc::EPERM) => not_permitted(DEVICE, error),
        _ => IoError::from_os("tun-failed", format!("cannot open {DEVICE}"), error),
    }
}

fn attach_error(name: &str, error: &io::Error) -> IoError {
    match error.raw_os_error() {
        Some(libc::EBUSY) => IoError::new(
            "tun-name-taken",
            format!(
                "an interface named '{name}' is already there; choose another tun.name or remove it"
            ),
        ),
        Some(libc::EPERM) => not_permitted(name, error),
        _ => IoError::from_os("tun-failed", format!("cannot create TUN '{name}'"), error),
    }
}

fn not_permitted(what: &str, error: &io::Error) -> IoError {
    IoError::from_os(
        "tun-not-permitted",
        format!("not allowed to use {what}; run as root or with CAP_NET_ADMIN"),
        error,
    )
}
