//! The commands: what the daemon installs, retires and asks to be sent. One at a time, whole or not at all.

use super::Nanos;
use super::bucket::Quota;
use super::commands::*;
use super::control::{FRAME_HEADER, Frame};
use super::hash::wipe;
use super::identity::IdentityKeys;
use super::keys::derive;
use super::local::LocalTable;
use super::outbox::Errand;
use super::path::{Path, Way};
use super::peer::{Peer, Sources};
use super::relays::{Forwarding, Relay};
use super::routes::{Prefix, Routes};
use super::session::{Facts, LANES, Session};
use super::tables::Engine;
use super::wire::Handshake;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

const LONGEST_CONTROL_BODY: usize = 16_384;

impl Engine {
    pub fn set_identity(&self, identity: &Identity) -> Result<(), CommandError> {
        self.identity
            .store(Some(Arc::new(IdentityKeys::new(identity)?)));
        Ok(())
    }

    /// Adds a peer, or says anew what a known one may; its sessions, path and statistics stay.
    pub fn set_peer(&self, set: SetPeer) {
        let mut peers = self.peers();
        let sources = Sources::new(set.sources);
        match peers.get(&set.peer) {
            Some(peer) => {
                peer.sources.store(Arc::new(sources));
                peer.manager.store(set.manager, Relaxed);
            }
            None => {
                let peer = Peer::new(set.peer, sources, set.manager, self.tallies.len());
                peers.insert(set.peer, Arc::new(peer));
            }
        }
    }

    /// Forgets a peer with its sessions, routes, waiting packets, relays, and the paths of others by it.
    pub fn remove_peer(&self, peer: u32) {
        self.forget(&mut self.peers(), peer);
    }

    pub fn set_path(&self, peer: u32, path: Option<Path>) -> Result<(), CommandError> {
        let peers = self.peers();
        let peer = self.peer(&peers, peer)?;
        let way = path.map(|path| self.way(&peers, path)).transpose()?;
        peer.turn_to(way);
        Ok(())
    }

    /// Moves the peer to a path that is at most `hold` faster (50 ms at most) so that its packets stay in order.
    pub fn plan_path(&self, peer: u32, path: Path, hold: Nanos) -> Result<(), CommandError> {
        let peers = self.peers();
        let (peer, way) = (self.peer(&peers, peer)?, self.way(&peers, path)?);
        let errand = Errand::Plan(Arc::clone(peer));
        self.outbox.push_after(errand, || peer.plan(way, hold))
    }

    /// Removes, then adds, and publishes both in one step; nothing changes when a peer is unknown.
    pub fn update_routes(
        &self,
        add: &[(Prefix, u32)],
        remove: &[Prefix],
    ) -> Result<(), CommandError> {
        let peers = self.peers();
        let targets = self.targets(&peers, add)?;
        let mut routes = Routes::clone(&self.routes.load());
        let removed = remove.iter().filter_map(|prefix| routes.remove(*prefix));
        removed.for_each(|peer| peer.ties.routes.remove());
        self.route(&mut routes, add, targets);
        self.publish(routes);
        Ok(())
    }

    pub fn replace_routes(&self, routes: &[(Prefix, u32)]) -> Result<(), CommandError> {
        let peers = self.peers();
        let targets = self.targets(&peers, routes)?;
        self.routes
            .load()
            .peers()
            .for_each(|peer| peer.ties.routes.remove());
        let mut fresh = Routes::default();
        self.route(&mut fresh, routes, targets);
        self.publish(fresh);
        Ok(())
    }

    /// Destinations that are asked for where no route leads to them.
    pub fn set_asked(&self, prefixes: Vec<Prefix>) {
        self.asking.set_prefixes(prefixes);
    }

    /// Nobody has this address: what waits for it is answered and dropped, and for a second what still comes.
    pub fn refuse_address(&self, address: IpAddr) -> Result<(), CommandError> {
        self.outbox.push(Errand::Refuse(address))
    }

    /// What was taken of another quota is not held against anyone.
    pub fn set_relay(&self, set: &SetRelay) {
        let peers = self.peers();
        self.relays.forwarding.store(Arc::new(Forwarding {
            on: set.on,
            quota: Quota::new(set.bytes_per_second, set.burst_bytes),
        }));
        peers.values().for_each(|peer| peer.relayed.reset());
    }

