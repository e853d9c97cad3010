//! Addresses that no route leads to: what waits for them, how they are asked for, and what the answers do.

mod inner_packets;
mod pair;

use festoon_core::engine::{Counter, DropReason, Prefix, SetPeer, Suite};
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use pair::events::Seen;
use pair::{MS, Pair, SECOND, Side, udp};
use std::net::IpAddr;

const POOL: &str = "10.77.0.0";

/// a and b have a session, but a has no route to b any more: its pool is asked for.
fn lost() -> Pair {
    let pair = Pair::joined(Suite::Aegis256);
    pair.a.engine.replace_routes(&[]).unwrap();
    ask(&pair.a);
    pair
}

fn ask(side: &Side) {
    let pools = [(POOL, 16), ("fd00::", 64)];
    let pools = pools.map(|(pool, length)| Prefix::new(pool.parse().unwrap(), length).unwrap());
    side.engine.set_asked(pools.to_vec());
}

fn send(side: &mut Side, now: u64, to: u8, mark: u8) {
    side.tun(now, VnetHeader::default(), &udp(1, to, &[mark]));
}

fn host(number: u8) -> IpAddr {
    IpAddr::from([10, 77, 0, number])
}

fn needed(number: u8) -> Seen {
    Seen::AddressNeeded {
        address: host(number),
    }
}

fn marks(packets: Vec<Vec<u8>>) -> Vec<u8> {
    packets
        .iter()
        .map(|packet| *packet.last().unwrap())
        .collect()
}

/// ICMP type and code of what was written to the TUN.
fn icmp(side: &mut Side) -> Vec<[u8; 2]> {
    side.take_packets()
        .iter()
        .map(|packet| {
            let at = if packet[0] >> 4 == 4 { 20 } else { 40 };
            [packet[at], packet[at + 1]]
        })
        .collect()
}

#[test]
fn a_packet_to_an_asked_address_waits_and_is_told_once_a_second() {
    let mut pair = lost();
    let start = pair.now;
    for (i, at) in [0, 10 * MS, 999 * MS, SECOND, 1_500 * MS]
        .into_iter()
        .enumerate()
    {
        send(&mut pair.a, start + at, 2, i as u8);
    }
    assert_eq!(pair.a.events(start), [needed(2), needed(2)]);
    assert_eq!(pair.a.take_sent(), []);
    assert_eq!(pair.a.drops(), []);
}

#[test]
fn an_address_is_told_of_either_family() {
    let mut pair = lost();
    let packet = Packet::new(Kind::Udp6, vec![1]).complete();
    pair.a.tun(pair.now, VnetHeader::default(), &packet);
    let address = "fd00::2".parse().unwrap();
    assert_eq!(pair.a.events(pair.now), [Seen::AddressNeeded { address }]);
}

#[test]
fn outside_the_asked_prefixes_there_is_no_route_and_nothing_waits() {
    let mut pair = lost();
    pair.a.engine.set_asked(vec![]);
    send(&mut pair.a, pair.now, 2, 1);
    assert_eq!(pair.a.events(pair.now), []);
    assert_eq!(icmp(&mut pair.a), [[3, 0]]);
    assert_eq!(pair.a.drops(), [("no_route", 1)]);
}

#[test]
fn a_route_sends_what_waited_in_order_where_there_is_a_session() {
    let mut pair = lost();
    for mark in 0..10 {
        send(&mut pair.a, pair.now, 2, mark);
    }
    for (prefix, replace) in [
        (Prefix::host(host(2)), false),
        (Prefix::new(host(0), 24).unwrap(), true),
    ] {
        let engine = &pair.a.engine;
        if replace {
            engine.replace_routes(&[(prefix, 2)]).unwrap();
        } else {
            engine.update_routes(&[(prefix, 2)], &[]).unwrap();
        }
        pair.a.run(pair.now);
        pair.carry();
        assert_eq!(marks(pair.b.take_packets()), (0..10).collect::<Vec<u8>>());
        // Nothing is sent twice.
        pair.a.run(pair.now);
        assert_eq!(pair.a.take_sent(), []);
        pair.a.engine.replace_routes(&[]).unwrap();
        pair.a.run(pair.now);
        for mark in 0..10 {
            send(&mut pair.a, pair.now, 2, mark);
        }
    }
    assert_eq!(pair.a.drops(), []);
}

#[test]
fn what_waited_goes_before_what_is_read_in_the_same_turn_as_the_route() {
    let mut pair = lost();
    for mark in 0..5 {
        send(&mut pair.a, pair.now, 2, mark);
    }
    let route = (Prefix::host(host(2)), 2);
    pair.a.engine.update_routes(&[route], &[]).unwrap();
    for mark in 5..10 {
        send(&mut pair.a, pair.now, 2, mark);
    }
    pair.a.run(pair.now);
    pair.carry();
    assert_eq!(marks(pair.b.take_packets()), (0..10).collect::<Vec<u8>>());
}

