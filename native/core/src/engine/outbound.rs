//! From the TUN and from commands to the network.

use super::Nanos;
use super::commands::{SendControl, SendCookie, SendHandshake};
use super::control::Frame;
use super::counters::{Counter, Direction, DropReason};
use super::events::Event;
use super::identity::{mac, mac1_key};
use super::outbox::Errand;
use super::output::{Output, Transmit};
use super::path::{Leg, Way};
use super::peer::Peer;
use super::session::Session;
use super::train::Parcel;
use super::waiting::HEADROOM;
use super::wire::{CookieReply, HANDSHAKE_BYTES, Handshake, MAC1_AT, MAC2_AT};
use super::worker::{Worker, deliver, report_limit, seal};
use crate::inner::icmp;
use crate::inner::packet::{Malformed, Parsed, is_multicast_or_broadcast, parse};
use crate::inner::segment::segment;
use crate::inner::vnet::{VNET_BYTES, VnetHeader};
use std::io::IoSlice;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Whose turn a frame has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Behind whatever is held back for its peer.
    Last,
    /// Its own: it comes from among what was kept.
    Next,
}

impl Worker {
    /// A frame read from the TUN: `buf[at..at + len]` is a virtio-net header and a packet, maybe a superpacket. It is
    /// cut in place, so `buf` is spent; at least 128 bytes must lie before `at`.
    pub fn handle_tun(
        &mut self,
        now: Nanos,
        buf: &mut [u8],
        at: usize,
        len: usize,
        out: &mut impl Output,
    ) {
        self.reroute(now, out);
        let frame = at.checked_add(len).and_then(|end| buf.get_mut(..end));
        let sent = frame
            .ok_or(DropReason::TunMalformed)
            .and_then(|frame| self.route(now, frame, at, Turn::Last, out));
        if let Err(reason) = sent {
            self.drop_outbound(reason);
        }
    }

    /// A frame that was kept behind `HEADROOM` free bytes.
    pub(super) fn handle_kept(
        &mut self,
        now: Nanos,
        frame: &mut [u8],
        turn: Turn,
        out: &mut impl Output,
    ) {
        if let Err(reason) = self.route(now, frame, HEADROOM, turn, out) {
            self.drop_outbound(reason);
        }
    }

    fn drop_outbound(&self, reason: DropReason) {
        debug_assert_eq!(reason.direction(), Direction::Outbound, "{reason:?}");
        self.drop_packets(reason, 1);
    }

    /// Does what commands queued for a worker.
    pub fn handle_outbox(&mut self, now: Nanos, out: &mut impl Output) {
        self.reroute(now, out);
        let mut planned = vec![];
        while let Some(errand) = self.engine.outbox.pop() {
            let done = match errand {
                Errand::Handshake(send, way) => self.send_handshake(now, send, &way, out),
                Errand::Cookie(send, way) => self.send_cookie(now, &send, &way, out),
                Errand::Control(send, way) => self.send_control(now, &send, way, out),
                Errand::Refuse(address) => {
                    self.refuse(now, address, out);
                    Ok(())
                }
                Errand::Plan(peer) => {
                    planned.push(peer);
                    Ok(())
                }
                Errand::Begin(session) if session.is_retired() => Ok(()),
                Errand::Begin(session) => {
                    self.engine.begin_sending(&session);
                    self.confirm(now, Arc::clone(&session), out);
                    self.release(now, &session.peer, out);
                    Ok(())
                }
            };
            if let Err(reason) = done {
                self.drop_packets(reason, 1);
            }
        }
        self.take_plans(now, planned, out);
    }

