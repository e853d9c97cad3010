//! Views of outside bytes. Parsing answers with a drop reason and cannot panic: no index that is not a pattern. Spec §2, §6 and §9.

use super::counters::DropReason;

pub const WIRE_VERSION: u8 = 1;
pub const HANDSHAKE_BYTES: usize = 1100;
pub const MAC1_AT: usize = 1068;
pub const MAC2_AT: usize = 1084;
pub const MAC_BYTES: usize = 16;
pub const COOKIE_BYTES: usize = 64;
pub const DATA_HEADER: usize = 16;
pub const RELAY_HEADER: usize = 32;
/// Of the relay header, what comes before the tag.
pub const RELAY_HEAD: usize = 20;
/// The longest UDP payload over IPv4.
pub const LONGEST_DATAGRAM: usize = 65_507;

/// Flag of a data packet: the inner transport checksum field holds the pseudo-header sum only.
pub const FLAG_PARTIAL: u8 = 1;

const MSG1: u8 = 1;
const MSG2: u8 = 2;
const COOKIE: u8 = 3;
const DATA: u8 = 4;
const RELAY: u8 = 5;

/// A datagram whose clear parts are well formed.
pub enum Datagram<'a> {
    Handshake(Handshake<'a>),
    Cookie(CookieReply<'a>),
    Data(Data<'a>),
    Relay(RelayHeader),
}

/// A data packet: its header, the bytes that it was read from, and the rest.
pub struct Data<'a> {
    pub header: DataHeader,
    pub head: &'a [u8; DATA_HEADER],
    pub sealed: &'a [u8],
}

pub fn parse(bytes: &[u8]) -> Result<Datagram<'_>, DropReason> {
    let first = *bytes.first().ok_or(DropReason::DatagramTooShort)?;
    if first >> 4 != WIRE_VERSION {
        return Err(DropReason::WireVersion);
    }
    match first & 15 {
        MSG1 | MSG2 => Handshake::parse(bytes).map(Datagram::Handshake),
        COOKIE => CookieReply::parse(bytes).map(Datagram::Cookie),
        DATA => {
            let (head, sealed) = bytes
                .split_first_chunk()
                .ok_or(DropReason::DatagramTooShort)?;
            Ok(Datagram::Data(Data {
                header: DataHeader::parse(head)?,
                head,
                sealed,
            }))
        }
        RELAY => RelayHeader::parse(bytes).map(Datagram::Relay),
        _ => Err(DropReason::UnknownType),
    }
}

/// msg1 or msg2, 1100 bytes.
pub struct Handshake<'a> {
    pub bytes: &'a [u8; HANDSHAKE_BYTES],
}

impl<'a> Handshake<'a> {
    /// Also for datagrams the daemon made, so that what leaves is what would be accepted.
    pub fn parse(bytes: &'a [u8]) -> Result<Handshake<'a>, DropReason> {
        let bytes =
            <&[u8; HANDSHAKE_BYTES]>::try_from(bytes).map_err(|_| DropReason::HandshakeLength)?;
        let [first, flags, zero_a, zero_b, ..] = *bytes;
        let known = match first & 15 {
            MSG1 => 0,
            MSG2 => 1,
            _ => return Err(DropReason::UnknownType),
        };
        if first >> 4 != WIRE_VERSION {
            return Err(DropReason::WireVersion);
        }
        if flags & !known != 0 || zero_a != 0 || zero_b != 0 {
            return Err(DropReason::ReservedBits);
        }
        Ok(Handshake { bytes })
    }

    /// The index its sender chose for the session to come.
    pub fn sender_index(&self) -> u32 {
        let [first, _, _, _, a, b, c, d, e, f, g, h, ..] = *self.bytes;
        if first & 15 == MSG1 {
            u32::from_le_bytes([a, b, c, d])
        } else {
            u32::from_le_bytes([e, f, g, h])
        }
    }

    /// All that mac1 covers.
    pub fn before_mac1(&self) -> &'a [u8] {
        self.bytes.split_at(MAC1_AT).0
    }

    /// All that mac2 covers.
    pub fn before_mac2(&self) -> &'a [u8] {
        self.bytes.split_at(MAC2_AT).0
    }

    pub fn mac1(&self) -> &'a [u8] {
        self.before_mac2().split_at(MAC1_AT).1
    }

    pub fn mac2(&self) -> &'a [u8] {
        self.bytes.split_at(MAC2_AT).1
    }
}

/// The answer to a handshake that lacked mac2: 64 bytes.
pub struct CookieReply<'a> {
    pub receiver: u32,
    pub nonce: &'a [u8; 24],
    pub sealed: &'a [u8; 32],
}