#[test]
fn a_route_to_a_peer_without_a_session_has_one_asked_for() {
    let mut pair = Pair::new();
    pair.a.engine.replace_routes(&[]).unwrap();
    ask(&pair.a);
    send(&mut pair.a, pair.now, 2, 7);
    assert_eq!(pair.a.events(pair.now), [needed(2)]);
    let route = (Prefix::host(host(2)), 2);
    pair.a.engine.update_routes(&[route], &[]).unwrap();
    pair.a.run(pair.now);
    let asked = Seen::SessionNeeded {
        peer: 2,
        waiting: 1,
    };
    assert_eq!(pair.a.events(pair.now), [asked]);
    pair.join(Suite::Aegis256, 1);
    assert_eq!(marks(pair.b.take_packets()), [7]);
}

#[test]
fn another_route_leaves_what_waits_waiting() {
    let mut pair = lost();
    send(&mut pair.a, pair.now, 2, 1);
    let (sources, manager) = (vec![], false);
    pair.a.engine.set_peer(SetPeer {
        peer: 3,
        sources,
        manager,
    });
    let route = (Prefix::host(host(3)), 3);
    pair.a.engine.update_routes(&[route], &[]).unwrap();
    pair.a.run(pair.now);
    assert_eq!(pair.a.drops(), []);
    // Its confirm was answered.
    pair.a.tick(pair.now + 50 * MS);
    assert_eq!(pair.a.worker.poll_timeout(), Some(pair.now + 3 * SECOND));
}

#[test]
fn a_refused_address_is_answered_at_once_and_for_a_second() {
    let mut pair = lost();
    let start = pair.now;
    send(&mut pair.a, start, 9, 1);
    send(&mut pair.a, start, 9, 2);
    send(&mut pair.a, start, 2, 3);
    assert_eq!(pair.a.events(start), [needed(9), needed(2)]);
    pair.a.engine.refuse_address(host(9)).unwrap();
    pair.a.run(start + 10 * MS);
    assert_eq!(icmp(&mut pair.a), [[3, 1], [3, 1]]);
    assert_eq!(pair.a.dropped(DropReason::AddressUnknown), 2);
    // What still comes is answered as well, and asks for nothing.
    send(&mut pair.a, start + 1_009 * MS, 9, 4);
    assert_eq!(icmp(&mut pair.a), [[3, 1]]);
    assert_eq!(pair.a.events(start), []);
    send(&mut pair.a, start + 1_010 * MS, 9, 5);
    assert_eq!(icmp(&mut pair.a), [] as [[u8; 2]; 0]);
    assert_eq!(pair.a.events(start), [needed(9)]);
    assert_eq!(pair.a.drops(), [("address_unknown", 3)]);
}

#[test]
fn a_refused_address_of_ipv6_is_unreachable() {
    let mut pair = lost();
    let packet = Packet::new(Kind::Udp6, vec![1]).complete();
    pair.a.tun(pair.now, VnetHeader::default(), &packet);
    let address: IpAddr = "fd00::2".parse().unwrap();
    pair.a.engine.refuse_address(address).unwrap();
    pair.a.run(pair.now);
    assert_eq!(icmp(&mut pair.a), [[1, 3]]);
}

#[test]
fn a_route_prevails_over_a_refusal() {
    let mut pair = lost();
    pair.a.engine.refuse_address(host(2)).unwrap();
    let route = (Prefix::host(host(2)), 2);
    pair.a.engine.update_routes(&[route], &[]).unwrap();
    pair.a.run(pair.now);
    send(&mut pair.a, pair.now, 2, 1);
    pair.carry();
    assert_eq!(marks(pair.b.take_packets()), [1]);
}

#[test]
fn of_an_address_the_newest_64_wait_three_seconds() {
    let mut pair = lost();
    for mark in 0..70 {
        send(&mut pair.a, pair.now, 2, mark);
    }
    assert_eq!(pair.a.dropped(DropReason::WaitingOverflow), 6);
    pair.a.tick(pair.now + 3 * SECOND - 1);
    assert_eq!(pair.a.dropped(DropReason::WaitingExpired), 0);
    pair.a.tick(pair.now + 3 * SECOND);
    assert_eq!(pair.a.dropped(DropReason::WaitingExpired), 64);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_scan_of_the_pool_asks_a_hundred_times_a_second_and_displaces_no_peers_packets() {
    let mut pair = lost();
    pair.a.know(77);
    send(&mut pair.a, pair.now, 77, 1);
    let start = pair.now;
    let mut packet = Packet::new(Kind::Udp4, vec![0]).complete();
    let mut asked = 0;
    for i in 0..20_000u64 {
        let now = start + i * SECOND / 10_000;
        // 10.77.1.0 and on; the header's checksum is not looked at.
        packet[18..20].copy_from_slice(&(256 + i as u16).to_be_bytes());
        pair.a.tun(now, VnetHeader::default(), &packet);
        asked += pair
            .a
            .events(now)
            .iter()
            .filter(|event| matches!(event, Seen::AddressNeeded { .. }))
            .count();
    }
    assert!((390..=400).contains(&asked), "{asked} in 2 s, 200 at once");
    let unasked = pair.a.dropped(DropReason::WaitingOverflow);
    assert_eq!(unasked, 20_000 - asked as u64);
    pair.a.tick(start + 10 * SECOND);
    let expired = pair.a.dropped(DropReason::WaitingExpired);
    assert_eq!(
        expired,
        asked as u64 + 1,
        "and the one that waits for its peer"
    );
    assert_eq!(pair.a.count(Counter::UnreachableSent), 0);
}
