//! From the network to the TUN.
//!
//! Order for a data packet: header, session, lane, replay check, AEAD, replay check and set; only then does anything
//! change. Then: first-packet rules of the session, source of the datagram, and what the plaintext is.

use super::Nanos;
use super::control::follows_path;
use super::counters::{Counter, DropReason};
use super::events::{Event, HandshakeEvent};
use super::local::LocalTable;
use super::opening::{Content, Opening, Outcome, admit};
use super::output::Output;
use super::path::Way;
use super::peer::{Peer, Sources};
use super::relaying::LastRelay;
use super::relays::Forwarding;
use super::session::Session;
use super::tables::Engine;
use super::wire::{self, Data, Datagram, FLAG_PARTIAL, Handshake, MAC1_AT};
use super::worker::{Worker, deliver};
use crate::inner::coalesce::Opened;
use arc_swap::Guard as Loaded;
use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Arc;

/// Tables as one batch sees them.
pub(super) struct Batch {
    pub local: Loaded<Arc<LocalTable>>,
    /// Of the datagrams as they came.
    pub outer: Origin,
    /// Of those that came inside relay packets.
    inner: Option<Origin>,
    pub forwarding: Loaded<Arc<Forwarding>>,
    pub relay: LastRelay,
}

/// Where datagrams came from, with the session that the last of them belonged to.
pub(super) struct Origin {
    source: Way,
    pub session: Loaded<Option<Arc<Session>>>,
    sources: Option<Loaded<Arc<Sources>>>,
    /// `source` is the path of that session's peer.
    on_path: Cell<bool>,
}

impl Batch {
    pub fn new(engine: &Engine, source: SocketAddr) -> Batch {
        Batch {
            local: engine.local.load(),
            outer: Origin::new(Way::Direct(source)),
            inner: None,
            forwarding: engine.relays.forwarding.load(),
            relay: LastRelay::default(),
        }
    }
}

impl Origin {
    fn new(source: Way) -> Origin {
        Origin {
            source,
            session: Loaded::from_inner(None),
            sources: None,
            on_path: Cell::new(false),
        }
    }

    /// Looks up the session of this receiver index, unless the last packet had the same.
    pub fn turn_to(&mut self, engine: &Engine, receiver: u32) {
        if self
            .session
            .as_ref()
            .is_some_and(|session| session.index == receiver)
        {
            return;
        }
        self.session = engine.session(receiver);
        let peer = self.session.as_ref().map(|session| &session.peer);
        self.sources = peer.map(|peer| peer.sources.load());
        self.compare();
    }

    /// What comes now was passed on by this manager under this handle.
    fn come_by(&mut self, manager: &Arc<Peer>, handle: u32) {
        let same = matches!(&self.source, Way::Relayed { handle: last, .. } if *last == handle);
        if !same || !self.source.is_by(manager) {
            self.source = relayed(manager, handle);
            self.compare();
        }
    }

    fn compare(&self) {
        let way = self.session.as_ref().map(|session| session.peer.way.load());
        self.on_path
            .set(way.is_some_and(|way| way.as_deref() == Some(&self.source)));
    }
}

fn relayed(manager: &Arc<Peer>, handle: u32) -> Way {
    Way::Relayed {
        manager: Arc::clone(manager),
        handle,
    }
}

impl Worker {
    /// Takes in what a manager passed on.
    pub(super) fn handle_relayed(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        manager: &Arc<Peer>,
        handle: u32,
        datagram: &[u8],
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let fresh = || Origin::new(relayed(manager, handle));
        let origin = batch.inner.get_or_insert_with(fresh);
        origin.come_by(manager, handle);
        self.handle_content(now, &batch.local, origin, wire::parse(datagram)?, out)
    }

