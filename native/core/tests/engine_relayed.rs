//! A node that is reached by a manager: what it sends there, and what it takes from it.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    Counter, DropReason, Path, SendControl, SendCookie, SendHandshake, SetPeer, Suite,
};
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use pair::events::Seen;
use pair::link::{Link, Party};
use pair::{Datagram, Pair, handshake_bytes, index, session, udp};

const MANAGER: u8 = 9;
const ADDRESS: &str = "203.0.113.9:7077";
const GENERATION: u16 = 77;
/// Under which a reaches b by the manager, and under which b hears from a.
const TO_B: u32 = 0xaaaa_0001;
const TO_A: u32 = 0xbbbb_0002;

fn via(handle: u32) -> Path {
    Path::Relayed {
        manager: MANAGER.into(),
        handle,
    }
}

/// a and b behind one manager, which the test is.
struct Relayed {
    pair: Pair,
    at_a: Link,
    at_b: Link,
}

impl Relayed {
    fn new(suite: Suite) -> Relayed {
        let mut pair = Pair::new();
        let manager = Party {
            number: MANAGER,
            address: ADDRESS,
            manager: true,
            suite,
        };
        let at_a = Link::joined(&mut pair.a, pair.now, manager, GENERATION);
        let at_b = Link::joined(&mut pair.b, pair.now, manager, GENERATION);
        Relayed { pair, at_a, at_b }
    }

    /// A session between a and b that a opened by the manager and b has confirmed.
    fn joined(suite: Suite) -> Relayed {
        let mut net = Relayed::new(suite);
        net.install(suite);
        net.carry();
        net.pair.a.events(net.pair.now);
        net.pair.b.events(net.pair.now);
        net
    }

    fn install(&mut self, suite: Suite) {
        let (at_a, at_b) = (index(1, 1), index(2, 1));
        let (a, b) = (self.pair.a.out.address, self.pair.b.out.address);
        let mut install = session(at_b, at_a, 1, suite, false, a);
        install.path = via(TO_A);
        self.pair.b.engine.install_session(&install).unwrap();
        let mut install = session(at_a, at_b, 2, suite, true, b);
        install.path = via(TO_B);
        self.pair.a.engine.install_session(&install).unwrap();
        self.pair.a.run(self.pair.now);
    }

    /// Passes on what both send to the manager, until there is nothing.
    fn carry(&mut self) {
        loop {
            let (from_a, from_b) = (self.pair.a.take_sent(), self.pair.b.take_sent());
            if from_a.is_empty() && from_b.is_empty() {
                return;
            }
            for datagram in from_a {
                self.pass_to_b(&datagram);
            }
            for datagram in from_b {
                let (handle, payload) = unwrap(&self.at_b, &datagram);
                assert_eq!(handle, TO_A);
                let wrapped = self.at_a.wrap(TO_B, false, &payload);
                self.a_receives(&wrapped);
            }
        }
    }

    fn pass_to_b(&mut self, datagram: &Datagram) {
        let (handle, payload) = unwrap(&self.at_a, datagram);
        assert_eq!(handle, TO_B);
        let wrapped = self.at_b.wrap(TO_A, false, &payload);
        self.b_receives(&wrapped);
    }

    fn a_receives(&mut self, bytes: &[u8]) {
        let now = self.pair.now;
        self.pair.a.receive(now, ADDRESS.parse().unwrap(), bytes);
    }

    fn b_receives(&mut self, bytes: &[u8]) {
        let now = self.pair.now;
        self.pair.b.receive(now, ADDRESS.parse().unwrap(), bytes);
    }
}

fn unwrap(link: &Link, datagram: &Datagram) -> (u32, Vec<u8>) {
    assert_eq!(datagram.to, ADDRESS.parse().unwrap());
    let (header, payload) = link.unwrap(&datagram.bytes);
    assert!(!header.hop);
    (header.handle, payload)
}

