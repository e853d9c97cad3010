//! What a manager passes on of what it received in one go: trains, each of one peer, in the order in which it came.

mod inner_packets;
mod pair;

use festoon_core::engine::{AddRelay, Counter, DropReason, Received};
use pair::Datagram;
use pair::hub::*;
use pair::link::{Link, Party};
use std::collections::BTreeMap;

#[test]
fn of_a_train_each_target_gets_one_train_in_the_order_it_came() {
    let mut hub = Hub::new();
    let train = |hub: &mut Hub, handles: &[u32], last: usize| {
        let mut bytes = vec![];
        for (at, handle) in handles.iter().enumerate() {
            let length = if at + 1 == handles.len() { last } else { 100 };
            bytes.extend(hub.a.wrap(*handle, false, &payload(length)));
        }
        let sent = hub.receive_train(A, &bytes, 132);
        (hub.m.out.trains.clone(), sent)
    };
    let (trains, sent) = train(&mut hub, &[A_TO_B; 64], 100);
    assert_eq!(trains, [64]);
    for datagram in &sent {
        assert_eq!(hub.b.unwrap(&datagram.bytes).1, payload(100));
    }
    let (trains, sent) = train(&mut hub, &[A_TO_B; 5], 3);
    assert_eq!(trains, [5]);
    assert_eq!(hub.b.unwrap(&sent[4].bytes).1, payload(3));
    assert_eq!(train(&mut hub, &[A_TO_B], 3).0, [1]);

    let mixed = [A_TO_B, A_TO_B, A_TO_C, A_TO_C, A_TO_C, A_TO_N, A_TO_B];
    let (trains, sent) = train(&mut hub, &mixed, 9);
    assert_eq!(trains, [3, 3, 1]);
    let to: Vec<_> = sent.iter().map(|datagram| datagram.to).collect();
    let (b, c, n) = (hub.b.address, hub.c.address, hub.n.address);
    assert_eq!(to, [b, b, b, c, c, c, n]);
    let to_b = sent[..3]
        .iter()
        .map(|datagram| hub.b.unwrap(&datagram.bytes));
    let to_b: Vec<_> = to_b.map(|(header, got)| (header.counter, got)).collect();
    let next = to_b[0].0;
    assert_eq!(
        to_b,
        [
            (next, payload(100)),
            (next + 1, payload(100)),
            (next + 2, payload(9))
        ]
    );
    // What is refused is left out.
    let (trains, sent) = train(&mut hub, &[A_TO_B, A_TO_B, 99, A_TO_B, 99], 100);
    assert_eq!((trains, sent.len()), (vec![3], 3));
    let (trains, _) = train(&mut hub, &[99, A_TO_C, A_TO_C], 100);
    assert_eq!(trains, [2]);
    assert_eq!(hub.m.dropped(DropReason::RelayNoHandle), 3);
}

#[test]
fn a_run_is_never_longer_than_a_train_may_be() {
    let mut hub = Hub::new();
    let train: Vec<u8> = (0..100)
        .flat_map(|_| hub.a.wrap(A_TO_B, false, &[7]))
        .collect();
    hub.receive_train(A, &train, 33);
    assert_eq!(hub.m.out.trains, [64, 36]);
    let train: Vec<u8> = (0..47)
        .flat_map(|_| hub.a.wrap(A_TO_B, false, &payload(1_368)))
        .collect();
    assert!(train.len() > 65_473);
    hub.receive_train(A, &train, 1_400);
    assert_eq!(hub.m.out.trains, [46, 1]);
}

