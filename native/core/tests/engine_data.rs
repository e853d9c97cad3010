//! Data packets between two engines: what goes through, and what never does.

mod inner_packets;
mod pair;

use festoon_core::engine::{Counter, DropReason, EngineOptions, Suite, Worker};
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{KINDS, Kind, Packet, Random};
use pair::events::Seen;
use pair::forger::Forger;
use pair::{Pair, index, udp};
use std::sync::{Arc, Barrier};

#[test]
fn packets_pass_both_ways_under_every_suite() {
    for suite in Suite::ALL {
        let mut pair = Pair::joined(suite);
        for size in [0, 1, 100, 1300] {
            let there = udp(1, 2, &vec![1; size]);
            let back = udp(2, 1, &vec![2; size]);
            pair.a.tun(pair.now, VnetHeader::default(), &there);
            pair.b.tun(pair.now, VnetHeader::default(), &back);
            pair.carry();
            assert_eq!(pair.b.take_packets(), [there]);
            assert_eq!(pair.a.take_packets(), [back]);
        }
        assert_eq!(pair.a.count(Counter::OutboundPackets), 4);
        assert_eq!(pair.b.count(Counter::InboundPackets), 4);
        assert_eq!(pair.a.drops(), []);
        assert_eq!(pair.b.drops(), []);
    }
}

#[test]
fn the_overhead_is_header_and_tag() {
    for (suite, overhead) in [(1, 48), (2, 32), (3, 32)] {
        let mut pair = Pair::joined(Suite::from_id(suite).unwrap());
        let datagram = pair.datagram(&[0; 100]);
        assert_eq!(datagram.bytes.len(), 128 + overhead);
        assert_eq!(datagram.bytes[..4], [0x14, 0, 0, 0]);
    }
}

#[test]
fn a_superpacket_arrives_as_the_packets_it_stands_for() {
    for kind in KINDS {
        let mut pair = Pair::joined(Suite::Aegis256);
        let packet = Packet::new(kind, Random(3).bytes(40_000));
        pair.a.tun(pair.now, packet.gso(1200), &packet.partial());
        assert_eq!(pair.a.out.sent.len(), 34);
        assert_eq!(pair.a.out.trains[1..], [34], "one train");
        let bytes: Vec<u8> = pair
            .a
            .take_sent()
            .into_iter()
            .flat_map(|datagram| datagram.bytes)
            .collect();
        let segment = bytes.len().min(16 + packet.headers() + 1200 + 32);
        let mut train = bytes;
        pair.b.worker.handle_datagrams(
            pair.now,
            pair.a.out.address,
            &mut train,
            segment,
            &mut pair.b.out,
        );
        pair.b.worker.flush(&mut pair.b.out);
        assert_eq!(pair.b.count(Counter::InboundPackets), 34);
        assert_eq!(pair.b.out.delivered.len(), 1, "{kind:?} merged again");
        assert!(pair.b.take_packets()[0].ends_with(&packet.payload));
    }
}

#[test]
fn trains_hold_at_most_64_datagrams_and_end_with_a_shorter_one() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let packet = Packet::new(Kind::Udp4, vec![9; 65 * 100 + 50]);
    pair.a.out.trains.clear();
    pair.a.tun(pair.now, packet.gso(100), &packet.partial());
    assert_eq!(pair.a.out.trains, [64, 2]);
}

#[test]
fn a_longer_datagram_or_another_session_begins_a_new_train() {
    let mut pair = Pair::joined(Suite::Aegis256);
    pair.a.know(3);
    let elsewhere = "192.0.2.3:7077".parse().unwrap();
    let install = pair::session(
        index(1, 8),
        index(2, 8),
        3,
        Suite::Aegis256,
        true,
        elsewhere,
    );
    pair.a.engine.install_session(&install).unwrap();
    pair.a.run(pair.now);
    pair.a.take_sent();
    pair.a.out.trains.clear();
    for (destination, bytes) in [
        (2, 100),
        (2, 100),
        (2, 60),
        (2, 100),
        (2, 60),
        (2, 60),
        (2, 90),
        (3, 90),
    ] {
        let frame = [&[0; 138][..], &udp(1, destination, &vec![0; bytes])].concat();
        let length = frame.len() - 128;
        pair.a
            .worker
            .handle_tun(pair.now, &mut frame.clone(), 128, length, &mut pair.a.out);
    }
    pair.a.worker.flush(&mut pair.a.out);
    assert_eq!(pair.a.out.trains, [3, 2, 1, 1, 1]);
    assert_eq!(pair.a.take_sent().last().unwrap().to, elsewhere);
}

