//! Routes: longest prefix match from an inner destination to a peer. A value is immutable once published.

use super::peer::Peer;
use prefix_trie::PrefixMap;
use std::net::IpAddr;
use std::sync::Arc;

/// An address range; host bits are zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prefix {
    address: IpAddr,
    length: u8,
}

impl Prefix {
    /// None when the length is too long for the family or host bits are set.
    pub fn new(address: IpAddr, length: u8) -> Option<Prefix> {
        let prefix = Prefix { address, length };
        let fits = length <= if address.is_ipv4() { 32 } else { 128 };
        (fits && prefix.host_bits() == 0).then_some(prefix)
    }

    /// The range of one address.
    pub fn host(address: IpAddr) -> Prefix {
        Prefix {
            address,
            length: if address.is_ipv4() { 32 } else { 128 },
        }
    }

    pub fn address(&self) -> IpAddr {
        self.address
    }

    pub fn length(&self) -> u8 {
        self.length
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits())
                    .checked_shr(32 - u32::from(self.length))
                    .unwrap_or(0)
                    == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits())
                    .checked_shr(128 - u32::from(self.length))
                    .unwrap_or(0)
                    == 0
            }
            _ => false,
        }
    }

    fn host_bits(&self) -> u128 {
        let length = u32::from(self.length);
        match self.address {
            IpAddr::V4(address) => {
                u128::from(address.to_bits() & u32::MAX.checked_shr(length).unwrap_or(0))
            }
            IpAddr::V6(address) => address.to_bits() & u128::MAX.checked_shr(length).unwrap_or(0),
        }
    }
}

#[derive(Clone, Default)]
pub struct Routes {
    v4: PrefixMap<(u32, u8), Arc<Peer>>,
    v6: PrefixMap<(u128, u8), Arc<Peer>>,
}

impl Routes {
    pub fn lookup(&self, destination: IpAddr) -> Option<&Arc<Peer>> {
        match destination {
            IpAddr::V4(address) => self
                .v4
                .get_lpm(&(address.to_bits(), 32))
                .map(|(_, peer)| peer),
            IpAddr::V6(address) => self
                .v6
                .get_lpm(&(address.to_bits(), 128))
                .map(|(_, peer)| peer),
        }
    }

    /// The answer: to whom it led before.
    pub fn insert(&mut self, prefix: Prefix, peer: Arc<Peer>) -> Option<Arc<Peer>> {
        match prefix.address {
            IpAddr::V4(address) => self.v4.insert((address.to_bits(), prefix.length), peer),
            IpAddr::V6(address) => self.v6.insert((address.to_bits(), prefix.length), peer),
        }
    }

    /// The answer: to whom it led.
    pub fn remove(&mut self, prefix: Prefix) -> Option<Arc<Peer>> {
        match prefix.address {
            IpAddr::V4(address) => self.v4.remove(&(address.to_bits(), prefix.length)),
            IpAddr::V6(address) => self.v6.remove(&(address.to_bits(), prefix.length)),
        }
    }

    pub fn peers(&self) -> impl Iterator<Item = &Arc<Peer>> {
        self.v4.values().chain(self.v6.values())
    }

    /// Without any route to this peer.
    pub fn remove_peer(&mut self, peer: u32) {
        self.v4.retain(|_, target| target.id != peer);
        self.v6.retain(|_, target| target.id != peer);
    }
}
