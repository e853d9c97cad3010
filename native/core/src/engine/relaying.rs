//! Relay packets: what managers pass on to this node. Spec §9.
//!
//! Order: header, session, lane, replay check, tag, replay check and set; only then does anything change.

use super::Nanos;
use super::counters::{Counter, DropReason};
use super::inbound::Batch;
use super::opening::{admit, record};
use super::output::Output;
use super::relay;
use super::wire::{RELAY_HEADER, RelayHeader};
use super::worker::Worker;
use std::sync::Arc;

impl Worker {
    pub(super) fn handle_relay(
        &mut self,
        now: Nanos,
        batch: &mut Batch,
        header: RelayHeader,
        datagram: &[u8],
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        batch.outer.turn_to(&self.engine, header.receiver);
        let session = batch.outer.session.as_deref();
        let session = session.ok_or(DropReason::UnknownSession)?;
        if !session.peer.is_manager() {
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
        if header.hop {
            return Err(DropReason::RelayHop);
        }
        let manager = Arc::clone(&session.peer);
        let payload = datagram.get(RELAY_HEADER..).unwrap_or_default();
        self.engine.tally(self.lane).add(Counter::InboundRelayed, 1);
        self.handle_relayed(now, batch, &manager, header.handle, payload, out)
    }
}
