//! Control frames, ICMP errors and key limits.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    CommandError, Counter, DropReason, EngineOptions, Limits, Prefix, SendControl, SetPeer, Suite,
};
use festoon_core::inner::packet::parse;
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use pair::events::Seen;
use pair::forger::{Forger, GENERATION};
use pair::{Pair, SECOND, index, udp};

fn frame(kind: u8, flags: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16).to_le_bytes();
    [&[kind, flags, length[0], length[1]], body].concat()
}

/// What b answers to this plaintext, opened.
fn answers(pair: &mut Pair, forger: &mut Forger, plain: &[u8]) -> Vec<Vec<u8>> {
    let sealed = forger.seal(plain);
    pair.b.receive(pair.now, pair.a.out.address, &sealed);
    let sent = pair.b.take_sent();
    sent.iter()
        .map(|datagram| forger.open(&datagram.bytes).unwrap())
        .collect()
}

#[test]
fn probes_challenges_and_keepalives_are_answered_in_the_core() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let token = [0xab; 16];
    for (plain, answer) in [
        (frame(1, 0, &token[..8]), vec![frame(2, 0, &token[..8])]),
        (frame(3, 0, &token), vec![frame(4, 0, &token)]),
        (frame(5, 1, &[]), vec![frame(5, 0, &[])]),
        (frame(5, 0, &[]), vec![]),
    ] {
        assert_eq!(answers(&mut pair, &mut forger, &plain), answer, "{plain:?}");
    }
    assert_eq!(pair.b.events(pair.now), []);
    assert_eq!(pair.b.drops(), []);
}

#[test]
fn an_echo_goes_to_the_daemon_with_where_it_came_from_within_the_rate() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let elsewhere: std::net::SocketAddr = "198.51.100.1:5".parse().unwrap();
    for id in 0..=200u8 {
        let sealed = forger.seal(&frame(2, 0, &[id; 8]));
        pair.b.receive(pair.now, elsewhere, &sealed);
    }
    let mut events = pair.b.events(pair.now);
    events.retain(|event| matches!(event, Seen::Echo { .. }));
    assert_eq!(events.len(), 200);
    let (index, peer, source) = (index(2, GENERATION), 1, elsewhere.into());
    let id = vec![0; 8];
    assert_eq!(
        events[0],
        Seen::Echo {
            index,
            peer,
            source,
            id
        }
    );
    assert_eq!(pair.b.dropped(DropReason::ControlRate), 1);
    assert!(pair.b.take_sent().is_empty());
}

#[test]
fn the_socket_of_a_peer_is_that_of_its_last_packet_on_the_path() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let socket = |pair: &Pair| pair.b.engine.peer_stats()[0].socket;
    assert_eq!(socket(&pair), None);
    let mut source = pair.a.out.address;
    let data = udp(1, 2, b"data");
    for (by, plain, expected) in [
        (4, frame(5, 0, &[]), 4),
        (5, frame(1, 0, &[1; 8]), 4),
        (6, frame(2, 0, &[1; 8]), 4),
        (7, frame(3, 0, &[1; 16]), 4),
        (8, frame(4, 0, &[1; 16]), 4),
        (9, frame(0, 0, b"message"), 9),
        (10, data, 10),
    ] {
        let sealed = forger.seal(&plain);
        source.set_port(by as u16);
        pair.b.worker.arrive_by(by);
        pair.b.receive(pair.now, source, &sealed);
        assert_eq!(socket(&pair), Some(expected), "{plain:?}");
    }
}

#[test]
fn probes_and_challenges_are_answered_to_where_they_came_from() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let elsewhere = "198.51.100.1:5".parse().unwrap();
    let path: std::net::SocketAddr = "203.0.113.1:6".parse().unwrap();
    pair.b.engine.set_path(1, Some(path.into())).unwrap();
    for (plain, to) in [
        (frame(1, 0, &[1; 8]), elsewhere),
        (frame(3, 0, &[1; 16]), elsewhere),
        (frame(5, 1, &[]), path),
    ] {
        let sealed = forger.seal(&plain);
        pair.b.receive(pair.now, elsewhere, &sealed);
        assert_eq!(pair.b.take_sent()[0].to, to);
    }
}