#[test]
fn a_train_never_grows_past_what_udp_carries() {
    let mut pair = Pair::joined(Suite::Aegis256);
    pair.a.engine.set_mtu(9000);
    let packet = Packet::new(Kind::Tcp4, vec![9; 65_000]);
    pair.a.out.trains.clear();
    pair.a.tun(pair.now, packet.gso(8900), &packet.partial());
    assert_eq!(pair.a.out.trains, [7, 1]);
}

/// With Ethernet, IPv6 and UDP headers a train of 65,474 bytes is as long as a device's gso_max_size: Linux cuts it.
#[test]
fn a_train_is_shorter_than_what_linux_cuts_in_software() {
    let headers = Packet::new(Kind::Tcp4, vec![]).partial().len();
    for (datagram, trains) in [(65_472 / 8, &[8][..]), (65_480 / 8, &[7, 1])] {
        let mut pair = Pair::joined(Suite::Aegis256);
        pair.a.engine.set_mtu(9000);
        let each = datagram - headers - 16 - 32;
        let packet = Packet::new(Kind::Tcp4, vec![9; 8 * each]);
        pair.a.out.trains.clear();
        pair.a
            .tun(pair.now, packet.gso(each as u16), &packet.partial());
        assert_eq!(pair.a.out.sent[0].bytes.len(), datagram);
        assert_eq!(pair.a.out.trains, trains);
    }
}

#[test]
fn a_replayed_datagram_is_delivered_once() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let datagram = pair.datagram(b"once");
    for _ in 0..5 {
        pair.at_b(&datagram);
    }
    assert_eq!(pair.b.take_packets().len(), 1);
    assert_eq!(pair.b.dropped(DropReason::Replayed), 4);
    let mut forged = datagram.clone();
    *forged.bytes.last_mut().unwrap() ^= 1;
    pair.at_b(&forged);
    assert_eq!(pair.b.dropped(DropReason::Replayed), 5, "before the AEAD");
}

#[test]
fn two_workers_that_open_the_same_packets_deliver_each_once() {
    let two = || EngineOptions {
        lanes: 2,
        ..EngineOptions::default()
    };
    let mut pair = Pair::with(EngineOptions::default, two);
    pair.join(Suite::ChaCha20Poly1305, 1);
    let datagrams: Vec<_> = (0..3_000).map(|_| pair.datagram(&[1; 600]).bytes).collect();
    let (source, now) = (pair.a.out.address, pair.now);
    let mut second = Worker::new(Arc::clone(&pair.b.engine), 1);
    let start = Barrier::new(2);
    std::thread::scope(|scope| {
        for worker in [&mut pair.b.worker, &mut second] {
            let (datagrams, start) = (&datagrams, &start);
            scope.spawn(move || {
                let mut out = pair::Sink {
                    address: source,
                    sent: vec![],
                    trains: vec![],
                    delivered: vec![],
                };
                start.wait();
                for datagram in datagrams {
                    worker.handle_datagrams(now, source, &mut datagram.clone(), 0, &mut out);
                }
            });
        }
    });
    assert_eq!(pair.b.count(Counter::InboundPackets), 3_000);
    // A worker that was held up may find its copy behind the window already.
    let copies =
        [DropReason::Replayed, DropReason::BehindWindow].map(|reason| pair.b.dropped(reason));
    assert_eq!(copies.iter().sum::<u64>(), 3_000);
}

#[test]
fn reordered_datagrams_all_arrive() {
    let mut pair = Pair::joined(Suite::Aes256Gcm);
    let mut datagrams: Vec<_> = (0..500u16)
        .map(|i| pair.datagram(&i.to_le_bytes()))
        .collect();
    let mut random = Random(11);
    for i in (1..datagrams.len()).rev() {
        datagrams.swap(i, random.below(i + 1));
    }
    for datagram in &datagrams {
        pair.at_b(datagram);
    }
    assert_eq!(pair.b.count(Counter::InboundPackets), 500);
    assert_eq!(pair.b.drops(), []);
}

