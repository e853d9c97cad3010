//! What passing a datagram on costs: `cargo bench -p festoon-core --bench relay`. One thread, no sockets: trains of 46
//! datagrams of 1,400 bytes, which is what fits one, sealed beforehand and as warm in the cache as those just
//! received, are handed to a manager's engine, eight at once. The median of many rounds counts.

use festoon_core::engine::keys::{KeyHandle, KeySlab, derive};
use festoon_core::engine::wire::RelayHeader;
use festoon_core::engine::{
    AddRelay, Engine, EngineOptions, InstallSession, Output, Received, SetPeer, SetRelay, Suite,
    Transmit, Worker, relay,
};
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

const DATAGRAM: usize = 1_400;
const TRAIN: usize = 46;
const TRAINS: usize = 8;
const TARGETS: u32 = 64;
const ROUNDS: usize = 1001;

/// Counts what leaves.
#[derive(Default)]
struct Counted {
    datagrams: u64,
    trains: u64,
}

impl Output for Counted {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        self.datagrams += u64::from(transmit.packets);
        self.trains += 1;
    }

    fn deliver(&mut self, _: &[u8]) {}
}

/// A manager with one source and many targets, and the source's keys.
struct Hub {
    worker: Worker,
    keys: KeyHandle,
    suite: Suite,
    sequence: u64,
}

impl Hub {
    fn new(suite: Suite, quota: u64) -> Hub {
        let options = EngineOptions {
            sessions: 128,
            ..EngineOptions::default()
        };
        let engine = Arc::new(Engine::new(options).expect("memory for keys"));
        for number in 0..=TARGETS {
            engine.set_peer(SetPeer {
                peer: number,
                sources: vec![],
                manager: false,
            });
            engine
                .install_session(&session(suite, number))
                .expect("session");
        }
        let relays: Vec<AddRelay> = (1..=TARGETS)
            .map(|target| AddRelay {
                handle: handle(target),
                source: 0,
                target,
                next: target,
                hop: false,
            })
            .collect();
        engine.update_relay(&relays, &[]).expect("relays");
        engine.set_relay(&SetRelay {
            on: true,
            bytes_per_second: quota,
            burst_bytes: u64::MAX,
        });
        let mut worker = Worker::new(engine, 0);
        worker.handle_outbox(0, &mut Counted::default());
        let install = session(suite, 0);
        let back = derive(&install.chaining_key, &install.handshake_hash, suite, 1);
        let keys = Arc::new(KeySlab::new(1).expect("memory for keys"));
        Hub {
            worker,
            keys: keys.put(suite, &back, &back).expect("a slot"),
            suite,
            sequence: 0,
        }
    }

    /// Fresh trains, one behind the other, to targets as `target` names them for each datagram.
    fn trains(&mut self, target: fn(usize) -> u32) -> Vec<u8> {
        let mut datagram = |at: usize| {
            let header = RelayHeader {
                hop: false,
                receiver: session(self.suite, 0).index,
                counter: self.sequence,
                handle: handle(target(at)),
                tag: [0; 12],
            };
            self.sequence += 1;
            let mut bytes = [&header.head()[..], &header.tag].concat();
            bytes.resize(DATAGRAM, at as u8);
            let tag = relay::tag(self.suite, self.keys.send(), header.counter, &bytes);
            bytes[20..32].copy_from_slice(&tag);
            bytes
        };
        let mut train = || (0..TRAIN).map(&mut datagram).collect::<Vec<_>>().concat();
        (0..TRAINS).flat_map(|_| train()).collect()
    }

    /// Nanoseconds a datagram, and datagrams a train that left.
    fn measure(&mut self, target: fn(usize) -> u32) -> (f64, f64) {
        let (mut rounds, mut out) = (vec![], Counted::default());
        for round in 0..ROUNDS {
            let mut trains = self.trains(target);
            let received = (0..TRAINS).map(|i| Received {
                source: address(0),
                place: i * TRAIN * DATAGRAM..(i + 1) * TRAIN * DATAGRAM,
                segment: DATAGRAM,
            });
            let start = Instant::now();
            self.worker
                .handle_trains(round as u64, &mut trains, received, &mut out);
            rounds.push(start.elapsed().as_nanos() as f64 / (TRAINS * TRAIN) as f64);
        }
        assert_eq!(
            out.datagrams,
            (ROUNDS * TRAINS * TRAIN) as u64,
            "all are passed on"
        );
        (median(rounds), out.datagrams as f64 / out.trains as f64)
    }
}

fn session(suite: Suite, peer: u32) -> InstallSession {
    InstallSession {
        index: 0x0100_0001 + peer,
        remote_index: 0x0200_0001 + peer,
        peer,
        chaining_key: [peer as u8; 64],
        handshake_hash: [1; 64],
        suite,
        initiator: true,
        lanes: 1,
        path: address(peer).into(),
    }
}

fn address(peer: u32) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, peer as u8], 7077))
}

fn handle(target: u32) -> u32 {
    target.wrapping_mul(0x9e37_79b9)
}

/// Of which passing one datagram on takes two.
fn tag(suite: Suite) -> f64 {
    let hub = Hub::new(suite, 0);
    let bytes = [7; 100];
    let mut rounds = vec![];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for counter in 0..500 {
            black_box(relay::tag(
                suite,
                hub.keys.send(),
                counter,
                black_box(&bytes),
            ));
        }
        rounds.push(start.elapsed().as_nanos() as f64 / 500.0);
    }
    median(rounds)
}

fn median(mut rounds: Vec<f64>) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

fn main() {
    for suite in Suite::ALL {
        println!("{suite:?}, a tag: {:.0} ns", tag(suite));
        for (what, quota, target) in [
            ("one target", 0, (|_| 1) as fn(usize) -> u32),
            ("one target, quota", 1 << 50, |_| 1),
            ("4 targets in turn", 0, |at| 1 + at as u32 % 4),
            ("runs of 8 to 64 targets", 0, |at| {
                1 + (at as u32 / 8) % TARGETS
            }),
            ("64 targets in turn", 0, |at| 1 + at as u32 % TARGETS),
        ] {
            let (ns, train) = Hub::new(suite, quota).measure(target);
            println!(
                "{suite:?}, {what}: {ns:.0} ns a datagram of {DATAGRAM} B, {train:.1} a train"
            );
        }
    }
}
