//! What the engine tells the daemon: a bounded queue, drained packed into one buffer.
//!
//! Record: u16 kind | u16 zero | u32 length of the record, a multiple of 8 | u64 at (ns) | body | zeros.
//! A path is 20 bytes: an endpoint is u8 family (4, 6) | u8 zero | u16 port | 16 bytes of address, one by a relay is
//! u8 1 | 3 zero | u32 manager | u32 handle | 8 zero. Little endian throughout.
//!
//! At most 4,096 events wait; a new one is dropped then. What a peer says itself (control frames, echoes, answers to
//! challenges) is dropped from 3,072 on, and so are reports of peers at rest, which come again: no peer's talk
//! displaces what happens to sessions and devices. Handshakes wait apart: at most 256, newest first (the oldest is dropped), each at most 250 ms. A flood of them displaces neither
//! other events nor fresh handshakes.

use super::path::Path;
use super::session::KeyLimit;
use super::wire::MAC1_AT;
use super::{MILLISECOND, Nanos};
use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

pub const LONGEST: usize = 4_096;
pub const LONGEST_TALK: usize = 3_072;
pub const LONGEST_BYTES: usize = 4 << 20;
pub const LONGEST_HANDSHAKES: usize = 256;
pub const HANDSHAKE_DEADLINE: Nanos = 250 * MILLISECOND;

pub const HANDSHAKE: u16 = 1;
pub const SESSION_NEEDED: u16 = 2;
pub const SESSION_CONFIRMED: u16 = 3;
pub const SESSION_LIVE: u16 = 4;
pub const SOURCE_CHANGED: u16 = 5;
pub const CONTROL_FRAME: u16 = 6;
pub const CHALLENGE_ANSWERED: u16 = 7;
pub const KEY_LIMIT: u16 = 8;
pub const DEVICE: u16 = 9;
pub const ECHO: u16 = 10;
pub const ADDRESS_NEEDED: u16 = 11;
pub const TRAFFIC: u16 = 12;
pub const SILENT: u16 = 13;

const RECORD_HEADER: usize = 16;
pub const PATH_BYTES: usize = 20;

/// An event that is not a handshake.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
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
        body: &'a [u8],
    },
    ChallengeAnswered {
        index: u32,
        peer: u32,
        source: Path,
        token: &'a [u8],
    },
    KeyLimit {
        index: u32,
        peer: u32,
        limit: KeyLimit,
    },
    /// About a device: 1 TUN lost, 2 UDP error, 3 this host's network changed; an errno.
    Device {
        what: u32,
        errno: u32,
    },
    Echo {
        index: u32,
        peer: u32,
        source: Path,
        id: &'a [u8],
    },
    /// Packets wait for an address that no route leads to.
    AddressNeeded {
        address: IpAddr,
    },
    /// An inner packet to or from a watched peer, or one passed on to it, the first since it is watched.
    Traffic {
        peer: u32,
    },
    /// A watched peer was asked for an answer and gave none; it is watched no more.
    Silent {
        peer: u32,
    },
}

pub struct HandshakeEvent {
    pub at: Nanos,
    pub source: Path,
    /// Slot of the network secret whose mac1 held.
    pub secret: u8,
    pub mac2_valid: bool,
    pub datagram: [u8; MAC1_AT],
}

pub struct Events {
    queues: Mutex<Queues>,
    /// Both queues' lengths, for reading without the lock.
    waiting: AtomicUsize,
    handshakes_waiting: AtomicUsize,
    pub overflowed: AtomicU64,
    pub handshakes_overflowed: AtomicU64,
    pub handshakes_expired: AtomicU64,
}

struct Queues {
    packed: Vec<u8>,
    count: usize,
    handshakes: VecDeque<HandshakeEvent>,
}

impl Events {
    pub fn new() -> Events {
        let handshakes = VecDeque::with_capacity(LONGEST_HANDSHAKES);
        Events {
            queues: Mutex::new(Queues {
                packed: Vec::with_capacity(1 << 16),
                count: 0,
                handshakes,
            }),
            waiting: AtomicUsize::new(0),
            handshakes_waiting: AtomicUsize::new(0),
            overflowed: AtomicU64::new(0),
            handshakes_overflowed: AtomicU64::new(0),
            handshakes_expired: AtomicU64::new(0),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.load(Relaxed) == 0 && self.handshakes_waiting() == 0
    }

    pub fn handshakes_waiting(&self) -> usize {
        self.handshakes_waiting.load(Relaxed)
    }

    pub fn push(&self, now: Nanos, event: Event<'_>) {
        if !self.try_push(now, event) {
            self.overflowed.fetch_add(1, Relaxed);
        }
    }

    /// False: there is no room for it. That is not counted, for it will come again.
    pub fn try_push(&self, now: Nanos, event: Event<'_>) -> bool {
        let mut queues = self.queues.lock().expect("events");
        let most = if is_talk(&event) {
            LONGEST_TALK
        } else {
            LONGEST
        };
        if queues.count >= most || queues.packed.len() >= LONGEST_BYTES {
            return false;
        }
        pack(&mut queues.packed, now, event);
        queues.count += 1;
        self.waiting.store(queues.count, Relaxed);
        true
    }

    pub fn push_handshake(&self, event: HandshakeEvent) {
        let mut queues = self.queues.lock().expect("events");
        if queues.handshakes.len() >= LONGEST_HANDSHAKES {
            queues.handshakes.pop_front();
            self.handshakes_overflowed.fetch_add(1, Relaxed);
        }
        queues.handshakes.push_back(event);
        self.handshakes_waiting
            .store(queues.handshakes.len(), Relaxed);
    }

    /// Appends all events to `out`: handshakes newest first, without the late ones, then the others in order.
    pub fn drain_packed(&self, now: Nanos, out: &mut Vec<u8>) {
        let mut queues = self.queues.lock().expect("events");
        while let Some(handshake) = queues.handshakes.pop_back() {
            if now.saturating_sub(handshake.at) > HANDSHAKE_DEADLINE {
                self.handshakes_expired.fetch_add(1, Relaxed);
            } else {
                pack_handshake(out, &handshake);
            }
        }
        out.extend_from_slice(&queues.packed);
        queues.packed.clear();
        queues.count = 0;
        self.waiting.store(0, Relaxed);
        self.handshakes_waiting.store(0, Relaxed);
    }
}

impl Default for Events {
    fn default() -> Events {
        Events::new()
    }
}

fn is_talk(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::ControlFrame { .. }
            | Event::Echo { .. }
            | Event::ChallengeAnswered { .. }
            | Event::Traffic { .. }
            | Event::Silent { .. }
    )
}

