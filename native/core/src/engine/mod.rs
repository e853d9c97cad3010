//! The engine: sealed datagrams in and out, driven by a clock that its caller owns.
//!
//! [`Engine`] holds the tables that the daemon installs by commands; [`Worker`] moves packets by them. The engine
//! reads no clock, and its only syscalls are the locking of the key memory at start. Nothing that a datagram carries
//! is believed, kept or reported before its MAC holds.
//!
//! Who writes what, so that N workers need no lock per packet:
//! - a `Worker` is the only writer of its lane's send counters (`session::SendLane`), of its row of counters
//!   (`counters::Tally`) and of its row of each peer's statistics (`peer::PeerTally`);
//! - a receive window belongs to a (session, lane); any worker may open any lane, behind a lock that is uncontended
//!   as long as lanes are steered to workers;
//! - tables (routes, sources, local addresses, a peer's path and sending session) are immutable values behind atomic
//!   pointers: commands replace them, workers load them;
//! - events, waiting packets, the vigil, the outbox and the handshake guard have locks of their own, never taken for a data
//!   packet of an established session; nor is that of a planned change of path, but while one is under way.

pub mod aead;
mod answers;
mod arrival;
mod asking;
mod bucket;
mod commands;
pub mod control;
mod control_rate;
pub mod counters;
pub mod events;
pub mod guard;
mod hash;
pub mod identity;
mod inbound;
mod install;
pub mod keys;
pub mod limits;
mod local;
mod onward;
mod opening;
mod outbound;
mod outbox;
mod output;
mod path;
mod peer;
pub mod relay;
mod relaying;
mod relays;
pub mod replay;
pub mod routes;
mod session;
mod slots;
mod switch;
mod tables;
mod train;
mod vigil;
mod waiting;
pub mod wire;
mod worker;

pub use aead::Suite;
pub use arrival::Received;
pub use commands::{
    AddRelay, CommandError, Identity, InstallSession, Local, Secret, SendControl, SendCookie,
    SendHandshake, SetPeer, SetRelay,
};
pub use counters::{Counter, Counters, Direction, DropReason};
pub use events::Events;
pub use limits::Limits;
pub use output::{Output, Transmit};
pub use path::{Path, PathError};
pub use peer::PeerStats;
pub use routes::Prefix;
pub use tables::{Engine, EngineOptions};
pub use vigil::Watch;
pub use worker::Worker;

/// Nanoseconds on a monotonic clock of the caller's choice.
pub type Nanos = u64;
pub const SECOND: Nanos = 1_000_000_000;
pub const MILLISECOND: Nanos = 1_000_000;
