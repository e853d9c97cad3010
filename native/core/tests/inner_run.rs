mod inner_packets;

use festoon_core::inner::vnet::VnetHeader;
use inner_packets::tun::{ALL, Tun, batch, superpacket};
use inner_packets::{ACK, CWR, FIN, KINDS, Kind, PSH, Packet, Random};

/// Two packets that merge, the second one changed: they must come out apart and untouched.
fn assert_apart(kind: Kind, name: &str, change: impl Fn(&mut Packet)) {
    let whole = Packet::new(kind, vec![6; 200]);
    let pair = whole.cut(100);
    let unchanged: Vec<_> = pair
        .iter()
        .map(|packet| (packet.complete(), false))
        .collect();
    assert_eq!(batch(ALL, &unchanged), [superpacket(&whole, 100)]);
    let mut changed = pair[1].clone();
    change(&mut changed);
    let complete = [(pair[0].complete(), false), (changed.complete(), false)];
    let apart: Vec<_> = complete
        .iter()
        .map(|(bytes, _)| (VnetHeader::default(), bytes.clone()))
        .collect();
    assert_eq!(batch(ALL, &complete), apart, "{kind:?}, {name}");
    let partial = [(pair[0].partial(), true), (changed.partial(), true)];
    let apart = [
        (pair[0].needs_checksum(), pair[0].partial()),
        (changed.needs_checksum(), changed.partial()),
    ];
    assert_eq!(batch(ALL, &partial), apart, "{kind:?} partial, {name}");
}

