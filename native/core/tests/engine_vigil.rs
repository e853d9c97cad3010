//! Peers at rest: whoever is silent is asked by the core itself, and reported only where it does not answer.

mod inner_packets;
mod pair;

use festoon_core::engine::events::{Event, LONGEST_TALK};
use festoon_core::engine::{Nanos, Suite, Watch};
use pair::events::Seen;
use pair::{Datagram, MS, Pair, SECOND};

const WATCH: Watch = Watch {
    ask_after: 20 * SECOND,
    tell_after: SECOND,
};
const B_IS_SILENT: Seen = Seen::Silent { peer: 2 };

/// `a` watches `b`, which it has just heard.
fn watching() -> Pair {
    let mut pair = Pair::joined(Suite::Aegis256);
    // No confirm is to be repeated.
    pair.a.tick(pair.now + 50 * MS);
    assert_eq!(pair.a.worker.poll_timeout(), None);
    assert!(pair.a.engine.watch([(2, WATCH)]), "none was waited for");
    pair
}

/// `a` has its turn at its next deadline, which is that far from now; what it sends.
fn next(pair: &mut Pair, expected: Nanos) -> Vec<Datagram> {
    let at = pair.a.worker.poll_timeout().expect("a deadline");
    assert_eq!(at - pair.now, expected);
    pair.a.tick(at - 1);
    assert_eq!(pair.a.take_sent(), [], "not before its time");
    pair.now = at;
    pair.a.tick(at);
    pair.a.take_sent()
}

fn answered(pair: &mut Pair, asks: &[Datagram]) {
    for ask in asks {
        pair.at_b(ask);
    }
    for answer in pair.b.take_sent() {
        pair.a.receive(pair.now, answer.from, &answer.bytes);
    }
}

#[test]
fn a_silent_peer_is_asked_each_time_and_says_nothing_to_the_daemon() {
    let mut pair = watching();
    for _ in 0..5 {
        let asks = next(&mut pair, WATCH.ask_after);
        assert_eq!(asks.len(), 1);
        pair.now += 30 * MS;
        answered(&mut pair, &asks);
        assert_eq!(pair.a.take_sent(), []);
        assert_eq!(pair.a.events(pair.now), []);
    }
}

#[test]
fn whoever_is_heard_is_asked_that_much_later() {
    let mut pair = watching();
    pair.now += 15 * SECOND;
    let sealed = {
        pair.b.engine.watch([(
            1,
            Watch {
                ask_after: 0,
                ..WATCH
            },
        )]);
        pair.b.tick(pair.now);
        pair.b.take_sent()
    };
    for ask in &sealed {
        pair.a.receive(pair.now, ask.from, &ask.bytes);
    }
    assert_eq!(pair.a.take_sent().len(), 1, "its answer");
    assert_eq!(next(&mut pair, 20 * SECOND).len(), 1);
}

#[test]
fn whoever_does_not_answer_is_reported_once_and_left_to_the_daemon() {
    let mut pair = watching();
    assert_eq!(next(&mut pair, WATCH.ask_after).len(), 1);
    assert_eq!(pair.a.events(pair.now), []);
    assert_eq!(next(&mut pair, WATCH.tell_after), []);
    assert_eq!(pair.a.events(pair.now), [B_IS_SILENT]);
    assert_eq!(pair.a.worker.poll_timeout(), None);
    pair.a.engine.watch([(2, WATCH)]);
    pair.a.tick(pair.now);
    assert_eq!(
        pair.a.take_sent().len(),
        1,
        "silent since before this watch"
    );
    assert_eq!(next(&mut pair, WATCH.tell_after), []);
    assert_eq!(pair.a.events(pair.now), [B_IS_SILENT]);
}

#[test]
fn a_report_that_finds_no_room_comes_again() {
    let mut pair = watching();
    next(&mut pair, WATCH.ask_after);
    let fill = Event::Traffic { peer: 9 };
    for _ in 0..LONGEST_TALK {
        pair.a.engine.events().push(pair.now, fill);
    }
    next(&mut pair, WATCH.tell_after);
    assert_eq!(pair.a.events(pair.now).len(), LONGEST_TALK);
    next(&mut pair, SECOND);
    assert_eq!(pair.a.events(pair.now), [B_IS_SILENT]);
}

#[test]
fn a_packet_ends_the_watch() {
    let mut pair = watching();
    pair.now += SECOND;
    pair.datagram(b"traffic");
    assert_eq!(pair.a.events(pair.now), [Seen::Traffic { peer: 2 }]);
    assert_eq!(next(&mut pair, 19 * SECOND), []);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}

#[test]
fn a_new_watch_takes_the_place_of_the_one_before() {
    let mut pair = watching();
    let sooner = Watch {
        ask_after: 10 * SECOND,
        ..WATCH
    };
    assert!(pair.a.engine.watch([(2, sooner)]));
    assert!(
        !pair.a.engine.watch([(2, WATCH)]),
        "no worker has to be woken"
    );
    assert_eq!(next(&mut pair, 10 * SECOND), [], "that watch is over");
    assert_eq!(next(&mut pair, 10 * SECOND).len(), 1);
    assert_eq!(next(&mut pair, SECOND), []);
    assert_eq!(pair.a.events(pair.now), [B_IS_SILENT], "once");
}

#[test]
fn a_peer_without_a_session_waits_for_one() {
    let mut pair = watching();
    pair.a.engine.retire_session(pair::index(1, 1)).unwrap();
    assert_eq!(next(&mut pair, WATCH.ask_after), []);
    pair.join(Suite::Aegis256, 2);
    pair.now += WATCH.ask_after;
    pair.a.tick(pair.now);
    assert_eq!(pair.a.take_sent().len(), 1);
}

#[test]
fn a_peer_that_is_forgotten_is_asked_no_more() {
    let mut pair = watching();
    assert!(!pair.a.engine.watch([(9, WATCH)]), "no such peer");
    pair.a.engine.retire_session(pair::index(1, 1)).unwrap();
    pair.a.engine.remove_peer(2);
    assert_eq!(next(&mut pair, WATCH.ask_after), []);
    assert_eq!(pair.a.worker.poll_timeout(), None);
}
