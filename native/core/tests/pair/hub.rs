//! A manager's engine between parties that the test plays: two nodes and a third, and another manager.

use super::link::{Link, Party};
use super::{Datagram, SECOND, Side};
use festoon_core::engine::{AddRelay, DropReason, EngineOptions, Received, SetRelay, Suite};

pub const M: u8 = 9;
pub const A: Party = party(1, "192.0.2.1:7077", false, Suite::Aegis256);
pub const B: Party = party(2, "[2001:db8::2]:7077", false, Suite::Aes256Gcm);
pub const C: Party = party(3, "192.0.2.3:7077", false, Suite::ChaCha20Poly1305);
/// Another manager.
pub const N: Party = party(8, "192.0.2.8:7077", true, Suite::Aegis256);

const fn party(number: u8, address: &'static str, manager: bool, suite: Suite) -> Party {
    Party {
        number,
        address,
        manager,
        suite,
    }
}

/// Handles: whose they are, whom they lead to.
pub const A_TO_B: u32 = 0xaaaa_0001;
pub const B_TO_A: u32 = 0xbbbb_0001;
pub const A_TO_C: u32 = 0xaaaa_0101;
pub const C_TO_A: u32 = 0xcccc_0001;
pub const A_TO_N: u32 = 0xaaaa_0201;
pub const N_TO_A: u32 = 0xdddd_0001;
/// What N calls its own relay for what A sends it.
pub const AT_N: u32 = 0x1234_5678;

/// As a GRO train may take.
const SLOT: usize = 64 << 10;

/// A manager's engine; all whom it has sessions with are the test.
pub struct Hub {
    pub m: Side,
    pub a: Link,
    pub b: Link,
    pub c: Link,
    pub n: Link,
    pub now: u64,
}

impl Hub {
    pub fn new() -> Hub {
        Hub::with(EngineOptions::default())
    }

    pub fn with(options: EngineOptions) -> Hub {
        let options = EngineOptions {
            sessions: 128,
            ..options
        };
        let (mut m, now) = (Side::new(M, "203.0.113.9:7077", options), 1000 * SECOND);
        let [a, b, c, n] = [A, B, C, N].map(|party| Link::joined(&mut m, now, party, 1));
        m.engine.set_relay(&unlimited());
        m.engine.update_relay(&relays(), &[]).unwrap();
        m.events(now);
        Hub { m, a, b, c, n, now }
    }

    pub fn receive(&mut self, from: Party, bytes: &[u8]) -> Vec<Datagram> {
        self.receive_train(from, bytes, bytes.len())
    }

    /// What the manager sends on receiving a train.
    pub fn receive_train(&mut self, from: Party, bytes: &[u8], segment: usize) -> Vec<Datagram> {
        self.m.out.trains.clear();
        let (worker, out) = (&mut self.m.worker, &mut self.m.out);
        let source = from.address.parse().unwrap();
        worker.handle_datagrams(self.now, source, &mut bytes.to_vec(), segment, out);
        worker.flush(out);
        self.m.take_sent()
    }

    /// What it sends on receiving trains together, each in a slot of its own.
    pub fn receive_trains(&mut self, trains: &[(Party, Vec<u8>, usize)]) -> Vec<Datagram> {
        self.m.out.trains.clear();
        let mut memory = vec![0; trains.len() * SLOT];
        let mut places = vec![];
        for (i, (from, bytes, segment)) in trains.iter().enumerate() {
            let place = i * SLOT..i * SLOT + bytes.len();
            memory[place.clone()].copy_from_slice(bytes);
            places.push(Received {
                source: from.address.parse().unwrap(),
                place,
                segment: *segment,
            });
        }
        let (worker, out) = (&mut self.m.worker, &mut self.m.out);
        worker.handle_trains(self.now, &mut memory, places, out);
        worker.flush(out);
        self.m.take_sent()
    }

    /// Nothing is passed on, for this reason.
    pub fn refuses(&mut self, from: Party, bytes: &[u8], reason: DropReason) {
        let before = self.m.dropped(reason);
        assert_eq!(self.receive(from, bytes), [], "{}", reason.name());
        assert_eq!(self.m.dropped(reason), before + 1, "{:?}", self.m.drops());
    }

    pub fn passes(&mut self, from: Party, bytes: &[u8]) -> Datagram {
        let sent = self.receive(from, bytes);
        assert_eq!(sent.len(), 1, "{:?}", self.m.drops());
        sent.into_iter().next().unwrap()
    }
}

pub fn relays() -> [AddRelay; 6] {
    let add = |handle, source: Party, target: Party, next, hop| AddRelay {
        handle,
        source: source.number.into(),
        target: target.number.into(),
        next,
        hop,
    };
    [
        add(A_TO_B, A, B, B_TO_A, false),
        add(B_TO_A, B, A, A_TO_B, false),
        add(A_TO_C, A, C, C_TO_A, false),
        add(C_TO_A, C, A, A_TO_C, false),
        add(A_TO_N, A, N, AT_N, true),
        add(N_TO_A, N, A, A_TO_N, false),
    ]
}

pub fn unlimited() -> SetRelay {
    SetRelay {
        on: true,
        bytes_per_second: 0,
        burst_bytes: 0,
    }
}

pub fn payload(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at * 7) as u8 ^ 0x14).collect()
}