#[test]
fn any_difference_keeps_packets_apart() {
    type Change = (&'static str, fn(&mut Packet));
    let every: [Change; 7] = [
        ("source", |p| p.source = 9),
        ("destination", |p| p.destination = 9),
        ("source port", |p| p.source_port += 1),
        ("destination port", |p| p.destination_port += 1),
        ("traffic class", |p| p.traffic_class = 3),
        ("hop limit", |p| p.hop_limit -= 1),
        ("longer payload", |p| p.payload.push(1)),
    ];
    let tcp: [Change; 14] = [
        ("acknowledgement", |p| p.acknowledgement += 1),
        ("window", |p| p.window += 1),
        ("urgent pointer", |p| p.urgent = 1),
        ("option value", |p| p.tcp_options[5] ^= 1),
        ("longer options", |p| p.tcp_options.extend([1; 4])),
        ("shorter options", |p| p.tcp_options.truncate(8)),
        ("gap", |p| p.sequence += 1),
        ("repetition", |p| p.sequence -= 100),
        ("overlap", |p| p.sequence -= 1),
        ("FIN", |p| p.flags |= FIN),
        ("SYN", |p| p.flags |= 2),
        ("RST", |p| p.flags |= 4),
        ("CWR", |p| p.flags |= CWR),
        ("no ACK", |p| p.flags = 0),
    ];
    let ipv4: [Change; 2] = [
        ("DF", |p| p.fragment ^= 0x4000),
        ("IP options", |p| p.ip_options = vec![1; 4]),
    ];
    let ipv6: [Change; 2] = [
        ("flow label", |p| p.flow_label += 1),
        ("extension header", |p| {
            p.extension = Some((60, vec![p.protocol(), 0, 1, 4, 0, 0, 0, 0]))
        }),
    ];
    for kind in KINDS {
        let is = Packet::new(kind, vec![]);
        for (name, change) in every {
            assert_apart(kind, name, change);
        }
        for (name, change) in tcp.into_iter().filter(|_| is.is_tcp()) {
            assert_apart(kind, name, change);
        }
        for (name, change) in ipv4.into_iter().filter(|_| is.is_v4()) {
            assert_apart(kind, name, change);
        }
        for (name, change) in ipv6.into_iter().filter(|_| !is.is_v4()) {
            assert_apart(kind, name, change);
        }
    }
}

/// Packets of a superpacket that `change` was applied to: they must come out as they are.
fn assert_never_merged(kind: Kind, name: &str, change: impl Fn(&mut Packet)) {
    let mut whole = Packet::new(kind, vec![6; 300]);
    change(&mut whole);
    let packets: Vec<_> = whole
        .cut(100)
        .iter()
        .map(|packet| (packet.complete(), false))
        .collect();
    let apart: Vec<_> = packets
        .iter()
        .map(|(bytes, _)| (VnetHeader::default(), bytes.clone()))
        .collect();
    assert_eq!(batch(ALL, &packets), apart, "{kind:?}, {name}");
}

#[test]
fn packets_that_are_alike_but_not_plain_are_never_merged() {
    for kind in KINDS {
        let protocol = Packet::new(kind, vec![]).protocol();
        if Packet::new(kind, vec![]).is_v4() {
            assert_never_merged(kind, "IP options", |p| p.ip_options = vec![1; 4]);
            assert_never_merged(kind, "first fragment", |p| p.fragment = 0x2000);
            assert_never_merged(kind, "later fragment", |p| p.fragment = 0x0010);
        } else {
            let extension = vec![protocol, 0, 1, 4, 0, 0, 0, 0];
            assert_never_merged(kind, "extension", |p| {
                p.extension = Some((60, extension.clone()))
            });
            let fragment = vec![protocol, 0, 0, 1, 0, 0, 0, 9];
            assert_never_merged(kind, "fragment", |p| {
                p.extension = Some((44, fragment.clone()))
            });
        }
    }
    for kind in [Kind::Tcp4, Kind::Tcp6] {
        assert_never_merged(kind, "reserved bits", |p| p.reserved = 1);
        for flags in [0, ACK | 2, ACK | 4, ACK | 0x20, ACK | 0x40] {
            assert_never_merged(kind, "flags", |p| p.flags = flags);
        }
    }
}

#[test]
fn a_fin_ends_in_a_packet_of_its_own() {
    let mut whole = Packet::new(Kind::Tcp4, vec![6; 300]);
    whole.flags = ACK | PSH | FIN;
    let pieces = whole.cut(100);
    let packets: Vec<_> = pieces
        .iter()
        .map(|packet| (packet.complete(), false))
        .collect();
    let delivered = batch(ALL, &packets);
    assert_eq!(delivered.len(), 2);
    assert_eq!(delivered[1], (VnetHeader::default(), pieces[2].complete()));
}

#[test]
fn without_df_identifications_must_follow_one_another() {
    for kind in [Kind::Tcp4, Kind::Udp4] {
        for (fragment, step, merges) in [
            (0, 1, true),
            (0, 2, false),
            (0, 0, false),
            (0x4000, 0, true),
            (0x4000, 9, true),
        ] {
            let mut whole = Packet::new(kind, vec![6; 300]);
            whole.fragment = fragment;
            let mut pieces = whole.cut(100);
            for (i, piece) in pieces.iter_mut().enumerate() {
                piece.id = whole.id.wrapping_add(step * i as u16);
            }
            let packets: Vec<_> = pieces
                .iter()
                .map(|packet| (packet.complete(), false))
                .collect();
            assert_eq!(
                batch(ALL, &packets).len(),
                if merges { 1 } else { 3 },
                "{kind:?} {fragment:#x} {step}"
            );
        }
    }
}

#[test]
fn psh_ends_a_run_and_is_kept() {
    for kind in [Kind::Tcp4, Kind::Tcp6] {
        let mut whole = Packet::new(kind, vec![6; 400]);
        let mut pieces = whole.cut(100);
        pieces[1].flags |= PSH;
        let packets: Vec<_> = pieces
            .iter()
            .map(|packet| (packet.complete(), false))
            .collect();
        let delivered = batch(ALL, &packets);
        whole.payload.truncate(200);
        let second = Packet {
            sequence: pieces[2].sequence,
            id: pieces[2].id,
            ..whole.clone()
        };
        whole.flags |= PSH;
        assert_eq!(
            delivered,
            [superpacket(&whole, 100), superpacket(&second, 100)]
        );
    }
}

#[test]
fn a_packet_with_psh_stays_alone() {
    let mut pieces = Packet::new(Kind::Tcp4, vec![6; 200]).cut(100);
    pieces[0].flags |= PSH;
    let packets: Vec<_> = pieces
        .iter()
        .map(|packet| (packet.complete(), false))
        .collect();
    assert_eq!(batch(ALL, &packets).len(), 2);
}

#[test]
fn a_shorter_packet_ends_a_run() {
    for kind in KINDS {
        let whole = Packet::new(kind, vec![6; 250]);
        let mut pieces = whole.cut(100);
        let mut more = pieces[2].clone();
        more.sequence = more.sequence.wrapping_add(50);
        more.id = more.id.wrapping_add(1);
        pieces.push(more.clone());
        let packets: Vec<_> = pieces
            .iter()
            .map(|packet| (packet.partial(), true))
            .collect();
        assert_eq!(
            batch(ALL, &packets),
            [
                superpacket(&whole, 100),
                (more.needs_checksum(), more.partial())
            ]
        );
    }
}

#[test]
fn empty_payloads_are_not_merged() {
    for kind in KINDS {
        let mut packet = Packet::new(kind, vec![]);
        packet.fragment = 0x4000;
        let packets = vec![(packet.complete(), false); 3];
        assert_eq!(batch(ALL, &packets).len(), 3, "{kind:?}");
        let full = (Packet::new(kind, vec![1; 10]).complete(), false);
        assert_eq!(batch(ALL, &[full, packets[0].clone()]).len(), 2, "{kind:?}");
    }
}

#[test]
fn a_superpacket_is_never_larger_than_a_packet_can_be() {
    for kind in [Kind::Tcp4, Kind::Tcp6] {
        for size in [1348, 8948, 1000] {
            let headers = Packet::new(kind, vec![]).headers();
            let mut random = Random(9);
            let whole = Packet::new(kind, random.bytes(100_000));
            let packets: Vec<_> = whole
                .cut(size)
                .iter()
                .map(|packet| (packet.partial(), true))
                .collect();
            let delivered = batch(ALL, &packets);
            let full = (65_535 - headers) / size * size;
            assert_eq!(delivered[0].1.len(), headers + full);
            let payload: Vec<u8> = delivered
                .iter()
                .flat_map(|(_, packet)| packet[headers..].to_vec())
                .collect();
            assert!(payload == whole.payload);
        }
    }
    // To the last byte.
    for (last, merges) in [(35, true), (36, false)] {
        let mut whole = Packet::new(Kind::Tcp4, vec![]);
        whole.tcp_options.clear();
        whole.payload = vec![1; 65_460 + last];
        let packets: Vec<_> = whole
            .cut(60)
            .iter()
            .map(|packet| (packet.partial(), true))
            .collect();
        assert_eq!(
            batch(ALL, &packets).len(),
            if merges { 1 } else { 2 },
            "{last}"
        );
    }
}

#[test]
fn at_most_64_datagrams_make_a_superpacket() {
    for kind in [Kind::Udp4, Kind::Udp6] {
        let packets: Vec<_> = Packet::new(kind, vec![1; 6500])
            .cut(100)
            .iter()
            .map(|packet| (packet.partial(), true))
            .collect();
        let lengths: Vec<_> = batch(ALL, &packets)
            .iter()
            .map(|(_, packet)| packet.len())
            .collect();
        let headers = Packet::new(kind, vec![]).headers();
        assert_eq!(lengths, [headers + 6400, headers + 100]);
    }
}

#[test]
fn corruption_is_not_laundered() {
    // One flipped bit anywhere, in any packet of three: it is delivered as it came, apart from the others.
    for kind in KINDS {
        let mut whole = Packet::new(kind, Random(10).bytes(60));
        whole.tcp_options = vec![1; 4];
        let pieces: Vec<Vec<u8>> = whole.cut(20).iter().map(Packet::complete).collect();
        for victim in 0..3 {
            for bit in 0..pieces[victim].len() * 8 {
                let mut packets: Vec<_> =
                    pieces.iter().map(|bytes| (bytes.clone(), false)).collect();
                packets[victim].0[bit / 8] ^= 1 << (bit % 8);
                let mut tun = Tun::new(ALL);
                let refused: Vec<bool> = packets
                    .iter()
                    .map(|(bytes, _)| tun.push(bytes, false).is_err())
                    .collect();
                let delivered = tun.flush();
                let as_it_came =
                    delivered.contains(&(VnetHeader::default(), packets[victim].0.clone()));
                assert!(
                    as_it_came || refused[victim],
                    "{kind:?} packet {victim} bit {bit}"
                );
            }
        }
    }
}

#[test]
fn a_datagram_without_a_checksum_gets_none() {
    for kind in [Kind::Udp4, Kind::Udp6] {
        let mut packets: Vec<_> = Packet::new(kind, vec![1; 300])
            .cut(100)
            .iter()
            .map(|packet| (packet.complete(), false))
            .collect();
        let at = Packet::new(kind, vec![]).transport() + 6;
        for (bytes, _) in &mut packets {
            bytes[at..at + 2].fill(0);
        }
        let apart: Vec<_> = packets
            .iter()
            .map(|(bytes, _)| (VnetHeader::default(), bytes.clone()))
            .collect();
        assert_eq!(batch(ALL, &packets), apart);
    }
}
