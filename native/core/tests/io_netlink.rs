//! rtnetlink on real interfaces, each test in a namespace of its own.
mod common;

use common::isolated;
use festoon_core::io::device::{self, Device, Settings};
use festoon_core::io::error::IoError;
use festoon_core::io::netlink::{Netlink, Subnet};

fn subnet(text: &str) -> Subnet {
    text.parse().unwrap()
}

fn settings(addresses: &[&str], routes: &[&str]) -> Settings {
    let subnets = |texts: &[&str]| texts.iter().map(|text| subnet(text)).collect();
    Settings {
        mtu: 1372,
        addresses: subnets(addresses),
        routes: subnets(routes),
    }
}

fn open(name: &str, addresses: &[&str], routes: &[&str]) -> Result<Device, IoError> {
    device::open(name, &settings(addresses, routes), 1)
}

#[test]
fn a_device_gets_its_mtu_queue_length_addresses_and_routes() {
    isolated(
        "a_device_gets_its_mtu_queue_length_addresses_and_routes",
        || {
            let device = open(
                "fest0",
                &["10.77.0.1/32", "fd77::1/128"],
                &["10.77.0.0/16", "192.0.2.0/24", "fd77::/48"],
            )
            .unwrap();
            let mut netlink = Netlink::open().unwrap();
            let link = netlink.link(device.interface.index).unwrap();
            assert_eq!(
                (link.name.as_str(), link.mtu, link.txqueuelen, link.up),
                ("fest0", 1372, 10_000, true)
            );

            let mut addresses: Vec<String> = netlink
                .addresses()
                .unwrap()
                .iter()
                .filter(|address| address.interface == "fest0")
                .map(|address| address.subnet.to_string())
                .collect();
            addresses.sort();
            assert_eq!(
                addresses,
                ["10.77.0.1/32", "fd77::1/128"],
                "and no link-local address"
            );

            let routes = routes_of(&mut netlink, device.interface.index);
            for expected in ["10.77.0.0/16", "192.0.2.0/24", "fd77::/48"] {
                assert!(
                    routes.contains(&subnet(expected)),
                    "{expected} in {routes:?}"
                );
            }
        },
    );
}

#[test]
fn everything_goes_with_the_device() {
    isolated("everything_goes_with_the_device", || {
        let device = open(
            "fest0",
            &["10.77.0.1/24"],
            &["10.77.0.0/24", "192.0.2.0/24"],
        )
        .unwrap();
        let index = device.interface.index;
        drop(device);
        let mut netlink = Netlink::open().unwrap();
        assert_eq!(netlink.link(index).unwrap_err().code, "netlink-no-device");
        assert!(routes_of(&mut netlink, index).is_empty());
        assert!(
            netlink
                .addresses()
                .unwrap()
                .iter()
                .all(|address| address.interface == "lo")
        );
    });
}

#[test]
fn routes_come_and_go() {
    isolated("routes_come_and_go", || {
        let device = open("fest0", &["10.77.0.1/32"], &[]).unwrap();
        let mut netlink = Netlink::open().unwrap();
        for route in [
            subnet("10.88.0.0/16"),
            subnet("0.0.0.0/1"),
            subnet("2001:db8::/32"),
        ] {
            netlink.add_route(device.interface.index, route).unwrap();
            assert!(
                routes_of(&mut netlink, device.interface.index).contains(&route),
                "{route}"
            );
            netlink.remove_route(device.interface.index, route).unwrap();
            assert!(
                !routes_of(&mut netlink, device.interface.index).contains(&route),
                "{route}"
            );
        }
        assert_eq!(
            netlink
                .remove_route(device.interface.index, subnet("10.88.0.0/16"))
                .unwrap_err()
                .code,
            "netlink-failed"
        );
    });
}

#[test]
fn a_destination_routed_elsewhere_is_refused_and_nothing_is_left_behind() {
    isolated(
        "a_destination_routed_elsewhere_is_refused_and_nothing_is_left_behind",
        || {
            let first = open("fest0", &["10.77.0.1/32"], &["10.77.0.0/16"]).unwrap();
            let refused = open("fest1", &["10.78.0.1/32"], &["10.77.0.0/16"])
                .err()
                .unwrap();
            assert_eq!(refused.code, "netlink-exists");
            assert!(refused.message.contains("10.77.0.0/16"), "{refused}");
            let mut netlink = Netlink::open().unwrap();
            assert_eq!(
                netlink.index("fest1").unwrap_err().code,
                "netlink-no-device"
            );
            assert_eq!(netlink.index("fest0").unwrap(), first.interface.index);
        },
    );
}

#[test]
fn an_address_needs_permission() {
    // No namespace: without CAP_NET_ADMIN for the host's own one. As root the interface index is the one that is missing.
    let refused = Netlink::open()
        .unwrap()
        .add_address(u32::MAX >> 1, subnet("10.77.0.1/32"))
        .unwrap_err();
    assert!(
        ["netlink-not-permitted", "netlink-no-device"].contains(&refused.code),
        "{refused}"
    );
}

#[test]
fn subnets_are_read_and_written_alike() {
    for text in [
        "10.77.0.1/24",
        "0.0.0.0/0",
        "255.255.255.255/32",
        "fd77::1/64",
        "::/0",
        "::1/128",
    ] {
        assert_eq!(subnet(text).to_string(), text);
    }
    for text in [
        "",
        "10.0.0.1",
        "10.0.0.1/33",
        "::1/129",
        "10.0.0/8",
        "10.0.0.0/-1",
        "a/8",
        "10.0.0.0/8/8",
    ] {
        assert!(text.parse::<Subnet>().is_err(), "{text}");
    }
    assert_eq!(subnet("10.77.200.1/17").network(), subnet("10.77.128.0/17"));
    assert_eq!(subnet("10.77.0.1/0").network(), subnet("0.0.0.0/0"));
    assert_eq!(subnet("fd77:1::1/32").network(), subnet("fd77:1::/32"));
    assert_eq!(subnet("fd77::1/128").network(), subnet("fd77::1/128"));
}

fn routes_of(netlink: &mut Netlink, index: u32) -> Vec<Subnet> {
    let routes = netlink.routes().unwrap();
    routes
        .into_iter()
        .filter(|route| route.index == index)
        .map(|route| route.destination)
        .collect()
}
