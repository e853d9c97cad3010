//! A coalescer that remembers what it delivered.

use festoon_core::inner::coalesce::{Coalescer, Offloads, Opened};
use festoon_core::inner::packet::Malformed;
use festoon_core::inner::vnet::VnetHeader;

use super::Packet;

pub const ALL: Offloads = Offloads {
    tso: true,
    uso: true,
    csum: true,
};
pub const NONE: Offloads = Offloads {
    tso: false,
    uso: false,
    csum: false,
};

/// A coalescer and what it delivered.
pub struct Tun {
    pub coalescer: Coalescer,
    pub delivered: Vec<(VnetHeader, Vec<u8>)>,
}

impl Tun {
    pub fn new(offloads: Offloads) -> Tun {
        Tun {
            coalescer: Coalescer::new(offloads),
            delivered: vec![],
        }
    }

    pub fn push(&mut self, bytes: &[u8], partial: bool) -> Result<(), Malformed> {
        let open = |place: &mut [u8]| {
            place.copy_from_slice(bytes);
            Some(Opened { partial })
        };
        self.coalescer.push(bytes.len(), open, &mut |bytes| {
            take(&mut self.delivered, bytes)
        })
    }

    /// As libsodium leaves the place after a forged packet: zeros.
    pub fn push_forged(&mut self, len: usize) {
        let open = |place: &mut [u8]| {
            place.fill(0);
            None
        };
        self.coalescer
            .push(len, open, &mut |bytes| take(&mut self.delivered, bytes))
            .unwrap();
    }

    pub fn flush(mut self) -> Vec<(VnetHeader, Vec<u8>)> {
        self.coalescer
            .flush(&mut |bytes| take(&mut self.delivered, bytes));
        self.delivered
    }
}

pub fn take(delivered: &mut Vec<(VnetHeader, Vec<u8>)>, bytes: &[u8]) {
    let (vnet, packet) = VnetHeader::parse(bytes).unwrap();
    delivered.push((vnet, packet.to_vec()));
}

/// Delivers all of `packets` in one batch.
pub fn batch(offloads: Offloads, packets: &[(Vec<u8>, bool)]) -> Vec<(VnetHeader, Vec<u8>)> {
    let mut tun = Tun::new(offloads);
    for (bytes, partial) in packets {
        tun.push(bytes, *partial).unwrap();
    }
    tun.flush()
}

pub fn superpacket(packet: &Packet, size: usize) -> (VnetHeader, Vec<u8>) {
    let hdr_len = packet.headers() as u16;
    (
        VnetHeader {
            hdr_len,
            ..packet.gso(size as u16)
        },
        packet.partial(),
    )
}