#[test]
fn a_session_opened_by_a_relay_carries_packets_both_ways() {
    for suite in Suite::ALL {
        let mut net = Relayed::new(suite);
        net.install(suite);
        net.carry();
        let now = net.pair.now;
        let live = Seen::SessionLive {
            index: index(1, 1),
            peer: 2,
        };
        assert!(net.pair.a.events(now).contains(&live));
        let confirmed = Seen::SessionConfirmed {
            index: index(2, 1),
            peer: 1,
            source: via(TO_A),
        };
        assert!(net.pair.b.events(now).contains(&confirmed));

        let (there, back) = (udp(1, 2, &[1; 1300]), udp(2, 1, &[2; 7]));
        net.pair.a.tun(now, VnetHeader::default(), &there);
        net.pair.b.tun(now, VnetHeader::default(), &back);
        net.carry();
        let lengths = (there.len() as u64, back.len() as u64);
        assert_eq!(net.pair.b.take_packets(), [there]);
        assert_eq!(net.pair.a.take_packets(), [back]);
        assert_eq!(net.pair.a.count(Counter::OutboundRelayedPackets), 1);
        assert_eq!(net.pair.a.count(Counter::InboundRelayedPackets), 1);
        let bytes = [Counter::OutboundRelayedBytes, Counter::InboundRelayedBytes];
        assert_eq!(
            bytes.map(|one| net.pair.a.count(one)),
            [lengths.0, lengths.1]
        );
        // Confirm and packet out, keepalive and packet in.
        assert_eq!(net.pair.a.count(Counter::OutboundRelayed), 2);
        assert_eq!(net.pair.a.count(Counter::InboundRelayed), 2);
        assert_eq!((net.pair.a.drops(), net.pair.b.drops()), (vec![], vec![]));
        let stats = net.pair.a.engine.peer_stats();
        assert_eq!(stats[0].path, Some(via(TO_B)));
        assert_eq!((stats[1].path, stats[1].rx_packets), (Some(direct()), 0));
        let heard = (stats[1].last_received, stats[1].last_sent);
        assert_eq!(
            heard,
            (Some(now), Some(now)),
            "the manager passes for heard"
        );
    }
}

fn direct() -> Path {
    Path::Direct(ADDRESS.parse().unwrap())
}

#[test]
fn a_superpacket_leaves_as_a_train_to_the_manager() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let mut tcp = Packet::new(Kind::Tcp4, vec![0x55; 20_000]);
    (tcp.source, tcp.destination) = (1, 2);
    net.pair.a.out.trains.clear();
    net.pair.a.tun(net.pair.now, tcp.gso(1300), &tcp.partial());
    assert_eq!(net.pair.a.out.trains, [16]);
    for datagram in net.pair.a.take_sent() {
        net.pass_to_b(&datagram);
    }
    assert_eq!(net.pair.b.count(Counter::InboundPackets), 16);
    assert_eq!(net.pair.b.drops(), []);
}

#[test]
fn handshakes_and_cookies_go_and_come_by_a_relay() {
    let mut net = Relayed::new(Suite::ChaCha20Poly1305);
    let send = |sender| SendHandshake {
        datagram: Box::new(handshake_bytes(1, sender)),
        path: via(TO_B),
        public_key: [2; 32],
        secret: 0,
    };
    let now = net.pair.now;
    for (sender, proven) in [(31, false), (32, true)] {
        net.pair.a.engine.send_handshake(send(sender)).unwrap();
        net.pair.a.run(now);
        net.carry();
        let events = net.pair.b.events(now);
        let Some(Seen::Handshake {
            source,
            secret,
            mac2_valid,
            datagram,
        }) = events.into_iter().next()
        else {
            panic!()
        };
        assert_eq!((source, mac2_valid), (via(TO_A), proven));
        let cookie = SendCookie {
            datagram: Box::new(datagram[..].try_into().unwrap()),
            path: source,
            secret,
        };
        net.pair.b.engine.send_cookie(cookie).unwrap();
        net.pair.b.run(now);
        net.carry();
    }
    assert_eq!(net.pair.a.count(Counter::CookiesIn), 2);
    assert_eq!((net.pair.a.drops(), net.pair.b.drops()), (vec![], vec![]));
}

#[test]
fn a_cookie_is_for_one_path_only() {
    let mut net = Relayed::new(Suite::Aegis256);
    let now = net.pair.now;
    let sent = |net: &mut Relayed, path| {
        let send = SendHandshake {
            datagram: Box::new(handshake_bytes(1, 5)),
            path,
            public_key: [2; 32],
            secret: 0,
        };
        net.pair.a.engine.send_handshake(send).unwrap();
        net.pair.a.run(now);
        net.pair.a.take_sent().pop().unwrap()
    };
    let first = sent(&mut net, via(TO_B));
    let (_, msg1) = unwrap(&net.at_a, &first);
    let cookie = SendCookie {
        datagram: Box::new(msg1[..1068].try_into().unwrap()),
        path: via(TO_A),
        secret: 0,
    };
    net.pair.b.engine.send_cookie(cookie).unwrap();
    net.pair.b.run(now);
    net.carry();
    let has_mac2 = |msg1: &[u8]| msg1[1084..] != [0; 16];
    let by_another = sent(&mut net, via(TO_B + 1));
    assert!(!has_mac2(&unwrap(&net.at_a, &by_another).1));
    let by_the_same = sent(&mut net, via(TO_B));
    let (_, msg1) = unwrap(&net.at_a, &by_the_same);
    assert!(has_mac2(&msg1));
    for (handle, proven) in [(TO_A, true), (TO_A + 1, false)] {
        let wrapped = net.at_b.wrap(handle, false, &msg1);
        net.b_receives(&wrapped);
        let events = net.pair.b.events(now);
        assert!(matches!(events[0], Seen::Handshake { mac2_valid, .. } if mac2_valid == proven));
    }
}

