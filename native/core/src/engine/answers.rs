//! What a peer's packets are answered by: control frames, keepalives, ICMP errors.

use super::Nanos;
use super::control::{
    CHALLENGE, ECHO, FLAG_ANSWER, Frame, KEEPALIVE, MESSAGE, PROBE, RESPONSE, TOKEN_BYTES,
};
use super::counters::{Counter, DropReason};
use super::events::Event;
use super::local::LocalTable;
use super::output::Output;
use super::path::Way;
use super::session::Session;
use super::train::Parcel;
use super::worker::{Worker, seal};
use crate::inner::icmp::{self, Unreachable};
use crate::inner::packet::parse;

impl Worker {
    /// Answers or hands on the control frame put aside, within the peer's rates.
    pub(super) fn handle_control(
        &mut self,
        now: Nanos,
        source: &Way,
        session: &Session,
        length: usize,
        first: bool,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        self.engine
            .tally(self.lane)
            .add(Counter::ControlFramesIn, 1);
        self.engine.vigil.refresh();
        let rate = &session.peer.control_rate;
        let parsed = Frame::parse(self.aside.get(..length).unwrap_or_default());
        let owed = first && !session.initiator;
        let asked =
            parsed.is_ok_and(|frame| frame.kind == KEEPALIVE && frame.flags & FLAG_ANSWER != 0);
        if owed || (asked && rate.charge_answer(now)) {
            self.send_keepalive(now, session, out);
        } else if asked {
            return Err(DropReason::ControlRate);
        }
        let frame = Frame::parse(self.aside.get(..length).unwrap_or_default())?;
        let (index, peer) = (session.index, session.peer.id);
        let granted = match frame.kind {
            MESSAGE | ECHO | RESPONSE => rate.charge_event(now, session.peer.is_manager()),
            PROBE | CHALLENGE => rate.charge_answer(now),
            _ => true,
        };
        if !granted {
            return Err(DropReason::ControlRate);
        }
        let events = self.engine.events();
        match frame.kind {
            MESSAGE => {
                let Frame { kind, flags, body } = frame;
                events.push(
                    now,
                    Event::ControlFrame {
                        index,
                        peer,
                        kind,
                        flags,
                        body,
                    },
                );
            }
            RESPONSE => events.push(
                now,
                Event::ChallengeAnswered {
                    index,
                    peer,
                    source: source.path(),
                    token: frame.body,
                },
            ),
            ECHO => events.push(
                now,
                Event::Echo {
                    index,
                    peer,
                    source: source.path(),
                    id: frame.body,
                },
            ),
            PROBE | CHALLENGE => {
                let kind = if frame.kind == PROBE { ECHO } else { RESPONSE };
                let mut body = [0u8; TOKEN_BYTES];
                let body = body
                    .get_mut(..frame.body.len())
                    .ok_or(DropReason::ControlMalformed)?;
                body.copy_from_slice(frame.body);
                self.send_frame(
                    now,
                    session,
                    source,
                    Frame {
                        kind,
                        flags: 0,
                        body,
                    },
                    out,
                );
            }
            _ => {}
        }
        Ok(())
    }

    /// A keepalive that asks for nothing, to the peer's path.
    pub(super) fn send_keepalive(&mut self, now: Nanos, session: &Session, out: &mut impl Output) {
        let way = session.peer.way.load();
        let way = way.as_deref().unwrap_or(&session.way);
        let frame = Frame {
            kind: KEEPALIVE,
            flags: 0,
            body: &[],
        };
        self.send_frame(now, session, way, frame, out);
    }

    /// Sends an ICMP error about the packet put aside back through the session it came by.
    pub(super) fn answer_peer(
        &mut self,
        now: Nanos,
        local: &LocalTable,
        session: &Session,
        length: usize,
        out: &mut impl Output,
    ) {
        let Some(original) = self
            .aside
            .get(..length)
            .filter(|original| !original.is_empty())
        else {
            return;
        };
        let Ok(parsed) = parse(original) else { return };
        let Some(from) = local.speaking_to(parsed.source) else {
            return;
        };
        let way = session.peer.way.load();
        let Some(Ok(leg)) = way.as_deref().map(Way::leg) else {
            return;
        };
        let written = icmp::unreachable(original, from, Unreachable::NoRoute, &mut self.scratch);
        let Some(plain) = written.and_then(|written| self.scratch.get(..written)) else {
            return;
        };
        let parcel = Parcel {
            session,
            leg: &leg,
            flags: 0,
            plain,
        };
        match seal(&self.engine, &mut self.train, now, &parcel, out) {
            Ok(()) => self
                .engine
                .tally(self.lane)
                .add(Counter::UnreachableSent, 1),
            Err(reason) => self.drop_packets(reason, 1),
        }
    }
}
