//! MACs, cookies and floods of handshakes.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    CommandError, Counter, DropReason, Engine, EngineOptions, Identity, Secret, SendCookie,
    SendHandshake,
};
use pair::events::Seen;
use pair::{MS, Pair, SECOND, handshake_bytes};
use std::net::SocketAddr;

fn is_handshake(events: &[Seen], mac2: bool) -> bool {
    matches!(events, [Seen::Handshake { mac2_valid, .. }] if *mac2_valid == mac2)
}

/// Fills b's second with as many handshakes as it takes freely, drained at once.
fn crowd(pair: &mut Pair) {
    for i in 0..201 {
        let datagram = pair.a.handshake(pair.now, 1, &pair.b, 0x9000_0000 + i);
        pair.at_b(&datagram);
        pair.b.events(pair.now);
        pair.b.take_sent();
    }
}

#[test]
fn a_stamped_handshake_becomes_an_event_without_its_macs() {
    let mut pair = Pair::new();
    for kind in [1, 2] {
        let datagram = pair.a.handshake(pair.now, kind, &pair.b, 0xabcd_0001);
        assert_eq!(datagram.to, pair.b.out.address);
        assert_eq!(datagram.bytes.len(), 1100);
        assert_ne!(datagram.bytes[1068..1084], [0; 16]);
        assert_eq!(datagram.bytes[1084..], [0; 16], "no cookie held");
        pair.at_b(&datagram);
        let expected = Seen::Handshake {
            source: pair.a.out.address.into(),
            secret: 0,
            mac2_valid: false,
            datagram: handshake_bytes(kind, 0xabcd_0001)[..1068].to_vec(),
        };
        assert_eq!(pair.b.events(pair.now), [expected]);
        assert_eq!(pair.b.take_sent(), []);
    }
}

#[test]
fn every_changed_byte_of_a_handshake_is_met_with_silence() {
    let mut pair = Pair::new();
    let datagram = pair.a.handshake(pair.now, 1, &pair.b, 1);
    for at in 0..1084 {
        let mut changed = datagram.clone();
        changed.bytes[at] ^= 0x40;
        pair.at_b(&changed);
    }
    for length in [0, 1, 64, 1068, 1084, 1099] {
        pair.b
            .receive(pair.now, datagram.from, &datagram.bytes[..length]);
    }
    let mut longer = datagram.clone();
    longer.bytes.push(0);
    pair.at_b(&longer);
    assert_eq!(pair.b.events(pair.now), []);
    assert_eq!(pair.b.take_sent(), []);
    assert_eq!(pair.b.dropped(DropReason::Mac1Invalid), 1084 - 4);
    pair.at_b(&datagram);
    assert!(is_handshake(&pair.b.events(pair.now), false));
}

#[test]
fn a_handshake_for_another_key_or_under_another_secret_is_refused() {
    let mut pair = Pair::new();
    let mut send = SendHandshake {
        datagram: Box::new(handshake_bytes(1, 1)),
        path: pair.b.out.address.into(),
        public_key: [9; 32],
        secret: 0,
    };
    pair.a
        .engine
        .send_handshake(SendHandshake {
            datagram: send.datagram.clone(),
            ..send
        })
        .unwrap();
    let identity = Identity {
        public_key: [1; 32],
        secrets: vec![Secret([8; 32])],
    };
    pair.a.run(pair.now);
    pair.a.engine.set_identity(&identity).unwrap();
    send.public_key = pair.b.public_key;
    pair.a.engine.send_handshake(send).unwrap();
    pair.a.run(pair.now);
    for datagram in pair.a.take_sent() {
        pair.at_b(&datagram);
    }
    assert_eq!(pair.b.dropped(DropReason::Mac1Invalid), 2);
    assert_eq!(pair.b.events(pair.now), []);
}