#[test]
fn a_challenge_to_a_new_endpoint_comes_back_as_an_event() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let endpoint: std::net::SocketAddr = "198.51.100.1:5".parse().unwrap();
    let challenge = SendControl {
        index: index(2, 1),
        kind: 3,
        flags: 0,
        body: vec![0x77; 16],
        path: Some(endpoint.into()),
    };
    pair.b.engine.send_control(challenge).unwrap();
    pair.b.run(pair.now);
    let sent = pair.b.take_sent().pop().unwrap();
    assert_eq!(sent.to, endpoint);
    pair.a.receive(pair.now, sent.from, &sent.bytes);
    let mut answer = pair.a.take_sent().pop().unwrap();
    answer.from = endpoint;
    pair.at_b(&answer);
    let events = pair.b.events(pair.now);
    let (index, peer, source) = (index(2, 1), 1, endpoint.into());
    let token = vec![0x77; 16];
    assert!(events.contains(&Seen::ChallengeAnswered {
        index,
        peer,
        source,
        token
    }));
}

#[test]
fn messages_go_to_the_daemon_within_their_rate() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let send = |pair: &mut Pair, body: Vec<u8>| {
        let message = SendControl {
            index: index(1, 1),
            kind: 0,
            flags: 3,
            body,
            path: None,
        };
        pair.a.engine.send_control(message).unwrap();
        pair.a.run(pair.now);
        pair.carry();
    };
    send(&mut pair, b"credit".to_vec());
    let (peer, body) = (1, b"credit".to_vec());
    let expected = Seen::ControlFrame {
        index: index(2, 1),
        peer,
        kind: 0,
        flags: 3,
        body,
    };
    assert_eq!(pair.b.events(pair.now), [expected]);
    for _ in 0..250 {
        send(&mut pair, vec![1]);
    }
    assert_eq!(pair.b.events(pair.now).len(), 199);
    assert_eq!(pair.b.dropped(DropReason::ControlRate), 51);
    pair.now += SECOND / 10;
    for _ in 0..20 {
        send(&mut pair, vec![1]);
    }
    assert_eq!(pair.b.events(pair.now).len(), 10, "100 a second");
}

#[test]
fn a_manager_may_say_more() {
    let mut pair = Pair::new();
    pair.b.engine.set_peer(SetPeer {
        peer: 1,
        sources: vec![],
        manager: true,
    });
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let mut say = |pair: &mut Pair, times: usize| {
        for _ in 0..times {
            let sealed = forger.seal(&frame(0, 0, &[1]));
            pair.b.receive(pair.now, pair.a.out.address, &sealed);
        }
        pair.b.events(pair.now).len()
    };
    assert_eq!(say(&mut pair, 600), 500);
    assert_eq!(pair.b.dropped(DropReason::ControlRate), 100);
    pair.now += SECOND / 10;
    assert_eq!(say(&mut pair, 200), 100, "1,000 a second");
    // As long as it is one: its sessions stay.
    for (manager, said) in [(false, 10), (true, 100)] {
        pair.b.engine.set_peer(SetPeer {
            peer: 1,
            sources: vec![],
            manager,
        });
        pair.now += SECOND / 10;
        assert_eq!(say(&mut pair, 200), said);
    }
}

#[test]
fn answers_are_limited_per_peer() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let mut answered = 0;
    for kind in [1u8, 3, 5].into_iter().cycle().take(300) {
        let body = vec![0; [0, 8, 0, 16, 0, 0][usize::from(kind)]];
        answered += answers(&mut pair, &mut forger, &frame(kind, 1, &body)).len();
    }
    assert_eq!(answered, 100);
    assert_eq!(pair.b.dropped(DropReason::ControlRate), 200);
    pair.now += SECOND;
    assert_eq!(answers(&mut pair, &mut forger, &frame(5, 1, &[])).len(), 1);
}

