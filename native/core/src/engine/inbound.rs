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
use super::peer::Sources;
use super::session::Session;
use super::tables::Engine;
use super::wire::{self, DATA_HEADER, DataHeader, Datagram, FLAG_PARTIAL, Handshake, MAC1_AT};
use super::worker::{Worker, deliver};
use crate::inner::coalesce::Opened;
use arc_swap::Guard as Loaded;
use std::cell::Cell;
use std::net::SocketAddr;
use std::sync::Arc;

/// Tables as one batch sees them, with the session that its last packet belonged to.
struct Batch {
    source: SocketAddr,
    local: Loaded<Arc<LocalTable>>,
    session: Loaded<Option<Arc<Session>>>,
    sources: Option<Loaded<Arc<Sources>>>,
    /// `source` is the path of that session's peer.
    on_path: Cell<bool>,
}

impl Batch {
    fn new(engine: &Engine, source: SocketAddr) -> Batch {
        let session = Loaded::from_inner(None);
        Batch {
            source,
            local: engine.local.load(),
            session,
            sources: None,
            on_path: Cell::new(false),
        }
    }

    /// Looks up the session of this receiver index, unless the last packet had the same.
    fn turn_to(&mut self, engine: &Engine, receiver: u32) {
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
        let path = peer.map(|peer| peer.path.load());
        self.on_path
            .set(path.is_some_and(|path| path.as_deref() == Some(&self.source)));
    }
}

impl Worker {
    /// A train as received from one source: datagrams of `segment` bytes each, the last one maybe shorter.
    pub fn handle_datagrams(
        &mut self,
        now: Nanos,
        source: SocketAddr,
        bytes: &mut [u8],
        segment: usize,
        out: &mut impl Output,
    ) {
        let mut batch = Batch::new(&self.engine, source);
        if bytes.is_empty() {
            self.drop_packets(DropReason::DatagramTooShort, 1);
        }
        for datagram in bytes.chunks(if segment == 0 { usize::MAX } else { segment }) {
            self.engine
                .tally(self.lane)
                .add(Counter::InboundDatagrams, 1);
            if let Err(reason) = self.handle_datagram(now, &mut batch, datagram, out) {
                self.drop_packets(reason, 1);
            }
        }
        while let Some(peer) = self.switched.pop() {
            self.release(now, &peer, out);
        }
    }

    fn handle_datagram(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        datagram: &[u8],
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        match wire::parse(datagram)? {
            Datagram::Data {
                header,
                head,
                sealed,
            } => self.handle_data(now, batch, header, head, sealed, out),
            Datagram::Handshake(handshake) => {
                self.handle_handshake(now, batch.source, &handshake, out)
            }
            Datagram::Cookie(reply) => {
                self.engine.guard().accept(now, &reply)?;
                self.engine.tally(self.lane).add(Counter::CookiesIn, 1);
                Ok(())
            }
        }
    }

    /// mac1 first: a stranger costs one keyed hash per secret and gets silence.
    fn handle_handshake(
        &mut self,
        now: Nanos,
        source: SocketAddr,
        handshake: &Handshake<'_>,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let identity = self.engine.identity.load();
        let identity = identity.as_ref().ok_or(DropReason::NoIdentity)?;
        let secret = identity
            .check_mac1(handshake)
            .ok_or(DropReason::Mac1Invalid)?;
        let waiting = self.engine.events().handshakes_waiting();
        let (demanded, mac2_valid) = {
            let mut guard = self.engine.guard();
            (
                guard.arrive(now, waiting),
                guard.check_mac2(now, source, handshake),
            )
        };
        if demanded && !mac2_valid {
            self.reply_cookie(now, handshake, source, secret, out)?;
            return Err(DropReason::Mac2Demanded);
        }
        let datagram: [u8; MAC1_AT] = handshake
            .before_mac1()
            .try_into()
            .map_err(|_| DropReason::HandshakeLength)?;
        self.engine.tally(self.lane).add(Counter::HandshakesIn, 1);
        self.engine.events().push_handshake(HandshakeEvent {
            at: now,
            source,
            secret,
            mac2_valid,
            datagram,
        });
        Ok(())
    }

    fn handle_data(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        header: DataHeader,
        head: &[u8; DATA_HEADER],
        sealed: &[u8],
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        batch.turn_to(&self.engine, header.receiver);
        let batch = &*batch;
        let (Some(session), Some(sources)) = (batch.session.as_deref(), &batch.sources) else {
            return Err(DropReason::UnknownSession);
        };
        let window = admit(session, header)?;
        let length = sealed
            .len()
            .checked_sub(session.suite.tag_bytes())
            .filter(|length| *length > 0);
        let length = length.ok_or(DropReason::DatagramTooShort)?;

        let tally = self.engine.tally(self.lane);
        let opening = Opening {
            session,
            sources,
            local: &batch.local,
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
        let first = self.note_authentic(now, batch, session);
        let answers_itself = matches!(content, Content::Control(_));
        let done = match content {
            Content::Packet => pushed.map_err(|_| DropReason::InnerMalformed).map(|()| {
                let tally = self.engine.tally(self.lane);
                tally.add(Counter::InboundPackets, 1);
                tally.add(Counter::InboundBytes, length as u64);
            }),
            Content::Control(length) => {
                self.handle_control(now, batch.source, session, length, first, out)
            }
            Content::Elsewhere(length) => {
                self.answer_peer(now, &batch.local, session, length, out);
                Err(DropReason::UnknownDestination)
            }
            Content::Dropped(reason) => Err(reason),
        };
        if first && !session.initiator && !answers_itself {
            self.send_keepalive(now, session, out);
        }
        done
    }

    fn note_refused(&self, now: Nanos, session: &Session, reason: DropReason) {
        if reason == DropReason::OpenFailed
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
    fn note_authentic(&mut self, now: Nanos, batch: &Batch, session: &Session) -> bool {
        let (index, peer) = (session.index, session.peer.id);
        let first = session.prove();
        if first && session.initiator {
            self.engine
                .events()
                .push(now, Event::SessionLive { index, peer });
        } else if first {
            if let Some(shared) = &*batch.session {
                self.engine.promote(shared);
                self.switched.push(Arc::clone(&session.peer));
            }
            batch.on_path.set(session.endpoint == batch.source);
            self.engine.events().push(
                now,
                Event::SessionConfirmed {
                    index,
                    peer,
                    source: batch.source,
                },
            );
        }
        if !batch.on_path.get() && session.peer.may_report_source(now) {
            self.engine.events().push(
                now,
                Event::SourceChanged {
                    index,
                    peer,
                    source: batch.source,
                },
            );
        }
        first
    }
}
