//! Two engines joined in memory on a virtual clock. `a` is 10.77.0.1 and fd00::1 at 192.0.2.1:7077, `b` is .2, ::2 and
//! [2001:db8::2]:7077. Nothing moves by itself: a test says what is carried, held back, changed or repeated.
#![allow(dead_code)] // each test file uses its part

pub mod events;
pub mod forger;
pub mod hub;
pub mod link;

use crate::inner_packets::{Kind, Packet};
use events::Seen;
use festoon_core::engine::{
    Counter, DropReason, Engine, EngineOptions, Identity, InstallSession, Local, Nanos, Output,
    Prefix, Secret, SendHandshake, SetPeer, Suite, Transmit, Worker,
};
use festoon_core::inner::coalesce::Offloads;
use festoon_core::inner::vnet::VnetHeader;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

pub const MS: Nanos = 1_000_000;
pub const SECOND: Nanos = 1_000_000_000;
pub const ALL: Offloads = Offloads {
    tso: true,
    uso: true,
    csum: true,
};

/// One datagram on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram {
    pub from: SocketAddr,
    pub to: SocketAddr,
    pub bytes: Vec<u8>,
}

/// What a worker put out: datagrams one by one, frames as written to the TUN.
pub struct Sink {
    pub address: SocketAddr,
    pub sent: Vec<Datagram>,
    /// Datagrams per train.
    pub trains: Vec<u32>,
    pub delivered: Vec<Vec<u8>>,
}

impl Sink {
    pub fn at(address: SocketAddr) -> Sink {
        Sink {
            address,
            sent: vec![],
            trains: vec![],
            delivered: vec![],
        }
    }
}

impl Output for Sink {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        assert!(transmit.bytes() <= 65_507 && transmit.packets <= 64);
        let before = self.sent.len();
        for bytes in transmit.datagrams() {
            self.sent.push(Datagram {
                from: self.address,
                to: transmit.destination,
                bytes: bytes.to_vec(),
            });
        }
        assert_eq!(self.sent.len() - before, transmit.packets as usize);
        self.trains.push(transmit.packets);
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        self.delivered.push(vnet_and_packet.to_vec());
    }
}

pub struct Side {
    pub engine: Arc<Engine>,
    pub worker: Worker,
    pub out: Sink,
    pub public_key: [u8; 32],
}

pub const SECRET: [u8; 32] = [7; 32];

impl Side {
    pub fn new(number: u8, address: &str, options: EngineOptions) -> Side {
        let engine = Arc::new(
            Engine::new(EngineOptions {
                seed: [number; 32],
                ..options
            })
            .unwrap(),
        );
        let public_key = [number; 32];
        let secrets = vec![Secret(SECRET)];
        engine
            .set_identity(&Identity {
                public_key,
                secrets,
            })
            .unwrap();
        engine.set_local(&Local {
            addresses: hosts(number).to_vec(),
            prefixes: vec![],
        });
        engine.set_mtu(1372);
        let mut out = Sink::at(address.parse().unwrap());
        let mut worker = Worker::new(Arc::clone(&engine), 0);
        worker.set_offloads(ALL, &mut out);
        Side {
            engine,
            worker,
            out,
            public_key,
        }
    }

    pub fn know(&self, number: u8) {
        let sources = hosts(number).map(Prefix::host).to_vec();
        let id = u32::from(number);
        self.engine.set_peer(SetPeer {
            peer: id,
            sources,
            manager: false,
        });
        let routes = hosts(number).map(|host| (Prefix::host(host), id));
        self.engine.update_routes(&routes, &[]).unwrap();
    }

    /// Hands a frame to the worker as if read from the TUN, then ends the batch.
    pub fn tun(&mut self, now: Nanos, vnet: VnetHeader, packet: &[u8]) {
        let mut buf = vec![0u8; 128];
        buf.extend(vnet.to_bytes());
        buf.extend(packet);
        let length = buf.len() - 128;
        self.worker
            .handle_tun(now, &mut buf, 128, length, &mut self.out);
        self.worker.flush(&mut self.out);
    }

    pub fn receive(&mut self, now: Nanos, source: SocketAddr, bytes: &[u8]) {
        let mut copy = bytes.to_vec();
        self.worker
            .handle_datagrams(now, source, &mut copy, bytes.len(), &mut self.out);
        self.worker.flush(&mut self.out);
    }

    pub fn run(&mut self, now: Nanos) {
        self.worker.handle_outbox(now, &mut self.out);
        self.worker.flush(&mut self.out);
    }

    pub fn tick(&mut self, now: Nanos) {
        self.worker.handle_timeout(now, &mut self.out);
        self.worker.flush(&mut self.out);
    }

    pub fn events(&self, now: Nanos) -> Vec<Seen> {
        let mut packed = Vec::new();
        self.engine.events().drain_packed(now, &mut packed);
        events::decode(&packed)
    }

    pub fn dropped(&self, reason: DropReason) -> u64 {
        self.engine.counters().dropped(reason)
    }

