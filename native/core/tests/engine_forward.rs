//! A manager passes datagrams on: who may, to whom, what of it is changed, and what is refused. Spec §9.2.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    AddRelay, CommandError, Counter, DropReason, EngineOptions, Limits, SendControl, SetPeer,
    SetRelay, Suite,
};
use pair::events::Seen;
use pair::link::{Link, Party};
use pair::{Datagram, SECOND, Side};

const M: u8 = 9;
const A: Party = party(1, "192.0.2.1:7077", false, Suite::Aegis256);
const B: Party = party(2, "[2001:db8::2]:7077", false, Suite::Aes256Gcm);
const C: Party = party(3, "192.0.2.3:7077", false, Suite::ChaCha20Poly1305);
/// Another manager.
const N: Party = party(8, "192.0.2.8:7077", true, Suite::Aegis256);

const fn party(number: u8, address: &'static str, manager: bool, suite: Suite) -> Party {
    Party {
        number,
        address,
        manager,
        suite,
    }
}

/// Handles: whose they are, whom they lead to.
const A_TO_B: u32 = 0xaaaa_0001;
const B_TO_A: u32 = 0xbbbb_0001;
const A_TO_C: u32 = 0xaaaa_0101;
const C_TO_A: u32 = 0xcccc_0001;
const A_TO_N: u32 = 0xaaaa_0201;
const N_TO_A: u32 = 0xdddd_0001;
/// What N calls its own relay for what A sends it.
const AT_N: u32 = 0x1234_5678;

/// A manager's engine; all whom it has sessions with are the test.
struct Hub {
    m: Side,
    a: Link,
    b: Link,
    c: Link,
    n: Link,
    now: u64,
}

impl Hub {
    fn new() -> Hub {
        Hub::with(EngineOptions::default())
    }

    fn with(options: EngineOptions) -> Hub {
        let options = EngineOptions {
            sessions: 64,
            ..options
        };
        let (mut m, now) = (Side::new(M, "203.0.113.9:7077", options), 1000 * SECOND);
        let [a, b, c, n] = [A, B, C, N].map(|party| Link::joined(&mut m, now, party, 1));
        m.engine.set_relay(&unlimited());
        m.engine.update_relay(&relays(), &[]).unwrap();
        m.events(now);
        Hub { m, a, b, c, n, now }
    }

    fn receive(&mut self, from: Party, bytes: &[u8]) -> Vec<Datagram> {
        self.receive_train(from, bytes, bytes.len())
    }

    /// What the manager sends on receiving a train.
    fn receive_train(&mut self, from: Party, bytes: &[u8], segment: usize) -> Vec<Datagram> {
        self.m.out.trains.clear();
        let (worker, out) = (&mut self.m.worker, &mut self.m.out);
        let source = from.address.parse().unwrap();
        worker.handle_datagrams(self.now, source, &mut bytes.to_vec(), segment, out);
        worker.flush(out);
        self.m.take_sent()
    }

    /// Nothing is passed on, for this reason.
    fn refuses(&mut self, from: Party, bytes: &[u8], reason: DropReason) {
        let before = self.m.dropped(reason);
        assert_eq!(self.receive(from, bytes), [], "{}", reason.name());
        assert_eq!(self.m.dropped(reason), before + 1, "{:?}", self.m.drops());
    }

    fn passes(&mut self, from: Party, bytes: &[u8]) -> Datagram {
        let sent = self.receive(from, bytes);
        assert_eq!(sent.len(), 1, "{:?}", self.m.drops());
        sent.into_iter().next().unwrap()
    }
}

fn relays() -> [AddRelay; 6] {
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

fn unlimited() -> SetRelay {
    SetRelay {
        on: true,
        bytes_per_second: 0,
        burst_bytes: 0,
    }
}

fn payload(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at * 7) as u8 ^ 0x14).collect()
}

