//! Reads packed events as the daemon would, and holds their layout while doing so.

use festoon_core::engine::Path;
use std::net::{IpAddr, SocketAddr};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Handshake {
        source: Path,
        secret: u8,
        mac2_valid: bool,
        datagram: Vec<u8>,
    },
    SessionNeeded {
        peer: u32,
        waiting: u32,
    },
    SessionConfirmed {
        index: u32,
        peer: u32,
        source: Path,
    },
    SessionLive {
        index: u32,
        peer: u32,
    },
    SourceChanged {
        index: u32,
        peer: u32,
        source: Path,
    },
    ControlFrame {
        index: u32,
        peer: u32,
        kind: u8,
        flags: u8,
        body: Vec<u8>,
    },
    ChallengeAnswered {
        index: u32,
        peer: u32,
        source: Path,
        token: Vec<u8>,
    },
    KeyLimit {
        index: u32,
        peer: u32,
        limit: u32,
    },
    Device {
        what: u32,
        errno: u32,
    },
    Echo {
        index: u32,
        peer: u32,
        source: Path,
        id: Vec<u8>,
    },
    AddressNeeded {
        address: IpAddr,
    },
    Traffic {
        peer: u32,
    },
    Silent {
        peer: u32,
    },
}

pub fn decode(mut packed: &[u8]) -> Vec<Seen> {
    let mut seen = Vec::new();
    while !packed.is_empty() {
        assert_eq!(packed.len() % 8, 0);
        assert_eq!(packed[2..4], [0, 0]);
        let kind = u16::from_le_bytes(packed[..2].try_into().unwrap());
        let length = u32::from_le_bytes(packed[4..8].try_into().unwrap()) as usize;
        assert_eq!(length % 8, 0);
        let (record, rest) = packed.split_at(length);
        seen.push(body(kind, &mut &record[16..]));
        packed = rest;
    }
    seen
}

fn body(kind: u16, rest: &mut &[u8]) -> Seen {
    match kind {
        1 => {
            let source = path(rest);
            let head = take(rest, 4);
            let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
            Seen::Handshake {
                source,
                secret: head[0],
                mac2_valid: head[1] == 1,
                datagram: take(rest, length).to_vec(),
            }
        }
        2 => Seen::SessionNeeded {
            peer: word(rest),
            waiting: word(rest),
        },
        3 => Seen::SessionConfirmed {
            index: word(rest),
            peer: word(rest),
            source: path(rest),
        },
        4 => Seen::SessionLive {
            index: word(rest),
            peer: word(rest),
        },
        5 => Seen::SourceChanged {
            index: word(rest),
            peer: word(rest),
            source: path(rest),
        },
        6 => {
            let (index, peer) = (word(rest), word(rest));
            let head = take(rest, 4);
            let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
            Seen::ControlFrame {
                index,
                peer,
                kind: head[0],
                flags: head[1],
                body: take(rest, length).to_vec(),
            }
        }
        7 => Seen::ChallengeAnswered {
            index: word(rest),
            peer: word(rest),
            source: path(rest),
            token: take(rest, 16).to_vec(),
        },
        8 => Seen::KeyLimit {
            index: word(rest),
            peer: word(rest),
            limit: word(rest),
        },
        9 => Seen::Device {
            what: word(rest),
            errno: word(rest),
        },
        10 => Seen::Echo {
            index: word(rest),
            peer: word(rest),
            source: path(rest),
            id: take(rest, 8).to_vec(),
        },
        11 => match path(rest) {
            Path::Direct(endpoint) => {
                assert_eq!(endpoint.port(), 0);
                Seen::AddressNeeded {
                    address: endpoint.ip(),
                }
            }
            Path::Relayed { .. } => panic!("not an address"),
        },
        12 => Seen::Traffic { peer: word(rest) },
        13 => Seen::Silent { peer: word(rest) },
        other => panic!("event kind {other}"),
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, after) = rest.split_at(length);
    *rest = after;
    taken
}

fn word(rest: &mut &[u8]) -> u32 {
    u32::from_le_bytes(take(rest, 4).try_into().unwrap())
}

fn path(rest: &mut &[u8]) -> Path {
    let mut bytes = take(rest, 20);
    let port = u16::from_le_bytes([bytes[2], bytes[3]]);
    let ip: IpAddr = match bytes[0] {
        1 => {
            let rest = &mut bytes;
            assert_eq!(take(rest, 4), [1, 0, 0, 0]);
            let (manager, handle) = (word(rest), word(rest));
            assert_eq!(take(rest, 8), [0; 8]);
            return Path::Relayed { manager, handle };
        }
        4 => <[u8; 4]>::try_from(&bytes[4..8]).unwrap().into(),
        6 => <[u8; 16]>::try_from(&bytes[4..20]).unwrap().into(),
        other => panic!("family {other}"),
    };
    SocketAddr::new(ip, port).into()
}
