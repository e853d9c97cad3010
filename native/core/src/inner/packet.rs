//! One IP packet as a checked view: every offset in [`Parsed`] and [`Transport`] lies within the
//! bytes they were parsed from.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const ICMP: u8 = 1;
pub const ICMPV6: u8 = 58;

pub const IPV4_HEADER: usize = 20;
pub const IPV6_HEADER: usize = 40;
pub const TCP_HEADER: usize = 20;
pub const UDP_HEADER: usize = 8;

/// Why bytes are not one well-formed packet, or a superpacket cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// A header ends behind the last byte.
    Truncated,
    /// Neither IPv4 nor IPv6.
    Version,
    /// An IPv4 header length below 20.
    HeaderLength,
    /// The length in the IP header is not that of the bytes.
    TotalLength,
    /// More IPv6 extension headers than any sane sender uses.
    ExtensionHeaders,
    /// The segmentation asked for does not fit the packet's headers.
    Segmentation,
    /// The checksum to be completed lies outside the IP packet's payload, or there is none.
    Checksum,
    /// A packet is larger than it may be.
    TooLarge,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Malformed::Truncated => "a header ends behind the last byte",
            Malformed::Version => "neither IPv4 nor IPv6",
            Malformed::HeaderLength => "IPv4 header length below 20",
            Malformed::TotalLength => "length in the IP header is not that of the bytes",
            Malformed::ExtensionHeaders => "too many IPv6 extension headers",
            Malformed::Segmentation => "segmentation does not fit the headers",
            Malformed::Checksum => "no checksum where one is to be completed",
            Malformed::TooLarge => "packet larger than allowed",
        })
    }
}

impl std::error::Error for Malformed {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    Whole,
    First,
    /// Carries no transport header.
    Later,
}

/// Facts of one IP packet. `bytes.len() == length` of the bytes it was parsed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub source: IpAddr,
    pub destination: IpAddr,
    /// Upper-layer protocol, behind any IPv6 extension headers.
    pub protocol: u8,
    /// Offset of the upper-layer header; may equal `length`.
    pub transport: usize,
    pub length: usize,
    pub fragment: Fragment,
    /// IPv4 options or IPv6 extension headers are present.
    pub options: bool,
    /// DSCP (upper 6 bits) and ECN (lower 2).
    pub traffic_class: u8,
}

impl Parsed {
    pub fn dscp(&self) -> u8 {
        self.traffic_class >> 2
    }

    pub fn ecn(&self) -> u8 {
        self.traffic_class & 3
    }
}

/// Parses exactly one IP packet (RFC 791, RFC 8200); nothing may follow it.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Malformed> {
    match bytes.first().ok_or(Malformed::Truncated)? >> 4 {
        4 => parse_v4(bytes),
        6 => parse_v6(bytes),
        _ => Err(Malformed::Version),
    }
}

/// True for group addresses: IPv4 and IPv6 multicast and the IPv4 limited broadcast.
pub fn is_multicast_or_broadcast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_multicast() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_multicast(),
    }
}

/// The TCP or UDP header of an unfragmented packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transport {
    /// TCP or UDP.
    pub protocol: u8,
    /// Offset of the transport header, where its checksum starts to count.
    pub start: usize,
    /// Offset of the payload.
    pub payload: usize,
}

impl Transport {
    /// `None` for other protocols, fragments, and headers that do not fit.
    pub fn of(bytes: &[u8], parsed: &Parsed) -> Option<Transport> {
        if parsed.fragment != Fragment::Whole {
            return None;
        }
        let start = parsed.transport;
        let header = bytes.get(start..)?;
        let length = match parsed.protocol {
            TCP => usize::from(header.get(12)? >> 4) * 4,
            UDP => UDP_HEADER,
            _ => return None,
        };
        let shortest = if parsed.protocol == TCP {
            TCP_HEADER
        } else {
            UDP_HEADER
        };
        (length >= shortest && length <= header.len()).then_some(Transport {
            protocol: parsed.protocol,
            start,
            payload: start + length,
        })
    }

    /// Offset of the checksum field from the transport header.
    pub fn checksum_offset(&self) -> usize {
        if self.protocol == TCP { 16 } else { 6 }
    }
}