#[test]
fn a_datagram_comes_out_as_it_went_in_behind_a_header_of_the_next_session() {
    let mut hub = Hub::new();
    for (count, length) in [1, 15, 16, 17, 100, 1_400, 65_474].into_iter().enumerate() {
        let there = hub.a.wrap(A_TO_B, false, &payload(length));
        let sent = hub.passes(A, &there);
        assert_eq!(sent.to, B.address.parse().unwrap());
        let (header, got) = hub.b.unwrap(&sent.bytes);
        // The manager opened the session: its confirm drew the first counter.
        let expected = (B_TO_A, false, 1 + count as u64);
        assert_eq!((header.handle, header.hop, header.counter), expected);
        assert_eq!(got, payload(length));

        let back = hub.b.wrap(header.handle, false, &payload(length + 1));
        let sent = hub.passes(B, &back);
        assert_eq!(sent.to, A.address.parse().unwrap());
        let (header, got) = hub.a.unwrap(&sent.bytes);
        assert_eq!((header.handle, got), (A_TO_B, payload(length + 1)));
    }
    assert_eq!(hub.m.count(Counter::RelayedDatagrams), 14);
    assert_eq!(hub.m.count(Counter::RelayedTrains), 14);
    let bytes = [1, 15, 16, 17, 100, 1_400, 65_474]
        .iter()
        .map(|length| 2 * length + 65);
    assert_eq!(hub.m.count(Counter::RelayedBytes), bytes.sum::<u64>());
    assert_eq!(hub.m.drops(), []);
    let stats = hub.m.engine.peer_stats();
    assert_eq!(
        (stats[0].rx_packets, stats[0].last_received),
        (0, Some(hub.now))
    );
    assert_eq!(
        (stats[1].tx_packets, stats[1].last_sent),
        (1, Some(hub.now))
    );
}

#[test]
fn a_changed_header_or_start_of_the_payload_goes_nowhere() {
    for party in [A, B, C] {
        let mut hub = Hub::new();
        let (link, handle) = match party.number {
            1 => (&mut hub.a, A_TO_B),
            2 => (&mut hub.b, B_TO_A),
            _ => (&mut hub.c, C_TO_A),
        };
        let good = link.wrap(handle, false, &payload(64));
        let other = link.wrap(handle, false, &payload(65));
        for bit in 0..48 * 8 {
            let mut changed = good.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(hub.receive(party, &changed), [], "bit {bit}");
        }
        // Another payload, another length, another packet's tag or counter.
        hub.refuses(party, &good[..good.len() - 1], DropReason::RelayTagInvalid);
        let longer = [&good[..], &[0]].concat();
        hub.refuses(party, &longer, DropReason::RelayTagInvalid);
        let spliced = [&good[..32], &other[32..]].concat();
        hub.refuses(party, &spliced, DropReason::RelayTagInvalid);
        let spliced = [&good[..20], &other[20..32], &good[32..]].concat();
        hub.refuses(party, &spliced, DropReason::RelayTagInvalid);
        let spliced = [&good[..8], &other[8..16], &good[16..]].concat();
        hub.refuses(party, &spliced, DropReason::RelayTagInvalid);
        hub.passes(party, &good);
        hub.passes(party, &other);
    }
}

#[test]
fn what_lies_beyond_the_tag_is_for_the_ends_to_judge() {
    let mut hub = Hub::new();
    let mut changed = hub.a.wrap(A_TO_B, false, &payload(64));
    changed[48] ^= 1;
    let sent = hub.passes(A, &changed);
    assert_eq!(hub.b.unwrap(&sent.bytes).1, changed[32..]);
}

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
fn a_handle_is_of_one_source_alone() {
    let mut hub = Hub::new();
    let stolen = hub.c.wrap(A_TO_B, false, &payload(40));
    hub.refuses(C, &stolen, DropReason::RelayNotSource);
    let reversed = hub.a.wrap(B_TO_A, false, &payload(40));
    hub.refuses(A, &reversed, DropReason::RelayNotSource);
    for unknown in [0, A_TO_B ^ 1, A_TO_B ^ 0x8000_0000, u32::MAX] {
        let wrapped = hub.a.wrap(unknown, false, &payload(40));
        hub.refuses(A, &wrapped, DropReason::RelayNoHandle);
    }
    let removed = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.m.engine.update_relay(&[], &[A_TO_B, 77]).unwrap();
    hub.refuses(A, &removed, DropReason::RelayNoHandle);
    let other = hub.a.wrap(A_TO_C, false, &payload(40));
    hub.passes(A, &other);
}

