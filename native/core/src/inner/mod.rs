//! Transforms of inner packets (the IP packets of the overlay): cutting superpackets into packets,
//! merging packets into superpackets, checksums, ICMP errors. Everything is pure and in place: no
//! clock, no syscall, no allocation per packet, and no knowledge of sessions. Bytes of either side,
//! TUN or peer, are untrusted: nothing here panics on them.
#![forbid(unsafe_code)]

pub mod checksum;
pub mod coalesce;
pub mod icmp;
pub mod packet;
mod run;
pub mod segment;
pub mod vnet;