#[test]
fn two_secrets_in_force_are_told_apart_by_slot() {
    let mut pair = Pair::new();
    let both = |first, second| vec![Secret(first), Secret(second)];
    let identity = |public_key, secrets| Identity {
        public_key,
        secrets,
    };
    pair.b
        .engine
        .set_identity(&identity([2; 32], both([7; 32], [8; 32])))
        .unwrap();
    pair.a
        .engine
        .set_identity(&identity([1; 32], both([8; 32], [7; 32])))
        .unwrap();
    for (slot_at_a, slot_at_b) in [(0, 1), (1, 0)] {
        let send = SendHandshake {
            datagram: Box::new(handshake_bytes(1, 5)),
            path: pair.b.out.address.into(),
            public_key: pair.b.public_key,
            secret: slot_at_a,
        };
        pair.a.engine.send_handshake(send).unwrap();
        pair.a.run(pair.now);
        let datagram = pair.a.take_sent().pop().unwrap();
        pair.at_b(&datagram);
        let events = pair.b.events(pair.now);
        assert!(matches!(&events[..], [Seen::Handshake { secret, .. }] if *secret == slot_at_b));
    }
}

#[test]
fn a_cookie_is_won_held_and_proved_and_lives_120_seconds() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    assert_eq!(pair.b.events(pair.now), []);
    assert_eq!(
        pair.b.dropped(DropReason::Mac2Demanded),
        2,
        "the crowd's last and this"
    );
    let reply = pair.b.take_sent().pop().unwrap();
    assert_eq!(reply.bytes.len(), 64, "smaller than what it answers");
    assert_eq!(reply.bytes[4..8], 77u32.to_le_bytes());
    pair.a.receive(pair.now, reply.from, &reply.bytes);
    assert_eq!(pair.a.count(Counter::CookiesIn), 1);

    let again = pair.a.handshake(pair.now, 1, &pair.b, 77);
    assert_ne!(again.bytes[1084..], [0; 16]);
    pair.at_b(&again);
    assert!(is_handshake(&pair.b.events(pair.now), true));

    let mut elsewhere = again.clone();
    elsewhere.from.set_port(1);
    pair.at_b(&elsewhere);
    assert_eq!(
        pair.b.events(pair.now),
        [],
        "a cookie is good for one address and port"
    );

    pair.now += 119 * SECOND;
    let late = pair.a.handshake(pair.now, 1, &pair.b, 78);
    pair.at_b(&late);
    assert!(is_handshake(&pair.b.events(pair.now), true));
    pair.now += SECOND;
    assert_eq!(
        pair.a.handshake(pair.now, 1, &pair.b, 79).bytes[1084..],
        [0; 16]
    );
}

#[test]
fn a_cookie_is_taken_within_ten_seconds() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    let reply = pair.b.take_sent().pop().unwrap();
    let sent_at = pair.now;
    pair.a
        .receive(sent_at + 10 * SECOND + 1, reply.from, &reply.bytes);
    assert_eq!(pair.a.dropped(DropReason::CookieUnexpected), 1);
    pair.a
        .receive(sent_at + 10 * SECOND, reply.from, &reply.bytes);
    assert_eq!(pair.a.count(Counter::CookiesIn), 1);
}

#[test]
fn an_old_cookie_stops_proving_anything() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    let reply = pair.b.take_sent().pop().unwrap();
    pair.a.receive(pair.now, reply.from, &reply.bytes);
    let proved = pair.a.handshake(pair.now, 1, &pair.b, 77);
    for (wait, good) in [(0, true), (121, true), (121, false)] {
        pair.now += wait * SECOND;
        pair.at_b(&proved);
        assert!(
            is_handshake(&pair.b.events(pair.now), good),
            "after {wait} s"
        );
    }
}

#[test]
fn forged_cookies_change_nothing() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    let reply = pair.b.take_sent().pop().unwrap();
    for at in 0..64 {
        let mut changed = reply.clone();
        changed.bytes[at] ^= 0x10;
        pair.a.receive(pair.now, changed.from, &changed.bytes);
    }
    assert_eq!(pair.a.count(Counter::CookiesIn), 0);
    assert_eq!(pair.a.dropped(DropReason::CookieInvalid), 56);
    assert_eq!(pair.a.dropped(DropReason::CookieUnexpected), 4);
    assert_eq!(
        pair.a.handshake(pair.now, 1, &pair.b, 78).bytes[1084..],
        [0; 16]
    );
    // The cookie answered the handshake before: its sender still knows that one.
    pair.a.receive(pair.now, reply.from, &reply.bytes);
    assert_eq!(pair.a.count(Counter::CookiesIn), 1);
}