    fn route(
        &mut self,
        now: Nanos,
        frame: &mut [u8],
        at: usize,
        turn: Turn,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let (vnet, packet) = frame
            .get(at..)
            .and_then(VnetHeader::parse)
            .ok_or(DropReason::TunMalformed)?;
        let parsed = parse(packet).map_err(|_| DropReason::TunMalformed)?;
        if is_multicast_or_broadcast(parsed.destination) {
            return Err(DropReason::OutboundMulticast);
        }
        let routes = self.engine.routes.load();
        let Some(peer) = routes.lookup(parsed.destination) else {
            return self.ask(now, &parsed, packet, &frame[at..], out);
        };
        // Before there is seen to be a session: so what waits for one is older than what is held.
        let held = turn == Turn::Last && peer.switch.is_busy();
        if held && !self.may_pass(now, peer, &frame[at..], out) {
            return Ok(());
        }
        let sending = peer.sending.load();
        let Some(session) = sending.as_deref() else {
            self.wait(now, peer, &frame[at..]);
            return Ok(());
        };
        let way = peer.way.load();
        let leg = way.as_deref().ok_or(DropReason::NoPath)?.leg()?;
        let mtu = self.engine.mtu.load(Relaxed);
        let tally = self.engine.tally(self.lane);
        let (engine, train) = (&*self.engine, &mut self.train);
        let (mut packets, mut bytes) = (0, 0);
        let cut = segment(
            &vnet,
            frame,
            at + VNET_BYTES,
            mtu as usize,
            &mut |plain: &mut [u8], partial| {
                let parcel = Parcel {
                    session,
                    leg: &leg,
                    flags: u8::from(partial),
                    plain,
                };
                match seal(engine, train, now, &parcel, out) {
                    Ok(()) => {
                        packets += 1;
                        bytes += plain.len() as u64;
                    }
                    Err(reason) => tally.drop_packets(reason, 1),
                }
            },
        );
        tally.add(Counter::OutboundPackets, packets);
        tally.add(Counter::OutboundBytes, bytes);
        if matches!(leg, Leg::Carried(_)) {
            tally.add(Counter::OutboundRelayedPackets, packets);
            tally.add(Counter::OutboundRelayedBytes, bytes);
        }
        if packets > 0
            && let Some(row) = peer.tallies.get(usize::from(self.lane))
        {
            row.sent_data(now);
            peer.note_traffic(now, self.engine.events());
        }
        match cut {
            Ok(_) => Ok(()),
            Err(Malformed::TooLarge) => {
                let packet = &frame[at + VNET_BYTES..];
                self.answer_tun(now, &parsed, out, |from, reply| {
                    icmp::packet_too_big(packet, from, mtu, reply)
                });
                Err(DropReason::PacketTooBig)
            }
            Err(_) => Err(DropReason::TunMalformed),
        }
    }

    /// Keeps a frame until there is a session, and asks for one.
    fn wait(&self, now: Nanos, peer: &Peer, frame: &[u8]) {
        let (waiting, dropped) = self.engine.waiting.push(now, peer.id, frame);
        self.drop_packets(DropReason::WaitingOverflow, dropped);
        if peer.may_ask_session(now) {
            self.engine.events().push(
                now,
                Event::SessionNeeded {
                    peer: peer.id,
                    waiting: waiting as u32,
                },
            );
        }
    }

    /// Writes an ICMP error back to the TUN, rate-limited. It comes from this node's own address (RFC 4443 §2.2), for
    /// IPv4 from the destination: Linux drops what a device brings in from an address of its own (accept_local).
    pub(super) fn answer_tun(
        &mut self,
        now: Nanos,
        parsed: &Parsed,
        out: &mut impl Output,
        write: impl FnOnce(IpAddr, &mut [u8]) -> Option<usize>,
    ) {
        let own = || self.engine.local.load().speaking_to(parsed.source);
        let destination = Some(parsed.destination);
        let Some(from) = destination.filter(IpAddr::is_ipv4).or_else(own) else {
            return;
        };
        if !self.unreachable.take(now) {
            return;
        }
        let (vnet, reply) = self.scratch.split_at_mut(VNET_BYTES);
        vnet.copy_from_slice(&VnetHeader::default().to_bytes());
        if let Some(length) = write(from, reply) {
            let tally = self.engine.tally(self.lane);
            tally.add(Counter::UnreachableSent, 1);
            deliver(tally, out, &self.scratch[..VNET_BYTES + length]);
        }
    }

