//! A planned change of path: over a network whose two paths take their time, no packet is lost and none overtakes another.

mod inner_packets;
mod pair;

use festoon_core::engine::{Counter, Path, SetPeer, Suite};
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use pair::events::Seen;
use pair::{Datagram, MS, Pair, index, session, udp};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

const STEP: u64 = MS / 10;
const HOLD: u64 = 30 * MS;
const PATIENCE: u64 = 200 * MS;
/// Where b is, too: by a path that is 30 ms faster.
const FAST: &str = "[2001:db8::22]:7077";
const OTHER: &str = "[2001:db8::23]:7077";

fn at(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

struct Network {
    pair: Pair,
    start: u64,
    /// When each arrives at b, in the order of sending.
    under_way: Vec<(u64, Datagram)>,
    sent: u32,
    /// When a sent each inner packet, and where to.
    left: Vec<(u64, SocketAddr)>,
    /// Numbers of the packets that b's TUN got.
    arrived: Vec<u32>,
}

impl Network {
    fn new() -> Network {
        let pair = Pair::joined(Suite::Aegis256);
        Network {
            start: pair.now,
            pair,
            under_way: vec![],
            sent: 0,
            left: vec![],
            arrived: vec![],
        }
    }

    /// 40 ms by the path before, 10 ms by the others.
    fn delay(&self, to: SocketAddr) -> u64 {
        if to == self.pair.b.out.address {
            40 * MS
        } else {
            10 * MS
        }
    }

    fn plan(&self, to: &str) {
        let engine = &self.pair.a.engine;
        engine.plan_path(2, at(to).into(), HOLD).unwrap();
    }

    fn elapsed(&self) -> u64 {
        self.pair.now - self.start
    }

    fn path(&self) -> Option<Path> {
        self.pair.a.engine.peer_stats()[0].path
    }

    fn send(&mut self) {
        let packet = udp(1, 2, &self.sent.to_be_bytes());
        self.sent += 1;
        self.pair
            .a
            .tun(self.pair.now, VnetHeader::default(), &packet);
    }

    /// Lets time pass while a sends a packet each `interval`.
    fn run(&mut self, time: u64, interval: u64) {
        let (start, end) = (self.pair.now, self.pair.now + time);
        while self.pair.now < end {
            self.turn();
            if (self.pair.now - start).is_multiple_of(interval) {
                self.send();
                self.take_sent();
            }
            self.pair.now += STEP;
        }
    }

    /// Lets everything arrive.
    fn settle(&mut self) {
        for _ in 0..200 * MS / STEP {
            self.turn();
            self.pair.now += STEP;
        }
    }

    fn turn(&mut self) {
        let Pair { a, b, now } = &mut self.pair;
        a.run(*now);
        if a.worker.poll_timeout().is_some_and(|at| at <= *now) {
            a.tick(*now);
        }
        let due = *now;
        let mut arriving: Vec<(u64, Datagram)> = self
            .under_way
            .extract_if(.., |(at, _)| *at <= due)
            .collect();
        arriving.sort_by_key(|(at, _)| *at);
        for (_, datagram) in arriving {
            b.receive(*now, datagram.from, &datagram.bytes);
        }
        // What b has to say is there at once.
        for datagram in b.take_sent() {
            a.receive(*now, datagram.from, &datagram.bytes);
        }
        let packets = b.take_packets();
        let number = |packet: &Vec<u8>| packet.last_chunk().map(|last| u32::from_be_bytes(*last));
        self.arrived.extend(packets.iter().filter_map(number));
        self.take_sent();
    }

    fn take_sent(&mut self) {
        for datagram in self.pair.a.take_sent() {
            // A header of 16, an IP packet of 32 and a tag of 32; control frames are shorter.
            if datagram.bytes.len() >= 80 {
                self.left.push((self.elapsed(), datagram.to));
            }
            let arrival = self.pair.now + self.delay(datagram.to);
            self.under_way.push((arrival, datagram));
        }
    }

    /// Everything arrived, in order.
    fn assert_in_order(&mut self) {
        self.settle();
        let all: Vec<u32> = (0..self.sent).collect();
        assert_eq!(self.arrived, all);
        assert_eq!(self.pair.a.drops(), []);
        assert_eq!(self.pair.b.drops(), []);
    }

    fn switches(&self) -> [u64; 2] {
        [Counter::PathSwitches, Counter::PathSwitchesEarly].map(|which| self.pair.a.count(which))
    }
}

#[test]
fn a_change_at_once_lets_packets_overtake_others() {
    let mut network = Network::new();
    network.run(50 * MS, MS);
    let path = Some(at(FAST).into());
    network.pair.a.engine.set_path(2, path).unwrap();
    network.run(50 * MS, MS);
    network.settle();
    let (mut sorted, arrived) = (network.arrived.clone(), network.arrived);
    sorted.sort();
    assert_eq!(sorted, (0..network.sent).collect::<Vec<u32>>());
    assert_ne!(sorted, arrived, "or the network of these tests is no test");
}

#[test]
fn a_planned_change_keeps_the_order_at_any_rate() {
    for interval in [STEP, MS, 7 * MS, 29 * MS, 30 * MS, 31 * MS, 150 * MS] {
        let mut network = Network::new();
        network.run(301 * MS, interval);
        network.plan(FAST);
        network.run(600 * MS, interval);
        assert_eq!(network.path(), Some(at(FAST).into()), "each {interval} ns");
        network.assert_in_order();
        assert_eq!(network.switches(), [1, 0]);
        let last = network.left.last().unwrap();
        assert_eq!(last.1, at(FAST));
    }
}

#[test]
fn in_a_pause_nothing_is_held() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    network.plan(FAST);
    // The last packet left at 9 ms: the pause is complete at 39 ms.
    network.run(28 * MS, 50 * MS);
    assert_eq!(network.left.len(), 11);
    assert_eq!(network.path(), Some(network.pair.b.out.address.into()));
    network.run(50 * MS, 100 * MS);
    assert_eq!(
        network.left.last(),
        Some(&(38 * MS, network.pair.b.out.address))
    );
    assert_eq!(network.path(), Some(at(FAST).into()));
    network.assert_in_order();
}

