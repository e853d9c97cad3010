//! Inner packets for tests, built field by field, with checksums summed the naive way.
#![allow(dead_code)] // each test file uses its part

pub mod tun;

use festoon_core::inner::vnet::{GSO_TCPV4, GSO_TCPV6, GSO_UDP_L4, NEEDS_CSUM, VnetHeader};

pub const ACK: u8 = 0x10;
pub const PSH: u8 = 0x08;
pub const FIN: u8 = 0x01;
pub const CWR: u8 = 0x80;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Tcp4,
    Tcp6,
    Udp4,
    Udp6,
}

pub const KINDS: [Kind; 4] = [Kind::Tcp4, Kind::Tcp6, Kind::Udp4, Kind::Udp6];

#[derive(Clone, Debug)]
pub struct Packet {
    pub kind: Kind,
    pub source: u8,
    pub destination: u8,
    pub traffic_class: u8,
    pub flow_label: u16,
    pub hop_limit: u8,
    pub id: u16,
    /// The 16 bits of the IPv4 header that hold DF, MF and the offset.
    pub fragment: u16,
    pub ip_options: Vec<u8>,
    /// Whole IPv6 extension headers, the first one's type first.
    pub extension: Option<(u8, Vec<u8>)>,
    pub source_port: u16,
    pub destination_port: u16,
    pub sequence: u32,
    pub acknowledgement: u32,
    /// Low half of the byte that holds the data offset.
    pub reserved: u8,
    pub flags: u8,
    pub window: u16,
    pub urgent: u16,
    pub tcp_options: Vec<u8>,
    pub payload: Vec<u8>,
}

impl Packet {
    pub fn new(kind: Kind, payload: Vec<u8>) -> Packet {
        Packet {
            kind,
            source: 1,
            destination: 2,
            traffic_class: 0,
            flow_label: 0x1234,
            hop_limit: 64,
            id: 0xfffe,
            fragment: 0x4000,
            ip_options: vec![],
            extension: None,
            source_port: 40_000,
            destination_port: 5201,
            sequence: 0xffff_f000,
            acknowledgement: 77,
            reserved: 0,
            flags: ACK,
            window: 502,
            urgent: 0,
            tcp_options: vec![1, 1, 8, 10, 0, 1, 2, 3, 4, 5, 6, 7],
            payload,
        }
    }

    pub fn is_tcp(&self) -> bool {
        matches!(self.kind, Kind::Tcp4 | Kind::Tcp6)
    }

    pub fn is_v4(&self) -> bool {
        matches!(self.kind, Kind::Tcp4 | Kind::Udp4)
    }

    pub fn transport(&self) -> usize {
        match self.is_v4() {
            true => 20 + self.ip_options.len(),
            false => 40 + self.extension.as_ref().map_or(0, |(_, bytes)| bytes.len()),
        }
    }

    pub fn headers(&self) -> usize {
        self.transport()
            + if self.is_tcp() {
                20 + self.tcp_options.len()
            } else {
                8
            }
    }

    pub fn checksum_offset(&self) -> usize {
        if self.is_tcp() { 16 } else { 6 }
    }

    /// As a host with checksum offload hands it out.
    pub fn partial(&self) -> Vec<u8> {
        let pseudo = self.pseudo();
        self.with_checksum(pseudo)
    }

