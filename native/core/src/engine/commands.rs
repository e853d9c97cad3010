//! What the daemon tells the engine: plain values, and what can be wrong with them.

use super::aead::Suite;
use super::hash::wipe;
use super::path::Path;
use super::routes::Prefix;
use super::wire::{HANDSHAKE_BYTES, MAC1_AT};
use std::fmt;
use std::net::IpAddr;

/// This node's X25519 public key and the network secrets in force (1 or 2; the slot is the index).
pub struct Identity {
    pub public_key: [u8; 32],
    pub secrets: Vec<Secret>,
}

/// A network secret; wiped when dropped.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl Drop for Secret {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

pub struct SetPeer {
    pub peer: u32,
    /// Every inner source address the peer may use: its certificate's addresses and permitted routes.
    pub sources: Vec<Prefix>,
    /// Whether relay packets from it are taken.
    pub manager: bool,
}

/// Whether this node relays as a manager does, and how much for each source; 0 bytes a second stand for no limit.
pub struct SetRelay {
    pub on: bool,
    pub bytes_per_second: u64,
    pub burst_bytes: u64,
}

/// What comes from `source` under `handle` goes on to `target`, which knows the source as `next`.
pub struct AddRelay {
    pub handle: u32,
    pub source: u32,
    pub target: u32,
    pub next: u32,
    /// The target is a manager too.
    pub hop: bool,
}

/// What inner destinations are this node's: its overlay addresses, and the subnets it forwards.
#[derive(Default)]
pub struct Local {
    pub addresses: Vec<IpAddr>,
    pub prefixes: Vec<Prefix>,
}

/// Keys and facts of a finished handshake; secrets are wiped when dropped.
pub struct InstallSession {
    /// Ours: low 16 bits are the slot (never 0), high 16 bits random.
    pub index: u32,
    pub remote_index: u32,
    pub peer: u32,
    pub chaining_key: [u8; 64],
    pub handshake_hash: [u8; 64],
    pub suite: Suite,
    pub initiator: bool,
    /// The peer's lane count, 1 to 8.
    pub lanes: u8,
    pub path: Path,
}

impl Drop for InstallSession {
    fn drop(&mut self) {
        wipe(&mut self.chaining_key);
        wipe(&mut self.handshake_hash);
    }
}

/// A msg1 or msg2 to be stamped with mac1 and mac2 and sent.
pub struct SendHandshake {
    pub datagram: Box<[u8; HANDSHAKE_BYTES]>,
    pub path: Path,
    /// The recipient's X25519 public key.
    pub public_key: [u8; 32],
    /// Slot of the network secret to stamp with.
    pub secret: u8,
}

/// Answers a msg1 of a handshake event with a cookie, so that its sender can repeat it with mac2.
pub struct SendCookie {
    pub datagram: Box<[u8; MAC1_AT]>,
    pub path: Path,
    /// Slot of the network secret, as in the event.
    pub secret: u8,
}

/// A control frame to be sealed and sent; to the peer's path unless one is named.
pub struct SendControl {
    pub index: u32,
    pub kind: u8,
    pub flags: u8,
    pub body: Vec<u8>,
    pub path: Option<Path>,
}

/// Why a command was refused; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandError {
    MemoryLockRefused { bytes: usize },
    BadOption { what: &'static str },
    SecretCount { count: usize },
    UnknownSecret { slot: u8 },
    NoIdentity,
    UnknownPeer { peer: u32 },
    SessionIndex { index: u32 },
    SessionSlotTaken { index: u32 },
    SessionsFull,
    UnknownSession { index: u32 },
    LaneCount { lanes: u8 },
    SuiteUnavailable { suite: Suite },
    HandshakeMalformed,
    ControlFrame { kind: u8, bytes: usize },
    OutboxFull,
}

impl CommandError {
    /// The code in the error registry.
    pub fn code(&self) -> &'static str {
        match self {
            CommandError::MemoryLockRefused { .. } => "memory-lock-refused",
            CommandError::BadOption { .. } => "engine-option",
            CommandError::SecretCount { .. } => "engine-secret-count",
            CommandError::UnknownSecret { .. } => "engine-unknown-secret",
            CommandError::NoIdentity => "engine-no-identity",
            CommandError::UnknownPeer { .. } => "engine-unknown-peer",
            CommandError::SessionIndex { .. } => "engine-session-index",
            CommandError::SessionSlotTaken { .. } => "engine-session-slot-taken",
            CommandError::SessionsFull => "engine-sessions-full",
            CommandError::UnknownSession { .. } => "engine-unknown-session",
            CommandError::LaneCount { .. } => "engine-lane-count",
            CommandError::SuiteUnavailable { .. } => "engine-suite-unavailable",
            CommandError::HandshakeMalformed => "engine-handshake-malformed",
            CommandError::ControlFrame { .. } => "engine-control-frame",
            CommandError::OutboxFull => "engine-outbox-full",
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommandError::MemoryLockRefused { bytes } => {
                write!(
                    out,
                    "cannot lock {bytes} bytes for keys: raise LimitMEMLOCK (ulimit -l)"
                )
            }
            CommandError::BadOption { what } => write!(out, "engine option out of range: {what}"),
            CommandError::SecretCount { count } => {
                write!(out, "{count} network secrets: give one or two")
            }
            CommandError::UnknownSecret { slot } => write!(out, "no network secret in slot {slot}"),
            CommandError::NoIdentity => write!(out, "no identity set: set_identity comes first"),
            CommandError::UnknownPeer { peer } => {
                write!(out, "peer {peer} is not set: set_peer comes first")
            }
            CommandError::SessionIndex { index } => {
                write!(out, "session index {index:#010x}: its low 16 bits are 0")
            }
            CommandError::SessionSlotTaken { index } => {
                write!(
                    out,
                    "session index {index:#010x}: its slot is taken; retire that session first"
                )
            }
            CommandError::SessionsFull => {
                write!(out, "no room for another session")
            }
            CommandError::UnknownSession { index } => write!(out, "no session {index:#010x}"),
            CommandError::LaneCount { lanes } => write!(out, "{lanes} lanes: 1 to 8 are possible"),
            CommandError::SuiteUnavailable { suite } => {
                write!(out, "{suite:?} has no hardware support here")
            }
            CommandError::HandshakeMalformed => write!(out, "not a msg1 or msg2 of 1100 bytes"),
            CommandError::ControlFrame { kind, bytes } => {
                write!(
                    out,
                    "control frame of kind {kind} with {bytes} bytes cannot be sent"
                )
            }
            CommandError::OutboxFull => {
                write!(out, "too many commands wait for a worker: is it running?")
            }
        }
    }
}

impl std::error::Error for CommandError {}