    /// Stamps mac1, and mac2 if a cookie of the recipient is held.
    fn send_handshake(
        &mut self,
        now: Nanos,
        mut send: SendHandshake,
        way: &Way,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let identity = self.engine.identity.load();
        let secret = identity
            .as_ref()
            .and_then(|identity| identity.secret(send.secret));
        let secret = secret.ok_or(DropReason::NoIdentity)?;
        let datagram: &mut [u8; HANDSHAKE_BYTES] = &mut send.datagram;
        let mac1 = mac(&mac1_key(secret, &send.public_key), &datagram[..MAC1_AT]);
        datagram[MAC1_AT..MAC2_AT].copy_from_slice(&mac1);
        let stamped = Handshake::parse(&*datagram)?;
        let mac2 = self
            .engine
            .guard()
            .leave(now, &stamped, send.path, send.public_key, secret);
        datagram[MAC2_AT..].copy_from_slice(&mac2);
        self.engine.tally(self.lane).add(Counter::HandshakesOut, 1);
        self.send_whole(now, &*datagram, way, out)
    }

    fn send_cookie(
        &mut self,
        now: Nanos,
        send: &SendCookie,
        way: &Way,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let identity = self.engine.identity.load();
        let identity = identity.as_ref().ok_or(DropReason::NoIdentity)?;
        let mac1 = identity
            .own_mac1(send.secret, &*send.datagram)
            .ok_or(DropReason::NoIdentity)?;
        let mut whole = [0u8; HANDSHAKE_BYTES];
        whole[..MAC1_AT].copy_from_slice(&*send.datagram);
        whole[MAC1_AT..MAC2_AT].copy_from_slice(&mac1);
        self.reply_cookie(now, &Handshake::parse(&whole)?, way, send.secret, out)
    }

    /// Answers a handshake whose mac1 holds with a cookie for its source: 64 bytes for 1,100.
    pub(super) fn reply_cookie(
        &mut self,
        now: Nanos,
        handshake: &Handshake<'_>,
        source: &Way,
        secret: u8,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let identity = self.engine.identity.load();
        let identity = identity.as_ref().ok_or(DropReason::NoIdentity)?;
        let (cookie, nonce) = self.engine.guard().issue(now, source.path());
        let sealed = identity
            .seal_cookie(secret, &nonce, handshake.mac1(), &cookie)
            .ok_or(DropReason::NoIdentity)?;
        self.engine.tally(self.lane).add(Counter::CookiesOut, 1);
        let reply = CookieReply::write(handshake.sender_index(), &nonce, &sealed);
        self.send_whole(now, &reply, source, out)
    }

    fn send_control(
        &mut self,
        now: Nanos,
        send: &SendControl,
        way: Option<Way>,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let loaded = self.engine.session(send.index);
        let session = loaded
            .as_deref()
            .filter(|session| session.may_send())
            .ok_or(DropReason::SessionUnusable)?;
        let current = session.peer.way.load();
        let way = way.as_ref().or(current.as_deref());
        let way = way.ok_or(DropReason::NoPath)?;
        let frame = Frame {
            kind: send.kind,
            flags: send.flags,
            body: &send.body,
        };
        self.send_frame(now, session, way, frame, out);
        Ok(())
    }

    /// Sends a datagram that is whole, behind a relay header where the way is by a manager.
    fn send_whole(
        &mut self,
        now: Nanos,
        datagram: &[u8],
        way: &Way,
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        match way.leg()? {
            Leg::Direct(destination) => {
                out.transmit(&Transmit {
                    destination,
                    pieces: &[IoSlice::new(datagram)],
                    segment: datagram.len(),
                    packets: 1,
                });
                Ok(())
            }
            Leg::Carried(by) => {
                let (engine, tally) = (&self.engine, self.engine.tally(self.lane));
                let limit = |session: &Session, limit| report_limit(engine, now, session, limit);
                self.train.carry(now, datagram, &by, tally, out, limit)
            }
        }
    }
}
