//! How many handshakes are taken of each source that has proved to receive there, while mac2 is demanded.

use festoon_core::engine::Path;
use festoon_core::engine::guard::Guard;

const NOW: u64 = 1_000_000_000;

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

/// How many of 60 handshakes come by the second path after 60 by the first one.
fn left(first: &str, second: &str) -> usize {
    let guard = Guard::new(&[7; 32]);
    let taken = |source: &str| {
        let source = path(source);
        (0..60).filter(|_| guard.may_come(NOW, source)).count()
    };
    assert_eq!(taken(first), 50, "{first}");
    taken(second)
}

#[test]
fn one_host_has_one_rate_whatever_port_it_sends_from() {
    assert_eq!(left("192.0.2.1:7077", "192.0.2.1:7078"), 0);
    assert_eq!(left("192.0.2.1:7077", "192.0.2.2:7077"), 50);
}

#[test]
fn of_ipv6_a_host_is_a_network_of_64_bits() {
    assert_eq!(
        left("[2001:db8:1:2::1]:7077", "[2001:db8:1:2:ffff::2]:1"),
        0
    );
    assert_eq!(left("[2001:db8:1:2::1]:7077", "[2001:db8:1:3::1]:7077"), 50);
}

#[test]
fn each_relayed_path_has_its_own() {
    assert_eq!(left("via:7:0000aaaa", "via:7:0000aaaa"), 0);
    assert_eq!(left("via:7:0000aaaa", "via:7:0000aaab"), 50);
    assert_eq!(left("via:7:0000aaaa", "via:8:0000aaaa"), 50);
}