#[test]
fn challenges_are_answered_along_the_path_they_came_by() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let now = net.pair.now;
    // b sends straight to a, and is challenged by the relay all the same.
    let elsewhere: Path = "198.51.100.1:5".parse().unwrap();
    net.pair.b.engine.set_path(1, Some(elsewhere)).unwrap();
    let challenge = SendControl {
        index: index(1, 1),
        kind: 3,
        flags: 0,
        body: vec![0x77; 16],
        path: Some(via(TO_B)),
    };
    net.pair.a.engine.send_control(challenge).unwrap();
    net.pair.a.run(now);
    net.carry();
    assert_eq!(
        net.pair.a.events(now),
        [Seen::ChallengeAnswered {
            index: index(1, 1),
            peer: 2,
            source: via(TO_B),
            token: vec![0x77; 16]
        }]
    );
    let changed = Seen::SourceChanged {
        index: index(2, 1),
        peer: 1,
        source: via(TO_A),
    };
    assert_eq!(net.pair.b.events(now), [changed]);
}

#[test]
fn each_datagram_of_a_train_comes_by_its_own_manager_and_handle() {
    let mut net = Relayed::new(Suite::Aegis256);
    let now = net.pair.now;
    // Another manager, at the same address.
    let other = Party {
        number: 8,
        address: ADDRESS,
        manager: true,
        suite: Suite::Aegis256,
    };
    let mut other = Link::joined(&mut net.pair.b, now, other, GENERATION);
    let msg1 = net.pair.a.handshake(now, 1, &net.pair.b, 31).bytes;
    let by = |manager, handle| Path::Relayed { manager, handle };
    let wrapped = [
        net.at_b.wrap(1, false, &msg1),
        net.at_b.wrap(2, false, &msg1),
        other.wrap(2, false, &msg1),
        net.at_b.wrap(2, false, &msg1),
    ];
    let (worker, out) = (&mut net.pair.b.worker, &mut net.pair.b.out);
    let (source, segment) = (ADDRESS.parse().unwrap(), wrapped[0].len());
    worker.handle_datagrams(now, source, &mut wrapped.concat(), segment, out);
    let sources: Vec<Path> = (net.pair.b.events(now).into_iter())
        .filter_map(|event| match event {
            Seen::Handshake { source, .. } => Some(source),
            _ => None,
        })
        .collect();
    // The newest first.
    assert_eq!(sources, [by(9, 2), by(8, 2), by(9, 2), by(9, 1)]);
}

#[test]
fn what_no_manager_passed_on_is_refused() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let now = net.pair.now;
    net.pair
        .a
        .tun(now, VnetHeader::default(), &udp(1, 2, b"payload"));
    let sent = net.pair.a.take_sent().pop().unwrap();
    let (_, inner) = unwrap(&net.at_a, &sent);

    let good = net.at_b.wrap(TO_A, false, &inner);
    // Every byte that the tag covers: the header, the tag itself, 16 bytes of the payload; and the length.
    for at in 0..48 {
        let mut changed = good.clone();
        changed[at] ^= 0x40;
        net.b_receives(&changed);
        assert_eq!(net.pair.b.take_packets(), [] as [Vec<u8>; 0], "byte {at}");
    }
    net.b_receives(&good[..good.len() - 1]);
    net.b_receives(&[&good[..], &[0]].concat());
    assert!(net.pair.b.dropped(DropReason::RelayTagInvalid) >= 30);
    assert_eq!(net.pair.b.dropped(DropReason::OpenFailed), 0);

    let nested = net.at_b.wrap(TO_A, false, &good);
    let hop = net.at_b.wrap(TO_A, true, &inner);
    let empty = net.at_b.wrap(TO_A, false, &[]);
    for (datagram, reason) in [
        (nested, DropReason::RelayNested),
        (hop, DropReason::RelayHop),
        (empty, DropReason::DatagramTooShort),
    ] {
        let before = net.pair.b.dropped(reason);
        net.b_receives(&datagram);
        assert_eq!(net.pair.b.dropped(reason), before + 1, "{}", reason.name());
    }
    net.pair.b.engine.set_peer(SetPeer {
        peer: MANAGER.into(),
        sources: vec![],
        manager: false,
    });
    net.b_receives(&good);
    assert_eq!(net.pair.b.dropped(DropReason::RelayNotManager), 1);
    assert_eq!(net.pair.b.take_packets(), [] as [Vec<u8>; 0]);

    net.pair.b.engine.set_peer(SetPeer {
        peer: MANAGER.into(),
        sources: vec![],
        manager: true,
    });
    for _ in 0..3 {
        net.b_receives(&good);
    }
    assert_eq!(net.pair.b.take_packets().len(), 1);
    assert_eq!(net.pair.b.dropped(DropReason::Replayed), 2);
}