    /// Removes relays by their handles, then adds; nothing changes when a peer is unknown.
    pub fn update_relay(&self, add: &[AddRelay], remove: &[u32]) -> Result<(), CommandError> {
        let peers = self.peers();
        let relay = |add: &AddRelay| {
            Ok(Relay {
                source: Arc::clone(self.peer(&peers, add.source)?),
                target: Arc::clone(self.peer(&peers, add.target)?),
                next: add.next,
                hop: add.hop,
            })
        };
        let relays: Vec<Relay> = add.iter().map(relay).collect::<Result<_, _>>()?;
        for handle in remove {
            self.relays.remove(*handle);
        }
        for (add, relay) in add.iter().zip(relays) {
            self.relays.insert(add.handle, relay);
        }
        Ok(())
    }

    pub fn set_local(&self, local: &Local) {
        self.local.store(Arc::new(LocalTable::new(local)));
    }

    /// Largest inner packet in bytes.
    pub fn set_mtu(&self, mtu: u32) {
        self.mtu.store(mtu.min(u32::from(u16::MAX)), Relaxed);
    }

    pub fn mtu(&self) -> u32 {
        self.mtu.load(Relaxed)
    }

    /// Installs the keys of a finished handshake. An initiator's session sends as soon as a worker has begun it, first what
    /// waits, along `path`, and tells the peer until it answers; a responder's sends from its first valid packet on.
    pub fn install_session(&self, install: &InstallSession) -> Result<(), CommandError> {
        let peers = self.peers();
        let peer = Arc::clone(self.peer(&peers, install.peer)?);
        let way = self.way(&peers, install.path)?;
        let index = install.index;
        let slot = self
            .sessions
            .slot(index)
            .ok_or(CommandError::SessionIndex { index })?;
        if slot.load().is_some() {
            return Err(CommandError::SessionSlotTaken { index });
        }
        if !(1..=LANES).contains(&usize::from(install.lanes)) {
            return Err(CommandError::LaneCount {
                lanes: install.lanes,
            });
        }
        if !install.suite.in_hardware() {
            return Err(CommandError::SuiteUnavailable {
                suite: install.suite,
            });
        }
        let tied = Arc::clone(&peer);
        let session = Arc::new(self.make_session(install, Arc::clone(&peer), way.clone())?);
        if install.initiator {
            // It sends from when the worker begins it: a packet that is read before that must not overtake what waits.
            let begin = Errand::Begin(Arc::clone(&session));
            self.outbox.push_after(begin, || {
                slot.store(Some(Arc::clone(&session)));
                peer.turn_to_session(&session.way);
            })?;
        } else {
            slot.store(Some(session));
        }
        self.installed.fetch_add(1, Relaxed);
        tied.ties.sessions.add();
        Ok(())
    }

    /// Ends a session; its keys are wiped as soon as no packet under way uses them.
    pub fn retire_session(&self, index: u32) -> Result<(), CommandError> {
        let _commands = self.peers();
        let session = self
            .session(index)
            .as_ref()
            .map(Arc::clone)
            .ok_or(CommandError::UnknownSession { index })?;
        self.end(&session);
        Ok(())
    }

    /// Queues a handshake datagram; a worker stamps and sends it.
    pub fn send_handshake(&self, send: SendHandshake) -> Result<(), CommandError> {
        Handshake::parse(&*send.datagram).map_err(|_| CommandError::HandshakeMalformed)?;
        self.require_secret(send.secret)?;
        let way = self.way(&self.peers(), send.path)?;
        self.outbox.push(Errand::Handshake(send, way))
    }

    pub fn send_cookie(&self, send: SendCookie) -> Result<(), CommandError> {
        self.require_secret(send.secret)?;
        let way = self.way(&self.peers(), send.path)?;
        self.outbox.push(Errand::Cookie(send, way))
    }

