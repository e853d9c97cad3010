//! The life of a session: install, confirm, switch, generations, retirement, and what waits meanwhile.

mod inner_packets;
mod pair;

use festoon_core::engine::{CommandError, Counter, DropReason, EngineOptions, SendControl, Suite};
use festoon_core::inner::vnet::VnetHeader;
use pair::events::Seen;
use pair::forger::Forger;
use pair::{MS, Pair, SECOND, index, session, udp};
use std::sync::{Arc, Barrier};

fn payloads(packets: Vec<Vec<u8>>) -> Vec<u8> {
    packets
        .iter()
        .map(|packet| *packet.last().unwrap())
        .collect()
}

#[test]
fn a_responder_says_nothing_before_the_first_valid_packet() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    pair.b
        .tun(pair.now, VnetHeader::default(), &udp(2, 1, &[1]));
    let early = SendControl {
        index: index(2, 1),
        kind: 5,
        flags: 0,
        body: vec![],
        path: None,
    };
    pair.b.engine.send_control(early).unwrap();
    pair.b.run(pair.now);
    assert_eq!(pair.b.take_sent(), []);
    assert_eq!(
        pair.b.events(pair.now),
        [Seen::SessionNeeded {
            peer: 1,
            waiting: 1
        }]
    );
    assert_eq!(pair.b.dropped(DropReason::SessionUnusable), 1);
}

#[test]
fn the_confirm_switches_the_responder_which_answers_at_once() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    let confirm = pair.a.take_sent();
    assert_eq!(confirm.len(), 1);
    pair.at_b(&confirm[0]);
    let (a, b) = (pair.a.out.address, pair.b.out.address);
    assert_eq!(
        pair.b.events(pair.now),
        [Seen::SessionConfirmed {
            index: index(2, 1),
            peer: 1,
            source: a.into()
        }]
    );
    let answer = pair.b.take_sent();
    assert_eq!(answer.len(), 1, "one answer, not two");
    assert_eq!(answer[0].to, a);
    assert_eq!(pair.a.events(pair.now), []);
    pair.a.receive(pair.now, b, &answer[0].bytes);
    assert_eq!(
        pair.a.events(pair.now),
        [Seen::SessionLive {
            index: index(1, 1),
            peer: 2
        }]
    );
    assert_eq!(pair.a.take_sent(), []);
}

#[test]
fn a_data_packet_confirms_as_well() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    pair.a.take_sent();
    let datagram = pair.datagram(b"first");
    pair.at_b(&datagram);
    assert_eq!(pair.b.take_packets().len(), 1);
    assert_eq!(pair.b.take_sent().len(), 1, "the answer");
    assert!(matches!(
        pair.b.events(pair.now)[..],
        [Seen::SessionConfirmed { .. }]
    ));
}

#[test]
fn a_forged_packet_confirms_nothing() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    let mut confirm = pair.a.take_sent().pop().unwrap();
    *confirm.bytes.last_mut().unwrap() ^= 1;
    pair.at_b(&confirm);
    assert_eq!(pair.b.events(pair.now), []);
    assert_eq!(pair.b.take_sent(), []);
    assert_eq!(pair.b.engine.peer_stats()[0].path, None);
}

#[test]
fn the_confirm_is_repeated_at_50_100_200_and_400_ms_and_then_no_more() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    let start = pair.now;
    let mut times = vec![];
    pair.a.take_sent();
    while let Some(at) = pair.a.worker.poll_timeout() {
        pair.a.tick(at - 1);
        assert_eq!(pair.a.take_sent(), []);
        pair.a.tick(at);
        assert_eq!(pair.a.take_sent().len(), 1);
        times.push((at - start) / MS);
    }
    assert_eq!(times, [50, 100, 200, 400]);
}

