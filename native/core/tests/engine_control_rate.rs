//! How many control frames are taken of a peer.

mod inner_packets;
mod pair;

use festoon_core::engine::{DropReason, SendControl, Suite};
use pair::{Pair, index};

#[test]
fn a_peer_may_not_say_more_by_more_sessions() {
    let mut pair = Pair::joined(Suite::Aegis256);
    let mut said = 0;
    for generation in 2..12 {
        pair.join(Suite::Aegis256, generation);
        pair.b.events(pair.now);
        for _ in 0..100 {
            let message = SendControl {
                index: index(1, generation),
                kind: 0,
                flags: 0,
                body: vec![1],
                path: None,
            };
            pair.a.engine.send_control(message).unwrap();
            pair.a.run(pair.now);
            pair.carry();
        }
        said += pair.b.events(pair.now).len();
    }
    assert_eq!(said, 200);
    assert_eq!(pair.b.dropped(DropReason::ControlRate), 800);
}