#[test]
fn what_is_put_together_is_never_longer_than_a_train_may_be() {
    let mut hub = Hub::new();
    let mut trains = |handles: &[u32]| {
        let wrapped = handles
            .iter()
            .map(|handle| hub.a.wrap(*handle, false, &[7]));
        let train: Vec<u8> = wrapped.collect::<Vec<_>>().concat();
        let sent = hub.receive_train(A, &train, 33);
        assert_eq!(sent.len(), handles.len());
        for link in [&hub.b, &hub.c] {
            let to = sent.iter().filter(|datagram| datagram.to == link.address);
            let counters = to.map(|datagram| link.unwrap(&datagram.bytes).0.counter);
            assert!(counters.is_sorted());
        }
        hub.m.out.trains.clone()
    };
    assert_eq!(trains(&[A_TO_B, A_TO_C].repeat(32)), [32, 32]);
    assert_eq!(trains(&[A_TO_B, A_TO_C].repeat(70)), [64, 64, 6, 6]);
    let long = [
        &[A_TO_B; 60][..],
        &[A_TO_C],
        &[A_TO_B; 10],
        &[A_TO_C],
        &[A_TO_B],
    ]
    .concat();
    assert_eq!(trains(&long), [64, 7, 2]);
}

#[test]
fn trains_received_together_leave_together() {
    let mut hub = Hub::new();
    let from_a = |hub: &mut Hub, handles: &[u32]| {
        let wrapped = handles
            .iter()
            .map(|handle| hub.a.wrap(*handle, false, &payload(100)));
        (A, wrapped.collect::<Vec<_>>().concat(), 132)
    };
    let trains = [
        from_a(&mut hub, &[A_TO_B, A_TO_C, A_TO_B]),
        from_a(&mut hub, &[A_TO_C, A_TO_B]),
        // Of another source, to who is known there by another handle.
        (N, hub.n.wrap(N_TO_A, true, &payload(100)), 132),
        (B, hub.b.wrap(B_TO_A, false, &payload(100)), 0),
    ];
    let sent = hub.receive_trains(&trains);
    assert_eq!(hub.m.out.trains, [3, 2, 2]);
    let to = |link: &Link| {
        let sent = sent.iter().filter(|datagram| datagram.to == link.address);
        sent.map(|datagram| link.unwrap(&datagram.bytes))
            .map(|(header, got)| {
                assert_eq!(got, payload(100));
                (header.counter, header.handle)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(to(&hub.b), [(1, B_TO_A), (2, B_TO_A), (3, B_TO_A)]);
    assert_eq!(to(&hub.c), [(1, C_TO_A), (2, C_TO_A)]);
    assert_eq!(to(&hub.a), [(1, A_TO_N), (2, A_TO_B)]);
    assert_eq!(hub.m.count(Counter::RelayedTrains), 3);
    assert_eq!(hub.m.count(Counter::RelayedDatagrams), 7);
    assert_eq!(hub.m.count(Counter::RelayedBytes), 7 * 132);
}

#[test]
fn a_change_of_size_begins_a_train_and_keeps_the_order() {
    let mut hub = Hub::new();
    let mut trains = vec![];
    for lengths in [[100, 100, 60], [100, 100, 100], [200, 200, 200]] {
        let wrapped = lengths.map(|length| hub.a.wrap(A_TO_B, false, &payload(length)));
        trains.push((A, wrapped.concat(), lengths[0] + 32));
    }
    let sent = hub.receive_trains(&trains);
    assert_eq!(hub.m.out.trains, [3, 3, 3]);
    let got = sent
        .iter()
        .map(|datagram| hub.b.unwrap(&datagram.bytes).0.counter);
    assert_eq!(got.collect::<Vec<_>>(), Vec::from_iter(1..=9));
}

#[test]
fn one_peer_behind_another_address_gets_a_train_there_after_the_others() {
    let mut hub = Hub::new();
    let (there, elsewhere) = (hub.b.address, "192.0.2.2:1".parse().unwrap());
    let wrapped: Vec<_> = (0..3)
        .map(|_| hub.a.wrap(A_TO_B, false, &payload(100)))
        .collect();
    let (engine, mut memory) = (hub.m.engine.clone(), wrapped.concat());
    let trains = (0..3).map(|i| {
        let path = if i == 1 { elsewhere } else { there };
        engine.set_path(2, Some(path.into())).unwrap();
        Received {
            source: A.address.parse().unwrap(),
            place: i * 132..(i + 1) * 132,
            segment: 132,
        }
    });
    hub.m.out.trains.clear();
    let (worker, out) = (&mut hub.m.worker, &mut hub.m.out);
    worker.handle_trains(hub.now, &mut memory, trains, out);
    assert_eq!(out.trains, [1, 1, 1]);
    let sent = hub.m.take_sent();
    let to: Vec<_> = sent.iter().map(|datagram| datagram.to).collect();
    assert_eq!(to, [there, elsewhere, there]);
    let counters = sent
        .iter()
        .map(|datagram| hub.b.unwrap(&datagram.bytes).0.counter);
    assert_eq!(counters.collect::<Vec<_>>(), [1, 2, 3]);
}

/// A hub with so many targets of A from number 10 on, each under its number as handle.
fn crowd(targets: u8) -> (Hub, Vec<Link>) {
    let mut hub = Hub::new();
    let mut links = vec![];
    for number in 10..10 + targets {
        let address = format!("192.0.2.{number}:7077").leak();
        let party = Party {
            number,
            address,
            ..A
        };
        let now = hub.now;
        links.push(Link::joined(&mut hub.m, now, party, 1));
        let relay = AddRelay {
            handle: number.into(),
            source: 1,
            target: number.into(),
            next: 1,
            hop: false,
        };
        hub.m.engine.update_relay(&[relay], &[]).unwrap();
    }
    (hub, links)
}

/// The sequences of those that went to this party, in the order in which they went.
fn sequences(sent: &[Datagram], link: &Link) -> Vec<u64> {
    let to = sent.iter().filter(|datagram| datagram.to == link.address);
    to.map(|datagram| link.unwrap(&datagram.bytes).0.counter)
        .collect()
}

#[test]
fn more_peers_than_are_sent_to_beside_each_other_all_get_theirs_in_order() {
    let (mut hub, links) = crowd(70);
    let trains: Vec<_> = (0..3)
        .map(|_| {
            let wrapped = (10..80).map(|handle| hub.a.wrap(handle, false, &[7]));
            (A, wrapped.collect::<Vec<_>>().concat(), 33)
        })
        .collect();
    let sent = hub.receive_trains(&trains);
    assert_eq!(sent.len(), 3 * 70);
    for link in &links {
        assert_eq!(sequences(&sent, link), [1, 2, 3]);
    }
    assert_eq!(hub.m.drops(), []);
}

#[test]
fn whatever_the_mix_each_peer_gets_its_datagrams_in_order_and_once() {
    let (mut hub, links) = crowd(80);
    let mut random = 88_172_645_463_325_252_u64;
    let mut draw = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let mut sequence = BTreeMap::new();
    for round in 0..300 {
        // Few targets make long trains, many make the hub send before the end.
        let targets = 1 + draw(if round % 2 == 0 { 3 } else { 80 });
        let mut expected: BTreeMap<u32, Vec<(u64, usize)>> = BTreeMap::new();
        let trains: Vec<_> = (0..1 + draw(8))
            .map(|_| {
                let (size, count) = (1 + draw(1_400) as usize, 1 + draw(46) as usize);
                let mut bytes = vec![];
                for at in 0..count {
                    let last = at + 1 == count;
                    let length = if last {
                        1 + draw(size as u64) as usize
                    } else {
                        size
                    };
                    let handle = 10 + draw(targets) as u32;
                    bytes.extend(hub.a.wrap(handle, false, &payload(length)));
                    let next = sequence.entry(handle).or_insert(0_u64);
                    *next += 1;
                    expected.entry(handle).or_default().push((*next, length));
                }
                (A, bytes, size + 32)
            })
            .collect();
        let sent = hub.receive_trains(&trains);
        for (number, link) in (10..).zip(&links) {
            let to = sent.iter().filter(|datagram| datagram.to == link.address);
            let got = to.map(|datagram| {
                let (header, got) = link.unwrap(&datagram.bytes);
                assert_eq!(got, payload(got.len()));
                (header.counter, got.len())
            });
            let wanted = expected.remove(&number).unwrap_or_default();
            assert_eq!(got.collect::<Vec<_>>(), wanted, "round {round}, {number}");
        }
    }
    let all: u64 = sequence.values().sum();
    assert_eq!(hub.m.count(Counter::RelayedDatagrams), all);
    assert_eq!(hub.m.drops(), []);
}
