mod inner_packets;

use std::net::IpAddr;

use festoon_core::inner::icmp::{
    MAX_ERROR_V4, MAX_ERROR_V6, Unreachable, packet_too_big, unreachable,
};
use festoon_core::inner::packet::{TCP, parse};
use inner_packets::{Kind, Packet, naive_sum};

fn v4() -> IpAddr {
    "10.77.0.254".parse().unwrap()
}

fn v6() -> IpAddr {
    "fd00::fe".parse().unwrap()
}

fn answer(original: &[u8], from: IpAddr) -> Option<Vec<u8>> {
    let mut out = [0xaa; 1500];
    let len = unreachable(original, from, Unreachable::NoRoute, &mut out)?;
    assert!(out[len..].iter().all(|&byte| byte == 0xaa));
    Some(out[..len].to_vec())
}

fn too_big(original: &[u8], from: IpAddr) -> Option<Vec<u8>> {
    let mut out = [0xaa; 1500];
    let len = packet_too_big(original, from, 1280, &mut out)?;
    Some(out[..len].to_vec())
}

/// An echo request, or another ICMP packet, with a correct IP header.
fn icmp(kind: Kind, icmp_type: u8) -> Vec<u8> {
    let mut packet = Packet::new(kind, vec![]);
    packet.source_port = u16::from(icmp_type) << 8;
    let mut bytes = packet.complete();
    match kind {
        Kind::Udp4 => bytes[9] = 1,
        _ => bytes[6] = 58,
    }
    bytes
}

#[test]
fn an_ipv4_answer_byte_by_byte() {
    let original = [
        0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0x66, 0xc7, 10, 0, 0, 1, 10, 0, 0, 9, 0, 7, 0, 9, 0, 8,
        0, 0,
    ];
    // Sums by hand. IP: 45c0+0038+0000+4000+4001+0a00+0003+0a00+0001 = d9fd, complement 2602.
    // ICMP: 0301, the quoted header ffff as any header with its checksum, the rest
    // 0007+0009+0008+0000 = 0018: ffff+0018+0301 = 10318 -> 0319, complement fce6.
    let mut expected = vec![
        0x45, 0xc0, 0, 56, 0, 0, 0x40, 0, 64, 1, 0x26, 0x02, 10, 0, 0, 3, 10, 0, 0, 1, 3, 1, 0xfc,
        0xe6, 0, 0, 0, 0,
    ];
    expected.extend(original);
    let mut out = [0; 56];
    let from = "10.0.0.3".parse().unwrap();
    assert_eq!(
        unreachable(&original, from, Unreachable::Address, &mut out),
        Some(56)
    );
    assert_eq!(out[..], expected[..]);
}

#[test]
fn an_ipv6_answer_byte_by_byte() {
    let mut original = vec![0x60, 0, 0, 0, 0, 8, 17, 64];
    original.extend("fd00::1".parse::<std::net::Ipv6Addr>().unwrap().octets());
    original.extend("fd00::9".parse::<std::net::Ipv6Addr>().unwrap().octets());
    original.extend([0, 7, 0, 9, 0, 8, 0xff, 0xff]);
    // By hand. Pseudo header: fd00+0003+fd00+0001+0038+003a = 1fa76 -> fa77. ICMP: 0100.
    // Quoted: 6000+0008+1140+fd00+0001+fd00+0009 = 26b52 -> 6b54; 0007+0009+0008+ffff = 10017 -> 0018.
    // fa77+0100+6b54+0018 = 166e3 -> 66e4, complement 991b.
    let mut expected = vec![0x6c, 0, 0, 0, 0, 56, 58, 64];
    expected.extend("fd00::3".parse::<std::net::Ipv6Addr>().unwrap().octets());
    expected.extend("fd00::1".parse::<std::net::Ipv6Addr>().unwrap().octets());
    expected.extend([1, 0, 0x99, 0x1b, 0, 0, 0, 0]);
    expected.extend(&original);
    let from = "fd00::3".parse().unwrap();
    assert_eq!(answer(&original, from), Some(expected));
}

