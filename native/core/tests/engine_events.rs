//! The event queue: its bounds, its order, its layout.

mod inner_packets;
mod pair;

use festoon_core::engine::events::{Event, Events, HandshakeEvent};
use pair::MS;
use pair::events::{Seen, decode};
use std::sync::atomic::Ordering::Relaxed;

fn drain(events: &Events, now: u64) -> Vec<Seen> {
    let mut packed = vec![];
    events.drain_packed(now, &mut packed);
    decode(&packed)
}

fn handshake(at: u64, secret: u8) -> HandshakeEvent {
    let source = "192.0.2.1:1".parse().unwrap();
    HandshakeEvent {
        at,
        source,
        secret,
        mac2_valid: false,
        datagram: [secret; 1068],
    }
}

fn secrets(seen: &[Seen]) -> Vec<u8> {
    let secret = |seen: &Seen| match seen {
        Seen::Handshake { secret, .. } => *secret,
        other => panic!("{other:?}"),
    };
    seen.iter().map(secret).collect()
}

#[test]
fn handshakes_come_newest_first() {
    let events = Events::new();
    for i in 0..5 {
        events.push_handshake(handshake(0, i));
    }
    assert_eq!(events.handshakes_waiting(), 5);
    assert_eq!(secrets(&drain(&events, 0)), [4, 3, 2, 1, 0]);
    assert_eq!(events.handshakes_waiting(), 0);
    assert!(events.is_empty());
}

#[test]
fn of_more_than_256_handshakes_the_oldest_go() {
    let events = Events::new();
    for i in 0..300u32 {
        events.push_handshake(handshake(u64::from(i), (i % 256) as u8));
    }
    let seen = secrets(&drain(&events, 300));
    assert_eq!(seen.len(), 256);
    assert_eq!((seen[0], seen[255]), (43, 44));
    assert_eq!(events.handshakes_overflowed.load(Relaxed), 44);
}

#[test]
fn a_handshake_waits_at_most_250_ms() {
    let events = Events::new();
    events.push_handshake(handshake(1000 * MS, 1));
    events.push_handshake(handshake(1001 * MS, 2));
    assert_eq!(secrets(&drain(&events, 1251 * MS)), [2]);
    assert_eq!(events.handshakes_expired.load(Relaxed), 1);
}

#[test]
fn of_more_than_4096_events_the_newest_go_and_handshakes_still_come() {
    let events = Events::new();
    for peer in 0..5_000 {
        events.push(0, Event::SessionNeeded { peer, waiting: 1 });
    }
    events.push_handshake(handshake(0, 9));
    let seen = drain(&events, 0);
    assert_eq!(seen.len(), 4_097);
    assert_eq!(secrets(&seen[..1]), [9]);
    assert_eq!(
        seen[4_096],
        Seen::SessionNeeded {
            peer: 4_095,
            waiting: 1
        }
    );
    assert_eq!(events.overflowed.load(Relaxed), 904);
    events.push(0, Event::SessionLive { index: 1, peer: 2 });
    assert_eq!(drain(&events, 0), [Seen::SessionLive { index: 1, peer: 2 }]);
}

#[test]
fn what_peers_say_leaves_room_for_what_happens_to_sessions() {
    let events = Events::new();
    let source = "192.0.2.1:7".parse().unwrap();
    let (index, peer) = (1, 2);
    for number in 0..4_000u32 {
        let body = &[0u8; 16][..];
        let event = match number % 3 {
            0 => Event::ControlFrame {
                index,
                peer,
                kind: 0,
                flags: 0,
                body,
            },
            1 => Event::ChallengeAnswered {
                index,
                peer,
                source,
                token: body,
            },
            _ => Event::Echo {
                index,
                peer,
                source,
                id: &body[..8],
            },
        };
        events.push(0, event);
    }
    for index in 0..1_024 {
        events.push(0, Event::SessionLive { index, peer });
    }
    assert_eq!(events.overflowed.load(Relaxed), 4_000 - 3_072);
    let seen = drain(&events, 0);
    let live = |event: &&Seen| matches!(event, Seen::SessionLive { .. });
    assert_eq!(seen.iter().filter(live).count(), 1_024);
}

#[test]
fn large_control_frames_do_not_grow_the_queue_without_end() {
    let events = Events::new();
    let body = vec![1; 60_000];
    for _ in 0..1_000 {
        events.push(
            0,
            Event::ControlFrame {
                index: 1,
                peer: 2,
                kind: 0,
                flags: 0,
                body: &body,
            },
        );
    }
    let mut packed = vec![];
    events.drain_packed(0, &mut packed);
    assert!(packed.len() < (4 << 20) + 61_000);
    assert!(events.overflowed.load(Relaxed) > 900);
}

#[test]
fn a_record_is_laid_out_as_stated() {
    let events = Events::new();
    let token = &[0xee; 16];
    let source = "[2001:db8::7]:7077".parse().unwrap();
    events.push(
        0x0102_0304_0506_0708,
        Event::ChallengeAnswered {
            index: 1,
            peer: 2,
            source,
            token,
        },
    );
    events.push(5, Event::Device { what: 1, errno: 19 });
    let mut packed = vec![];
    events.drain_packed(9, &mut packed);
    let mut expected = vec![7, 0, 0, 0, 64, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1];
    expected.extend([1, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0xa5, 0x1b]);
    expected.extend([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    expected.extend([0xee; 16]);
    expected.extend([0; 4]);
    expected.extend([
        9, 0, 0, 0, 24, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 19, 0, 0, 0,
    ]);
    assert_eq!(packed, expected);
}
