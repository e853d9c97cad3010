//! What a daemon changes while packets flow: peers, identities, local addresses, sessions.

mod inner_packets;
mod pair;

use festoon_core::engine::{DropReason, Identity, Local, Prefix, Secret, SetPeer, Suite};
use festoon_core::inner::vnet::VnetHeader;
use pair::events::Seen;
use pair::{MS, Pair, SECOND, SECRET, hosts, index, session, udp};

/// What b is told of the handshakes that a sends to its key: the slots of the secrets whose mac1 held.
fn slots(pair: &mut Pair, key: [u8; 32]) -> Vec<u8> {
    pair.b.public_key = key;
    let datagram = pair.a.handshake(pair.now, 1, &pair.b, 5);
    pair.at_b(&datagram);
    let told = pair.b.events(pair.now).into_iter();
    told.filter_map(|event| match event {
        Seen::Handshake { secret, .. } => Some(secret),
        _ => None,
    })
    .collect()
}

fn identity(key: u8, secrets: &[[u8; 32]]) -> Identity {
    Identity {
        public_key: [key; 32],
        secrets: secrets.iter().map(|secret| Secret(*secret)).collect(),
    }
}

fn received(pair: &mut Pair) -> Vec<u8> {
    let packets = pair.b.take_packets();
    packets.iter().map(|packet| packet[28]).collect()
}

#[test]
fn a_peer_set_again_keeps_its_session_path_and_statistics() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let before = pair.a.engine.peer_stats();
    pair.a.know(2);
    assert_eq!(pair.a.engine.peer_stats(), before);
    let datagram = pair.datagram(&[1]);
    pair.b.know(1);
    pair.at_b(&datagram);
    assert_eq!(received(&mut pair), [1]);
}

#[test]
fn the_sources_of_a_peer_change_between_two_packets() {
    let mut pair = Pair::joined(Suite::Aegis256);
    for (sources, expected) in [(vec![], 0), (hosts(1).map(Prefix::host).to_vec(), 1)] {
        pair.b.engine.set_peer(SetPeer {
            peer: 1,
            sources,
            manager: false,
        });
        let datagram = pair.datagram(&[7]);
        pair.at_b(&datagram);
        assert_eq!(received(&mut pair).len(), expected);
    }
    assert_eq!(pair.b.drops(), [("source_not_allowed", 1)]);
}

#[test]
fn the_number_of_a_removed_peer_is_a_new_peers() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let late = pair.datagram(b"late");
    pair.b.engine.remove_peer(1);
    pair.b.know(1);
    pair.at_b(&late);
    assert_eq!(pair.b.drops(), [("unknown_session", 1)]);
    let stats = &pair.b.engine.peer_stats()[0];
    assert_eq!((stats.rx_packets, stats.index, stats.path), (0, None, None));

    pair.join(Suite::Aegis256, 2);
    let datagram = pair.datagram(&[3]);
    pair.at_b(&datagram);
    assert_eq!(received(&mut pair), [3]);
}

#[test]
fn a_removed_peer_is_sent_nothing_any_more_and_every_packet_is_counted() {
    let mut pair = Pair::new();
    pair.a
        .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"waits"));
    let install = session(
        index(1, 1),
        index(2, 1),
        2,
        Suite::Aegis256,
        true,
        pair.b.out.address,
    );
    pair.a.engine.install_session(&install).unwrap();
    pair.a.engine.remove_peer(2);
    pair.a
        .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"late"));
    pair.a.run(pair.now);
    for at in 1..=10 {
        pair.a.tick(pair.now + at * 50 * MS);
    }
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(pair.a.drops(), [("no_route", 2)]);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn packets_that_wait_outlive_the_sessions_that_came_to_nothing() {
    let mut pair = Pair::new();
    for tag in 0..64 {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 2, &[tag]));
    }
    for generation in 1..=3 {
        // Retired before the worker began with it.
        let (own, theirs) = (index(1, generation), index(2, generation));
        let install = session(own, theirs, 2, Suite::Aegis256, true, pair.b.out.address);
        pair.a.engine.install_session(&install).unwrap();
        pair.a.engine.retire_session(own).unwrap();
        // An answered one that was never confirmed.
        let install = session(own, theirs, 2, Suite::Aegis256, false, pair.b.out.address);
        pair.a.engine.install_session(&install).unwrap();
        pair.a.engine.retire_session(own).unwrap();
        pair.a.run(pair.now);
        pair.now += SECOND / 2;
        pair.a.tick(pair.now);
    }
    assert_eq!(pair.a.take_sent(), []);
    pair.join(Suite::Aegis256, 9);
    assert_eq!(received(&mut pair), (0..64).collect::<Vec<u8>>());
    assert_eq!(pair.a.drops(), []);
}