#[test]
fn mac2_is_demanded_while_more_than_64_handshakes_wait() {
    let mut pair = Pair::new();
    for i in 0..65 {
        pair.now += 10 * MS / 5;
        let datagram = pair.a.handshake(pair.now, 1, &pair.b, i + 1);
        pair.at_b(&datagram);
        assert_eq!(pair.b.take_sent(), [], "{i}");
    }
    let datagram = pair.a.handshake(pair.now, 1, &pair.b, 1000);
    pair.at_b(&datagram);
    assert_eq!(pair.b.take_sent().len(), 1);
    pair.b.events(pair.now);
    pair.at_b(&datagram);
    assert_eq!(pair.b.take_sent(), [], "drained: no demand");
}

#[test]
fn mac2_is_demanded_above_200_a_second_and_until_a_calm_second_has_passed() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    assert_eq!(pair.b.dropped(DropReason::Mac2Demanded), 1, "the 201st");
    let probe = pair.a.handshake(pair.now, 1, &pair.b, 1);
    for (wait, demanded) in [(0, 2), (1, 3), (1, 3)] {
        pair.now += wait * SECOND;
        pair.at_b(&probe);
        pair.b.events(pair.now);
        assert_eq!(
            pair.b.dropped(DropReason::Mac2Demanded),
            demanded,
            "after {wait} s"
        );
    }
}

#[test]
fn who_has_a_cookie_sends_50_a_second_while_mac2_is_demanded() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    let reply = pair.b.take_sent().pop().unwrap();
    pair.a.receive(pair.now, reply.from, &reply.bytes);
    let taken = |pair: &mut Pair, times: u32| {
        (0..times)
            .filter(|i| {
                let proved = pair.a.handshake(pair.now, 1, &pair.b, 100 + i);
                pair.at_b(&proved);
                is_handshake(&pair.b.events(pair.now), true)
            })
            .count()
    };
    assert_eq!(taken(&mut pair, 300), 50);
    assert_eq!(pair.b.dropped(DropReason::HandshakeRate), 250);
    pair.now += SECOND / 10;
    assert_eq!(taken(&mut pair, 20), 5);
    // Another host has its own rate; and without a demand nobody is held to one.
    let elsewhere = "192.0.2.77:7077".parse().unwrap();
    let other = pair.a.handshake(pair.now, 1, &pair.b, 500);
    pair.b.receive(pair.now, elsewhere, &other.bytes);
    let reply = pair.b.take_sent().pop().unwrap();
    assert_eq!(reply.to, elsewhere, "its cookie");
    pair.now += 3 * SECOND;
    assert_eq!(taken(&mut pair, 60), 60);
}

#[test]
fn junk_does_not_raise_the_demand() {
    let mut pair = Pair::new();
    let mut junk = pair.a.handshake(pair.now, 1, &pair.b, 1);
    let good = junk.clone();
    junk.bytes[500] ^= 1;
    for _ in 0..1_000 {
        pair.at_b(&junk);
    }
    pair.at_b(&good);
    assert!(is_handshake(&pair.b.events(pair.now), false));
    assert_eq!(pair.b.take_sent(), []);
}

#[test]
fn the_daemon_can_ask_for_mac2_itself() {
    let mut pair = Pair::new();
    let first = pair.a.handshake(pair.now, 1, &pair.b, 31);
    pair.at_b(&first);
    let events = pair.b.events(pair.now);
    let [
        Seen::Handshake {
            source,
            secret,
            datagram,
            ..
        },
    ] = &events[..]
    else {
        panic!()
    };
    let send = SendCookie {
        datagram: Box::new(datagram[..].try_into().unwrap()),
        path: *source,
        secret: *secret,
    };
    pair.b.engine.send_cookie(send).unwrap();
    pair.b.run(pair.now);
    pair.carry();
    assert_eq!(pair.a.count(Counter::CookiesIn), 1);
    let second = pair.a.handshake(pair.now, 1, &pair.b, 31);
    pair.at_b(&second);
    assert!(is_handshake(&pair.b.events(pair.now), true));
}

