//! Relay packets: what managers pass on to this node, and what this node passes on as a manager. Spec §9.
//!
//! Order: header, session, lane, replay check, tag, replay check and set; only then does anything change. A manager
//! rewrites the header in place, so that a datagram leaves from where it lies (`onward`).

use super::Nanos;
use super::counters::{Counter, DropReason};
use super::inbound::Batch;
use super::onward::Target;
use super::opening::{admit, record};
use super::output::Output;
use super::relay;
use super::relays::Relay;
use super::tables::Engine;
use super::wire::{self, RELAY_HEADER, RelayHeader};
use super::worker::{Worker, report_limit};
use std::net::IpAddr;
use std::sync::Arc;

/// What a datagram takes of a quota besides its own bytes: for what is around it on the wire, and for the work.
const AROUND: usize = 64;

/// The relay that the last datagram took: a train is of few.
#[derive(Default)]
pub(super) struct LastRelay(Option<(u32, Arc<Relay>)>);

impl Worker {
    /// The answer: where the datagram goes on to, rewritten; none when it ended here.
    pub(super) fn handle_relay(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        header: RelayHeader,
        datagram: &mut [u8],
        out: &mut impl Output,
    ) -> Result<Option<Target>, DropReason> {
        batch.outer.turn_to(&self.engine, header.receiver);
        let session = batch.outer.session.as_deref();
        let session = session.ok_or(DropReason::UnknownSession)?;
        if !batch.forwarding.on && !session.peer.is_manager() {
            return Err(DropReason::RelayNotManager);
        }
        let window = admit(session, header.counter)?;
        if !relay::holds(session, &header, datagram) {
            self.note_refused(now, session, DropReason::RelayTagInvalid);
            return Err(DropReason::RelayTagInvalid);
        }
        let tally = self.engine.tally(self.lane);
        record(session, window, header.counter, tally)?;

        if let Some(row) = session.peer.tallies.get(usize::from(self.lane)) {
            row.heard(now);
            row.followed_path(now, self.socket);
        }
        if self.note_authentic(now, &batch.outer, session) && !session.initiator {
            self.send_keepalive(now, session, out);
        }
        if batch.forwarding.on {
            return self.forward(now, batch, header, datagram).map(Some);
        }
        if header.hop {
            return Err(DropReason::RelayHop);
        }
        let manager = Arc::clone(&session.peer);
        let payload = datagram.get(RELAY_HEADER..).unwrap_or_default();
        self.engine.tally(self.lane).add(Counter::InboundRelayed, 1);
        self.handle_relayed(now, batch, &manager, header.handle, payload, out)
            .map(|()| None)
    }

    /// Makes a relay packet the next one of the session with its target.
    fn forward(
        &self,
        now: Nanos,
        batch: &mut Batch,
        header: RelayHeader,
        datagram: &mut [u8],
    ) -> Result<Target, DropReason> {
        let relay = batch.relay.turn_to(&self.engine, header.handle);
        let relay = relay.ok_or(DropReason::RelayNoHandle)?;
        let source = batch.outer.session.as_ref().map(|session| &session.peer);
        let source = source.filter(|peer| Arc::ptr_eq(peer, &relay.source));
        let source = source.ok_or(DropReason::RelayNotSource)?;
        // One hop at most: what a manager sends has had it.
        let from_manager = source.is_manager();
        if (header.hop && !from_manager) || (from_manager && relay.hop) {
            return Err(DropReason::RelayHop);
        }
        // What a manager passes on was charged where it came from.
        let quota = batch.forwarding.quota.as_ref().filter(|_| !from_manager);
        if quota.is_some_and(|quota| !source.relayed.take(now, datagram.len() + AROUND, quota)) {
            return Err(DropReason::RelayQuota);
        }
        let sending = relay.target.sending.load();
        let session = sending.as_deref().ok_or(DropReason::RelayNoPath)?;
        let destination = relay.target.endpoint().ok_or(DropReason::RelayNoPath)?;
        if is_special(destination.ip()) {
            return Err(DropReason::RelayDestination);
        }
        let (sequence, limit) = session.draw(self.lane, RELAY_HEADER);
        if let Some(limit) = limit {
            report_limit(&self.engine, now, session, limit);
        }
        let sequence = sequence.ok_or(DropReason::KeyExhausted)?;
        let counter = wire::counter(self.lane, sequence);
        relay::write(session, counter, relay.next, relay.hop, datagram);
        if let Some(row) = relay.target.tallies.get(usize::from(self.lane)) {
            row.told(now);
        }
        relay.target.note_traffic(now, self.engine.events());
        Ok(Target {
            peer: relay.target.id,
            destination,
        })
    }
}

impl LastRelay {
    fn turn_to(&mut self, engine: &Engine, handle: u32) -> Option<&Relay> {
        if self.0.as_ref().is_none_or(|(last, _)| *last != handle) {
            self.0 = engine.relays.find(handle).map(|relay| (handle, relay));
        }
        self.0.as_ref().map(|(_, relay)| &**relay)
    }
}

/// This host, its links, and groups: no node is there that a manager could be asked to reach.
fn is_special(ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let on_a_link = match ip {
        IpAddr::V4(ip) => ip.is_link_local() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    on_a_link || ip.is_loopback() || ip.is_multicast() || ip.is_unspecified()
}