#[test]
fn an_answer_ends_the_repeats() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    pair.carry();
    pair.a.tick(pair.now + 50 * MS);
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_lost_confirm_is_made_good_by_its_repeat() {
    let mut pair = Pair::new();
    pair.install(Suite::Aegis256, 1);
    pair.a.take_sent();
    pair.now += 50 * MS;
    pair.a.tick(pair.now);
    pair.carry();
    assert!(matches!(
        pair.b.events(pair.now)[..],
        [Seen::SessionConfirmed { .. }]
    ));
    assert!(matches!(
        pair.a.events(pair.now)[..],
        [Seen::SessionLive { .. }]
    ));
}

#[test]
fn packets_wait_for_the_session_in_order_on_both_sides() {
    let mut pair = Pair::new();
    for i in 0..10 {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 2, &[i]));
        pair.b
            .tun(pair.now, VnetHeader::default(), &udp(2, 1, &[i]));
    }
    assert_eq!(pair.a.take_sent(), []);
    pair.install(Suite::Aegis256, 1);
    pair.carry();
    assert_eq!(
        payloads(pair.b.take_packets()),
        (0..10).collect::<Vec<u8>>()
    );
    assert_eq!(
        payloads(pair.a.take_packets()),
        (0..10).collect::<Vec<u8>>()
    );
}

/// Commands and the worker are two threads: wherever the worker is when a session is installed, it sends what waited.
#[test]
fn what_is_read_before_the_worker_begins_a_session_goes_behind_what_waits() {
    let mut pair = Pair::new();
    let send = |pair: &mut Pair, number: u8| {
        let packet = udp(1, 2, &[number]);
        pair.a.tun(pair.now, VnetHeader::default(), &packet);
    };
    send(&mut pair, 0);
    send(&mut pair, 1);
    let (at_a, at_b) = (index(1, 1), index(2, 1));
    let (a, b) = (pair.a.out.address, pair.b.out.address);
    let answered = session(at_b, at_a, 1, Suite::Aegis256, false, a);
    pair.b.engine.install_session(&answered).unwrap();
    let opened = session(at_a, at_b, 2, Suite::Aegis256, true, b);
    pair.a.engine.install_session(&opened).unwrap();
    send(&mut pair, 2);
    assert_eq!(pair.a.take_sent(), [], "it waits, too");
    pair.a.run(pair.now);
    send(&mut pair, 3);
    pair.carry();
    assert_eq!(payloads(pair.b.take_packets()), [0, 1, 2, 3]);
}

#[test]
fn what_waits_is_sent_however_install_and_worker_interleave() {
    let Pair { mut a, b, now } = Pair::new();
    for generation in 1..=1_500u16 {
        a.tun(now, VnetHeader::default(), &udp(1, 2, &[1]));
        assert_eq!(a.take_sent(), []);
        let (at_a, at_b, to) = (index(1, generation), index(2, generation), b.out.address);
        let begun = session(at_a, at_b, 2, Suite::Aegis256, true, to);
        let (engine, start) = (Arc::clone(&a.engine), Barrier::new(2));
        std::thread::scope(|scope| {
            let installed = scope.spawn(|| {
                start.wait();
                engine.install_session(&begun)
            });
            start.wait();
            while a.out.sent.is_empty() && !installed.is_finished() {
                a.worker.handle_outbox(now, &mut a.out);
                a.worker.flush(&mut a.out);
            }
            installed.join().unwrap().unwrap();
        });
        a.run(now);
        let sent = a.take_sent().len();
        assert_eq!(sent, 2, "confirm and packet, in session {generation}");
        a.engine.retire_session(at_a).unwrap();
        a.tick(now + 50 * MS);
    }
}

#[test]
fn of_a_peers_waiting_packets_the_newest_64_are_kept() {
    let mut pair = Pair::new();
    for i in 0..70 {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 2, &[i]));
    }
    assert_eq!(pair.a.dropped(DropReason::WaitingOverflow), 6);
    pair.join(Suite::Aegis256, 1);
    assert_eq!(
        payloads(pair.b.take_packets()),
        (6..70).collect::<Vec<u8>>()
    );
}