#[test]
fn every_flipped_bit_is_refused_and_the_original_still_passes() {
    for suite in Suite::ALL {
        let mut pair = Pair::joined(suite);
        let datagram = pair.datagram(b"flip");
        for bit in 0..datagram.bytes.len() * 8 {
            let mut changed = datagram.clone();
            changed.bytes[bit / 8] ^= 1 << (bit % 8);
            pair.at_b(&changed);
        }
        assert_eq!(pair.b.take_packets(), Vec::<Vec<u8>>::new());
        assert_eq!(pair.b.take_sent(), [], "a stranger hears nothing");
        assert_eq!(pair.b.events(pair.now), []);
        pair.at_b(&datagram);
        assert_eq!(pair.b.take_packets().len(), 1);
    }
}

#[test]
fn every_truncation_is_refused() {
    for suite in Suite::ALL {
        let mut pair = Pair::joined(suite);
        let datagram = pair.datagram(b"cut");
        for length in 0..datagram.bytes.len() {
            pair.b
                .receive(pair.now, datagram.from, &datagram.bytes[..length]);
        }
        assert_eq!(pair.b.take_packets(), Vec::<Vec<u8>>::new());
        let short = 16 + suite.tag_bytes();
        assert_eq!(
            pair.b.dropped(DropReason::DatagramTooShort) as usize,
            short + 1
        );
        assert_eq!(
            pair.b.dropped(DropReason::OpenFailed) as usize,
            datagram.bytes.len() - short - 1
        );
        pair.at_b(&datagram);
        assert_eq!(pair.b.take_packets().len(), 1);
    }
}

#[test]
fn a_lane_beyond_the_peers_is_dropped_before_the_aead() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let mut datagram = pair.datagram(b"lane");
    datagram.bytes[15] = 1;
    pair.at_b(&datagram);
    assert_eq!(pair.b.dropped(DropReason::LaneOutOfRange), 1);
    assert_eq!(pair.b.dropped(DropReason::OpenFailed), 0);
}

#[test]
fn a_sequence_no_honest_peer_reaches_is_dropped_before_the_aead() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let mut datagram = pair.datagram(b"far");
    datagram.bytes[8..15].copy_from_slice(&[0, 0, 0, 0, 0, 0, 1]);
    pair.at_b(&datagram);
    assert_eq!(pair.b.dropped(DropReason::SequenceOutOfRange), 1);
    assert_eq!(pair.b.dropped(DropReason::OpenFailed), 0);
}

#[test]
fn a_source_the_certificate_does_not_bind_is_dropped() {
    let mut pair = Pair::joined(Suite::Aegis256);
    for source in [3, 2] {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(source, 2, b"spoof"));
    }
    pair.carry();
    assert_eq!(pair.b.take_packets(), Vec::<Vec<u8>>::new());
    assert_eq!(pair.b.dropped(DropReason::SourceNotAllowed), 2);
    assert_eq!(
        pair.b.count(Counter::UnreachableSent),
        0,
        "no answer about a spoofed packet"
    );
}

#[test]
fn unused_header_bits_are_refused() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let datagram = pair.datagram(b"bits");
    for (at, value) in [(1, 2), (1, 0x80), (2, 1), (3, 1)] {
        let mut changed = datagram.clone();
        changed.bytes[at] = value;
        pair.at_b(&changed);
    }
    assert_eq!(pair.b.dropped(DropReason::ReservedBits), 4);
}

#[test]
fn other_versions_types_and_relays_are_counted_apart() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let source = pair.a.out.address;
    for (first, reason) in [
        (0x24, DropReason::WireVersion),
        (0x16, DropReason::UnknownType),
        (0x10, DropReason::UnknownType),
        (0x15, DropReason::UnknownSession),
        (0x11, DropReason::HandshakeLength),
        (0x13, DropReason::CookieLength),
    ] {
        let mut bytes = [0u8; 80];
        bytes[0] = first;
        let before = pair.b.dropped(reason);
        pair.b.receive(pair.now, source, &bytes);
        assert_eq!(pair.b.dropped(reason), before + 1, "{first:#x}");
    }
}

#[test]
fn a_receiver_index_must_match_wholly() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let datagram = pair.datagram(b"index");
    let right = index(2, 1);
    for wrong in [
        right ^ 0x0100_0000,
        right ^ 0x0001_0000,
        right & 0xffff,
        right & 0xffff_0000,
        right + 1,
        0,
    ] {
        let mut changed = datagram.clone();
        changed.bytes[4..8].copy_from_slice(&wrong.to_le_bytes());
        pair.at_b(&changed);
    }
    assert_eq!(pair.b.dropped(DropReason::UnknownSession), 6);
    pair.at_b(&datagram);
    assert_eq!(pair.b.take_packets().len(), 1);
}