#[test]
fn frames_that_are_none_are_counted_by_reason() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    for (plain, reason) in [
        (vec![0], DropReason::ControlMalformed),
        (vec![5, 1, 0], DropReason::ControlMalformed),
        (vec![5, 1, 1, 0], DropReason::ControlMalformed),
        (vec![5, 1, 0, 0, 9], DropReason::ControlMalformed),
        (frame(1, 0, &[0; 7]), DropReason::ControlMalformed),
        (frame(2, 0, &[0; 9]), DropReason::ControlMalformed),
        (frame(3, 0, &[0; 15]), DropReason::ControlMalformed),
        (frame(4, 0, &[]), DropReason::ControlMalformed),
        (frame(5, 1, &[0]), DropReason::ControlMalformed),
        (frame(6, 0, &[0; 40]), DropReason::KemUnsupported),
        (frame(7, 0, &[]), DropReason::ControlUnknown),
        (frame(15, 0, &[]), DropReason::ControlUnknown),
        (vec![0x10; 40], DropReason::PlaintextUnknown),
        (vec![0xff], DropReason::PlaintextUnknown),
        (vec![0x45; 12], DropReason::InnerMalformed),
        (vec![0x60; 40], DropReason::InnerMalformed),
    ] {
        let before = pair.b.dropped(reason);
        assert_eq!(
            answers(&mut pair, &mut forger, &plain),
            Vec::<Vec<u8>>::new(),
            "{plain:?}"
        );
        assert_eq!(pair.b.dropped(reason), before + 1, "{plain:?}");
    }
    assert_eq!(pair.b.events(pair.now), []);
    assert!(pair.b.take_packets().is_empty());
}

#[test]
fn a_partial_checksum_claimed_for_what_has_none_is_dropped() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let mut icmp = udp(1, 2, &[0; 20]);
    icmp[9] = 1;
    let sum = inner_packets::naive_sum(&icmp[..10], inner_packets::naive_sum(&icmp[12..20], 0));
    icmp[10..12].copy_from_slice(&(!sum).to_be_bytes());
    forger.flags = 1;
    let sealed = forger.seal(&icmp);
    pair.b.receive(pair.now, pair.a.out.address, &sealed);
    assert_eq!(pair.b.dropped(DropReason::InnerMalformed), 1);
    assert!(pair.b.take_packets().is_empty());
}

#[test]
fn control_frames_that_a_peer_would_refuse_cannot_be_sent() {
    let pair = Pair::joined(Suite::Aegis256);
    let send = |kind, body: Vec<u8>| {
        let index = index(1, 1);
        pair.a.engine.send_control(SendControl {
            index,
            kind,
            flags: 0,
            body,
            path: None,
        })
    };
    for (kind, bytes) in [(3, 15), (6, 0), (7, 0), (5, 1), (0, 16_385)] {
        assert_eq!(
            send(kind, vec![0; bytes]),
            Err(CommandError::ControlFrame { kind, bytes })
        );
    }
    send(0, vec![0; 16_384]).unwrap();
    let nobody = SendControl {
        index: 0x55,
        kind: 5,
        flags: 0,
        body: vec![],
        path: None,
    };
    assert_eq!(
        pair.a.engine.send_control(nobody),
        Err(CommandError::UnknownSession { index: 0x55 })
    );
}

#[test]
fn the_outbox_is_bounded() {
    let pair = Pair::joined(Suite::Aegis256);
    let send = || {
        let index = index(1, 1);
        pair.a.engine.send_control(SendControl {
            index,
            kind: 5,
            flags: 0,
            body: vec![],
            path: None,
        })
    };
    for _ in 0..4_096 {
        send().unwrap();
    }
    assert_eq!(send(), Err(CommandError::OutboxFull));
}

#[test]
fn a_peers_packet_to_an_unknown_address_gets_an_icmp_error() {
    for (kind, protocol) in [(Kind::Udp4, 1), (Kind::Tcp6, 58)] {
        let mut pair = Pair::new();
        let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
        let mut packet = Packet::new(kind, vec![7; 50]);
        packet.destination = 200;
        let answer = answers(&mut pair, &mut forger, &packet.complete())
            .pop()
            .unwrap();
        let parsed = parse(&answer).unwrap();
        assert_eq!(parsed.protocol, protocol);
        assert_eq!(parsed.source, pair::hosts(2)[usize::from(protocol == 58)]);
        assert_eq!(
            parsed.destination,
            pair::hosts(1)[usize::from(protocol == 58)]
        );
        assert_eq!(pair.b.dropped(DropReason::UnknownDestination), 1);
        assert!(pair.b.take_packets().is_empty());
    }
}