#[test]
fn at_most_4096_packets_wait_in_all() {
    let mut pair = Pair::new();
    for peer in 3..=80 {
        pair.a.know(peer);
        for _ in 0..64 {
            pair.a
                .tun(pair.now, VnetHeader::default(), &udp(1, peer, &[0]));
        }
    }
    assert_eq!(pair.a.dropped(DropReason::WaitingOverflow), 78 * 64 - 4096);
}

#[test]
fn a_packet_waits_three_seconds() {
    let mut pair = Pair::new();
    let start = pair.now;
    pair.a.tun(start, VnetHeader::default(), &udp(1, 2, &[1]));
    pair.a
        .tun(start + SECOND, VnetHeader::default(), &udp(1, 2, &[2]));
    assert_eq!(pair.a.worker.poll_timeout(), Some(start + 3 * SECOND));
    pair.a.tick(start + 3 * SECOND - 1);
    assert_eq!(pair.a.dropped(DropReason::WaitingExpired), 0);
    pair.a.tick(start + 3 * SECOND);
    assert_eq!(pair.a.dropped(DropReason::WaitingExpired), 1);
    assert_eq!(pair.a.worker.poll_timeout(), Some(start + 4 * SECOND));
    pair.join(Suite::Aegis256, 1);
    assert_eq!(payloads(pair.b.take_packets()), [2]);
    pair.a.tick(pair.now + 50 * MS);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_session_is_asked_for_once_a_second() {
    let mut pair = Pair::new();
    let mut asked = vec![];
    for i in 0..25 {
        pair.a.tun(
            pair.now + i * 100 * MS,
            VnetHeader::default(),
            &udp(1, 2, &[1]),
        );
        asked.extend(pair.a.events(pair.now));
    }
    let needed = |waiting| Seen::SessionNeeded { peer: 2, waiting };
    assert_eq!(asked, [needed(1), needed(11), needed(21)]);
}

#[test]
fn generations_change_without_losing_a_packet() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let mut held = vec![];
    let mut expected = vec![];
    for generation in 2..=9u16 {
        let suite = Suite::ALL[usize::from(generation) % 3];
        for step in 0..12u8 {
            let tag = generation as u8 * 16 + step;
            held.push(pair.datagram(&[tag]));
            expected.push(tag);
            if step == 4 {
                let (at_a, at_b) = (index(1, generation), index(2, generation));
                let (a, b) = (pair.a.out.address, pair.b.out.address);
                pair.b
                    .engine
                    .install_session(&session(at_b, at_a, 1, suite, false, a))
                    .unwrap();
                pair.a
                    .engine
                    .install_session(&session(at_a, at_b, 2, suite, true, b))
                    .unwrap();
                pair.a.run(pair.now);
                held.extend(pair.a.take_sent());
            }
            if step == 9 {
                // What was on the way under the old keys arrives after the switch.
                for datagram in held.drain(..).rev() {
                    pair.b.receive(pair.now, datagram.from, &datagram.bytes);
                }
                pair.carry();
            }
        }
        for datagram in held.drain(..) {
            pair.b.receive(pair.now, datagram.from, &datagram.bytes);
        }
        pair.a
            .engine
            .retire_session(index(1, generation - 1))
            .unwrap();
        pair.b
            .engine
            .retire_session(index(2, generation - 1))
            .unwrap();
    }
    let mut got = payloads(pair.b.take_packets());
    got.sort();
    expected.sort();
    assert_eq!(got, expected);
    assert_eq!(pair.b.drops(), []);
    assert_eq!(pair.b.engine.counters().sessions, 1);
}