#[test]
fn codes_are_those_of_the_rfcs() {
    let v4_packet = Packet::new(Kind::Tcp4, vec![0; 50]).complete();
    let v6_packet = Packet::new(Kind::Tcp6, vec![0; 50]).complete();
    let mut out = [0; 1280];
    for (code, in_v4, in_v6) in [
        (Unreachable::NoRoute, [3, 0], [1, 0]),
        (Unreachable::Address, [3, 1], [1, 3]),
        (Unreachable::Prohibited, [3, 13], [1, 1]),
    ] {
        unreachable(&v4_packet, v4(), code, &mut out).unwrap();
        assert_eq!(out[20..22], in_v4);
        unreachable(&v6_packet, v6(), code, &mut out).unwrap();
        assert_eq!(out[40..42], in_v6);
    }
    let big = too_big(&v4_packet, v4()).unwrap();
    assert_eq!(
        (&big[20..22], &big[24..28]),
        (&[3, 4][..], &[0, 0, 5, 0][..])
    );
    let big = too_big(&v6_packet, v6()).unwrap();
    assert_eq!(
        (&big[40..42], &big[44..48]),
        (&[2, 0][..], &[0, 0, 5, 0][..])
    );
}

#[test]
fn answers_are_packets_with_checksums_that_hold() {
    for len in [0, 1, 2, 500, 549, 1200, 1233, 1400] {
        let answer_v4 = answer(&Packet::new(Kind::Udp4, vec![7; len]).complete(), v4()).unwrap();
        assert!(parse(&answer_v4).is_ok());
        assert_eq!(naive_sum(&answer_v4[..20], 0), 0xffff);
        assert_eq!(naive_sum(&answer_v4[20..], 0), 0xffff, "{len}");

        let answer_v6 = answer(&Packet::new(Kind::Udp6, vec![7; len]).complete(), v6()).unwrap();
        assert!(parse(&answer_v6).is_ok());
        let length = (answer_v6.len() - 40) as u16;
        let pseudo = [&answer_v6[8..40], &length.to_be_bytes(), &[0, 58]].concat();
        assert_eq!(
            naive_sum(&answer_v6[40..], naive_sum(&pseudo, 0)),
            0xffff,
            "{len}"
        );
    }
}

#[test]
fn as_much_is_quoted_as_fits_the_smallest_mtu() {
    for (payload, expected) in [
        (100, 28 + 20 + 8 + 100),
        (520, MAX_ERROR_V4),
        (521, MAX_ERROR_V4),
        (1300, MAX_ERROR_V4),
    ] {
        assert_eq!(
            answer(&Packet::new(Kind::Udp4, vec![7; payload]).complete(), v4())
                .unwrap()
                .len(),
            expected
        );
    }
    for (payload, expected) in [
        (100, 48 + 48 + 100),
        (1184, MAX_ERROR_V6),
        (1300, MAX_ERROR_V6),
    ] {
        let original = Packet::new(Kind::Udp6, vec![7; payload]).complete();
        let answer = answer(&original, v6()).unwrap();
        assert_eq!(answer.len(), expected);
        assert_eq!(answer[48..], original[..expected - 48]);
    }
}

#[test]
fn errors_are_never_answered() {
    for kind in 0..=255u8 {
        let error = [3, 4, 5, 11, 12].contains(&kind);
        assert_eq!(
            answer(&icmp(Kind::Udp4, kind), v4()).is_none(),
            error,
            "{kind}"
        );
        assert_eq!(
            too_big(&icmp(Kind::Udp4, kind), v4()).is_none(),
            error,
            "{kind}"
        );
        let error = kind < 128 || kind == 137;
        assert_eq!(
            answer(&icmp(Kind::Udp6, kind), v6()).is_none(),
            error,
            "{kind}"
        );
        assert_eq!(
            too_big(&icmp(Kind::Udp6, kind), v6()).is_none(),
            error,
            "{kind}"
        );
    }
    // ICMP without even a type might be an error.
    let mut cut = icmp(Kind::Udp4, 8)[..20].to_vec();
    cut[3] = 20;
    assert_eq!(answer(&cut, v4()), None);
}

