//! The 10-byte `struct virtio_net_hdr` that a TUN opened with IFF_VNET_HDR puts before each packet,
//! read and written (linux/virtio_net.h; native endian, as the kernel does unless TUNSETVNETLE/BE
//! is set).

use super::packet::Transport;

/// Bytes of the header before each packet.
pub const VNET_BYTES: usize = 10;

/// Flag: the checksum field at `csum_start + csum_offset` holds the folded, uncomplemented
/// pseudo-header sum.
pub const NEEDS_CSUM: u8 = 1;

pub const GSO_NONE: u8 = 0;
pub const GSO_TCPV4: u8 = 1;
pub const GSO_TCPV6: u8 = 4;
/// UDP datagrams of equal size, shorter last, over IPv4 or IPv6.
pub const GSO_UDP_L4: u8 = 5;
/// Bit beside a TCP type: the first segment carries CWR.
pub const GSO_ECN: u8 = 0x80;

/// Offsets count from the first byte of the packet; sizes are bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VnetHeader {
    pub flags: u8,
    pub gso_type: u8,
    /// The kernel's guess on read, often wrong: never used.
    pub hdr_len: u16,
    /// Payload bytes per segment.
    pub gso_size: u16,
    pub csum_start: u16,
    pub csum_offset: u16,
}

impl VnetHeader {
    /// The header of a packet whose transport checksum is partial, not segmented.
    pub fn partial(transport: &Transport) -> VnetHeader {
        VnetHeader {
            flags: NEEDS_CSUM,
            csum_start: transport.start as u16,
            csum_offset: transport.checksum_offset() as u16,
            ..VnetHeader::default()
        }
    }

    /// Whether it asks for the checksum of this very header.
    pub fn is_partial_at(&self, transport: &Transport) -> bool {
        self.flags & NEEDS_CSUM != 0
            && usize::from(self.csum_start) == transport.start
            && usize::from(self.csum_offset) == transport.checksum_offset()
    }

    /// Reads the header and returns it with the packet's bytes behind it; `None` if fewer than 10
    /// bytes are there.
    pub fn parse(bytes: &[u8]) -> Option<(VnetHeader, &[u8])> {
        let (&[flags, gso_type, h0, h1, g0, g1, s0, s1, o0, o1], packet) =
            bytes.split_first_chunk::<VNET_BYTES>()?;
        let header = VnetHeader {
            flags,
            gso_type,
            hdr_len: u16::from_ne_bytes([h0, h1]),
            gso_size: u16::from_ne_bytes([g0, g1]),
            csum_start: u16::from_ne_bytes([s0, s1]),
            csum_offset: u16::from_ne_bytes([o0, o1]),
        };
        Some((header, packet))
    }

    pub fn to_bytes(self) -> [u8; VNET_BYTES] {
        let [h0, h1] = self.hdr_len.to_ne_bytes();
        let [g0, g1] = self.gso_size.to_ne_bytes();
        let [s0, s1] = self.csum_start.to_ne_bytes();
        let [o0, o1] = self.csum_offset.to_ne_bytes();
        [self.flags, self.gso_type, h0, h1, g0, g1, s0, s1, o0, o1]
    }
}
