//! A manager passes datagrams on: who may, to whom, what of it is changed, and what is refused. Spec §9.2.

mod inner_packets;
mod pair;

use festoon_core::engine::{AddRelay, CommandError, Counter, DropReason, SetPeer, SetRelay};
use pair::SECOND;
use pair::hub::*;
use pair::link::Link;

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

fn limited() -> SetRelay {
    SetRelay {
        on: true,
        bytes_per_second: 100_000,
        burst_bytes: 10_000,
    }
}

#[test]
fn a_source_has_its_quota_and_a_manager_none() {
    let mut hub = Hub::new();
    // Ten datagrams at once, one more every 10 ms.
    hub.m.engine.set_relay(&limited());
    let mut sent = 0;
    for _ in 0..20 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(904));
        sent += hub.receive(A, &wrapped).len();
    }
    assert_eq!((sent, hub.m.dropped(DropReason::RelayQuota)), (10, 10));
    // Another source has its own.
    let wrapped = hub.b.wrap(B_TO_A, false, &payload(904));
    hub.passes(B, &wrapped);
    for _ in 0..20 {
        let wrapped = hub.n.wrap(N_TO_A, true, &payload(904));
        hub.passes(N, &wrapped);
    }
    hub.now += SECOND / 100 - 1;
    let wrapped = hub.a.wrap(A_TO_C, false, &payload(904));
    hub.refuses(A, &wrapped, DropReason::RelayQuota);
    hub.now += 1;
    let wrapped = hub.a.wrap(A_TO_C, false, &payload(904));
    hub.passes(A, &wrapped);
    let mut sent = 0;
    for _ in 0..1_000 {
        hub.now += SECOND / 1_000;
        let wrapped = hub.a.wrap(A_TO_C, false, &payload(904));
        sent += hub.receive(A, &wrapped).len();
    }
    assert_eq!(sent, 100, "one second's worth");
    hub.m.engine.set_relay(&unlimited());
    for _ in 0..20 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(904));
        hub.passes(A, &wrapped);
    }
}

#[test]
fn small_datagrams_take_more_of_a_quota_than_their_bytes() {
    let mut hub = Hub::new();
    hub.m.engine.set_relay(&limited());
    let mut sent = 0;
    for _ in 0..200 {
        let wrapped = hub.a.wrap(A_TO_B, false, &payload(4));
        sent += hub.receive(A, &wrapped).len();
    }
    assert_eq!(sent, 100, "of 4 + 32 + 64 bytes");
}

#[test]
fn a_quota_that_is_changed_begins_anew() {
    let mut hub = Hub::new();
    let set = |bytes_per_second| SetRelay {
        on: true,
        bytes_per_second,
        burst_bytes: 20_000,
    };
    for (rate, others) in [(10_000, 1_000_000), (1_000_000, 10_000)] {
        hub.now += 10 * SECOND;
        hub.m.engine.set_relay(&set(rate));
        for rate in [rate, others] {
            let before = hub.m.dropped(DropReason::RelayQuota);
            hub.m.engine.set_relay(&set(rate));
            let wrapped = hub.a.wrap(A_TO_B, false, &payload(968));
            hub.passes(A, &wrapped);
            while hub.m.dropped(DropReason::RelayQuota) == before {
                let wrapped = hub.a.wrap(A_TO_B, false, &payload(968));
                hub.receive(A, &wrapped);
            }
        }
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
