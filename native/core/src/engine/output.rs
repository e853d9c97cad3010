//! What a worker produces: datagrams for the network and packets for the TUN.

use std::net::SocketAddr;

/// A train of sealed datagrams for one endpoint: all `segment` bytes long, the last one not longer.
pub struct Transmit<'a> {
    pub destination: SocketAddr,
    pub bytes: &'a [u8],
    /// Bytes of one datagram; equals `bytes.len()` when there is one.
    pub segment: usize,
    /// Datagrams in the train, 1 to 64.
    pub packets: u32,
}

/// Where a worker puts its results; called within `handle_*` and `flush`, the slices live for the call.
pub trait Output {
    fn transmit(&mut self, transmit: &Transmit<'_>);
    /// A virtio-net header (10 bytes) directly followed by an IP packet, maybe a superpacket.
    fn deliver(&mut self, vnet_and_packet: &[u8]);
}
