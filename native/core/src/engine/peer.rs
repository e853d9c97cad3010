//! A peer as packets see it: where it is reached, which session sends to it, which inner sources it may use.

use super::Nanos;
use super::bucket::Meter;
use super::control_rate::ControlRate;
use super::counters::add_owned;
use super::path::{Path, Way};
use super::routes::Prefix;
use super::session::Session;
use super::switch::Switch;
use super::vigil::Watched;
use arc_swap::{ArcSwap, ArcSwapOption};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

pub struct Peer {
    pub id: u32,
    pub sources: ArcSwap<Sources>,
    /// Written by `switch` alone.
    pub way: ArcSwapOption<Way>,
    pub switch: Switch,
    /// Whether relay packets from it are taken.
    pub manager: AtomicBool,
    /// A path by it was named: others may have one.
    pub carries: AtomicBool,
    /// What leads to it in the engine's other tables: commands count them, so that who has none is forgotten at once.
    pub ties: Ties,
    /// It was forgotten. Sessions may have ways by it still, that none turns to any more.
    pub gone: AtomicBool,
    /// The session that sends. Sessions point back here: the engine breaks the cycle when either goes.
    pub sending: ArcSwapOption<Session>,
    pub tallies: Box<[PeerTally]>,
    /// What of it this node passed on as a manager.
    pub relayed: Meter,
    pub control_rate: ControlRate,
    source_reported: AtomicU64,
    session_asked: AtomicU64,
    pub watched: Watched,
}

/// Sessions with a peer, routes to it, and relays that it is an end of.
#[derive(Default)]
pub struct Ties {
    pub sessions: Tie,
    pub routes: Tie,
    pub relays: Tie,
}

#[derive(Default)]
pub struct Tie(AtomicU32);

impl Tie {
    pub fn add(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub fn remove(&self) {
        self.0.fetch_sub(1, Relaxed);
    }

    pub fn any(&self) -> bool {
        self.0.load(Relaxed) > 0
    }
}

/// Exact inner sources: linear, a certificate binds a handful of ranges.
pub struct Sources(Box<[Prefix]>);

impl Sources {
    pub fn new(ranges: Vec<Prefix>) -> Sources {
        Sources(ranges.into_boxed_slice())
    }

    pub fn contains(&self, source: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(source))
    }
}

/// One worker's row of a peer's statistics; that worker is its only writer.
#[derive(Default)]
#[repr(align(64))]
pub struct PeerTally {
    received_at: AtomicU64,
    followed_at: AtomicU64,
    socket: AtomicU32,
    sent_at: AtomicU64,
    data_received_at: AtomicU64,
    data_sent_at: AtomicU64,
    rx_packets: AtomicU64,
    rx_bytes: AtomicU64,
    tx_packets: AtomicU64,
    tx_bytes: AtomicU64,
}

/// A peer's statistics over all workers. Packets and bytes are authenticated plaintexts, control frames included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerStats {
    pub peer: u32,
    pub last_received: Option<Nanos>,
    pub last_sent: Option<Nanos>,
    /// An inner packet, in or out.
    pub last_data: Option<Nanos>,
    pub rx_packets: u64,
    pub rx_bytes: u64,
    pub tx_packets: u64,
    pub tx_bytes: u64,
    pub path: Option<Path>,
    /// Our index of the session that sends.
    pub index: Option<u32>,
    /// By which the peer's last packet on its path came: not a probe, a challenge or what answers one.
    pub socket: Option<u32>,
}

const EVENT_INTERVAL: Nanos = Duration::from_secs(1).as_nanos() as Nanos;

impl Peer {
    pub fn new(id: u32, sources: Sources, manager: bool, workers: usize) -> Peer {
        Peer {
            id,
            sources: ArcSwap::from_pointee(sources),
            way: ArcSwapOption::empty(),
            switch: Switch::default(),
            manager: AtomicBool::new(manager),
            carries: AtomicBool::new(false),
            ties: Ties::default(),
            gone: AtomicBool::new(false),
            sending: ArcSwapOption::empty(),
            tallies: (0..workers).map(|_| PeerTally::default()).collect(),
            relayed: Meter::default(),
            control_rate: ControlRate::new(),
            source_reported: AtomicU64::new(0),
            session_asked: AtomicU64::new(0),
            watched: Watched::default(),
        }
    }