#[test]
fn one_hop_between_managers_and_none_after() {
    let mut hub = Hub::new();
    // From a node to the other manager: the hop.
    let wrapped = hub.a.wrap(A_TO_N, false, &payload(40));
    let sent = hub.passes(A, &wrapped);
    let (header, got) = hub.n.unwrap(&sent.bytes);
    assert_eq!((header.handle, header.hop), (AT_N, true));
    assert_eq!(got, payload(40));
    // From the other manager to a node.
    let wrapped = hub.n.wrap(N_TO_A, true, &payload(41));
    let sent = hub.passes(N, &wrapped);
    let (header, got) = hub.a.unwrap(&sent.bytes);
    assert_eq!((header.handle, header.hop), (A_TO_N, false));
    assert_eq!(got, payload(41));

    let lying = hub.a.wrap(A_TO_B, true, &payload(40));
    hub.refuses(A, &lying, DropReason::RelayHop);
    let lying = hub.a.wrap(A_TO_N, true, &payload(40));
    hub.refuses(A, &lying, DropReason::RelayHop);
    // A relay that should not be: from manager to manager, whatever the header says.
    let relay = AddRelay {
        handle: 5,
        source: N.number.into(),
        target: N.number.into(),
        next: 6,
        hop: true,
    };
    hub.m.engine.update_relay(&[relay], &[]).unwrap();
    for hop in [false, true] {
        let again = hub.n.wrap(5, hop, &payload(40));
        hub.refuses(N, &again, DropReason::RelayHop);
    }
    // Who is no manager any more may not say hop.
    hub.m.engine.set_peer(SetPeer {
        peer: N.number.into(),
        sources: vec![],
        manager: false,
    });
    let wrapped = hub.n.wrap(N_TO_A, true, &payload(41));
    hub.refuses(N, &wrapped, DropReason::RelayHop);
}

#[test]
fn a_source_has_its_quota_and_a_manager_none() {
    let mut hub = Hub::new();
    // Ten datagrams at once, one more every 10 ms.
    hub.m.engine.set_relay(&SetRelay {
        on: true,
        bytes_per_second: 100_000,
        burst_bytes: 10_000,
    });
    let mut sent = 0;
    for _ in 0..20 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(968));
        sent += hub.receive(A, &wrapped).len();
    }
    assert_eq!((sent, hub.m.dropped(DropReason::RelayQuota)), (10, 10));
    // Another source has its own.
    let wrapped = hub.b.wrap(B_TO_A, false, &payload(968));
    hub.passes(B, &wrapped);
    for _ in 0..20 {
        let wrapped = hub.n.wrap(N_TO_A, true, &payload(968));
        hub.passes(N, &wrapped);
    }
    hub.now += SECOND / 100 - 1;
    let wrapped = hub.a.wrap(A_TO_C, false, &payload(968));
    hub.refuses(A, &wrapped, DropReason::RelayQuota);
    hub.now += 1;
    let wrapped = hub.a.wrap(A_TO_C, false, &payload(968));
    hub.passes(A, &wrapped);
    let mut sent = 0;
    for _ in 0..1_000 {
        hub.now += SECOND / 1_000;
        let wrapped = hub.a.wrap(A_TO_C, false, &payload(968));
        sent += hub.receive(A, &wrapped).len();
    }
    assert_eq!(sent, 100, "one second's worth");
    hub.m.engine.set_relay(&unlimited());
    for _ in 0..20 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(968));
        hub.passes(A, &wrapped);
    }
}

#[test]
fn nothing_goes_to_who_has_no_session_or_no_direct_path() {
    let mut hub = Hub::new();
    let engine = hub.m.engine.clone();
    engine.set_path(2, None).unwrap();
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNoPath);
    let path = "via:8:00000001".parse().unwrap();
    engine.set_path(2, Some(path)).unwrap();
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNoPath);
    let path = B.address.parse().unwrap();
    engine.set_path(2, Some(path)).unwrap();
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.passes(A, &wrapped);
    let index = engine.peer_stats()[1].index.unwrap();
    engine.retire_session(index).unwrap();
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNoPath);
    // Handles are of peers, not of sessions.
    hub.b = Link::joined(&mut hub.m, hub.now, B, 2);
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    let sent = hub.passes(A, &wrapped);
    hub.b.unwrap(&sent.bytes);
}

