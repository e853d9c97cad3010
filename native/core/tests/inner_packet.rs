mod inner_packets;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use festoon_core::inner::packet::{
    Fragment, Malformed, Parsed, Transport, is_multicast_or_broadcast, parse,
};
use inner_packets::{KINDS, Kind, Packet, Random};

fn facts(packet: &Packet) -> Parsed {
    parse(&packet.complete()).unwrap()
}

#[test]
fn facts_of_an_ipv4_packet() {
    let mut packet = Packet::new(Kind::Tcp4, vec![0; 10]);
    packet.traffic_class = 0xb9;
    let expected = Parsed {
        source: IpAddr::V4(Ipv4Addr::new(10, 77, 0, 1)),
        destination: IpAddr::V4(Ipv4Addr::new(10, 77, 0, 2)),
        protocol: 6,
        transport: 20,
        length: 20 + 32 + 10,
        fragment: Fragment::Whole,
        options: false,
        traffic_class: 0xb9,
    };
    assert_eq!(facts(&packet), expected);
    assert_eq!((expected.dscp(), expected.ecn()), (46, 1));
    packet.ip_options = vec![1; 8];
    assert_eq!(
        (facts(&packet).options, facts(&packet).transport),
        (true, 28)
    );
}

#[test]
fn facts_of_an_ipv6_packet() {
    let mut packet = Packet::new(Kind::Udp6, vec![0; 10]);
    packet.traffic_class = 0xb9;
    let address = |last| IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, last));
    let expected = Parsed {
        source: address(1),
        destination: address(2),
        protocol: 17,
        transport: 40,
        length: 40 + 8 + 10,
        fragment: Fragment::Whole,
        options: false,
        traffic_class: 0xb9,
    };
    assert_eq!(facts(&packet), expected);
}

#[test]
fn fragments_are_told_apart() {
    let mut packet = Packet::new(Kind::Udp4, vec![0; 16]);
    for (bits, expected) in [
        (0x0000, Fragment::Whole),
        (0x4000, Fragment::Whole),
        (0x2000, Fragment::First),
        (0x2001, Fragment::Later),
        (0x0001, Fragment::Later),
        (0x1fff, Fragment::Later),
    ] {
        packet.fragment = bits;
        let parsed = facts(&packet);
        assert_eq!(parsed.fragment, expected, "{bits:#x}");
        assert_eq!(
            Transport::of(&packet.complete(), &parsed).is_some(),
            expected == Fragment::Whole
        );
    }
    let mut packet = Packet::new(Kind::Udp6, vec![0; 16]);
    for (bits, expected) in [
        (0u16, Fragment::Whole),
        (1, Fragment::First),
        (9, Fragment::Later),
        (8, Fragment::Later),
        (6, Fragment::Whole), // reserved bits
        (7, Fragment::First),
    ] {
        let [high, low] = bits.to_be_bytes();
        packet.extension = Some((44, vec![17, 0, high, low, 1, 2, 3, 4]));
        assert_eq!(
            (facts(&packet).fragment, facts(&packet).protocol),
            (expected, 17),
            "{bits:#x}"
        );
    }
}

#[test]
fn extension_headers_are_walked() {
    let mut packet = Packet::new(Kind::Tcp6, vec![0; 4]);
    let destination_options = |next| vec![next, 0, 1, 4, 0, 0, 0, 0];
    let routing = |next| [&[next, 2, 4, 0][..], &[0; 20]].concat();
    let authentication = |next| [&[next, 4][..], &[0; 22]].concat();
    let chain = [
        vec![43, 0, 1, 4, 0, 0, 0, 0],
        routing(51),
        authentication(60),
        destination_options(6),
    ]
    .concat();
    packet.extension = Some((0, chain.clone()));
    let parsed = facts(&packet);
    assert_eq!(
        (parsed.protocol, parsed.transport, parsed.options),
        (6, 40 + chain.len(), true)
    );

    // What is behind ESP or an unknown header is not looked at.
    for opaque in [50, 59, 253] {
        packet.extension = Some((opaque, vec![1; 8]));
        assert_eq!(
            (facts(&packet).protocol, facts(&packet).transport),
            (opaque, 40)
        );
    }
    // A later fragment carries no further headers, whatever its bytes look like.
    packet.extension = Some((44, vec![60, 0, 0, 8, 0, 0, 0, 0]));
    assert_eq!(
        (facts(&packet).protocol, facts(&packet).transport),
        (60, 48)
    );
}