#[test]
fn later_fragments_are_never_answered_and_first_ones_are() {
    let mut packet = Packet::new(Kind::Udp4, vec![7; 80]);
    for (fragment, answered) in [(0x2000, true), (0x2001, false), (1, false)] {
        packet.fragment = fragment;
        assert_eq!(
            answer(&packet.complete(), v4()).is_some(),
            answered,
            "{fragment:#x}"
        );
    }
    let mut packet = Packet::new(Kind::Udp6, vec![7; 80]);
    for (low, answered) in [(1, true), (9, false), (8, false)] {
        packet.extension = Some((44, vec![17, 0, 0, low, 0, 0, 0, 0]));
        assert_eq!(
            answer(&packet.complete(), v6()).is_some(),
            answered,
            "{low}"
        );
    }
}

#[test]
fn nobody_and_groups_get_no_answer() {
    let with = |at: usize, address: IpAddr| {
        let kind = if address.is_ipv4() {
            Kind::Udp4
        } else {
            Kind::Udp6
        };
        let mut bytes = Packet::new(kind, vec![7; 8]).complete();
        match address {
            IpAddr::V4(address) => bytes[12 + at * 4..][..4].copy_from_slice(&address.octets()),
            IpAddr::V6(address) => bytes[8 + at * 16..][..16].copy_from_slice(&address.octets()),
        }
        bytes
    };
    for source in [
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
    ] {
        assert_eq!(
            answer(&with(0, source.parse().unwrap()), v4()),
            None,
            "{source}"
        );
    }
    for source in ["::", "::1", "ff02::1"] {
        assert_eq!(
            answer(&with(0, source.parse().unwrap()), v6()),
            None,
            "{source}"
        );
        assert_eq!(
            too_big(&with(0, source.parse().unwrap()), v6()),
            None,
            "{source}"
        );
    }
    for destination in ["224.0.0.1", "255.255.255.255"] {
        assert_eq!(
            answer(&with(1, destination.parse().unwrap()), v4()),
            None,
            "{destination}"
        );
        assert_eq!(
            too_big(&with(1, destination.parse().unwrap()), v4()),
            None,
            "{destination}"
        );
    }
    // RFC 4443 section 2.4(e.3): packet too big is the exception.
    let group = with(1, "ff02::1".parse().unwrap());
    assert_eq!(answer(&group, v6()), None);
    assert!(too_big(&group, v6()).is_some());
}

#[test]
fn an_ipv4_packet_that_may_be_fragmented_is_never_too_big() {
    let mut packet = Packet::new(Kind::Tcp4, vec![7; 80]);
    packet.fragment = 0;
    assert_eq!(too_big(&packet.complete(), v4()), None);
    packet.fragment = 0x4000;
    assert!(too_big(&packet.complete(), v4()).is_some());
    assert_eq!(parse(&packet.complete()).unwrap().protocol, TCP);
}

#[test]
fn families_do_not_mix_and_room_must_suffice() {
    let v4_packet = Packet::new(Kind::Tcp4, vec![7; 80]).complete();
    let v6_packet = Packet::new(Kind::Tcp6, vec![7; 80]).complete();
    assert_eq!(answer(&v4_packet, v6()), None);
    assert_eq!(answer(&v6_packet, v4()), None);
    let needed = answer(&v4_packet, v4()).unwrap().len();
    let mut out = vec![0; needed];
    assert_eq!(
        unreachable(&v4_packet, v4(), Unreachable::NoRoute, &mut out),
        Some(needed)
    );
    assert_eq!(
        unreachable(&v4_packet, v4(), Unreachable::NoRoute, &mut out[1..]),
        None
    );
}

#[test]
fn malformed_packets_get_no_answer() {
    let v4_packet = Packet::new(Kind::Tcp4, vec![7; 80]).complete();
    for end in 0..v4_packet.len() {
        assert_eq!(answer(&v4_packet[..end], v4()), None);
    }
}
