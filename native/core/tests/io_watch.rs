//! Changes of the host's network reach the loop.
mod common;

use common::isolated;
use festoon_core::engine::{Engine, EngineOptions};
use festoon_core::io::device::Settings;
use festoon_core::io::runner::Runner;
use festoon_core::io::sys;
use festoon_core::io::watch::Watch;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

const NETWORK_CHANGED: u32 = 3;
const TUN_LOST: u32 = 1;

fn ip(arguments: &str) {
    let status = Command::new("ip").args(arguments.split(' ')).status();
    assert!(status.unwrap().success(), "ip {arguments}");
}

/// A running loop that watches, in a network with an interface `wan`.
fn watching() -> Runner {
    ip("link add wan type veth peer name far");
    // No addresses that come by themselves later.
    ip("link set wan addrgenmode none");
    ip("link set far addrgenmode none");
    ip("link set far up");
    ip("address add 198.51.100.1/24 dev wan");
    ip("link set wan up");
    let engine = Arc::new(Engine::new(EngineOptions::default()).unwrap());
    let mut runner = Runner::new(engine).unwrap();
    let settings = Settings {
        mtu: 1372,
        addresses: vec!["10.77.0.1/32".parse().unwrap()],
        routes: vec![],
    };
    runner.open_tun("fest0", &settings).unwrap();
    let watch = Watch::open().unwrap();
    runner.call(|packets| packets.set_watch(watch)).unwrap();
    runner.start(Box::new(|| {})).unwrap();
    runner
}

/// What device events are about, with their times in ms, gathered for a while.
fn device_events(runner: &Runner, millis: u64) -> Vec<(u32, u64)> {
    std::thread::sleep(Duration::from_millis(millis));
    let batch = runner.shared().take_events();
    let mut rest = &batch[..];
    let mut seen = vec![];
    while !rest.is_empty() {
        let word = |at: usize| u32::from_le_bytes(rest[at..at + 4].try_into().unwrap());
        let at = u64::from_le_bytes(rest[8..16].try_into().unwrap()) / 1_000_000;
        assert_eq!(word(0), 9, "a device event");
        seen.push((word(16), at));
        rest = &rest[word(4) as usize..];
    }
    seen
}

fn changes(runner: &Runner, millis: u64) -> usize {
    let events = device_events(runner, millis);
    events
        .iter()
        .filter(|(what, _)| *what == NETWORK_CHANGED)
        .count()
}

#[test]
fn a_change_of_routes_addresses_links_or_rules_is_reported() {
    isolated(
        "a_change_of_routes_addresses_links_or_rules_is_reported",
        || {
            let runner = watching();
            assert_eq!(changes(&runner, 300), 0, "nothing happens");
            for change in [
                "route add default via 198.51.100.2",
                "route replace default via 198.51.100.3",
                "address add 2001:db8::1/64 dev wan nodad",
                "address change 198.51.100.1/24 dev wan valid_lft 1000 preferred_lft 500",
                "-6 address change 2001:db8::1/64 dev wan valid_lft forever preferred_lft 500",
                "link set wan mtu 1400",
                "address del 198.51.100.1/24 dev wan",
                "-6 route add 2001:db8:1::/48 dev wan",
                "rule add from 198.51.100.9 table 77",
                "-6 rule add from 2001:db8::9 table 77",
                "link set wan down",
            ] {
                ip(change);
                assert!(changes(&runner, 300) >= 1, "{change}");
            }
        },
    );
}

#[test]
fn a_deleted_tun_is_both_a_loss_and_a_change() {
    isolated("a_deleted_tun_is_both_a_loss_and_a_change", || {
        let runner = watching();
        ip("link delete fest0");
        let events = device_events(&runner, 300);
        for what in [TUN_LOST, NETWORK_CHANGED] {
            assert!(events.iter().any(|(seen, _)| *seen == what), "{what}");
        }
    });
}

#[test]
fn a_storm_of_changes_is_reported_at_most_ten_times_a_second_and_to_its_end() {
    isolated(
        "a_storm_of_changes_is_reported_at_most_ten_times_a_second_and_to_its_end",
        || {
            let runner = watching();
            let begin = Instant::now();
            let mut last = 0;
            for number in 0..100 {
                last = sys::monotonic() / 1_000_000;
                ip(&format!("route add 203.0.113.{number}/32 dev wan"));
            }
            let storm = begin.elapsed();
            let events = device_events(&runner, 300);
            let most = storm.as_millis() as usize / 100 + 2;
            assert!(events.len() <= most, "{} in {storm:?}", events.len());
            assert!(events.last().unwrap().1 >= last, "also its end");
            assert!(events.windows(2).all(|pair| pair[1].1 - pair[0].1 >= 99));
        },
    );
}
