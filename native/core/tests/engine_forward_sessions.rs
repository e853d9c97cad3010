//! A manager passes datagrams on: counters, windows and keys of the sessions that they come and go by.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    AddRelay, Counter, DropReason, EngineOptions, Limits, SendControl, Worker,
};
use pair::events::Seen;
use pair::hub::*;
use pair::link::Link;
use std::sync::{Arc, Barrier};

#[test]
fn a_million_replays_are_passed_on_never() {
    let mut hub = Hub::new();
    let train: Vec<u8> = (0..64)
        .flat_map(|_| hub.a.wrap(A_TO_B, false, &payload(40)))
        .collect();
    assert_eq!(hub.receive_train(A, &train, 72).len(), 64);
    for _ in 0..1_000_000 / 64 {
        assert_eq!(hub.receive_train(A, &train, 72), []);
    }
    assert_eq!(hub.m.count(Counter::RelayedDatagrams), 64);
    assert_eq!(hub.m.dropped(DropReason::Replayed), 1_000_000);
    assert_eq!(hub.m.drops().len(), 1);
}

#[test]
fn a_replay_from_elsewhere_or_as_another_session_is_none_the_better() {
    let mut hub = Hub::new();
    let good = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.passes(A, &good);
    hub.refuses(B, &good, DropReason::Replayed);
    // Under the index that the manager chose for its session with C.
    let mut other = good;
    let index = hub.c.wrap(C_TO_A, false, &[0]);
    other[4..8].copy_from_slice(&index[4..8]);
    hub.refuses(C, &other, DropReason::RelayTagInvalid);
}

#[test]
fn each_of_many_handles_leads_where_it_should() {
    let mut hub = Hub::new();
    let handle = |i: u32| i.wrapping_mul(0x9e37_79b9) | 1;
    let add = |i| AddRelay {
        handle: handle(i),
        source: 1,
        target: 2 + i % 2,
        next: !handle(i),
        hop: false,
    };
    let all: Vec<AddRelay> = (0..20_000).map(add).collect();
    hub.m.engine.update_relay(&all, &[]).unwrap();
    let gone: Vec<u32> = (0..20_000).filter(|i| i % 3 == 0).map(handle).collect();
    hub.m.engine.update_relay(&[], &gone).unwrap();
    for i in 0..20_000 {
        let wrapped = hub.a.wrap(handle(i), false, &payload(4));
        let sent = hub.receive(A, &wrapped);
        if i % 3 == 0 {
            assert_eq!(sent, [], "{i}");
        } else {
            let to = if i % 2 == 0 { &hub.b } else { &hub.c };
            assert_eq!(to.unwrap(&sent[0].bytes).0.handle, !handle(i), "{i}");
        }
    }
}

#[test]
fn own_packets_in_a_train_are_taken_beside_those_passed_on() {
    let mut hub = Hub::new();
    let wrapped = [
        hub.a.wrap(A_TO_B, false, &payload(100)),
        hub.a.seal(&[5, 1, 0, 0]),
        hub.a.wrap(A_TO_B, false, &payload(100)),
    ];
    let segment = wrapped[0].len();
    let padded = [&wrapped[0][..], &wrapped[2], &wrapped[1]].concat();
    let sent = hub.receive_train(A, &padded, segment);
    assert_eq!(hub.m.out.trains, [2, 1]);
    assert_eq!(
        sent.iter()
            .filter(|datagram| datagram.to == hub.b.address)
            .count(),
        2
    );
    assert_eq!(hub.m.drops(), []);
}

#[test]
fn an_exhausted_key_of_the_target_ends_it() {
    let limits = Limits {
        sequence_near: 3,
        sequence_stop: 4,
        ..Limits::default()
    };
    let mut hub = Hub::with(EngineOptions {
        limits,
        ..EngineOptions::default()
    });
    hub.m
        .engine
        .send_control(SendControl {
            index: hub.m.engine.peer_stats()[1].index.unwrap(),
            kind: 5,
            flags: 0,
            body: vec![],
            path: None,
        })
        .unwrap();
    hub.m.run(hub.now);
    hub.m.take_sent();
    for _ in 0..2 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
        hub.passes(A, &wrapped);
    }
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::KeyExhausted);
    let events = hub.m.events(hub.now);
    let limits = events
        .iter()
        .filter(|event| matches!(event, Seen::KeyLimit { peer: 2, .. }));
    assert_eq!(limits.count(), 2, "{events:?}");
}