fn pack(out: &mut Vec<u8>, at: Nanos, event: Event<'_>) {
    match event {
        Event::SessionNeeded { peer, waiting } => {
            record(out, SESSION_NEEDED, at, |out| words(out, &[peer, waiting]))
        }
        Event::SessionConfirmed {
            index,
            peer,
            source,
        } => record(out, SESSION_CONFIRMED, at, |out| {
            words(out, &[index, peer]);
            path(out, source);
        }),
        Event::SessionLive { index, peer } => {
            record(out, SESSION_LIVE, at, |out| words(out, &[index, peer]))
        }
        Event::SourceChanged {
            index,
            peer,
            source,
        } => record(out, SOURCE_CHANGED, at, |out| {
            words(out, &[index, peer]);
            path(out, source);
        }),
        Event::ControlFrame {
            index,
            peer,
            kind,
            flags,
            body,
        } => record(out, CONTROL_FRAME, at, |out| {
            words(out, &[index, peer]);
            out.extend_from_slice(&[kind, flags]);
            out.extend_from_slice(&(body.len() as u16).to_le_bytes());
            out.extend_from_slice(body);
        }),
        Event::ChallengeAnswered {
            index,
            peer,
            source,
            token,
        } => record(out, CHALLENGE_ANSWERED, at, |out| {
            words(out, &[index, peer]);
            path(out, source);
            out.extend_from_slice(token);
        }),
        Event::KeyLimit { index, peer, limit } => {
            record(out, KEY_LIMIT, at, |out| {
                words(out, &[index, peer, limit as u32])
            });
        }
        Event::Echo {
            index,
            peer,
            source,
            id,
        } => record(out, ECHO, at, |out| {
            words(out, &[index, peer]);
            path(out, source);
            out.extend_from_slice(id);
        }),
        // As an endpoint of port 0.
        Event::AddressNeeded { address } => record(out, ADDRESS_NEEDED, at, |out| {
            path(out, SocketAddr::new(address, 0).into());
        }),
        Event::Traffic { peer } => record(out, TRAFFIC, at, |out| words(out, &[peer])),
        Event::Silent { peer } => record(out, SILENT, at, |out| words(out, &[peer])),
        Event::Device { what, errno } => record(out, DEVICE, at, |out| words(out, &[what, errno])),
    }
}

fn pack_handshake(out: &mut Vec<u8>, event: &HandshakeEvent) {
    record(out, HANDSHAKE, event.at, |out| {
        path(out, event.source);
        out.extend_from_slice(&[event.secret, u8::from(event.mac2_valid)]);
        out.extend_from_slice(&(event.datagram.len() as u16).to_le_bytes());
        out.extend_from_slice(&event.datagram);
    });
}

fn record(out: &mut Vec<u8>, kind: u16, at: Nanos, body: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&[0; RECORD_HEADER - 10]);
    out.extend_from_slice(&at.to_le_bytes());
    body(out);
    out.resize(start + (out.len() - start).next_multiple_of(8), 0);
    let length = (out.len() - start) as u32;
    out[start + 4..start + 8].copy_from_slice(&length.to_le_bytes());
}

fn words(out: &mut Vec<u8>, words: &[u32]) {
    words
        .iter()
        .for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
}

fn path(out: &mut Vec<u8>, path: Path) {
    out.extend_from_slice(&pack_path(path));
}

/// A path as it is in records.
pub fn pack_path(path: Path) -> [u8; PATH_BYTES] {
    let mut bytes = [0u8; PATH_BYTES];
    match path {
        Path::Direct(endpoint) => {
            bytes[2..4].copy_from_slice(&endpoint.port().to_le_bytes());
            match endpoint.ip() {
                IpAddr::V4(ip) => {
                    bytes[0] = 4;
                    bytes[4..8].copy_from_slice(&ip.octets());
                }
                IpAddr::V6(ip) => {
                    bytes[0] = 6;
                    bytes[4..].copy_from_slice(&ip.octets());
                }
            }
        }
        Path::Relayed { manager, handle } => {
            bytes[0] = 1;
            bytes[4..8].copy_from_slice(&manager.to_le_bytes());
            bytes[8..12].copy_from_slice(&handle.to_le_bytes());
        }
    }
    bytes
}