impl<'a> CookieReply<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<CookieReply<'a>, DropReason> {
        let bytes = <&[u8; COOKIE_BYTES]>::try_from(bytes).map_err(|_| DropReason::CookieLength)?;
        let (head, rest) = bytes
            .split_first_chunk::<8>()
            .ok_or(DropReason::CookieLength)?;
        let (nonce, rest) = rest.split_first_chunk().ok_or(DropReason::CookieLength)?;
        let sealed = rest.first_chunk().ok_or(DropReason::CookieLength)?;
        let [_, 0, 0, 0, a, b, c, d] = *head else {
            return Err(DropReason::ReservedBits);
        };
        Ok(CookieReply {
            receiver: u32::from_le_bytes([a, b, c, d]),
            nonce,
            sealed,
        })
    }

    pub fn write(receiver: u32, nonce: &[u8; 24], sealed: &[u8; 32]) -> [u8; COOKIE_BYTES] {
        let mut bytes = [0u8; COOKIE_BYTES];
        bytes[0] = WIRE_VERSION << 4 | COOKIE;
        bytes[4..8].copy_from_slice(&receiver.to_le_bytes());
        bytes[8..32].copy_from_slice(nonce);
        bytes[32..].copy_from_slice(sealed);
        bytes
    }
}

/// lane << 56 | sequence
pub fn counter(lane: u8, sequence: u64) -> u64 {
    u64::from(lane) << 56 | sequence
}

pub fn lane(counter: u64) -> u8 {
    (counter >> 56) as u8
}

pub fn sequence(counter: u64) -> u64 {
    counter & ((1 << 56) - 1)
}

/// The header of a data packet, all of it associated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataHeader {
    pub flags: u8,
    pub receiver: u32,
    /// lane << 56 | sequence
    pub counter: u64,
}

impl DataHeader {
    pub fn new(flags: u8, receiver: u32, lane: u8, sequence: u64) -> DataHeader {
        DataHeader {
            flags,
            receiver,
            counter: counter(lane, sequence),
        }
    }

    pub fn lane(&self) -> u8 {
        lane(self.counter)
    }

    pub fn sequence(&self) -> u64 {
        sequence(self.counter)
    }

    pub fn parse(head: &[u8; DATA_HEADER]) -> Result<DataHeader, DropReason> {
        let [_, flags, zero_a, zero_b, a, b, c, d, counter @ ..] = *head;
        if flags & !FLAG_PARTIAL != 0 || zero_a != 0 || zero_b != 0 {
            return Err(DropReason::ReservedBits);
        }
        Ok(DataHeader {
            flags,
            receiver: u32::from_le_bytes([a, b, c, d]),
            counter: u64::from_le_bytes(counter),
        })
    }

    pub fn to_bytes(self) -> [u8; DATA_HEADER] {
        let [a, b, c, d] = self.receiver.to_le_bytes();
        let [e, f, g, h, i, j, k, l] = self.counter.to_le_bytes();
        [
            WIRE_VERSION << 4 | DATA,
            self.flags,
            0,
            0,
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l,
        ]
    }
}

/// The header of a relayed datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelayHeader {
    /// From one manager to another.
    pub hop: bool,
    pub receiver: u32,
    /// lane << 56 | sequence
    pub counter: u64,
    /// To a manager: whom the datagram is for. From a manager: whom it is from.
    pub handle: u32,
    pub tag: [u8; 12],
}

impl RelayHeader {
    pub fn parse(bytes: &[u8]) -> Result<RelayHeader, DropReason> {
        let head = bytes
            .first_chunk::<RELAY_HEADER>()
            .ok_or(DropReason::DatagramTooShort)?;
        let [
            _,
            flags,
            zero_a,
            zero_b,
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l,
            m,
            n,
            o,
            p,
            tag @ ..,
        ] = *head;
        if flags & !1 != 0 || zero_a != 0 || zero_b != 0 {
            return Err(DropReason::ReservedBits);
        }
        Ok(RelayHeader {
            hop: flags & 1 != 0,
            receiver: u32::from_le_bytes([a, b, c, d]),
            counter: u64::from_le_bytes([e, f, g, h, i, j, k, l]),
            handle: u32::from_le_bytes([m, n, o, p]),
            tag,
        })
    }

    /// All but the tag.
    pub fn head(&self) -> [u8; RELAY_HEAD] {
        let mut head = [0u8; RELAY_HEAD];
        head[0] = WIRE_VERSION << 4 | RELAY;
        head[1] = u8::from(self.hop);
        head[4..8].copy_from_slice(&self.receiver.to_le_bytes());
        head[8..16].copy_from_slice(&self.counter.to_le_bytes());
        head[16..].copy_from_slice(&self.handle.to_le_bytes());
        head
    }
}
