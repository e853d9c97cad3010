//! Batched receive: 64 slots, each big enough for a whole UDP_GRO train, filled by one recvmmsg.
use std::io;
use std::os::fd::AsRawFd;

use super::address::{ROOM, RawAddress};
use super::sys;
use super::udp::UdpSocket;
use crate::engine::Received;

pub const SLOTS: usize = 64;
const SLOT_BYTES: usize = 64 << 10;
/// Room for one control message with an int (CMSG_SPACE(4) = 24 bytes).
const CONTROL_WORDS: usize = 3;

/// What a worker receives into. The slots are mapped, not allocated: a page exists once a datagram has reached it.
pub struct Slots {
    region: *mut u8,
    messages: Box<[libc::mmsghdr; SLOTS]>,
    parts: Box<[Part; SLOTS]>,
}

/// What one message header points to.
struct Part {
    piece: libc::iovec,
    source: RawAddress,
    control: [u64; CONTROL_WORDS],
}

// SAFETY: every pointer is into memory that this value owns.
unsafe impl Send for Slots {}

impl Slots {
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            region: map(SLOTS * SLOT_BYTES)?,
            // SAFETY: all zeros is a valid mmsghdr; `fill` writes each before the kernel sees it.
            messages: Box::new(std::array::from_fn(|_| unsafe { std::mem::zeroed() })),
            parts: Box::new(std::array::from_fn(|_| Part {
                piece: libc::iovec {
                    iov_base: std::ptr::null_mut(),
                    iov_len: 0,
                },
                source: RawAddress::unset(),
                control: [0; CONTROL_WORDS],
            })),
        })
    }

    /// Takes what waits at the socket, up to one train a slot; how many slots were filled. Never blocks (EAGAIN: nothing).
    pub fn fill(&mut self, socket: &UdpSocket) -> io::Result<usize> {
        for (i, (message, part)) in self
            .messages
            .iter_mut()
            .zip(self.parts.iter_mut())
            .enumerate()
        {
            // SAFETY: slot i lies wholly inside the region.
            part.piece.iov_base = unsafe { self.region.add(i * SLOT_BYTES) }.cast();
            part.piece.iov_len = SLOT_BYTES;
            message.msg_hdr.msg_name = (&raw mut part.source).cast();
            message.msg_hdr.msg_namelen = ROOM;
            message.msg_hdr.msg_iov = &raw mut part.piece;
            message.msg_hdr.msg_iovlen = 1;
            message.msg_hdr.msg_control = (&raw mut part.control).cast();
            message.msg_hdr.msg_controllen = CONTROL_WORDS * 8;
        }
        // SAFETY: the headers point into `parts` and the region, which outlive the call.
        let filled = sys::check(unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                self.messages.as_mut_ptr(),
                SLOTS as libc::c_uint,
                libc::MSG_DONTWAIT,
                std::ptr::null_mut(),
            )
        })?;
        Ok(filled as usize)
    }

    /// What was filled last, `filled` slots of it: their memory, and the trains there. A slot without anything usable (empty,
    /// cut short, or of no known family) has none.
    pub fn received(
        &mut self,
        filled: usize,
        socket: &UdpSocket,
    ) -> (&mut [u8], impl Iterator<Item = Received>) {
        // SAFETY: the region is mapped, and the borrow of `self` makes this the only reference to it.
        let bytes = unsafe { std::slice::from_raw_parts_mut(self.region, SLOTS * SLOT_BYTES) };
        let slots = self.messages.iter().zip(self.parts.iter()).take(filled);
        let trains = slots.enumerate().filter_map(|(i, (message, part))| {
            let length = (message.msg_len as usize).min(SLOT_BYTES);
            if length == 0 || message.msg_hdr.msg_flags & libc::MSG_TRUNC != 0 {
                return None;
            }
            let segment = gro_segment(&part.control, message.msg_hdr.msg_controllen);
            let start = i * SLOT_BYTES;
            Some(Received {
                source: socket.wired_to().or_else(|| part.source.decode())?,
                place: start..start + length,
                segment: segment.unwrap_or(length).clamp(1, length),
            })
        });
        (bytes, trains)
    }
}

impl Drop for Slots {
    fn drop(&mut self) {
        // SAFETY: the region was mapped with this length and nothing refers to it any more.
        unsafe { libc::munmap(self.region.cast(), SLOTS * SLOT_BYTES) };
    }
}

/// Anonymous memory without huge pages, so that touching a slot costs its pages and not 2 MiB.
fn map(bytes: usize) -> io::Result<*mut u8> {
    // SAFETY: a fresh anonymous mapping, at an address of the kernel's choice.
    unsafe {
        let region = libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        );
        if region == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        libc::madvise(region, bytes, libc::MADV_NOHUGEPAGE);
        Ok(region.cast())
    }
}

/// The segment size that UDP_GRO reports beside a train; none beside a single datagram.
fn gro_segment(control: &[u64; CONTROL_WORDS], filled: usize) -> Option<usize> {
    let header = control.as_ptr().cast::<libc::cmsghdr>();
    // SAFETY: `control` is as aligned and as long as one control message with an int, and always initialised.
    let (level, kind, segment) = unsafe {
        let data = libc::CMSG_DATA(header).cast::<i32>();
        (
            (*header).cmsg_level,
            (*header).cmsg_type,
            data.read_unaligned(),
        )
    };
    // SAFETY: plain arithmetic.
    let whole = filled >= unsafe { libc::CMSG_LEN(4) } as usize;
    (whole && level == libc::SOL_UDP && kind == libc::UDP_GRO)
        .then(|| usize::try_from(segment).ok())?
}
