//! No packet costs an allocation: counted over 10^6 packets each way, as superpackets and as single datagrams, and
//! over as many that a manager passes on.

mod inner_packets;

use festoon_core::engine::{
    AddRelay, Counter, Engine, EngineOptions, InstallSession, Local, Output, Prefix, SetPeer,
    SetRelay, Suite, Transmit, Worker,
};
use festoon_core::inner::coalesce::Offloads;
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

struct Counting;

thread_local! {
    /// Of this thread: the test harness has threads of its own.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const PACKETS: u64 = 1_000_000;

/// The wire: keeps trains in memory that is there before.
struct Wire {
    bytes: Vec<u8>,
    trains: Vec<(usize, usize)>,
    delivered: u64,
}

impl Output for Wire {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        for piece in transmit.pieces {
            self.bytes.extend_from_slice(piece);
        }
        self.trains.push((transmit.bytes(), transmit.segment));
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        self.delivered += vnet_and_packet.len() as u64;
    }
}

struct Node {
    engine: Arc<Engine>,
    worker: Worker,
    wire: Wire,
    address: SocketAddr,
}

fn node(number: u8) -> Node {
    let other = 3 - number;
    let node = bare(number);
    let host = |number: u8| IpAddr::from([10, 77, 0, number]);
    node.engine.set_local(&Local {
        addresses: vec![host(number)],
        prefixes: vec![],
    });
    let sources = vec![Prefix::host(host(other))];
    node.engine.set_peer(SetPeer {
        peer: 1,
        sources,
        manager: false,
    });
    node.engine
        .update_routes(&[(Prefix::host(host(other)), 1)], &[])
        .unwrap();
    install(&node, number, other, 1, number == 1);
    node
}

/// Without peers.
fn bare(number: u8) -> Node {
    let engine = Arc::new(
        Engine::new(EngineOptions {
            sessions: 8,
            ..Default::default()
        })
        .unwrap(),
    );
    engine.set_mtu(1372);
    let mut wire = Wire {
        bytes: Vec::with_capacity(1 << 20),
        trains: Vec::with_capacity(1 << 10),
        delivered: 0,
    };
    let mut worker = Worker::new(Arc::clone(&engine), 0);
    worker.set_offloads(
        Offloads {
            tso: true,
            uso: true,
            csum: true,
        },
        &mut wire,
    );
    Node {
        engine,
        worker,
        wire,
        address: address(number),
    }
}

fn address(number: u8) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, number], 7077))
}

/// The session of two nodes, as the one with the first number has it.
fn install(node: &Node, own: u8, other: u8, peer: u32, initiator: bool) {
    node.engine
        .install_session(&InstallSession {
            index: u32::from_le_bytes([own, other, 0, 0]),
            remote_index: u32::from_le_bytes([other, own, 0, 0]),
            peer,
            chaining_key: [own ^ other; 64],
            handshake_hash: [2; 64],
            suite: Suite::Aegis256,
            initiator,
            lanes: 1,
            path: address(other).into(),
        })
        .unwrap();
}

const MANAGER: u8 = 9;

/// A manager that two nodes have sessions with.
fn manager(nodes: [&Node; 2]) -> Node {
    let manager = bare(MANAGER);
    for (number, node) in [1, 2].into_iter().zip(nodes) {
        manager.engine.set_peer(SetPeer {
            peer: number.into(),
            sources: vec![],
            manager: false,
        });
        node.engine.set_peer(SetPeer {
            peer: MANAGER.into(),
            sources: vec![],
            manager: true,
        });
        install(&manager, MANAGER, number, number.into(), false);
        install(node, number, MANAGER, MANAGER.into(), true);
        let path = format!("via:{MANAGER}:0000000{number}").parse().unwrap();
        node.engine.set_path(1, Some(path)).unwrap();
    }
    let relay = |source, target| AddRelay {
        handle: source,
        source,
        target,
        next: target,
        hop: false,
    };
    let relays = [relay(1, 2), relay(2, 1)];
    manager.engine.update_relay(&relays, &[]).unwrap();
    manager.engine.set_relay(&SetRelay {
        on: true,
        bytes_per_second: 1 << 60,
        burst_bytes: 1 << 60,
    });
    manager
}