#[test]
fn cookies_are_kept_per_endpoint_and_key() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let refused = pair.a.handshake(pair.now, 1, &pair.b, 77);
    pair.at_b(&refused);
    pair.carry();
    let other: SocketAddr = "203.0.113.5:9".parse().unwrap();
    for (endpoint, public_key, stamped) in [
        (pair.b.out.address, [2; 32], true),
        (other, [2; 32], false),
        (pair.b.out.address, [3; 32], false),
    ] {
        let datagram = Box::new(handshake_bytes(1, 78));
        let send = SendHandshake {
            datagram,
            path: endpoint.into(),
            public_key,
            secret: 0,
        };
        pair.a.engine.send_handshake(send).unwrap();
        pair.a.run(pair.now);
        let sent = pair.a.take_sent().pop().unwrap();
        assert_eq!(sent.bytes[1084..] != [0; 16], stamped);
    }
}

#[test]
fn a_cookie_is_of_the_path_it_came_by_when_a_handshake_went_along_two() {
    let mut pair = Pair::new();
    crowd(&mut pair);
    let other: SocketAddr = "203.0.113.5:9".parse().unwrap();
    let first = pair.b.out.address;
    let send = |pair: &mut Pair, index, endpoint: SocketAddr| {
        let send = SendHandshake {
            datagram: Box::new(handshake_bytes(1, index)),
            path: endpoint.into(),
            public_key: [2; 32],
            secret: 0,
        };
        pair.a.engine.send_handshake(send).unwrap();
        pair.a.run(pair.now);
        pair.a.take_sent().pop().unwrap()
    };
    send(&mut pair, 77, first);
    let sent = send(&mut pair, 77, other);
    pair.at_b(&sent);
    let reply = pair.b.take_sent().pop().unwrap();
    pair.a.receive(pair.now, other, &reply.bytes);
    for (endpoint, stamped) in [(first, false), (other, true)] {
        let sent = send(&mut pair, 78, endpoint);
        assert_eq!(sent.bytes[1084..] != [0; 16], stamped, "{endpoint}");
    }
}

#[test]
fn without_an_identity_handshakes_are_dropped_and_refused() {
    let mut pair = Pair::new();
    let datagram = pair.a.handshake(pair.now, 1, &pair.b, 1);
    let bare = std::sync::Arc::new(
        Engine::new(EngineOptions {
            sessions: 1,
            ..Default::default()
        })
        .unwrap(),
    );
    let mut worker = festoon_core::engine::Worker::new(std::sync::Arc::clone(&bare), 0);
    worker.handle_datagrams(
        pair.now,
        datagram.from,
        &mut datagram.bytes.clone(),
        1100,
        &mut pair.b.out,
    );
    assert_eq!(bare.counters().dropped(DropReason::NoIdentity), 1);
    let send = |secret| SendHandshake {
        datagram: Box::new(handshake_bytes(1, 1)),
        path: datagram.to.into(),
        public_key: [2; 32],
        secret,
    };
    assert_eq!(bare.send_handshake(send(0)), Err(CommandError::NoIdentity));
    assert_eq!(
        pair.a.engine.send_handshake(send(1)),
        Err(CommandError::UnknownSecret { slot: 1 })
    );
    let mut wrong = send(0);
    wrong.datagram[0] = 0x14;
    assert_eq!(
        pair.a.engine.send_handshake(wrong),
        Err(CommandError::HandshakeMalformed)
    );
    for count in [0, 3] {
        let secrets = vec![Secret([1; 32]); count];
        let refused = bare.set_identity(&Identity {
            public_key: [1; 32],
            secrets,
        });
        assert_eq!(refused, Err(CommandError::SecretCount { count }));
    }
}
