//! One turn without system calls, on the caller's clock: packets in, packets out. Tests and the simulator join real
//! engines through it.
use std::net::SocketAddr;

use crate::engine::{Engine, Nanos, Output, Transmit, Worker};
use crate::inner::checksum;
use crate::inner::packet::{self, Transport};
use crate::inner::segment::segment;
use crate::inner::vnet::{VNET_BYTES, VnetHeader};

const HEADROOM: usize = 128;

#[derive(Default)]
pub struct StepInput {
    pub datagrams: Vec<Train>,
    /// IP packets, complete, without vnet header.
    pub packets: Vec<Vec<u8>>,
}

/// Datagrams of `segment` bytes, the last may be shorter.
pub struct Train {
    pub source: SocketAddr,
    pub bytes: Vec<u8>,
    pub segment: usize,
    /// Id of the socket that it is to have come by; 0 for none.
    pub socket: u32,
}

#[derive(Default)]
pub struct StepOutput {
    /// One entry a datagram.
    pub datagrams: Vec<(SocketAddr, Vec<u8>)>,
    /// IP packets for this host, superpackets cut again, checksums complete.
    pub packets: Vec<Vec<u8>>,
    /// Packed as `Events::drain_packed` does.
    pub events: Vec<u8>,
    /// When the engine wants to be called next, if nothing happens before.
    pub next_wakeup: Option<Nanos>,
}

/// Runs what commands left, what is due at `now`, and then `input`, as one batch.
pub fn step(engine: &Engine, worker: &mut Worker, now: Nanos, input: StepInput) -> StepOutput {
    let mut output = StepOutput::default();
    worker.handle_outbox(now, &mut output);
    if worker.poll_timeout().is_some_and(|at| at <= now) {
        worker.handle_timeout(now, &mut output);
    }
    for mut train in input.datagrams {
        let length = train.segment.clamp(1, train.bytes.len().max(1));
        worker.arrive_by(train.socket);
        worker.handle_datagrams(now, train.source, &mut train.bytes, length, &mut output);
    }
    for packet in input.packets {
        let mut buffer = vec![0; HEADROOM + VNET_BYTES];
        buffer.extend_from_slice(&packet);
        worker.handle_tun(
            now,
            &mut buffer,
            HEADROOM,
            VNET_BYTES + packet.len(),
            &mut output,
        );
    }
    worker.flush(&mut output);
    worker.count_turn();
    engine.events().drain_packed(now, &mut output.events);
    output.next_wakeup = worker.poll_timeout();
    output
}

impl Output for StepOutput {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        let datagrams = transmit.datagrams();
        self.datagrams
            .extend(datagrams.map(|datagram| (transmit.destination, datagram.to_vec())));
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        let (vnet, _) =
            VnetHeader::parse(vnet_and_packet).expect("the engine writes a vnet header");
        let mut buffer = vec![0; HEADROOM];
        buffer.extend_from_slice(&vnet_and_packet[VNET_BYTES..]);
        let cut = segment(
            &vnet,
            &mut buffer,
            HEADROOM,
            usize::from(u16::MAX),
            &mut |packet, partial| {
                if partial {
                    complete(packet);
                }
                self.packets.push(packet.to_vec());
            },
        );
        cut.expect("the engine delivers well-formed superpackets");
    }
}

fn complete(packet: &mut [u8]) {
    let parsed = packet::parse(packet).expect("a packet that was just cut");
    let transport =
        Transport::of(packet, &parsed).expect("a partial checksum has a transport header");
    checksum::complete(&mut packet[transport.start..], transport.checksum_offset());
}
