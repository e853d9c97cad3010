//! Which inner destinations end at this node.

use super::commands::Local;
use super::routes::Prefix;
use std::net::IpAddr;

/// Linear: a node has a handful of addresses and forwarded subnets.
#[derive(Default)]
pub struct LocalTable {
    ranges: Box<[Prefix]>,
    first_v4: Option<IpAddr>,
    first_v6: Option<IpAddr>,
}

impl LocalTable {
    pub fn new(local: &Local) -> LocalTable {
        let hosts = local.addresses.iter().map(|address| Prefix::host(*address));
        LocalTable {
            ranges: hosts.chain(local.prefixes.iter().copied()).collect(),
            first_v4: local.addresses.iter().copied().find(IpAddr::is_ipv4),
            first_v6: local.addresses.iter().copied().find(IpAddr::is_ipv6),
        }
    }

    pub fn contains(&self, destination: IpAddr) -> bool {
        self.ranges.iter().any(|range| range.contains(destination))
    }

    /// The address this node speaks from to one of that family.
    pub fn speaking_to(&self, other: IpAddr) -> Option<IpAddr> {
        if other.is_ipv4() {
            self.first_v4
        } else {
            self.first_v6
        }
    }
}
