//! The engine's tables: what workers read for each packet and commands replace.

use super::asking::Asking;
use super::commands::CommandError;
use super::counters::{Counters, DropReason, Tally};
use super::events::Events;
use super::guard::Guard;
use super::identity::IdentityKeys;
use super::keys::KeySlab;
use super::limits::Limits;
use super::local::LocalTable;
use super::outbox::Outbox;
use super::path::{Path, Way};
use super::peer::{Peer, PeerStats};
use super::relays::Relays;
use super::replay::{BUDGET_BYTES, Budget};
use super::routes::Routes;
use super::session::{LANES, Session};
use super::slots::{SLOTS, Slots};
use super::switch::Held;
use super::vigil::{Vigil, Watch};
use super::waiting::Waiting;
use arc_swap::{ArcSwap, ArcSwapOption, Guard as Loaded};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub struct EngineOptions {
    /// Seeds cookies and nonces of cookie replies; random bytes.
    pub seed: [u8; 32],
    /// Workers that may exist, each sending on a lane of its own: 1 to 8.
    pub lanes: u8,
    /// Sessions that there may be. Memory is locked for them as they come (1,280 bytes each), 4,096 at a time.
    pub sessions: u32,
    pub limits: Limits,
    /// Bytes that replay windows may grow into together.
    pub window_budget: usize,
}

impl Default for EngineOptions {
    fn default() -> EngineOptions {
        EngineOptions {
            seed: [0; 32],
            lanes: 1,
            sessions: 65_535,
            limits: Limits::default(),
            window_budget: BUDGET_BYTES,
        }
    }
}

pub struct Engine {
    pub(super) lanes: u8,
    pub(super) sessions: Slots,
    pub(super) routes: ArcSwap<Routes>,
    pub(super) local: ArcSwap<LocalTable>,
    pub(super) identity: ArcSwapOption<IdentityKeys>,
    pub(super) guard: Mutex<Guard>,
    pub(super) waiting: Waiting<u32>,
    pub(super) asking: Asking,
    pub(super) vigil: Vigil,
    pub(super) held: Held,
    /// Frames whose peer was forgotten.
    pub(super) discarded: AtomicU64,
    pub(super) outbox: Outbox,
    pub(super) relays: Relays,
    pub(super) tallies: Box<[Tally]>,
    pub(super) mtu: AtomicU32,
    /// Bit per lane that a worker holds.
    pub(super) lanes_held: AtomicU8,
    pub(super) events: Events,
    /// Commands one at a time; the peers by id are theirs alone.
    pub(super) peers: Mutex<HashMap<u32, Arc<Peer>>>,
    pub(super) limits: Limits,
    pub(super) slab: Arc<KeySlab>,
    pub(super) budget: Arc<Budget>,
    pub(super) installed: AtomicUsize,
}

impl Engine {
    /// Locks memory for keys; fails with `memory-lock-refused` where the system forbids that.
    pub fn new(options: EngineOptions) -> Result<Engine, CommandError> {
        crate::init();
        if !(1..=LANES).contains(&usize::from(options.lanes)) {
            return Err(CommandError::BadOption {
                what: "lanes (1 to 8)",
            });
        }
        if !(1..SLOTS).contains(&(options.sessions as usize)) {
            return Err(CommandError::BadOption {
                what: "sessions (1 to 65535)",
            });
        }
        Ok(Engine {
            lanes: options.lanes,
            sessions: Slots::new(),
            routes: ArcSwap::default(),
            local: ArcSwap::default(),
            identity: ArcSwapOption::empty(),
            guard: Mutex::new(Guard::new(&options.seed)),
            waiting: Waiting::new(),
            asking: Asking::new(),
            vigil: Vigil::new(),
            held: Held::default(),
            discarded: AtomicU64::new(0),
            outbox: Outbox::default(),
            relays: Relays::new(),
            tallies: (0..options.lanes).map(|_| Tally::new()).collect(),
            mtu: AtomicU32::new(u32::from(u16::MAX)),
            lanes_held: AtomicU8::new(0),
            events: Events::new(),
            peers: Mutex::default(),
            limits: options.limits,
            slab: Arc::new(KeySlab::new(options.sessions)?),
            budget: Arc::new(Budget::new(options.window_budget)),
            installed: AtomicUsize::new(0),
        })
    }

    pub fn events(&self) -> &Events {
        &self.events
    }