    pub fn is_manager(&self) -> bool {
        self.manager.load(Relaxed)
    }

    /// Where it is reached without a relay.
    pub fn endpoint(&self) -> Option<SocketAddr> {
        match self.way.load().as_deref() {
            Some(Way::Direct(endpoint)) => Some(*endpoint),
            _ => None,
        }
    }

    /// Whether a changed source may be reported now; at most one a second.
    pub fn may_report_source(&self, now: Nanos) -> bool {
        once_a_second(&self.source_reported, now)
    }

    /// Whether a session may be asked for now; at most once a second.
    pub fn may_ask_session(&self, now: Nanos) -> bool {
        once_a_second(&self.session_asked, now)
    }

    pub fn stats(&self) -> PeerStats {
        let sum = |cell: fn(&PeerTally) -> &AtomicU64| {
            self.tallies.iter().map(|row| cell(row).load(Relaxed)).sum()
        };
        PeerStats {
            peer: self.id,
            last_received: self.last_received(),
            last_sent: self.last(|row| &row.sent_at),
            last_data: self
                .last(|row| &row.data_received_at)
                .max(self.last_data_sent()),
            rx_packets: sum(|row| &row.rx_packets),
            rx_bytes: sum(|row| &row.rx_bytes),
            tx_packets: sum(|row| &row.tx_packets),
            tx_bytes: sum(|row| &row.tx_bytes),
            path: self.way.load().as_deref().map(Way::path),
            index: self.sending.load().as_ref().map(|session| session.index),
            socket: self
                .tallies
                .iter()
                .max_by_key(|row| row.followed_at.load(Relaxed))
                .map(|row| row.socket.load(Relaxed))
                .filter(|socket| *socket != 0),
        }
    }

    /// When the last authentic packet came from it, or by it.
    pub fn last_received(&self) -> Option<Nanos> {
        self.last(|row| &row.received_at)
    }

    /// When the last inner packet was sent to it.
    pub fn last_data_sent(&self) -> Option<Nanos> {
        self.last(|row| &row.data_sent_at)
    }

    fn last(&self, cell: fn(&PeerTally) -> &AtomicU64) -> Option<Nanos> {
        let rows = self.tallies.iter().map(|row| cell(row).load(Relaxed));
        rows.max().filter(|at| *at != 0).map(|at| at - 1)
    }
}

impl PeerTally {
    pub fn received(&self, now: Nanos, bytes: usize) {
        self.heard(now);
        add_owned(&self.rx_packets, 1);
        add_owned(&self.rx_bytes, bytes as u64);
    }

    /// An authentic packet, or one of others that the peer relayed.
    pub fn heard(&self, now: Nanos) {
        self.received_at.store(now + 1, Relaxed);
    }

    /// An inner packet came.
    pub fn received_data(&self, now: Nanos) {
        self.data_received_at.store(now + 1, Relaxed);
    }

    /// An inner packet was sent.
    pub fn sent_data(&self, now: Nanos) {
        self.data_sent_at.store(now + 1, Relaxed);
    }

    /// A packet that came along the peer's path, by this socket.
    pub fn followed_path(&self, now: Nanos, socket: u32) {
        self.followed_at.store(now + 1, Relaxed);
        self.socket.store(socket, Relaxed);
    }

    pub fn sent(&self, now: Nanos, bytes: usize) {
        self.told(now);
        add_owned(&self.tx_packets, 1);
        add_owned(&self.tx_bytes, bytes as u64);
    }

    /// Something was sent to it, be it for others.
    pub fn told(&self, now: Nanos) {
        self.sent_at.store(now + 1, Relaxed);
    }
}

/// The cell holds the time of the last grant plus 1, 0 for never. Several workers may race: one of them wins.
fn once_a_second(cell: &AtomicU64, now: Nanos) -> bool {
    let last = cell.load(Relaxed);
    (last == 0 || now >= last - 1 + EVENT_INTERVAL)
        && cell
            .compare_exchange(last, now + 1, Relaxed, Relaxed)
            .is_ok()
}