#[test]
fn a_retired_session_neither_opens_nor_sends() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let late = pair.datagram(b"late");
    pair.b.engine.retire_session(index(2, 1)).unwrap();
    pair.at_b(&late);
    assert_eq!(pair.b.dropped(DropReason::UnknownSession), 1);
    pair.a.engine.retire_session(index(1, 1)).unwrap();
    pair.a
        .tun(pair.now, VnetHeader::default(), &udp(1, 2, &[1]));
    assert_eq!(pair.a.take_sent(), []);
    assert!(matches!(
        pair.a.events(pair.now)[..],
        [Seen::SessionNeeded { .. }]
    ));
    let gone = pair.a.engine.retire_session(index(1, 1));
    assert_eq!(
        gone,
        Err(CommandError::UnknownSession { index: index(1, 1) })
    );
}

#[test]
fn retiring_the_older_session_leaves_the_newer_sending() {
    let mut pair = Pair::joined(Suite::Aegis256);
    pair.join(Suite::Aegis256, 2);
    pair.a.engine.retire_session(index(1, 1)).unwrap();
    pair.b.engine.retire_session(index(2, 1)).unwrap();
    let datagram = pair.datagram(b"on");
    pair.at_b(&datagram);
    assert_eq!(pair.b.take_packets().len(), 1);
}

#[test]
fn installs_that_cannot_be_are_refused_and_change_nothing() {
    let pair = Pair::joined(Suite::Aegis256);
    let a = &pair.a.engine;
    let endpoint = pair.b.out.address;
    let make = |index, peer, lanes| {
        let mut install = session(index, 1, peer, Suite::Aegis256, true, endpoint);
        install.lanes = lanes;
        a.install_session(&install)
    };
    assert_eq!(
        make(0xffff_0000, 2, 1),
        Err(CommandError::SessionIndex { index: 0xffff_0000 })
    );
    let same_slot = index(1, 1) ^ 0x4000_0000;
    assert_eq!(
        make(same_slot, 2, 1),
        Err(CommandError::SessionSlotTaken { index: same_slot })
    );
    assert_eq!(
        make(0x0009_0009, 3, 1),
        Err(CommandError::UnknownPeer { peer: 3 })
    );
    assert_eq!(
        make(0x0009_0009, 2, 0),
        Err(CommandError::LaneCount { lanes: 0 })
    );
    assert_eq!(
        make(0x0009_0009, 2, 9),
        Err(CommandError::LaneCount { lanes: 9 })
    );
    assert_eq!(a.counters().sessions, 1);
    assert_eq!(a.peer_stats()[0].index, Some(index(1, 1)));
}

#[test]
fn key_memory_is_bounded_and_comes_back() {
    let options = || EngineOptions {
        sessions: 64,
        ..EngineOptions::default()
    };
    let pair = Pair::with(options, options);
    let install = |slot: u32| {
        let wanted = session(slot, 1, 2, Suite::Aes256Gcm, false, pair.b.out.address);
        pair.a.engine.install_session(&wanted)
    };
    for slot in 1..=64 {
        install(slot).unwrap();
    }
    assert_eq!(install(65), Err(CommandError::SessionsFull));
    pair.a.engine.retire_session(7).unwrap();
    install(65).unwrap();
    assert_eq!(pair.a.engine.counters().sessions, 64);
}

#[test]
fn a_removed_peer_takes_its_sessions_routes_and_packets_along() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let late = pair.datagram(b"late");
    pair.b.engine.remove_peer(1);
    pair.at_b(&late);
    assert_eq!(pair.b.dropped(DropReason::UnknownSession), 1);
    pair.b
        .tun(pair.now, VnetHeader::default(), &udp(2, 1, b"back"));
    assert_eq!(pair.b.dropped(DropReason::NoRoute), 1);
    assert_eq!(pair.b.engine.counters().sessions, 0);
    assert_eq!(pair.b.engine.counters().window_bytes, 0);
    assert!(pair.b.engine.set_path(1, None).is_err());

    pair.a.engine.retire_session(index(1, 1)).unwrap();
    pair.a
        .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"waits"));
    pair.a.engine.remove_peer(2);
    pair.a.tick(pair.now + 50 * MS);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_lanes_window_takes_memory_at_its_first_authenticated_packet() {
    let mut pair = Pair::new();
    let mut forger = Forger::with_lanes(&mut pair, Suite::Aegis256, 3);
    assert_eq!(pair.b.engine.counters().window_bytes, 64);
    forger.lane = 2;
    let mut forged = forger.seal(&udp(1, 2, b"lane"));
    forged[20] ^= 1;
    pair.b.receive(pair.now, pair.a.out.address, &forged);
    assert_eq!(pair.b.engine.counters().window_bytes, 64);
    let sealed = forger.seal(&udp(1, 2, b"lane"));
    pair.b.receive(pair.now, pair.a.out.address, &sealed);
    assert_eq!(pair.b.engine.counters().window_bytes, 128);
    assert_eq!(pair.b.take_packets().len(), 1);
    forger.lane = 3;
    let beyond = forger.seal(&udp(1, 2, b"lane"));
    pair.b.receive(pair.now, pair.a.out.address, &beyond);
    assert_eq!(pair.b.dropped(DropReason::LaneOutOfRange), 1);
}