    /// All drops, by name.
    pub fn drops(&self) -> Vec<(&'static str, u64)> {
        let counters = self.engine.counters();
        DropReason::ALL
            .iter()
            .map(|reason| (reason.name(), counters.dropped(*reason)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    pub fn count(&self, counter: Counter) -> u64 {
        self.engine.counters().get(counter)
    }

    /// Packets delivered so far, without their vnet headers; takes them away.
    pub fn take_packets(&mut self) -> Vec<Vec<u8>> {
        self.out
            .delivered
            .drain(..)
            .map(|frame| frame[10..].to_vec())
            .collect()
    }

    pub fn take_sent(&mut self) -> Vec<Datagram> {
        std::mem::take(&mut self.out.sent)
    }

    /// Queues a handshake of `kind` 1 or 2, sends it and returns it as it left.
    pub fn handshake(&mut self, now: Nanos, kind: u8, to: &Side, sender: u32) -> Datagram {
        let send = SendHandshake {
            datagram: Box::new(handshake_bytes(kind, sender)),
            path: to.out.address.into(),
            public_key: to.public_key,
            secret: 0,
        };
        self.engine.send_handshake(send).unwrap();
        self.run(now);
        self.out.sent.pop().unwrap()
    }
}

pub struct Pair {
    pub a: Side,
    pub b: Side,
    pub now: Nanos,
}

impl Pair {
    pub fn new() -> Pair {
        Pair::with(EngineOptions::default, EngineOptions::default)
    }

    pub fn with(a: impl FnOnce() -> EngineOptions, b: impl FnOnce() -> EngineOptions) -> Pair {
        let small = |options: EngineOptions| EngineOptions {
            sessions: 64,
            ..options
        };
        let a = Side::new(1, "192.0.2.1:7077", small(a()));
        let b = Side::new(2, "[2001:db8::2]:7077", small(b()));
        a.know(2);
        b.know(1);
        Pair {
            a,
            b,
            now: 1000 * SECOND,
        }
    }

    /// A pair with a confirmed session of `suite`, initiated by a, and no event or datagram left over.
    pub fn joined(suite: Suite) -> Pair {
        let mut pair = Pair::new();
        pair.join(suite, 1);
        pair
    }

    /// Installs generation `generation` on both sides and carries the confirm and its answer.
    pub fn join(&mut self, suite: Suite, generation: u16) {
        self.install(suite, generation);
        self.carry();
        self.a.events(self.now);
        self.b.events(self.now);
    }

    pub fn install(&mut self, suite: Suite, generation: u16) {
        let (at_a, at_b) = (index(1, generation), index(2, generation));
        let (a, b) = (self.a.out.address, self.b.out.address);
        self.b
            .engine
            .install_session(&session(at_b, at_a, 1, suite, false, a))
            .unwrap();
        self.a
            .engine
            .install_session(&session(at_a, at_b, 2, suite, true, b))
            .unwrap();
        self.a.run(self.now);
    }

    /// Carries all datagrams both ways, one by one, until there are none.
    pub fn carry(&mut self) {
        loop {
            let (to_b, to_a) = (self.a.take_sent(), self.b.take_sent());
            if to_a.is_empty() && to_b.is_empty() {
                return;
            }
            for datagram in to_b {
                self.b.receive(self.now, datagram.from, &datagram.bytes);
            }
            for datagram in to_a {
                self.a.receive(self.now, datagram.from, &datagram.bytes);
            }
        }
    }

    /// Sends a complete UDP packet from a to b through its TUN and returns the datagram it became.
    pub fn datagram(&mut self, payload: &[u8]) -> Datagram {
        self.a
            .tun(self.now, VnetHeader::default(), &udp(1, 2, payload));
        let mut sent = self.a.take_sent();
        assert_eq!(sent.len(), 1, "{:?}", self.a.drops());
        sent.pop().unwrap()
    }

    pub fn at_b(&mut self, datagram: &Datagram) {
        self.b.receive(self.now, datagram.from, &datagram.bytes);
    }
}

/// The index that node `number` chose for a generation.
pub fn index(number: u8, generation: u16) -> u32 {
    u32::from(number) << 24 | 0x00ab_0000 | u32::from(generation)
}

pub fn session(
    index: u32,
    remote_index: u32,
    peer: u32,
    suite: Suite,
    initiator: bool,
    endpoint: SocketAddr,
) -> InstallSession {
    let generation = index as u8;
    InstallSession {
        index,
        remote_index,
        peer,
        chaining_key: [generation; 64],
        handshake_hash: [generation ^ 0x5a; 64],
        suite,
        initiator,
        lanes: 1,
        path: endpoint.into(),
    }
}

pub fn hosts(number: u8) -> [IpAddr; 2] {
    let v4 = format!("10.77.0.{number}");
    let v6 = format!("fd00::{number:x}");
    [v4.parse().unwrap(), v6.parse().unwrap()]
}

/// A complete IPv4 UDP packet between hosts of the overlay.
pub fn udp(source: u8, destination: u8, payload: &[u8]) -> Vec<u8> {
    let mut packet = Packet::new(Kind::Udp4, payload.to_vec());
    (packet.source, packet.destination) = (source, destination);
    packet.complete()
}

/// A handshake datagram as the daemon makes it: MACs zero.
pub fn handshake_bytes(kind: u8, sender: u32) -> [u8; 1100] {
    let mut bytes = [0x33u8; 1100];
    bytes[..4].copy_from_slice(&[0x10 | kind, 0, 0, 0]);
    let at = if kind == 1 { 4 } else { 8 };
    bytes[at..at + 4].copy_from_slice(&sender.to_le_bytes());
    bytes[1068..].fill(0);
    bytes
}