    /// As it travels.
    pub fn complete(&self) -> Vec<u8> {
        let mut bytes = self.with_checksum(0);
        let checksum = !naive_sum(&bytes[self.transport()..], self.pseudo());
        let at = self.transport() + self.checksum_offset();
        let checksum = if checksum == 0 { 0xffff } else { checksum };
        bytes[at..at + 2].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    /// The vnet header of this packet as a superpacket of `size` payload bytes each; `hdr_len` is a lie, as the kernel's can be.
    pub fn gso(&self, size: u16) -> VnetHeader {
        VnetHeader {
            gso_type: match self.kind {
                Kind::Tcp4 => GSO_TCPV4,
                Kind::Tcp6 => GSO_TCPV6,
                Kind::Udp4 | Kind::Udp6 => GSO_UDP_L4,
            },
            hdr_len: 7,
            gso_size: size,
            ..self.needs_checksum()
        }
    }

    pub fn needs_checksum(&self) -> VnetHeader {
        VnetHeader {
            flags: NEEDS_CSUM,
            csum_start: self.transport() as u16,
            csum_offset: self.checksum_offset() as u16,
            ..VnetHeader::default()
        }
    }

    /// The packets it stands for, cut the slow way (the description of segmentation in Documentation/networking of Linux).
    pub fn cut(&self, size: usize) -> Vec<Packet> {
        let pieces: Vec<&[u8]> = match self.payload.is_empty() {
            true => vec![&[]],
            false => self.payload.chunks(size).collect(),
        };
        let last = pieces.len() - 1;
        let piece = |(i, payload): (usize, &&[u8])| {
            let mut packet = self.clone();
            packet.payload = payload.to_vec();
            packet.id = self.id.wrapping_add(i as u16);
            packet.sequence = self.sequence.wrapping_add((i * size) as u32);
            if i < last {
                packet.flags &= !(FIN | PSH);
            }
            if i > 0 {
                packet.flags &= !CWR;
            }
            packet
        };
        pieces.iter().enumerate().map(piece).collect()
    }

    fn addresses(&self) -> Vec<u8> {
        let (source, destination) = (self.source, self.destination);
        match self.is_v4() {
            true => vec![10, 77, 0, source, 10, 77, 0, destination],
            false => {
                let mut both = vec![0u8; 32];
                both[0] = 0xfd;
                both[15] = source;
                both[16] = 0xfd;
                both[31] = destination;
                both
            }
        }
    }

    pub fn protocol(&self) -> u8 {
        if self.is_tcp() { 6 } else { 17 }
    }

    fn pseudo(&self) -> u16 {
        let length = self.headers() - self.transport() + self.payload.len();
        let mut header = self.addresses();
        header.extend([0, self.protocol()]);
        header.extend((length as u16).to_be_bytes());
        naive_sum(&header, 0)
    }

    fn with_checksum(&self, checksum: u16) -> Vec<u8> {
        let mut bytes = self.ip_header();
        bytes.extend(self.source_port.to_be_bytes());
        bytes.extend(self.destination_port.to_be_bytes());
        if self.is_tcp() {
            bytes.extend(self.sequence.to_be_bytes());
            bytes.extend(self.acknowledgement.to_be_bytes());
            bytes.push(((20 + self.tcp_options.len()) / 4) as u8 * 16 + self.reserved);
            bytes.push(self.flags);
            bytes.extend(self.window.to_be_bytes());
            bytes.extend(checksum.to_be_bytes());
            bytes.extend(self.urgent.to_be_bytes());
            bytes.extend(&self.tcp_options);
        } else {
            bytes.extend(((8 + self.payload.len()) as u16).to_be_bytes());
            bytes.extend(checksum.to_be_bytes());
        }
        bytes.extend(&self.payload);
        bytes
    }

    fn ip_header(&self) -> Vec<u8> {
        let length = self.headers() + self.payload.len();
        let mut header = Vec::new();
        if self.is_v4() {
            header.push(0x45 + (self.ip_options.len() / 4) as u8);
            header.push(self.traffic_class);
            header.extend((length as u16).to_be_bytes());
            header.extend(self.id.to_be_bytes());
            header.extend(self.fragment.to_be_bytes());
            header.extend([self.hop_limit, self.protocol(), 0, 0]);
            header.extend(self.addresses());
            header.extend(&self.ip_options);
            let checksum = !naive_sum(&header, 0);
            header[10..12].copy_from_slice(&checksum.to_be_bytes());
        } else {
            let first =
                0x6000_0000 | u32::from(self.traffic_class) << 20 | u32::from(self.flow_label);
            header.extend(first.to_be_bytes());
            header.extend(((length - 40) as u16).to_be_bytes());
            let next = self
                .extension
                .as_ref()
                .map_or(self.protocol(), |(kind, _)| *kind);
            header.extend([next, self.hop_limit]);
            header.extend(self.addresses());
            header.extend(self.extension.iter().flat_map(|(_, bytes)| bytes));
        }
        header
    }
}

/// Word by word, big endian, carry by carry.
pub fn naive_sum(bytes: &[u8], start: u16) -> u16 {
    let mut sum = u32::from(start);
    for pair in bytes.chunks(2) {
        sum += u32::from(pair[0]) * 256 + u32::from(*pair.get(1).unwrap_or(&0));
        sum = (sum & 0xffff) + (sum >> 16);
    }
    sum as u16
}

/// SplitMix64: a test that fails names its seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next() as u8).collect()
    }
}