#[test]
fn nothing_goes_to_this_host_its_links_or_groups() {
    let mut hub = Hub::new();
    for forbidden in [
        "127.0.0.1:1",
        "127.9.9.9:1",
        "[::1]:1",
        "169.254.1.1:1",
        "[fe80::1]:1",
        "224.0.0.1:1",
        "[ff02::1]:1",
        "0.0.0.0:1",
        "[::]:1",
        "255.255.255.255:1",
        "[::ffff:127.0.0.1]:1",
    ] {
        let path = forbidden.parse().unwrap();
        hub.m.engine.set_path(2, Some(path)).unwrap();
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
        hub.refuses(A, &wrapped, DropReason::RelayDestination);
    }
}

#[test]
fn relays_go_with_either_of_their_peers() {
    for (gone, left) in [(2, 3), (3, 2)] {
        let mut hub = Hub::new();
        hub.m.engine.remove_peer(gone);
        let handles = [A_TO_B, A_TO_C];
        let wrapped = hub.a.wrap(handles[gone as usize - 2], false, &payload(40));
        hub.refuses(A, &wrapped, DropReason::RelayNoHandle);
        let wrapped = hub.a.wrap(handles[left as usize - 2], false, &payload(40));
        hub.passes(A, &wrapped);
    }
    let mut hub = Hub::new();
    hub.m.engine.remove_peer(1);
    // The same peer again, with the same number: its handles were capabilities of the other.
    hub.a = Link::joined(&mut hub.m, hub.now, A, 2);
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNoHandle);
    let wrapped = hub.b.wrap(B_TO_A, false, &payload(40));
    hub.refuses(B, &wrapped, DropReason::RelayNoHandle);
}

#[test]
fn an_update_names_peers_that_there_are_or_changes_nothing() {
    let mut hub = Hub::new();
    let add = |handle, target| AddRelay {
        handle,
        source: 1,
        target,
        next: 7,
        hop: false,
    };
    let refused = hub
        .m
        .engine
        .update_relay(&[add(50, 2), add(51, 66)], &[A_TO_B]);
    assert_eq!(refused, Err(CommandError::UnknownPeer { peer: 66 }));
    let wrapped = hub.a.wrap(50, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNoHandle);
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.passes(A, &wrapped);
    // A handle that is given again leads to where it was given last.
    hub.m.engine.update_relay(&[add(A_TO_B, 3)], &[]).unwrap();
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    let sent = hub.passes(A, &wrapped);
    assert_eq!(hub.c.unwrap(&sent.bytes).0.handle, 7);
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
        if i % 3 == 0 && !gone.is_empty() {
            assert_eq!(sent, [], "{i}");
        } else {
            let to = if i % 2 == 0 { &hub.b } else { &hub.c };
            assert_eq!(to.unwrap(&sent[0].bytes).0.handle, !handle(i), "{i}");
        }
    }
}

#[test]
fn a_train_leaves_whole_and_is_cut_where_its_datagrams_part() {
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
    assert_eq!(trains, [2, 3, 1, 1]);
    let to: Vec<_> = sent.iter().map(|datagram| datagram.to).collect();
    let (b, c, n) = (hub.b.address, hub.c.address, hub.n.address);
    assert_eq!(to, [b, b, c, c, c, n, b]);
    // What is refused ends a run.
    let (trains, sent) = train(&mut hub, &[A_TO_B, A_TO_B, 99, A_TO_B, 99], 100);
    assert_eq!((trains, sent.len()), (vec![2, 1], 3));
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
fn a_node_that_does_not_relay_passes_nothing_on() {
    let mut hub = Hub::new();
    hub.m.engine.set_relay(&SetRelay {
        on: false,
        ..unlimited()
    });
    let wrapped = hub.a.wrap(A_TO_B, false, &payload(40));
    hub.refuses(A, &wrapped, DropReason::RelayNotManager);
    hub.m.engine.set_relay(&unlimited());
    hub.passes(A, &wrapped);
}

#[test]
fn a_manager_takes_no_relay_packet_for_itself() {
    let mut hub = Hub::new();
    let data = hub.a.seal(&[5, 1, 0, 0]);
    let wrapped = hub.n.wrap(77, false, &data);
    hub.refuses(N, &wrapped, DropReason::RelayNoHandle);
    assert_eq!(hub.m.count(Counter::InboundRelayed), 0);
    assert_eq!(hub.m.count(Counter::ControlFramesIn), 0);
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
