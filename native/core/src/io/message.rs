//! Netlink messages (netlink(7)): header and attributes, each padded to four bytes.
use std::net::IpAddr;

const HEADER: usize = 16;
const ATTRIBUTE_HEADER: usize = 4;

/// A request being written.
pub struct Message(Vec<u8>);

/// A message's header, beside its body.
pub struct Header<'a> {
    pub kind: u16,
    pub flags: u16,
    pub sequence: u32,
    pub whole: &'a [u8],
}

impl Message {
    /// `flags`: NLM_F_*, NLM_F_REQUEST is always among them. `fixed`: the struct that the kind starts with.
    pub fn new(kind: u16, flags: i32, fixed: &[u8]) -> Self {
        let mut bytes = vec![0; HEADER];
        bytes[4..6].copy_from_slice(&kind.to_ne_bytes());
        bytes[6..8].copy_from_slice(&((flags | libc::NLM_F_REQUEST) as u16).to_ne_bytes());
        bytes.extend_from_slice(fixed);
        Self(bytes)
    }

    pub fn attribute(&mut self, kind: u16, value: &[u8]) {
        self.0
            .extend_from_slice(&((ATTRIBUTE_HEADER + value.len()) as u16).to_ne_bytes());
        self.0.extend_from_slice(&kind.to_ne_bytes());
        self.0.extend_from_slice(value);
        self.0.resize(padded(self.0.len()), 0);
    }

    pub fn address(&mut self, kind: u16, address: IpAddr) {
        match address {
            IpAddr::V4(v4) => self.attribute(kind, &v4.octets()),
            IpAddr::V6(v6) => self.attribute(kind, &v6.octets()),
        }
    }

    /// An attribute whose value is the attributes that `fill` writes.
    pub fn nested(&mut self, kind: u16, fill: impl FnOnce(&mut Self)) {
        let start = self.0.len();
        self.attribute(kind | libc::NLA_F_NESTED as u16, &[]);
        fill(self);
        let length = (self.0.len() - start) as u16;
        self.0[start..start + 2].copy_from_slice(&length.to_ne_bytes());
    }

    /// The bytes to send.
    pub fn finish(mut self, sequence: u32) -> Vec<u8> {
        let length = self.0.len() as u32;
        self.0[0..4].copy_from_slice(&length.to_ne_bytes());
        self.0[8..12].copy_from_slice(&sequence.to_ne_bytes());
        self.0
    }
}

/// The kind and body of each message in what was received.
pub fn messages(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    with_headers(bytes).map(|(header, body)| (header.kind, body))
}

pub fn with_headers(mut bytes: &[u8]) -> impl Iterator<Item = (Header<'_>, &[u8])> {
    std::iter::from_fn(move || {
        let length = u32::from_ne_bytes(bytes.get(0..4)?.try_into().ok()?) as usize;
        let whole = bytes.get(..length)?;
        let body = whole.get(HEADER..)?;
        let half = |at: usize| u16::from_ne_bytes([whole[at], whole[at + 1]]);
        let header = Header {
            kind: half(4),
            flags: half(6),
            sequence: u32::from_ne_bytes(whole[8..12].try_into().ok()?),
            whole,
        };
        bytes = bytes.get(padded(length)..).unwrap_or(&[]);
        Some((header, body))
    })
}

/// The kind (without its flag bits) and value of each attribute.
pub fn attributes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let length = usize::from(u16::from_ne_bytes(bytes.get(0..2)?.try_into().ok()?));
        let kind =
            u16::from_ne_bytes(bytes.get(2..4)?.try_into().ok()?) & libc::NLA_TYPE_MASK as u16;
        let value = bytes.get(ATTRIBUTE_HEADER..length)?;
        bytes = bytes.get(padded(length)..).unwrap_or(&[]);
        Some((kind, value))
    })
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(4)
}