#[test]
fn icmp_errors_are_limited() {
    let mut pair = Pair::new();
    let mut forger = Forger::joined(&mut pair, Suite::Aegis256);
    let count = |pair: &mut Pair, forger: &mut Forger| -> usize {
        (0..200)
            .map(|_| answers(pair, forger, &udp(1, 200, &[1])).len())
            .sum()
    };
    assert_eq!(count(&mut pair, &mut forger), 50);
    pair.now += SECOND / 5;
    assert_eq!(count(&mut pair, &mut forger), 20, "100 a second");
    assert_eq!(pair.b.dropped(DropReason::UnknownDestination), 400);

    for _ in 0..200 {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 200, &[1]));
    }
    assert_eq!(pair.a.out.delivered.len(), 50, "on the TUN as well");
}

#[test]
fn a_local_packet_without_a_route_gets_an_icmp_error_on_the_tun() {
    let mut pair = Pair::new();
    for (kind, protocol) in [(Kind::Udp4, 1), (Kind::Udp6, 58)] {
        let mut packet = Packet::new(kind, vec![7; 50]);
        packet.destination = 9;
        pair.a
            .tun(pair.now, VnetHeader::default(), &packet.complete());
        let frame = pair.a.out.delivered.pop().unwrap();
        assert_eq!(frame[..10], [0; 10]);
        let parsed = parse(&frame[10..]).unwrap();
        let own = pair::hosts(1)[usize::from(protocol == 58)];
        assert_eq!((parsed.protocol, parsed.destination), (protocol, own));
        let martian = parsed.source.is_ipv4() && parsed.source == own;
        assert!(!martian, "which the kernel would drop");
    }
    assert_eq!(pair.a.dropped(DropReason::NoRoute), 2);
    assert_eq!(pair.a.count(Counter::UnreachableSent), 2);
}

#[test]
fn a_local_packet_above_the_mtu_is_told_the_mtu() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let packet = udp(1, 2, &vec![0; 1400]);
    pair.a.tun(pair.now, VnetHeader::default(), &packet);
    assert_eq!(pair.a.take_sent(), []);
    let answer = pair.a.take_packets().pop().unwrap();
    assert_eq!(answer[20..22], [3, 4]);
    assert_eq!(answer[26..28], 1372u16.to_be_bytes());
    assert_eq!(pair.a.dropped(DropReason::PacketTooBig), 1);
}

#[test]
fn routes_go_by_the_longest_prefix_and_change_at_once() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let engine = &pair.a.engine;
    let prefix = |text: &str, length| Prefix::new(text.parse().unwrap(), length).unwrap();
    pair.a.know(3);
    engine
        .update_routes(
            &[(prefix("10.0.0.0", 8), 3), (prefix("10.77.0.64", 26), 2)],
            &[],
        )
        .unwrap();
    let asked = |pair: &mut Pair, destination| {
        pair.now += SECOND;
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, destination, &[1]));
        let by_peer_2 = !pair.a.take_sent().is_empty();
        let by_peer_3 = matches!(
            pair.a.events(pair.now)[..],
            [Seen::SessionNeeded { peer: 3, .. }]
        );
        (by_peer_2, by_peer_3)
    };
    assert_eq!(asked(&mut pair, 65), (true, false));
    assert_eq!(asked(&mut pair, 128), (false, true));
    pair.a
        .engine
        .update_routes(&[], &[prefix("10.77.0.64", 26)])
        .unwrap();
    assert_eq!(asked(&mut pair, 65), (false, true));
    assert!(
        pair.a
            .engine
            .update_routes(&[(prefix("0.0.0.0", 0), 9)], &[prefix("10.0.0.0", 8)])
            .is_err()
    );
    assert_eq!(
        asked(&mut pair, 65),
        (false, true),
        "a refused change changes nothing"
    );
    pair.a
        .engine
        .replace_routes(&[(prefix("0.0.0.0", 0), 2)])
        .unwrap();
    assert_eq!(asked(&mut pair, 65), (true, false));
    assert_eq!(
        Prefix::new("10.0.0.1".parse().unwrap(), 8),
        None,
        "host bits"
    );
    assert_eq!(Prefix::new("10.0.0.0".parse().unwrap(), 33), None);
}

fn limited(limits: Limits, lanes: u8) -> Pair {
    let options = move || EngineOptions {
        limits,
        lanes,
        ..EngineOptions::default()
    };
    Pair::with(options, EngineOptions::default)
}