#[test]
fn a_relay_packet_is_one_packet_to_a_key_however_long_it_is() {
    let limits = Limits {
        gcm_near: 1_000,
        gcm_stop: 1_000,
        ..Limits::default()
    };
    let mut hub = Hub::with(EngineOptions {
        limits,
        ..EngineOptions::default()
    });
    for _ in 0..5 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(60_000));
        hub.passes(A, &wrapped);
    }
    let events = hub.m.events(hub.now);
    let limit = |event: &Seen| matches!(event, Seen::KeyLimit { .. });
    assert!(!events.iter().any(limit), "{events:?}");
}

#[test]
fn a_relay_packet_passes_the_checks_of_a_data_packet() {
    let mut hub = Hub::new();
    for (counter, reason) in [
        (1 << 56, DropReason::LaneOutOfRange),
        (1 << 48, DropReason::SequenceOutOfRange),
    ] {
        hub.a.sequence = counter;
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
        hub.refuses(A, &wrapped, reason);
    }
    for sequence in [50, 600] {
        hub.a.sequence = sequence;
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
        hub.passes(A, &wrapped);
    }
    // Behind the window, which grows by it: the next one from there is taken.
    hub.a.sequence = 51;
    let late = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &late, DropReason::BehindWindow);
    assert_eq!(hub.m.count(Counter::WindowGrowths), 1);
    let strange = hub.a.wrap(A_TO_B, false, &payload(40));
    let unknown = [&strange[..4], &[9, 9, 9, 9], &strange[8..]].concat();
    hub.refuses(A, &unknown, DropReason::UnknownSession);
}

#[test]
fn wrong_tags_wear_a_key_as_failed_opens_do() {
    let limits = Limits {
        chacha_failed_opens: 3,
        ..Limits::default()
    };
    let mut hub = Hub::with(EngineOptions {
        limits,
        ..EngineOptions::default()
    });
    for _ in 0..3 {
        let mut forged = hub.c.wrap(C_TO_A, false, &payload(40));
        forged[31] ^= 1;
        hub.refuses(C, &forged, DropReason::RelayTagInvalid);
    }
    let events = hub.m.events(hub.now);
    assert!(
        matches!(events[..], [Seen::KeyLimit { peer: 3, .. }]),
        "{events:?}"
    );
    let good = hub.c.wrap(C_TO_A, false, &payload(40));
    hub.refuses(C, &good, DropReason::KeyRetired);
}

#[test]
fn a_relay_packet_confirms_a_session_and_one_that_is_forged_does_not() {
    let mut hub = Hub::new();
    hub.a = Link::opened(&mut hub.m, hub.now, A, 2);
    let good = hub.a.wrap(A_TO_B, false, &payload(40));
    let mut forged = good.clone();
    forged[31] ^= 1;
    hub.refuses(A, &forged, DropReason::RelayTagInvalid);
    assert_eq!(hub.m.events(hub.now), []);
    let sent = hub.receive(A, &good);
    let confirmed = Seen::SessionConfirmed {
        index: hub.a.receiver,
        peer: 1,
        source: A.address.parse().unwrap(),
    };
    assert_eq!(hub.m.events(hub.now), [confirmed]);
    let mut to: Vec<_> = sent.iter().map(|datagram| datagram.to).collect();
    to.sort();
    let (a, b) = (hub.a.address, hub.b.address);
    assert_eq!(to, [a, b], "a keepalive, and what was to be passed on");
}

#[test]
fn two_workers_that_get_the_same_packets_pass_each_on_once() {
    let mut hub = Hub::with(EngineOptions {
        lanes: 2,
        ..EngineOptions::default()
    });
    let wrapped: Vec<_> = (0..20_000)
        .map(|_| hub.a.wrap(A_TO_B, false, &payload(40)))
        .collect();
    let mut second = Worker::new(Arc::clone(&hub.m.engine), 1);
    let (now, start) = (hub.now, Barrier::new(2));
    let sent = std::thread::scope(|scope| {
        let passed = [&mut hub.m.worker, &mut second].map(|worker| {
            let (wrapped, start) = (&wrapped, &start);
            scope.spawn(move || {
                let source = A.address.parse().unwrap();
                let mut out = pair::Sink::at(source);
                start.wait();
                for datagram in wrapped {
                    worker.handle_datagrams(now, source, &mut datagram.clone(), 0, &mut out);
                }
                out.sent.len()
            })
        });
        passed.map(|thread| thread.join().unwrap())
    });
    assert_eq!(sent.iter().sum::<usize>(), 20_000);
    // A worker that was held up may find its copy behind the window already.
    let copies = [DropReason::Replayed, DropReason::BehindWindow];
    let copies = copies.map(|reason| hub.m.dropped(reason));
    assert_eq!(copies.iter().sum::<u64>(), 20_000);
}