#[test]
fn a_pause_is_noticed_without_a_packet() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    network.plan(FAST);
    network.turn();
    assert_eq!(
        network
            .pair
            .a
            .worker
            .poll_timeout()
            .map(|at| at - network.start),
        Some(39 * MS)
    );
    network.pair.now = network.start + 39 * MS;
    network.turn();
    assert_eq!(network.path(), Some(at(FAST).into()));
    network.pair.a.tick(network.start + 50 * MS);
    assert_eq!(network.pair.a.worker.poll_timeout(), None);
}

#[test]
fn without_a_pause_packets_are_held_after_200_ms_and_leave_in_order() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    network.plan(FAST);
    network.run(400 * MS, MS);
    let slow = network.pair.b.out.address;
    let moved = network.left.iter().position(|(_, to)| *to != slow).unwrap();
    let (before, after) = network.left.split_at(moved);
    // The first packet after the plan left at 10 ms.
    let last = 10 * MS + PATIENCE - MS;
    assert_eq!(before.last().unwrap().0, last);
    let released = after.iter().filter(|(at, _)| *at == last + HOLD).count();
    assert_eq!(released, 29 + 1, "those of 210 ms to 239 ms");
    assert!(
        after
            .iter()
            .all(|(at, to)| *at >= last + HOLD && *to != slow)
    );
    network.assert_in_order();
}

#[test]
fn what_is_faster_by_more_than_50_ms_is_held_for_50_ms() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    let engine = &network.pair.a.engine;
    engine.plan_path(2, at(FAST).into(), 3_000 * MS).unwrap();
    network.run(400 * MS, MS);
    let moved = network.left.iter().find(|(_, to)| *to == at(FAST));
    assert_eq!(moved.unwrap().0, 10 * MS + PATIENCE - MS + 50 * MS);
}

#[test]
fn a_plan_made_twice_is_not_delayed_by_that() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    for _ in 0..5 {
        network.plan(FAST);
        network.run(50 * MS, MS);
    }
    network.run(10 * MS, MS);
    assert_eq!(network.path(), Some(at(FAST).into()));
    network.assert_in_order();
}

#[test]
fn another_plan_takes_the_place_of_one_in_any_stage() {
    for stage in [0, 5 * MS, 100 * MS, 205 * MS, 228 * MS] {
        let mut network = Network::new();
        network.run(10 * MS, MS);
        network.plan(FAST);
        network.run(stage, MS);
        network.plan(OTHER);
        network.run(600 * MS, MS);
        assert_eq!(network.path(), Some(at(OTHER).into()));
        network.assert_in_order();
        assert!(network.left.iter().all(|(_, to)| *to != at(FAST)));
        assert_eq!(network.switches(), [1, 0]);
    }
}

