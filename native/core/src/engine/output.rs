//! What a worker produces: datagrams for the network and packets for the TUN.

use std::io::IoSlice;
use std::net::SocketAddr;

/// A train of sealed datagrams for one endpoint: all `segment` bytes long, the last one not longer.
pub struct Transmit<'a> {
    pub destination: SocketAddr,
    /// Where its bytes lie, 1 to 64 places. No datagram lies in two of them.
    pub pieces: &'a [IoSlice<'a>],
    /// Bytes of one datagram; equals `bytes()` when there is one.
    pub segment: usize,
    /// Datagrams in the train, 1 to 64.
    pub packets: u32,
}

impl<'a> Transmit<'a> {
    /// Of all datagrams together.
    pub fn bytes(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    pub fn datagrams(&self) -> impl Iterator<Item = &'a [u8]> {
        let segment = self.segment;
        let pieces = self.pieces.iter();
        pieces.flat_map(move |piece| piece.chunks(segment))
    }
}

/// Where a worker puts its results; called within `handle_*` and `flush`, the slices live for the call.
pub trait Output {
    fn transmit(&mut self, transmit: &Transmit<'_>);
    /// A virtio-net header (10 bytes) directly followed by an IP packet, maybe a superpacket.
    fn deliver(&mut self, vnet_and_packet: &[u8]);
}