#[test]
fn lanes_have_sequences_of_their_own() {
    let mut pair = Pair::new();
    let mut forger = Forger::with_lanes(&mut pair, Suite::ChaCha20Poly1305, 8);
    for lane in 0..8 {
        (forger.lane, forger.sequence) = (lane, 5);
        let sealed = forger.seal(&udp(1, 2, &[lane]));
        pair.b.receive(pair.now, pair.a.out.address, &sealed);
    }
    assert_eq!(payloads(pair.b.take_packets()), (0..8).collect::<Vec<u8>>());
}

#[test]
fn a_packet_behind_the_window_makes_it_grow_for_the_next() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let source = pair.a.out.address;
    let mut at = |pair: &mut Pair, sequence| {
        forger.sequence = sequence;
        let sealed = forger.seal(&udp(1, 2, b"window"));
        pair.b.receive(pair.now, source, &sealed);
        pair.b.take_packets().len()
    };
    assert_eq!(at(&mut pair, 5_000), 1);
    assert_eq!(at(&mut pair, 4_400), 0);
    assert_eq!(pair.b.count(Counter::WindowGrowths), 1);
    assert_eq!(pair.b.dropped(DropReason::BehindWindow), 1);
    assert_eq!(at(&mut pair, 6_000), 1);
    assert_eq!(at(&mut pair, 5_200), 1);
    assert_eq!(at(&mut pair, 5_200), 0);
}

#[test]
fn windows_stop_growing_at_the_budget() {
    let tight = || EngineOptions {
        window_budget: 128,
        ..EngineOptions::default()
    };
    let mut pair = Pair::with(EngineOptions::default, tight);
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    for sequence in [100_000, 99_000, 98_000, 97_000] {
        forger.sequence = sequence;
        let sealed = forger.seal(&udp(1, 2, b"window"));
        pair.b.receive(pair.now, pair.a.out.address, &sealed);
    }
    assert_eq!(pair.b.count(Counter::WindowGrowths), 1);
    assert_eq!(pair.b.count(Counter::WindowGrowthsRefused), 2);
    assert_eq!(pair.b.engine.counters().window_bytes, 128);
}

#[test]
#[should_panic(expected = "lane 0 has a worker")]
fn two_workers_never_share_a_lane() {
    let pair = Pair::new();
    festoon_core::engine::Worker::new(std::sync::Arc::clone(&pair.a.engine), 0);
}

#[test]
fn a_lane_is_free_again_when_its_worker_is_gone_and_goes_on_counting() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let before = pair.datagram(b"before");
    let engine = std::sync::Arc::clone(&pair.a.engine);
    let other = Pair::new();
    let old = std::mem::replace(&mut pair.a.worker, other.a.worker);
    drop(old);
    pair.a.worker = festoon_core::engine::Worker::new(engine, 0);
    let after = pair.datagram(b"after");
    assert_eq!(before.bytes[8..16], 1u64.to_le_bytes());
    assert_eq!(after.bytes[8..16], 2u64.to_le_bytes());
}