#[test]
fn multicast_and_broadcast_are_dropped_under_their_own_reasons() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let mut groups = vec![];
    for destination in [[224, 0, 0, 22], [255, 255, 255, 255]] {
        let mut packet = udp(1, 2, b"all");
        packet[16..20].copy_from_slice(&destination);
        groups.push(packet);
    }
    let mut v6 = Packet::new(Kind::Udp6, vec![1]).complete();
    v6[24] = 0xff;
    groups.push(v6);
    for packet in &groups {
        pair.a.tun(pair.now, VnetHeader::default(), packet);
    }
    assert_eq!(pair.a.dropped(DropReason::OutboundMulticast), 3);
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(
        pair.a.take_packets(),
        Vec::<Vec<u8>>::new(),
        "and not answered"
    );

    // A peer whose own engine would let them out.
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    for packet in &groups {
        let datagram = forger.seal(packet);
        pair.b.receive(pair.now, pair.a.out.address, &datagram);
    }
    assert_eq!(pair.b.dropped(DropReason::InboundMulticast), 3);
    assert_eq!(pair.b.take_sent(), []);
}

#[test]
fn what_leaves_carries_no_plaintext() {
    for suite in Suite::ALL {
        let mut pair = Pair::joined(suite);
        let marker = b"a marker that must not be seen on the wire";
        let datagram = pair.datagram(marker);
        assert!(
            !datagram
                .bytes
                .windows(8)
                .any(|window| marker.windows(8).any(|part| part == window))
        );
    }
}

#[test]
fn an_authenticated_packet_from_elsewhere_is_reported_once_a_second_and_moves_nothing() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let elsewhere: std::net::SocketAddr = "198.51.100.9:4000".parse().unwrap();
    let changed = Seen::SourceChanged {
        index: index(2, 1),
        peer: 1,
        source: elsewhere.into(),
    };
    for (wait, expected) in [(0, 1), (0, 0), (999, 0), (1, 1)] {
        pair.now += wait * pair::MS;
        let mut datagram = pair.datagram(b"moved");
        datagram.from = elsewhere;
        pair.at_b(&datagram);
        assert_eq!(pair.b.events(pair.now), vec![changed.clone(); expected]);
    }
    assert_eq!(pair.b.take_packets().len(), 4);
    pair.b
        .tun(pair.now, VnetHeader::default(), &udp(2, 1, b"back"));
    assert_eq!(pair.b.take_sent()[0].to, pair.a.out.address);

    pair.b.engine.set_path(1, Some(elsewhere.into())).unwrap();
    pair.b
        .tun(pair.now, VnetHeader::default(), &udp(2, 1, b"back"));
    assert_eq!(pair.b.take_sent()[0].to, elsewhere);
}

#[test]
fn without_a_path_nothing_is_sent() {
    let mut pair = Pair::joined(Suite::Aegis256);
    pair.a.engine.set_path(2, None).unwrap();
    pair.a
        .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"lost"));
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(pair.a.dropped(DropReason::NoPath), 1);
}

#[test]
fn statistics_of_a_peer_tell_what_moved() {
    let fresh = Pair::new().a.engine.peer_stats();
    assert_eq!(
        (fresh[0].last_received, fresh[0].last_sent, fresh[0].index),
        (None, None, None)
    );
    let mut pair = Pair::joined(Suite::Aegis256);
    pair.now += 5;
    let datagram = pair.datagram(&[0; 72]);
    pair.now += 5;
    pair.at_b(&datagram);
    let (a, b) = (pair.a.engine.peer_stats(), pair.b.engine.peer_stats());
    assert_eq!((a.len(), a[0].peer), (1, 2));
    assert_eq!(
        (a[0].tx_packets, a[0].tx_bytes),
        (2, 104),
        "a confirm of 4 bytes and a packet of 100"
    );
    assert_eq!((b[0].rx_packets, b[0].rx_bytes), (2, 104));
    assert_eq!(a[0].last_sent, Some(pair.now - 5));
    assert_eq!(b[0].last_received, Some(pair.now));
    assert_eq!(b[0].path, Some(pair.a.out.address.into()));
    assert_eq!(
        (a[0].index, b[0].index),
        (Some(index(1, 1)), Some(index(2, 1)))
    );
}