/// Source and destination as they lie in the header of a packet that was parsed.
pub fn address_bytes(bytes: &[u8]) -> &[u8] {
    if bytes[0] >> 4 == 4 {
        &bytes[12..20]
    } else {
        &bytes[8..40]
    }
}

fn parse_v4(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let header = bytes
        .first_chunk::<IPV4_HEADER>()
        .ok_or(Malformed::Truncated)?;
    let header_length = usize::from(header[0] & 15) * 4;
    if header_length < IPV4_HEADER {
        return Err(Malformed::HeaderLength);
    }
    if header_length > bytes.len() {
        return Err(Malformed::Truncated);
    }
    if usize::from(u16::from_be_bytes([header[2], header[3]])) != bytes.len() {
        return Err(Malformed::TotalLength);
    }
    let fragment = match u16::from_be_bytes([header[6], header[7]]) & 0x3fff {
        0 => Fragment::Whole,
        0x2000 => Fragment::First,
        _ => Fragment::Later,
    };
    Ok(Parsed {
        source: IpAddr::V4(Ipv4Addr::new(
            header[12], header[13], header[14], header[15],
        )),
        destination: IpAddr::V4(Ipv4Addr::new(
            header[16], header[17], header[18], header[19],
        )),
        protocol: header[9],
        transport: header_length,
        length: bytes.len(),
        fragment,
        options: header_length > IPV4_HEADER,
        traffic_class: header[1],
    })
}

fn parse_v6(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let header = bytes
        .first_chunk::<IPV6_HEADER>()
        .ok_or(Malformed::Truncated)?;
    if usize::from(u16::from_be_bytes([header[4], header[5]])) != bytes.len() - IPV6_HEADER {
        return Err(Malformed::TotalLength);
    }
    let upper = upper_layer(bytes, header[6])?;
    let address = |at: usize| {
        let mut octets = [0u8; 16];
        octets.copy_from_slice(&header[at..at + 16]);
        IpAddr::V6(Ipv6Addr::from(octets))
    };
    Ok(Parsed {
        source: address(8),
        destination: address(24),
        protocol: upper.protocol,
        transport: upper.at,
        length: bytes.len(),
        fragment: upper.fragment,
        options: upper.at > IPV6_HEADER,
        traffic_class: (header[0] << 4) | (header[1] >> 4),
    })
}

struct UpperLayer {
    protocol: u8,
    at: usize,
    fragment: Fragment,
}

/// Longest chain of extension headers walked; RFC 8200 section 4.1 names seven, each once but one.
const MAX_EXTENSIONS: usize = 8;

/// Walks the extension headers of RFC 8200 section 4 and the Authentication Header (RFC 4302). ESP
/// and unknown headers end the walk.
fn upper_layer(bytes: &[u8], first: u8) -> Result<UpperLayer, Malformed> {
    const HOP_BY_HOP: u8 = 0;
    const ROUTING: u8 = 43;
    const FRAGMENT: u8 = 44;
    const AUTHENTICATION: u8 = 51;
    const DESTINATION: u8 = 60;
    let mut upper = UpperLayer {
        protocol: first,
        at: IPV6_HEADER,
        fragment: Fragment::Whole,
    };
    for _ in 0..=MAX_EXTENSIONS {
        let extension = match upper.protocol {
            HOP_BY_HOP | ROUTING | FRAGMENT | AUTHENTICATION | DESTINATION => bytes
                .get(upper.at..)
                .and_then(|rest| rest.first_chunk::<8>())
                .ok_or(Malformed::Truncated)?,
            _ => return Ok(upper),
        };
        let length = match upper.protocol {
            FRAGMENT => 8,
            AUTHENTICATION => (usize::from(extension[1]) + 2) * 4,
            _ => (usize::from(extension[1]) + 1) * 8,
        };
        if upper.protocol == FRAGMENT {
            let offset_and_more = u16::from_be_bytes([extension[2], extension[3]]) & 0xfff9;
            upper.fragment = match offset_and_more {
                0 => upper.fragment,
                1 => Fragment::First,
                _ => Fragment::Later,
            };
        }
        upper.protocol = extension[0];
        upper.at += length;
        if upper.at > bytes.len() {
            return Err(Malformed::Truncated);
        }
        if upper.fragment == Fragment::Later {
            return Ok(upper);
        }
    }
    Err(Malformed::ExtensionHeaders)
}