    pub fn counters(&self) -> Counters {
        let shared = Tally::new();
        shared.drop_packets(
            DropReason::EventOverflow,
            self.events.overflowed.load(Relaxed),
        );
        shared.drop_packets(
            DropReason::HandshakeOverflow,
            self.events.handshakes_overflowed.load(Relaxed),
        );
        shared.drop_packets(
            DropReason::HandshakeExpired,
            self.events.handshakes_expired.load(Relaxed),
        );
        shared.drop_packets(DropReason::NoRoute, self.discarded.load(Relaxed));
        let mut counters = Counters::sum(self.tallies.iter().chain([&shared]));
        counters.window_bytes = self.budget.used() as u64;
        counters.sessions = self.installed.load(Relaxed) as u64;
        counters
    }

    /// One entry per peer, in the order of their ids.
    pub fn peer_stats(&self) -> Vec<PeerStats> {
        let mut stats: Vec<PeerStats> = self.peers().values().map(|peer| peer.stats()).collect();
        stats.sort_by_key(|stats| stats.peer);
        stats
    }

    /// Of those peers that there are, in the order given.
    pub fn stats_of(&self, peers: &[u32]) -> Vec<PeerStats> {
        let all = self.peers();
        let found = peers.iter().filter_map(|id| all.get(id));
        found.map(|peer| peer.stats()).collect()
    }

    /// Watches those peers that there are: the first inner packet to or from each, or passed on to it, is reported, if it is
    /// none that statistics read after this know; and whoever is silent is asked, and then reported. True: a worker that
    /// waits has to be woken.
    pub fn watch(&self, watches: impl IntoIterator<Item = (u32, Watch)>) -> bool {
        let all = self.peers();
        let mut sooner = false;
        for (id, watch) in watches {
            if let Some(peer) = all.get(&id) {
                sooner |= self.vigil.begin(peer, watch);
            }
        }
        sooner
    }

    /// The session with exactly this index, if any.
    pub(super) fn session(&self, index: u32) -> Loaded<Option<Arc<Session>>> {
        self.sessions.find(index)
    }

    /// Makes a responder's session the one that sends, to where its handshake came to its end.
    pub(super) fn promote(&self, session: &Arc<Session>) {
        session.peer.turn_to_session(&session.way);
        self.begin_sending(session);
    }

    /// What waits for the session is to be sent right after.
    pub(super) fn begin_sending(&self, session: &Arc<Session>) {
        session.peer.sending.store(Some(Arc::clone(session)));
        // It may have been retired meanwhile: `end` marks it before it clears the peer.
        if session.is_retired() {
            self.stop_sending(session);
        }
    }

    pub(super) fn guard(&self) -> MutexGuard<'_, Guard> {
        self.guard.lock().expect("guard")
    }

    pub(super) fn tally(&self, lane: u8) -> &Tally {
        &self.tallies[usize::from(lane)]
    }

    pub(super) fn stop_sending(&self, session: &Arc<Session>) {
        let sending = session.peer.sending.load();
        if sending
            .as_ref()
            .is_some_and(|sending| Arc::ptr_eq(sending, session))
        {
            session.peer.sending.compare_and_swap(&*sending, None);
        }
    }

    pub(super) fn peer<'a>(
        &self,
        peers: &'a HashMap<u32, Arc<Peer>>,
        id: u32,
    ) -> Result<&'a Arc<Peer>, CommandError> {
        peers.get(&id).ok_or(CommandError::UnknownPeer { peer: id })
    }

    pub(super) fn way(
        &self,
        peers: &HashMap<u32, Arc<Peer>>,
        path: Path,
    ) -> Result<Way, CommandError> {
        Ok(match path {
            Path::Direct(endpoint) => Way::Direct(endpoint),
            Path::Relayed { manager, handle } => {
                let manager = Arc::clone(self.peer(peers, manager)?);
                manager.carries.store(true, Relaxed);
                Way::Relayed { manager, handle }
            }
        })
    }

    pub(super) fn peers(&self) -> MutexGuard<'_, HashMap<u32, Arc<Peer>>> {
        self.peers.lock().expect("peers")
    }
}

impl Drop for Engine {
    /// Sessions and peers point at each other; here the circles are cut, and the keys wiped.
    fn drop(&mut self) {
        let peers = self.peers.get_mut().unwrap_or_else(PoisonError::into_inner);
        for peer in peers.values() {
            peer.sending.store(None);
            peer.give_up(&self.held);
        }
    }
}