#[test]
fn a_chain_of_extension_headers_has_an_end() {
    let mut packet = Packet::new(Kind::Tcp6, vec![0; 4]);
    let chain = |headers: usize| {
        let mut chain = [60, 0, 1, 4, 0, 0, 0, 0].repeat(headers);
        chain[headers * 8 - 8] = 6;
        Some((60, chain))
    };
    packet.extension = chain(8);
    assert!(parse(&packet.complete()).is_ok());
    packet.extension = chain(9);
    assert_eq!(parse(&packet.complete()), Err(Malformed::ExtensionHeaders));
    packet.extension = Some((60, vec![6, 255, 0, 0, 0, 0, 0, 0]));
    assert_eq!(parse(&packet.complete()), Err(Malformed::Truncated));
}

#[test]
fn every_truncation_and_every_byte_too_many_is_an_error() {
    for kind in KINDS {
        let bytes = Packet::new(kind, vec![0; 30]).complete();
        for end in 0..bytes.len() {
            assert!(parse(&bytes[..end]).is_err(), "{kind:?} cut at {end}");
        }
        assert_eq!(
            parse(&[&bytes[..], &[0]].concat()),
            Err(Malformed::TotalLength)
        );
    }
    assert_eq!(parse(&[]), Err(Malformed::Truncated));
}

#[test]
fn lengths_and_versions_that_lie_are_errors() {
    let bytes = Packet::new(Kind::Tcp4, vec![0; 30]).complete();
    let with = |at: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = value;
        parse(&bytes)
    };
    for version in [0u8, 1, 5, 7, 15] {
        assert_eq!(with(0, version << 4 | 5), Err(Malformed::Version));
    }
    for words in 0..5 {
        assert_eq!(with(0, 0x40 | words), Err(Malformed::HeaderLength));
    }
    assert_eq!(with(3, 20), Err(Malformed::TotalLength));
    let tiny = Packet::new(Kind::Udp4, vec![]).complete();
    let mut tiny = tiny;
    tiny[0] = 0x4f;
    assert_eq!(parse(&tiny), Err(Malformed::Truncated));
}

#[test]
fn a_transport_header_must_fit() {
    let packet = Packet::new(Kind::Tcp4, vec![0; 4]);
    let mut bytes = packet.complete();
    for (words, fits) in [(4, false), (5, true), (9, true), (10, false), (15, false)] {
        bytes[32] = words << 4;
        let transport = Transport::of(&bytes, &parse(&bytes).unwrap());
        assert_eq!(
            transport.map(|transport| transport.payload),
            fits.then_some(20 + usize::from(words) * 4)
        );
    }
    for protocol in [1, 58, 132, 50] {
        bytes[9] = protocol;
        assert_eq!(Transport::of(&bytes, &parse(&bytes).unwrap()), None);
    }
    // IP packets with no room for the header they name.
    for (protocol, room) in [(6u8, 12), (6, 19), (17, 7), (6, 0), (17, 0)] {
        let mut bytes = bytes[..20 + room].to_vec();
        bytes[3] = bytes.len() as u8;
        bytes[9] = protocol;
        assert_eq!(
            Transport::of(&bytes, &parse(&bytes).unwrap()),
            None,
            "{protocol} in {room}"
        );
    }
}

#[test]
fn group_addresses() {
    for (address, group) in [
        ("224.0.0.1", true),
        ("239.255.255.255", true),
        ("255.255.255.255", true),
        ("223.255.255.255", false),
        ("240.0.0.1", false),
        ("10.77.0.255", false),
        ("ff02::1", true),
        ("fe80::1", false),
    ] {
        assert_eq!(
            is_multicast_or_broadcast(address.parse().unwrap()),
            group,
            "{address}"
        );
    }
}

#[test]
fn random_bytes_never_panic() {
    let mut random = Random(6);
    for _ in 0..200_000 {
        let len = random.below(120);
        let mut bytes = random.bytes(len);
        if let Some(first) = bytes.first_mut() {
            *first = if *first & 1 == 0 { 0x45 } else { 0x60 };
        }
        // Those long enough get past the length check.
        if len >= 40 {
            bytes[2..4].copy_from_slice(&(len as u16).to_be_bytes());
            if bytes[0] == 0x60 {
                bytes[4..6].copy_from_slice(&(len as u16 - 40).to_be_bytes());
            }
        }
        if let Ok(parsed) = parse(&bytes) {
            assert!(parsed.transport <= parsed.length && parsed.length == bytes.len());
            if let Some(transport) = Transport::of(&bytes, &parsed) {
                assert!(transport.payload <= bytes.len());
            }
        }
    }
}
