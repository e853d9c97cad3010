//! The first packet of a watched peer is reported; what nobody watches says nothing.

mod inner_packets;
mod pair;

use festoon_core::engine::events::{Event, LONGEST_TALK};
use festoon_core::engine::{Suite, Watch};
use festoon_core::inner::vnet::VnetHeader;
use pair::events::Seen;
use pair::hub::{A, A_TO_B, B, Hub, payload};
use pair::{MS, Pair, SECOND, Side, udp};

const A_SEES_B: Seen = Seen::Traffic { peer: 2 };
const B_SEES_A: Seen = Seen::Traffic { peer: 1 };

const WATCH: Watch = Watch {
    ask_after: 20 * SECOND,
    tell_after: SECOND,
};

fn watch(side: &Side, peer: u32) -> bool {
    side.engine.watch([(peer, WATCH)])
}

fn joined() -> Pair {
    let pair = Pair::joined(Suite::Aegis256);
    pair.a.events(pair.now);
    pair.b.events(pair.now);
    pair
}

#[test]
fn the_first_packet_out_and_in_is_reported_once_a_watch() {
    let mut pair = joined();
    let first = pair.datagram(b"before");
    pair.at_b(&first);
    assert_eq!(pair.a.events(pair.now), [], "nobody watches");
    for _ in 0..2 {
        watch(&pair.a, 2);
        watch(&pair.b, 1);
        let known = pair.a.engine.stats_of(&[2]);
        assert_eq!(known, pair.a.engine.peer_stats());
        pair.now += MS;
        let datagram = pair.datagram(b"first");
        pair.at_b(&datagram);
        assert_eq!(pair.a.events(pair.now), [A_SEES_B]);
        assert_eq!(pair.b.events(pair.now), [B_SEES_A]);
        let datagram = pair.datagram(b"second");
        pair.at_b(&datagram);
        assert_eq!(pair.a.events(pair.now), []);
        assert_eq!(pair.b.events(pair.now), []);
    }
}

#[test]
fn reading_alone_watches_nobody_and_unknown_peers_are_left_out() {
    let mut pair = joined();
    assert_eq!(pair.a.engine.stats_of(&[9, 2, 9]).len(), 1);
    pair.datagram(b"out");
    assert_eq!(pair.a.events(pair.now), []);
}

#[test]
fn control_frames_are_no_traffic() {
    let mut pair = Pair::new();
    watch(&pair.a, 2);
    watch(&pair.b, 1);
    pair.join(Suite::Aegis256, 1);
    let is_traffic = |seen: &Seen| matches!(seen, Seen::Traffic { .. });
    assert!(!pair.a.events(pair.now).iter().any(is_traffic));
    assert!(!pair.b.events(pair.now).iter().any(is_traffic));
}

#[test]
fn what_a_manager_passes_on_is_reported_of_whom_it_is_for() {
    let mut hub = Hub::new();
    hub.m.events(hub.now);
    hub.m
        .engine
        .watch([A.number, B.number].map(|number| (number.into(), WATCH)));
    let there = hub.a.wrap(A_TO_B, false, &payload(100));
    hub.passes(A, &there);
    let expected = Seen::Traffic {
        peer: B.number.into(),
    };
    let told = hub.m.events(hub.now);
    let is_traffic = |seen: &&Seen| matches!(seen, Seen::Traffic { .. });
    assert_eq!(
        told.iter().filter(is_traffic).collect::<Vec<_>>(),
        [&expected]
    );
}

#[test]
fn a_report_that_finds_no_room_comes_with_the_next_packet() {
    let mut pair = joined();
    watch(&pair.a, 2);
    let fill = Event::Echo {
        index: 1,
        peer: 9,
        source: "192.0.2.1:1".parse().unwrap(),
        id: &[0; 8],
    };
    for _ in 0..LONGEST_TALK {
        pair.a.engine.events().push(pair.now, fill);
    }
    let send = |pair: &mut Pair| {
        pair.a
            .tun(pair.now, VnetHeader::default(), &udp(1, 2, b"packet"));
        pair.a.events(pair.now)
    };
    assert_eq!(send(&mut pair).len(), LONGEST_TALK);
    assert_eq!(send(&mut pair), [A_SEES_B]);
    assert_eq!(
        pair.a
            .dropped(festoon_core::engine::DropReason::EventOverflow),
        0
    );
}