#[test]
fn a_change_at_once_ends_a_plan_and_sends_what_was_held() {
    for stage in [0, 100 * MS, 205 * MS, 228 * MS] {
        let mut network = Network::new();
        network.run(10 * MS, MS);
        network.plan(FAST);
        network.run(stage, MS);
        let back = network.pair.b.out.address;
        let engine = &network.pair.a.engine;
        engine.set_path(2, Some(back.into())).unwrap();
        network.run(600 * MS, MS);
        assert_eq!(network.path(), Some(back.into()));
        assert!(network.left.iter().all(|(_, to)| *to == back));
        network.assert_in_order();
    }
}

#[test]
fn a_plan_for_the_path_in_use_ends_one_for_another() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    network.plan(FAST);
    network.run(215 * MS, MS);
    let back = network.pair.b.out.address.to_string();
    network.plan(&back);
    network.run(300 * MS, MS);
    assert!(network.left.iter().all(|(_, to)| *to == at(&back)));
    network.assert_in_order();
}

/// Installs the next session at both ends, as opened by a along a path.
fn rekey(network: &mut Network, path: SocketAddr) {
    let (at_a, at_b) = (index(1, 2), index(2, 2));
    let Pair { a, b, .. } = &network.pair;
    let from = a.out.address;
    let answered = session(at_b, at_a, 1, Suite::Aegis256, false, from);
    b.engine.install_session(&answered).unwrap();
    let opened = session(at_a, at_b, 2, Suite::Aegis256, true, path);
    a.engine.install_session(&opened).unwrap();
}

#[test]
fn a_session_along_the_new_path_leaves_the_plan_as_it_is() {
    for stage in [5 * MS, 100 * MS, 205 * MS] {
        let mut network = Network::new();
        network.run(10 * MS, MS);
        network.plan(FAST);
        network.run(stage, MS);
        let path = network.path();
        rekey(&mut network, at(FAST));
        network.turn();
        assert_eq!(network.path(), path);
        network.run(600 * MS, MS);
        network.assert_in_order();
        assert_eq!(network.switches(), [1, 0]);
        assert_eq!(
            network.pair.a.engine.peer_stats()[0].index,
            Some(index(1, 2))
        );
    }
}

#[test]
fn a_session_along_the_path_in_use_ends_the_plan_and_loses_nothing() {
    for stage in [5 * MS, 100 * MS, 205 * MS] {
        let mut network = Network::new();
        network.run(10 * MS, MS);
        network.plan(FAST);
        network.run(stage, MS);
        let path = network.pair.b.out.address;
        rekey(&mut network, path);
        network.run(600 * MS, MS);
        assert_eq!(network.path(), Some(path.into()));
        network.assert_in_order();
        assert_eq!(network.switches(), [0, 0]);
    }
}

#[test]
fn what_is_held_when_the_session_ends_waits_for_the_next_one_in_order() {
    // The session ends before packets are held, meanwhile; the next comes while they are, and after.
    for end in [150 * MS, 205 * MS, 225 * MS] {
        for without in [5 * MS, 35 * MS] {
            for path in [FAST, "[2001:db8::2]:7077"] {
                let mut network = Network::new();
                network.run(10 * MS, MS);
                network.plan(FAST);
                network.run(end, MS);
                let engine = &network.pair.a.engine;
                engine.retire_session(index(1, 1)).unwrap();
                network.run(without, MS);
                assert_eq!(network.pair.a.drops(), []);
                rekey(&mut network, at(path));
                network.run(400 * MS, MS);
                network.assert_in_order();
            }
        }
    }
}

#[test]
fn beyond_16_mib_the_change_is_made_early_and_nothing_is_lost() {
    let mut network = Network::new();
    let packet = Packet::new(Kind::Tcp4, vec![0x55; 62_000]);
    let (vnet, bytes) = (packet.gso(1300), packet.partial());
    network.send();
    network.plan(FAST);
    network.turn();
    let Pair { a, b, now } = &mut network.pair;
    let mut frames = 0;
    // A packet each millisecond keeps the pause away; then a burst within one.
    for _ in 0..200 {
        a.tun(*now, vnet, &bytes);
        frames += 1;
        *now += MS;
    }
    let slow = b.out.address;
    let before = a.take_sent();
    assert!(before.iter().all(|datagram| datagram.to == slow));
    for _ in 0..400 {
        a.tun(*now, vnet, &bytes);
        frames += 1;
    }
    assert_eq!(a.count(Counter::PathSwitchesEarly), 1);
    while a.worker.poll_timeout().is_some_and(|at| at <= *now) {
        a.tick(*now);
    }
    let after = a.take_sent();
    assert!(after.iter().all(|datagram| datagram.to == at(FAST)));
    for datagram in before.iter().chain(&after) {
        b.receive(*now, datagram.from, &datagram.bytes);
    }
    let packets = 62_000u64.div_ceil(1300);
    assert_eq!(b.count(Counter::InboundPackets), frames * packets);
    assert_eq!(a.drops(), []);
    assert_eq!(network.switches(), [1, 1]);
}