#[test]
fn a_new_key_takes_handshakes_at_once_and_leaves_sessions_alone() {
    let mut pair = Pair::joined(Suite::Aegis256);
    assert_eq!(slots(&mut pair, [2; 32]), [0]);
    pair.b
        .engine
        .set_identity(&identity(42, &[SECRET]))
        .unwrap();
    assert_eq!(slots(&mut pair, [42; 32]), [0]);
    assert_eq!(slots(&mut pair, [2; 32]), [] as [u8; 0]);
    assert_eq!(pair.b.drops(), [("mac1_invalid", 1)]);
    let datagram = pair.datagram(&[5]);
    pair.at_b(&datagram);
    assert_eq!(received(&mut pair), [5]);
}

#[test]
fn while_a_secret_is_replaced_both_are_in_force() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let fresh = [8; 32];
    for (secrets, expected) in [
        (vec![SECRET, fresh], vec![0]),
        (vec![fresh, SECRET], vec![1]),
        (vec![fresh], vec![]),
    ] {
        pair.b.engine.set_identity(&identity(2, &secrets)).unwrap();
        assert_eq!(slots(&mut pair, [2; 32]), expected);
    }
    pair.a.engine.set_identity(&identity(1, &[fresh])).unwrap();
    assert_eq!(slots(&mut pair, [2; 32]), [0]);
    assert!(pair.b.engine.set_identity(&identity(2, &[])).is_err());
    assert_eq!(
        slots(&mut pair, [2; 32]),
        [0],
        "a refused one changes nothing"
    );
    let datagram = pair.datagram(&[6]);
    pair.at_b(&datagram);
    assert_eq!(received(&mut pair), [6]);
}

#[test]
fn what_is_local_changes_between_two_packets() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let forwarded: Prefix = "192.0.2.0/24".parse().unwrap();
    let everything: Prefix = "0.0.0.0/0".parse().unwrap();
    for (addresses, prefixes, expected) in [
        (vec![], vec![], 0),
        (hosts(2).to_vec(), vec![forwarded], 1),
        (vec![], vec![everything], 1),
    ] {
        pair.b.engine.set_local(&Local {
            addresses,
            prefixes,
        });
        let datagram = pair.datagram(&[9]);
        pair.at_b(&datagram);
        assert_eq!(received(&mut pair).len(), expected);
    }
    assert_eq!(pair.b.dropped(DropReason::UnknownDestination), 1);
}

#[test]
fn peers_come_and_go_under_traffic_and_leave_nothing_behind() {
    let mut pair = Pair::new();
    let (engine, endpoint) = (pair.a.engine.clone(), pair.b.out.address);
    std::thread::scope(|scope| {
        let changes = scope.spawn(|| {
            for generation in 1..=2_000 {
                let own = index(1, generation);
                let initiator = generation % 2 == 0;
                engine
                    .install_session(&session(own, 9, 2, Suite::Aegis256, initiator, endpoint))
                    .unwrap();
                if generation % 3 == 0 {
                    engine.retire_session(own).unwrap();
                }
                engine.remove_peer(2);
                let sources = hosts(2).map(Prefix::host).to_vec();
                engine.set_peer(SetPeer {
                    peer: 2,
                    sources,
                    manager: false,
                });
                let routes = hosts(2).map(|host| (Prefix::host(host), 2));
                engine.update_routes(&routes, &[]).unwrap();
            }
        });
        while !changes.is_finished() {
            pair.now += MS;
            pair.a
                .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"on and on"));
            pair.a.run(pair.now);
            pair.a.tick(pair.now);
            pair.a.take_sent();
            pair.a.events(pair.now);
        }
    });
    pair.a.engine.remove_peer(2);
    pair.a.run(pair.now);
    pair.a.tick(pair.now + 5 * SECOND);
    let counters = pair.a.engine.counters();
    assert_eq!((counters.sessions, counters.window_bytes), (0, 0));
    assert_eq!(pair.a.engine.peer_stats(), []);
    assert_eq!(pair.a.worker.poll_timeout(), None);
    // Memory for 64 sessions: none is held by a session that ended.
    pair.a.know(2);
    for generation in 3_001..=3_064 {
        let install = session(index(1, generation), 9, 2, Suite::Aegis256, true, endpoint);
        pair.a.engine.install_session(&install).unwrap();
    }
}
