//! ICMP errors about a packet that will not be forwarded (RFC 792, RFC 4443).

use std::net::IpAddr;

use super::checksum;
use super::packet::{
    Fragment, ICMP, ICMPV6, IPV4_HEADER, IPV6_HEADER, Parsed, address_bytes,
    is_multicast_or_broadcast, parse,
};

/// Largest error made, IP header included: RFC 1812 section 4.3.2.3 and RFC 4443 section 2.4(c).
pub const MAX_ERROR_V4: usize = 576;
pub const MAX_ERROR_V6: usize = 1280;

/// Type, code and the four bytes that depend on them.
const ICMP_HEADER: usize = 8;
const HOP_LIMIT: u8 = 64;
/// DSCP of network control (CS6): RFC 1812 section 4.3.2.5.
const CONTROL: u8 = 0xc0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// No route leads there.
    NoRoute,
    /// A route leads there, but the node does not answer.
    Address,
    /// Policy forbids it.
    Prohibited,
}

/// Writes "destination unreachable" about `original` to `out` as one IP packet from `from` to its
/// sender, and returns its length. `None` where no error may be sent: about an ICMP error, a later
/// fragment, a malformed packet, to or from a group or an address that names no single node (RFC
/// 1122 section 3.2.2, RFC 4443 section 2.4(e)); also if `from` is of the other family or `out` too
/// small.
pub fn unreachable(
    original: &[u8],
    from: IpAddr,
    code: Unreachable,
    out: &mut [u8],
) -> Option<usize> {
    let kind = match (from.is_ipv4(), code) {
        (true, Unreachable::NoRoute) => [3, 0],
        (true, Unreachable::Address) => [3, 1],
        (true, Unreachable::Prohibited) => [3, 13],
        (false, Unreachable::NoRoute) => [1, 0],
        (false, Unreachable::Address) => [1, 3],
        (false, Unreachable::Prohibited) => [1, 1],
    };
    let parsed = answerable(original)?;
    if is_multicast_or_broadcast(parsed.destination) {
        return None;
    }
    write(original, &parsed, from, kind, 0, out)
}

/// Like [`unreachable`]: "packet too big" (RFC 4443 section 3.2), over IPv4 "fragmentation needed"
/// (RFC 1191 section 4; only where DF is set), with the largest packet in bytes that would have
/// passed.
pub fn packet_too_big(original: &[u8], from: IpAddr, mtu: u32, out: &mut [u8]) -> Option<usize> {
    let parsed = answerable(original)?;
    if !from.is_ipv4() {
        return write(original, &parsed, from, [2, 0], mtu, out);
    }
    let dont_fragment = original[6] & 0x40 != 0;
    if !dont_fragment || is_multicast_or_broadcast(parsed.destination) {
        return None;
    }
    write(original, &parsed, from, [3, 4], mtu.min(0xffff), out)
}

/// Parses `original` if it may be answered with an error at all.
fn answerable(original: &[u8]) -> Option<Parsed> {
    let parsed = parse(original).ok()?;
    let single_node = match parsed.source {
        IpAddr::V4(v4) => !(v4.octets()[0] == 0 || v4.is_loopback() || v4.octets()[0] >= 224),
        IpAddr::V6(v6) => !(v6.is_unspecified() || v6.is_loopback() || v6.is_multicast()),
    };
    let about_error = match parsed.protocol {
        // RFC 792: unreachable, quench, redirect, time exceeded, parameter problem.
        ICMP => original
            .get(parsed.transport)
            .is_none_or(|kind| matches!(kind, 3 | 4 | 5 | 11 | 12)),
        // RFC 4443 section 2.1: errors are below 128; 137 is the redirect.
        ICMPV6 => original
            .get(parsed.transport)
            .is_none_or(|&kind| kind < 128 || kind == 137),
        _ => false,
    };
    let answered = single_node && !about_error && parsed.fragment != Fragment::Later;
    answered.then_some(parsed)
}

fn write(
    original: &[u8],
    parsed: &Parsed,
    from: IpAddr,
    kind: [u8; 2],
    word: u32,
    out: &mut [u8],
) -> Option<usize> {
    let ipv4 = from.is_ipv4();
    let (ip_header, most) = if ipv4 {
        (IPV4_HEADER, MAX_ERROR_V4)
    } else {
        (IPV6_HEADER, MAX_ERROR_V6)
    };
    let quoted = &original[..parsed.length.min(most - ip_header - ICMP_HEADER)];
    let length = ip_header + ICMP_HEADER + quoted.len();
    let packet = out.get_mut(..length)?;
    packet[..ip_header].fill(0);
    match (from, parsed.source) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            packet[0] = 0x45;
            packet[1] = CONTROL;
            packet[2..4].copy_from_slice(&(length as u16).to_be_bytes());
            packet[6] = 0x40; // DF: never a fragment, so the identification may be zero (RFC 6864 section 4.1)
            packet[8] = HOP_LIMIT;
            packet[9] = ICMP;
            packet[12..16].copy_from_slice(&from.octets());
            packet[16..20].copy_from_slice(&to.octets());
            checksum::complete_ipv4(&mut packet[..IPV4_HEADER]);
        }
        (IpAddr::V6(from), IpAddr::V6(to)) => {
            packet[0] = 0x60 | CONTROL >> 4;
            packet[4..6].copy_from_slice(&((length - IPV6_HEADER) as u16).to_be_bytes());
            packet[6] = ICMPV6;
            packet[7] = HOP_LIMIT;
            packet[8..24].copy_from_slice(&from.octets());
            packet[24..40].copy_from_slice(&to.octets());
        }
        _ => return None,
    }
    let pseudo = if ipv4 {
        0
    } else {
        checksum::pseudo(address_bytes(packet), ICMPV6, (length - ip_header) as u16)
    };
    let icmp = &mut packet[ip_header..];
    icmp[..2].copy_from_slice(&kind);
    icmp[2..4].copy_from_slice(&checksum::fold(pseudo).to_ne_bytes());
    icmp[4..8].copy_from_slice(&word.to_be_bytes());
    icmp[ICMP_HEADER..].copy_from_slice(quoted);
    checksum::complete(icmp, 2);
    Some(length)
}