#[test]
fn relay_packets_and_data_packets_share_counters_and_window() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let now = net.pair.now;
    let keepalive = SendControl {
        index: net.at_a.receiver,
        kind: 5,
        flags: 0,
        body: vec![],
        path: None,
    };
    net.pair.a.engine.send_control(keepalive).unwrap();
    net.pair.a.run(now);
    net.pair
        .a
        .tun(now, VnetHeader::default(), &udp(1, 2, b"payload"));
    let sent = net.pair.a.take_sent();
    let counter =
        |datagram: &Datagram| u64::from_le_bytes(datagram.bytes[8..16].try_into().unwrap());
    assert_eq!(sent[0].bytes[0], 0x14);
    assert_eq!(sent[1].bytes[0], 0x15);
    assert_eq!(counter(&sent[1]), counter(&sent[0]) + 1);
}

#[test]
fn without_a_session_with_the_manager_nothing_leaves_by_it() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let now = net.pair.now;
    net.pair.a.engine.retire_session(net.at_a.receiver).unwrap();
    net.pair
        .a
        .tun(now, VnetHeader::default(), &udp(1, 2, b"payload"));
    assert_eq!(net.pair.a.take_sent(), []);
    assert_eq!(net.pair.a.drops(), [("no_path", 1)]);
}

#[test]
fn a_manager_is_never_reached_by_another() {
    let mut net = Relayed::joined(Suite::Aegis256);
    let now = net.pair.now;
    let path = Path::Relayed {
        manager: 2,
        handle: 1,
    };
    net.pair
        .a
        .engine
        .set_path(MANAGER.into(), Some(path))
        .unwrap();
    net.pair
        .a
        .tun(now, VnetHeader::default(), &udp(1, 2, b"payload"));
    assert_eq!(net.pair.a.take_sent(), []);
    assert_eq!(net.pair.a.drops(), [("no_path", 1)]);
}

#[test]
fn paths_by_a_manager_go_with_it() {
    let net = Relayed::joined(Suite::Aegis256);
    let engine = &net.pair.a.engine;
    engine.remove_peer(MANAGER.into());
    assert_eq!(engine.peer_stats()[0].path, None);
    assert!(engine.set_path(2, Some(via(TO_B))).is_err());
}

#[test]
fn a_session_that_came_by_a_manager_that_is_gone_turns_no_path_to_it() {
    let mut net = Relayed::new(Suite::Aegis256);
    net.install(Suite::Aegis256);
    let confirm = net.pair.a.take_sent().pop().unwrap();
    let (_, confirm) = unwrap(&net.at_a, &confirm);
    let path: Path = "198.51.100.1:5".parse().unwrap();
    let engine = net.pair.b.engine.clone();
    engine.remove_peer(MANAGER.into());
    engine.set_path(1, Some(path)).unwrap();
    // The same manager anew is another one: what it knew the other under is not its.
    engine.set_peer(SetPeer {
        peer: MANAGER.into(),
        sources: vec![],
        manager: true,
    });
    let (now, from) = (net.pair.now, net.pair.a.out.address);
    net.pair.b.receive(now, from, &confirm);
    let stats = engine.peer_stats();
    assert_eq!(stats[0].index, Some(index(2, 1)));
    assert_eq!(stats[0].path, Some(path));
}

#[test]
fn a_path_has_one_text() {
    for text in [
        "192.0.2.1:7077",
        "[2001:db8::1]:7077",
        "via:0:00000000",
        "via:4294967295:ffffffff",
    ] {
        assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
    }
    for text in [
        "192.0.2.1",
        "via:",
        "via:1",
        "via:1:",
        "via:1:ff",
        "via:01:000000ff",
        "via:1:000000FF",
        "via:+1:000000ff",
        "via:1:000000ff0",
        "via:4294967296:000000ff",
        "via:1:000000ff:",
    ] {
        assert!(text.parse::<Path>().is_err(), "{text}");
    }
}