#[test]
fn gcm_says_when_its_limit_is_near_and_stops_at_it() {
    let limits = Limits {
        gcm_near: 10,
        gcm_stop: 20,
        ..Limits::default()
    };
    let mut pair = limited(limits, 1);
    pair.join(Suite::Aes256Gcm, 1);
    let limit = |limit| Seen::KeyLimit {
        index: index(1, 1),
        peer: 2,
        limit,
    };
    for sent in 2..=20 {
        pair.datagram(b"spend");
        let expected = if sent == 10 { vec![limit(1)] } else { vec![] };
        assert_eq!(pair.a.events(pair.now), expected, "{sent}");
    }
    for _ in 0..3 {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"no more"));
    }
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(pair.a.events(pair.now), [limit(2)]);
    assert_eq!(pair.a.dropped(DropReason::KeyExhausted), 3);
}

#[test]
fn gcms_limit_is_divided_among_lanes_and_shrinks_above_2_kib() {
    let limits = Limits {
        gcm_near: 50,
        gcm_stop: 100,
        ..Limits::default()
    };
    for (lanes, bytes, near, packets) in [
        (1, 100, 49, 99),
        (4, 100, 11, 24),
        (1, 4000, 13, 24),
        (1, 8100, 4, 6),
    ] {
        let mut pair = limited(limits, lanes);
        pair.a.engine.set_mtu(9000);
        pair.join(Suite::Aes256Gcm, 1);
        let (mut sent, mut near_at) = (0, None);
        for _ in 0..packets + 5 {
            pair.a
                .tun(pair.now, VnetHeader::default(), &udp(1, 2, &vec![0; bytes]));
            sent += pair.a.take_sent().len();
            if near_at.is_none() && !pair.a.events(pair.now).is_empty() {
                near_at = Some(sent);
            }
        }
        let expected = (Some(near), packets);
        assert_eq!((near_at, sent), expected, "{lanes} lanes, {bytes} bytes");
    }
}

#[test]
fn the_other_suites_are_bounded_by_their_sequence_only() {
    let limits = Limits {
        gcm_near: 2,
        gcm_stop: 3,
        sequence_near: 6,
        sequence_stop: 9,
        ..Limits::default()
    };
    for suite in [Suite::Aegis256, Suite::ChaCha20Poly1305] {
        let mut pair = limited(limits, 1);
        pair.join(suite, 1);
        for _ in 0..20 {
            pair.a
                .tun(pair.now, VnetHeader::default(), &udp(1, 2, &[0]));
        }
        assert_eq!(pair.a.take_sent().len(), 8);
        assert_eq!(pair.a.events(pair.now).len(), 2);
    }
}

#[test]
fn chachas_key_is_retired_after_too_many_failed_opens() {
    let limits = Limits {
        chacha_failed_opens: 5,
        ..Limits::default()
    };
    let options = move || EngineOptions {
        limits,
        ..EngineOptions::default()
    };
    for (suite, opens) in [(Suite::ChaCha20Poly1305, false), (Suite::Aegis256, true)] {
        let mut pair = Pair::with(EngineOptions::default, options);
        let mut forger = Forger::joined(&mut pair, suite);
        for _ in 0..8 {
            let mut sealed = forger.seal(&udp(1, 2, b"forged"));
            sealed[30] ^= 1;
            pair.b.receive(pair.now, pair.a.out.address, &sealed);
        }
        let sealed = forger.seal(&udp(1, 2, b"honest"));
        pair.b.receive(pair.now, pair.a.out.address, &sealed);
        assert_eq!(pair.b.take_packets().len(), usize::from(opens));
        let limit = Seen::KeyLimit {
            index: index(2, GENERATION),
            peer: 1,
            limit: 2,
        };
        assert_eq!(
            pair.b.events(pair.now),
            if opens { vec![] } else { vec![limit] }
        );
        assert_eq!(
            pair.b.dropped(DropReason::KeyRetired),
            if opens { 0 } else { 4 }
        );
    }
}

#[test]
fn a_receiver_refuses_sequences_beyond_gcms_limit() {
    let mut pair = Pair::new();
    let mut forger = Forger::with_lanes(&mut pair, Suite::Aes256Gcm, 4);
    for (sequence, passes) in [((1 << 26) - 1, true), (1 << 26, false)] {
        forger.sequence = sequence;
        let sealed = forger.seal(&udp(1, 2, b"limit"));
        pair.b.receive(pair.now, pair.a.out.address, &sealed);
        assert_eq!(pair.b.take_packets().len(), usize::from(passes));
    }
    assert_eq!(pair.b.dropped(DropReason::SequenceOutOfRange), 1);
}
