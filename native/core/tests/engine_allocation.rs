//! No packet costs an allocation: counted over 10^6 packets each way, as superpackets and as single datagrams.

mod inner_packets;

use festoon_core::engine::{
    Engine, EngineOptions, InstallSession, Local, Output, Prefix, SetPeer, Suite, Transmit, Worker,
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
        self.bytes.extend_from_slice(transmit.bytes);
        self.trains.push((transmit.bytes.len(), transmit.segment));
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
    let host = |number: u8| IpAddr::from([10, 77, 0, number]);
    let engine = Arc::new(
        Engine::new(EngineOptions {
            sessions: 8,
            ..Default::default()
        })
        .unwrap(),
    );
    engine.set_local(&Local {
        addresses: vec![host(number)],
        prefixes: vec![],
    });
    engine.set_mtu(1372);
    let sources = vec![Prefix::host(host(other))];
    engine.set_peer(SetPeer {
        peer: 1,
        sources,
        manager: false,
    });
    engine
        .update_routes(&[(Prefix::host(host(other)), 1)], &[])
        .unwrap();
    engine
        .install_session(&InstallSession {
            index: u32::from(number),
            remote_index: u32::from(other),
            peer: 1,
            chaining_key: [1; 64],
            handshake_hash: [2; 64],
            suite: Suite::Aegis256,
            initiator: number == 1,
            lanes: 1,
            path: SocketAddr::from(([192, 0, 2, other], 7077)).into(),
        })
        .unwrap();
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
        address: SocketAddr::from(([192, 0, 2, number], 7077)),
    }
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