    pub(super) fn handle_content(
        &mut self,
        now: Nanos,
        local: &LocalTable,
        origin: &mut Origin,
        content: Datagram<'_>,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        match content {
            Datagram::Data(data) => {
                origin.turn_to(&self.engine, data.header.receiver);
                self.handle_data(now, local, origin, &data, out)
            }
            Datagram::Handshake(handshake) => {
                self.handle_handshake(now, &origin.source, &handshake, out)
            }
            Datagram::Cookie(reply) => {
                let source = origin.source.path();
                self.engine.guard().accept(now, source, &reply)?;
                self.engine.tally(self.lane).add(Counter::CookiesIn, 1);
                Ok(())
            }
            Datagram::Relay(_) => Err(DropReason::RelayNested),
        }
    }

    /// mac1 first: a stranger costs one keyed hash per secret and gets silence.
    fn handle_handshake(
        &mut self,
        now: Nanos,
        source: &Way,
        handshake: &Handshake<'_>,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let identity = self.engine.identity.load();
        let identity = identity.as_ref().ok_or(DropReason::NoIdentity)?;
        let secret = identity
            .check_mac1(handshake)
            .ok_or(DropReason::Mac1Invalid)?;
        let waiting = self.engine.events().handshakes_waiting();
        let (demanded, mac2_valid, welcome) = {
            let mut guard = self.engine.guard();
            let demanded = guard.arrive(now, waiting);
            let mac2_valid = guard.check_mac2(now, source.path(), handshake);
            let welcome = !(demanded && mac2_valid) || guard.may_come(now, source.path());
            (demanded, mac2_valid, welcome)
        };
        if demanded && !mac2_valid {
            self.reply_cookie(now, handshake, source, secret, out)?;
            return Err(DropReason::Mac2Demanded);
        }
        if !welcome {
            return Err(DropReason::HandshakeRate);
        }
        let datagram: [u8; MAC1_AT] = handshake
            .before_mac1()
            .try_into()
            .map_err(|_| DropReason::HandshakeLength)?;
        self.engine.tally(self.lane).add(Counter::HandshakesIn, 1);
        self.engine.events().push_handshake(HandshakeEvent {
            at: now,
            source: source.path(),
            secret,
            mac2_valid,
            datagram,
        });
        Ok(())
    }

    fn handle_data(
        &mut self,
        now: Nanos,
        local: &LocalTable,
        origin: &Origin,
        data: &Data<'_>,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let (Some(session), Some(sources)) = (origin.session.as_deref(), &origin.sources) else {
            return Err(DropReason::UnknownSession);
        };
        let Data {
            header,
            head,
            sealed,
        } = *data;
        let window = admit(session, header.counter)?;
        let length = sealed
            .len()
            .checked_sub(session.suite.tag_bytes())
            .filter(|length| *length > 0);
        let length = length.ok_or(DropReason::DatagramTooShort)?;

        let tally = self.engine.tally(self.lane);
        let opening = Opening {
            session,
            sources,
            local,
            window,
            header,
            head,
            sealed,
            tally,
        };
        let (aside, bucket) = (&mut self.aside, &mut self.unreachable);
        let mut outcome = Outcome::Refused(DropReason::InnerMalformed);
        let open = |place: &mut [u8]| {
            outcome = opening.open(now, place, aside, bucket);
            let partial = header.flags & FLAG_PARTIAL != 0;
            matches!(outcome, Outcome::Authentic(Content::Packet)).then_some(Opened { partial })
        };
        let pushed = self
            .coalescer
            .push(length, open, &mut |bytes: &[u8]| deliver(tally, out, bytes));
        let content = match outcome {
            Outcome::Refused(reason) => {
                self.note_refused(now, session, reason);
                return Err(reason);
            }
            Outcome::Authentic(content) => content,
        };

        if let Some(row) = session.peer.tallies.get(usize::from(self.lane)) {
            row.received(now, length);
            let elsewhere = matches!(content, Content::Control(_))
                && self.aside.first().is_none_or(|kind| !follows_path(*kind));
            if !elsewhere {
                row.followed_path(now, self.socket);
            }
        }
        let first = self.note_authentic(now, origin, session);
        let answers_itself = matches!(content, Content::Control(_));
        let done = match content {
            Content::Packet => pushed.map_err(|_| DropReason::InnerMalformed).map(|()| {
                let tally = self.engine.tally(self.lane);
                tally.add(Counter::InboundPackets, 1);
                tally.add(Counter::InboundBytes, length as u64);
                if matches!(origin.source, Way::Relayed { .. }) {
                    tally.add(Counter::InboundRelayedPackets, 1);
                    tally.add(Counter::InboundRelayedBytes, length as u64);
                }
                if let Some(row) = session.peer.tallies.get(usize::from(self.lane)) {
                    row.received_data(now);
                    session.peer.note_traffic(now, self.engine.events());
                }
            }),
            Content::Control(length) => {
                self.handle_control(now, &origin.source, session, length, first, out)
            }
            Content::Elsewhere(length) => {
                self.answer_peer(now, local, session, length, out);
                Err(DropReason::UnknownDestination)
            }
            Content::Dropped(reason) => Err(reason),
        };
        if first && !session.initiator && !answers_itself {
            self.send_keepalive(now, session, out);
        }
        done
    }

    pub(super) fn note_refused(&self, now: Nanos, session: &Session, reason: DropReason) {
        if matches!(reason, DropReason::OpenFailed | DropReason::RelayTagInvalid)
            && let Some(limit) = session.note_failed_open()
        {
            let (index, peer) = (session.index, session.peer.id);
            self.engine
                .events()
                .push(now, Event::KeyLimit { index, peer, limit });
        }
    }

    /// What every authentic packet means for its session; true for the first one. A responder's session becomes the
    /// sending one by it, an initiator's is known to live.
    pub(super) fn note_authentic(
        &mut self,
        now: Nanos,
        origin: &Origin,
        session: &Session,
    ) -> bool {
        let (index, peer) = (session.index, session.peer.id);
        let first = session.prove();
        if first && session.initiator {
            self.engine
                .events()
                .push(now, Event::SessionLive { index, peer });
        } else if first {
            if let Some(shared) = &*origin.session {
                self.engine.promote(shared);
                self.switched.push(Arc::clone(&session.peer));
            }
            origin.compare();
            self.engine.events().push(
                now,
                Event::SessionConfirmed {
                    index,
                    peer,
                    source: origin.source.path(),
                },
            );
        }
        if !origin.on_path.get() && session.peer.may_report_source(now) {
            self.engine.events().push(
                now,
                Event::SourceChanged {
                    index,
                    peer,
                    source: origin.source.path(),
                },
            );
        }
        first
    }
}