fn carry(from: &mut Node, to: &mut Node, now: u64) {
    let mut at = 0;
    for (length, segment) in from.wire.trains.drain(..) {
        let bytes = &mut from.wire.bytes[at..at + length];
        to.worker
            .handle_datagrams(now, from.address, bytes, segment, &mut to.wire);
        at += length;
    }
    from.wire.bytes.clear();
    to.worker.flush(&mut to.wire);
}

/// Moves `PACKETS` packets from one node to the other, `frame` after `frame`; the answer is how often memory was asked
/// for meanwhile.
fn move_packets(
    from: &mut Node,
    to: &mut Node,
    vnet: VnetHeader,
    packet: &[u8],
    batch: usize,
) -> u64 {
    let frame = [&vnet.to_bytes()[..], packet].concat();
    let mut buf = vec![0; 128 + frame.len()];
    let count = |node: &Node| node.engine.peer_stats()[0].rx_packets;
    let start = count(to);
    let mut rounds = 0;
    let mut before = ALLOCATIONS.get();
    loop {
        for _ in 0..batch {
            buf[128..].copy_from_slice(&frame);
            from.worker
                .handle_tun(rounds, &mut buf, 128, frame.len(), &mut from.wire);
        }
        from.worker.flush(&mut from.wire);
        carry(from, to, rounds);
        carry(to, from, rounds);
        rounds += 1;
        if rounds == 1 {
            // The first round may set up thread-local state.
            before = ALLOCATIONS.get();
        }
        if rounds % 64 == 0 {
            let spent = ALLOCATIONS.get() - before;
            if spent > 0 || count(to) - start >= PACKETS {
                return spent;
            }
            // `peer_stats` allocates its answer.
            before = ALLOCATIONS.get();
        }
    }
}

#[test]
fn a_million_packets_each_way_allocate_nothing() {
    let (mut a, mut b) = (node(1), node(2));
    a.worker.handle_outbox(0, &mut a.wire);
    a.worker.flush(&mut a.wire);
    carry(&mut a, &mut b, 0);
    carry(&mut b, &mut a, 0);
    let mut superpacket = Packet::new(Kind::Tcp4, vec![0x55; 62_000]);
    let mut single = Packet::new(Kind::Udp4, vec![0x66; 64]);
    for (source, destination) in [(1, 2), (2, 1)] {
        (superpacket.source, superpacket.destination) = (source, destination);
        (single.source, single.destination) = (source, destination);
        let (vnet, bytes) = (superpacket.gso(1300), superpacket.partial());
        assert_eq!(
            move_packets(&mut a, &mut b, vnet, &bytes, 1),
            0,
            "superpackets"
        );
        let bytes = single.complete();
        assert_eq!(
            move_packets(&mut a, &mut b, VnetHeader::default(), &bytes, 64),
            0,
            "datagrams"
        );
        std::mem::swap(&mut a, &mut b);
    }
    assert!(a.wire.delivered > 0 && b.wire.delivered > 0);
}

#[test]
fn a_million_packets_by_a_manager_allocate_nothing() {
    let (mut a, mut b) = (node(1), node(2));
    let mut m = manager([&a, &b]);
    for node in [&mut a, &mut b] {
        node.worker.handle_outbox(0, &mut node.wire);
        node.worker.flush(&mut node.wire);
        // Its confirms; what answers them is lost.
        carry(node, &mut m, 0);
        m.wire.trains.clear();
        m.wire.bytes.clear();
    }
    let mut single = Packet::new(Kind::Udp4, vec![0x66; 64]);
    (single.source, single.destination) = (1, 2);
    let frame = [&VnetHeader::default().to_bytes()[..], &single.complete()].concat();
    let mut buf = vec![0; 128 + frame.len()];
    let (mut before, mut rounds) = (0, 0);
    while rounds * 64 < PACKETS {
        for _ in 0..64 {
            buf[128..].copy_from_slice(&frame);
            a.worker
                .handle_tun(rounds, &mut buf, 128, frame.len(), &mut a.wire);
        }
        a.worker.flush(&mut a.wire);
        carry(&mut a, &mut m, rounds);
        carry(&mut m, &mut b, rounds);
        carry(&mut b, &mut m, rounds);
        carry(&mut m, &mut a, rounds);
        rounds += 1;
        if rounds == 2 {
            // The first rounds may set up thread-local state.
            before = ALLOCATIONS.get();
        }
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
    let relayed = m.engine.counters().get(Counter::RelayedDatagrams);
    assert!(relayed >= PACKETS, "{relayed}");
    assert!(b.wire.delivered > 0);
}
