//! The overlay's interface is made what it is to be, over and over, whatever others did to it.
mod common;

use common::isolated;
use festoon_core::io::device::{self, Device, Interface, Settings};
use festoon_core::io::netlink::{Netlink, Subnet};
use std::process::Command;

fn subnets(texts: &[&str]) -> Vec<Subnet> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn settings(mtu: u32, addresses: &[&str], routes: &[&str]) -> Settings {
    Settings {
        mtu,
        addresses: subnets(addresses),
        routes: subnets(routes),
    }
}

fn ip(arguments: &str) {
    let status = Command::new("ip").args(arguments.split(' ')).status();
    assert!(status.unwrap().success(), "ip {arguments}");
}

fn first() -> Settings {
    settings(
        1372,
        &["10.77.0.1/32", "fd77::1/128"],
        &["10.77.0.0/16", "fd77::/48"],
    )
}

fn opened() -> Device {
    device::open("fest0", &first(), 1).unwrap()
}

/// MTU, whether the link is up, addresses and routes, sorted; without the kernel's own IPv6 host routes.
fn state(interface: &Interface) -> (u32, bool, Vec<String>, Vec<String>) {
    let mut netlink = Netlink::open().unwrap();
    let link = netlink.link(interface.index).unwrap();
    let addresses = netlink.addresses().unwrap().into_iter();
    let addresses = addresses.filter(|address| address.index == interface.index);
    let mut addresses: Vec<_> = addresses
        .map(|address| address.subnet.to_string())
        .collect();
    let routes = netlink.routes().unwrap().into_iter();
    let routes = routes.filter(|route| route.index == interface.index);
    let routes = routes.filter(|route| route.destination.length < 128);
    let mut routes: Vec<_> = routes.map(|route| route.destination.to_string()).collect();
    addresses.sort();
    routes.sort();
    routes.dedup();
    (link.mtu, link.up, addresses, routes)
}

fn expected(
    mtu: u32,
    addresses: &[&str],
    routes: &[&str],
) -> (u32, bool, Vec<String>, Vec<String>) {
    let sorted = |texts: &[&str]| {
        let mut texts: Vec<_> = texts.iter().map(|text| text.to_string()).collect();
        texts.sort();
        texts
    };
    (mtu, true, sorted(addresses), sorted(routes))
}

#[test]
fn what_is_wanted_is_added_and_what_is_not_wanted_any_more_is_removed() {
    isolated(
        "what_is_wanted_is_added_and_what_is_not_wanted_any_more_is_removed",
        || {
            let mut device = opened();
            ip("address add 10.9.9.9/32 dev fest0");
            ip("route add 198.51.100.0/24 dev fest0");
            let want = settings(
                1400,
                &["10.77.0.2/24", "fd77::2/128"],
                &["10.77.0.0/16", "192.0.2.0/24", "fd78::/48"],
            );
            let others = ["10.9.9.9/32", "198.51.100.0/24"];
            let after = expected(
                1400,
                &["10.77.0.2/24", "fd77::2/128", others[0]],
                &[
                    "10.77.0.0/16",
                    "10.77.0.0/24",
                    "192.0.2.0/24",
                    "fd78::/48",
                    others[1],
                ],
            );
            for _ in 0..2 {
                device.interface.update(&want).unwrap();
                assert_eq!(state(&device.interface), after);
            }
        },
    );
}

#[test]
fn what_others_took_away_is_put_back() {
    isolated("what_others_took_away_is_put_back", || {
        let mut device = opened();
        let before = state(&device.interface);
        let own = settings(1372, &["10.77.0.1/24"], &["10.77.0.0/24"]);
        let mut connected = device::open("fest1", &own, 1).unwrap();
        let whole = state(&connected.interface);
        ip("route del 10.77.0.0/24 dev fest1");
        connected.interface.update(&own).unwrap();
        assert_eq!(state(&connected.interface), whole);
        for harm in [
            "address del 10.77.0.1/32 dev fest0",
            "route del 10.77.0.0/16 dev fest0",
            "-6 route del fd77::/48 dev fest0",
            "link set fest0 mtu 1300",
            "link set fest0 down",
            "address flush dev fest0",
        ] {
            ip(harm);
            assert_ne!(state(&device.interface), before, "{harm}");
            device.interface.update(&first()).unwrap();
            assert_eq!(state(&device.interface), before, "{harm}");
        }
    });
}

#[test]
fn addresses_of_one_subnet_replace_each_other_and_keep_the_routes() {
    isolated(
        "addresses_of_one_subnet_replace_each_other_and_keep_the_routes",
        || {
            let routes = ["10.77.0.0/16", "192.0.2.0/24"];
            let want = |address: &str| settings(1372, &[address], &routes);
            let mut device = device::open("fest0", &want("10.77.0.1/24"), 1).unwrap();
            for address in ["10.77.0.2/24", "10.77.0.1/24", "10.88.0.1/32"] {
                device.interface.update(&want(address)).unwrap();
                let (_, _, addresses, now) = state(&device.interface);
                assert_eq!(addresses, [address]);
                assert!(routes.iter().all(|route| now.contains(&route.to_string())));
            }
        },
    );
}

#[test]
fn an_update_that_is_refused_leaves_everything_as_it_was() {
    isolated(
        "an_update_that_is_refused_leaves_everything_as_it_was",
        || {
            let _other = device::open("fest1", &settings(1372, &[], &["10.88.0.0/16"]), 1).unwrap();
            let mut device = opened();
            let before = state(&device.interface);
            let taken = settings(1300, &["10.77.0.3/32"], &["192.0.2.0/24", "10.88.0.0/16"]);
            let refused = device.interface.update(&taken).unwrap_err();
            assert_eq!(refused.code, "netlink-exists");
            assert_eq!(state(&device.interface), before);
            device.interface.update(&settings(1372, &[], &[])).unwrap();
            assert_eq!(state(&device.interface), expected(1372, &[], &[]));
        },
    );
}

#[test]
fn what_can_be_put_back_is_put_back_beside_what_cannot() {
    isolated(
        "what_can_be_put_back_is_put_back_beside_what_cannot",
        || {
            let other = device::open("fest1", &settings(1372, &[], &[]), 1).unwrap();
            let mut device = opened();
            let before = state(&device.interface);
            ip("route del 10.77.0.0/16 dev fest0");
            ip("route add 10.77.0.0/16 dev fest1");
            for harm in [
                "-6 route del fd77::/48 dev fest0",
                "address flush dev fest0",
                "link set fest0 down",
            ] {
                ip(harm);
                let refused = device.interface.update(&first()).unwrap_err();
                assert_eq!(refused.code, "netlink-exists");
                let (mtu, up, addresses, routes) = state(&device.interface);
                assert_eq!((mtu, up, &addresses), (before.0, before.1, &before.2));
                assert_eq!(routes, ["fd77::/48"]);
            }
            drop(other);
            device.interface.update(&first()).unwrap();
            assert_eq!(state(&device.interface), before);
        },
    );
}

#[test]
fn an_interface_that_was_deleted_is_told_by_its_code() {
    isolated("an_interface_that_was_deleted_is_told_by_its_code", || {
        let mut device = opened();
        ip("link delete fest0");
        let refused = device.interface.update(&first()).unwrap_err();
        assert_eq!(refused.code, "netlink-no-device");
    });
}