    pub fn send_control(&self, send: SendControl) -> Result<(), CommandError> {
        let frame = Frame {
            kind: send.kind,
            flags: send.flags,
            body: &send.body,
        };
        let mut encoded = vec![0; FRAME_HEADER + send.body.len()];
        let sound = send.body.len() <= LONGEST_CONTROL_BODY
            && frame
                .write(&mut encoded)
                .is_some_and(|plain| Frame::parse(plain).is_ok());
        if !sound {
            return Err(CommandError::ControlFrame {
                kind: send.kind,
                bytes: send.body.len(),
            });
        }
        if self.session(send.index).is_none() {
            return Err(CommandError::UnknownSession { index: send.index });
        }
        let peers = self.peers();
        let way = send.path.map(|path| self.way(&peers, path)).transpose()?;
        self.outbox.push(Errand::Control(send, way))
    }

    fn targets(
        &self,
        peers: &HashMap<u32, Arc<Peer>>,
        routes: &[(Prefix, u32)],
    ) -> Result<Vec<Arc<Peer>>, CommandError> {
        let target = |(_, peer): &(Prefix, u32)| self.peer(peers, *peer).map(Arc::clone);
        routes.iter().map(target).collect()
    }

    fn route(&self, routes: &mut Routes, add: &[(Prefix, u32)], targets: Vec<Arc<Peer>>) {
        for ((prefix, _), peer) in add.iter().zip(targets) {
            peer.ties.routes.add();
            if let Some(before) = routes.insert(*prefix, peer) {
                before.ties.routes.remove();
            }
        }
    }

    fn publish(&self, routes: Routes) {
        self.routes.store(Arc::new(routes));
        self.asking.note_rerouted();
    }

    fn make_session(
        &self,
        install: &InstallSession,
        peer: Arc<Peer>,
        way: Way,
    ) -> Result<Session, CommandError> {
        let mut forth = derive(
            &install.chaining_key,
            &install.handshake_hash,
            install.suite,
            0,
        );
        let mut back = derive(
            &install.chaining_key,
            &install.handshake_hash,
            install.suite,
            1,
        );
        let (send, receive) = if install.initiator {
            (&forth, &back)
        } else {
            (&back, &forth)
        };
        let keys = self.slab.put(install.suite, send, receive);
        wipe(&mut forth);
        wipe(&mut back);
        let facts = Facts {
            index: install.index,
            remote_index: install.remote_index,
            suite: install.suite,
            initiator: install.initiator,
            lanes: install.lanes,
            way,
            sending: self.limits.allowance(install.suite, self.lanes),
            receiving: self.limits.allowance(install.suite, install.lanes),
            failed_opens: self.limits.failed_opens(install.suite),
        };
        Ok(Session::new(facts, keys?, peer, Arc::clone(&self.budget)))
    }

    /// Takes a session out of its slot and, if it is the sending one, from its peer.
    fn end(&self, session: &Arc<Session>) {
        session.retire();
        if let Some(slot) = self.sessions.slot(session.index) {
            slot.store(None);
            self.installed.fetch_sub(1, Relaxed);
            session.peer.ties.sessions.remove();
        }
        self.stop_sending(session);
    }

    fn forget(&self, peers: &mut HashMap<u32, Arc<Peer>>, id: u32) {
        let Some(peer) = peers.remove(&id) else {
            return;
        };
        if peer.ties.sessions.any() {
            for session in self
                .sessions
                .sessions()
                .filter(|session| Arc::ptr_eq(&session.peer, &peer))
            {
                self.end(&session);
            }
        }
        peer.sending.store(None);
        let held = peer.give_up(&self.held);
        peer.gone.store(true, SeqCst);
        if peer.carries.load(Relaxed) {
            peers.values().for_each(|other| other.avoid(&peer));
        }
        if peer.ties.routes.any() {
            let mut routes = Routes::clone(&self.routes.load());
            routes.remove_peer(id);
            self.routes.store(Arc::new(routes));
        }
        if peer.ties.relays.any() {
            self.relays.remove_peer(&peer);
        }
        let discarded = held + self.waiting.take(id).count();
        self.discarded.fetch_add(discarded as u64, Relaxed);
    }

    fn require_secret(&self, slot: u8) -> Result<(), CommandError> {
        match &*self.identity.load() {
            None => Err(CommandError::NoIdentity),
            Some(identity) if identity.secret(slot).is_none() => {
                Err(CommandError::UnknownSecret { slot })
            }
            Some(_) => Ok(()),
        }
    }
}