/// Commands and the worker are two threads.
#[test]
fn packets_leave_in_order_however_plans_and_worker_interleave() {
    let Pair {
        mut a,
        mut b,
        mut now,
    } = Pair::joined(Suite::Aegis256);
    let back = b.out.address;
    let (engine, done) = (Arc::clone(&a.engine), AtomicBool::new(false));
    let mut sent = vec![];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0u64;
            while !done.load(Relaxed) {
                round += 1;
                let to = [at(FAST), at(OTHER), back][(round % 3) as usize];
                if round.is_multiple_of(7) {
                    engine.set_path(2, Some(to.into())).unwrap();
                } else {
                    // Not if the worker has yet to take in the plans before.
                    drop(engine.plan_path(2, to.into(), HOLD));
                }
                std::thread::yield_now();
            }
        });
        for number in 0..30_000u32 {
            // Now and then a pause.
            now += if number.is_multiple_of(1_000) {
                HOLD
            } else {
                MS
            };
            a.run(now);
            if a.worker.poll_timeout().is_some_and(|at| at <= now) {
                a.tick(now);
            }
            a.tun(
                now,
                VnetHeader::default(),
                &udp(1, 2, &number.to_be_bytes()),
            );
            sent.extend(a.take_sent());
        }
        done.store(true, Relaxed);
    });
    a.run(now);
    a.tick(now + HOLD);
    sent.extend(a.take_sent());
    for datagram in sent {
        b.receive(now, datagram.from, &datagram.bytes);
    }
    let packets = b.take_packets();
    let arrived = packets
        .iter()
        .map(|packet| u32::from_be_bytes(*packet.last_chunk().unwrap()));
    assert!(arrived.eq(0..30_000));
    assert!(a.count(Counter::PathSwitches) > 0);
    assert_eq!(a.drops(), []);
}

#[test]
fn what_is_held_for_a_peer_goes_with_it() {
    let mut network = Network::new();
    network.run(10 * MS, MS);
    network.plan(FAST);
    network.run(206 * MS, MS);
    network.pair.a.engine.remove_peer(2);
    network.settle();
    assert_eq!(network.pair.a.drops(), [("no_route", 6)]);
    assert_eq!(network.pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_manager_that_is_removed_takes_the_paths_by_it_along() {
    let mut network = Network::new();
    let relayed = Path::Relayed {
        manager: 9,
        handle: 5,
    };
    let engine = Arc::clone(&network.pair.a.engine);
    let know = || {
        engine.set_peer(SetPeer {
            peer: 9,
            sources: vec![],
            manager: true,
        });
    };
    // Planned: the path stays as it is.
    know();
    network.run(10 * MS, MS);
    engine.plan_path(2, relayed, HOLD).unwrap();
    network.run(205 * MS, MS);
    engine.remove_peer(9);
    network.run(300 * MS, MS);
    assert_eq!(network.path(), Some(network.pair.b.out.address.into()));
    network.assert_in_order();
    // In use: what was planned is done.
    know();
    engine.set_path(2, Some(relayed)).unwrap();
    network
        .pair
        .a
        .engine
        .plan_path(2, at(FAST).into(), HOLD)
        .unwrap();
    engine.remove_peer(9);
    assert_eq!(network.path(), Some(at(FAST).into()));
}

#[test]
fn an_unknown_peer_or_manager_is_refused() {
    let network = Network::new();
    let engine = &network.pair.a.engine;
    assert!(engine.plan_path(7, at(FAST).into(), HOLD).is_err());
    let relayed = "via:9:00000001".parse().unwrap();
    assert!(engine.plan_path(2, relayed, HOLD).is_err());
    assert_eq!(network.pair.a.events(0), [] as [Seen; 0]);
}

#[test]
fn data_is_told_apart_from_control_frames() {
    let mut pair = Pair::new();
    pair.join(Suite::Aegis256, 1);
    let data = |pair: &Pair| [&pair.a, &pair.b].map(|side| side.engine.peer_stats()[0].last_data);
    assert_eq!(data(&pair), [None, None]);
    pair.now += MS;
    let datagram = pair.datagram(b"data");
    assert_eq!(data(&pair), [Some(pair.now), None]);
    pair.now += MS;
    pair.at_b(&datagram);
    assert_eq!(data(&pair), [Some(pair.now - MS), Some(pair.now)]);
}
