mod inner_packets;

use festoon_core::inner::coalesce::{Coalescer, Offloads, Opened};
use festoon_core::inner::packet::Malformed;
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::{VNET_BYTES, VnetHeader};
use inner_packets::{ACK, CWR, FIN, KINDS, Kind, PSH, Packet, Random};

const ALL: Offloads = Offloads {
    tso: true,
    uso: true,
    csum: true,
};
const NONE: Offloads = Offloads {
    tso: false,
    uso: false,
    csum: false,
};

/// A coalescer and what it delivered.
struct Tun {
    coalescer: Coalescer,
    delivered: Vec<(VnetHeader, Vec<u8>)>,
}

impl Tun {
    fn new(offloads: Offloads) -> Tun {
        Tun {
            coalescer: Coalescer::new(offloads),
            delivered: vec![],
        }
    }

    fn push(&mut self, bytes: &[u8], partial: bool) -> Result<(), Malformed> {
        let open = |place: &mut [u8]| {
            place.copy_from_slice(bytes);
            Some(Opened { partial })
        };
        self.coalescer.push(bytes.len(), open, &mut |bytes| {
            take(&mut self.delivered, bytes)
        })
    }

    /// As libsodium leaves the place after a forged packet: zeros.
    fn push_forged(&mut self, len: usize) {
        let open = |place: &mut [u8]| {
            place.fill(0);
            None
        };
        self.coalescer
            .push(len, open, &mut |bytes| take(&mut self.delivered, bytes))
            .unwrap();
    }

    fn flush(mut self) -> Vec<(VnetHeader, Vec<u8>)> {
        self.coalescer
            .flush(&mut |bytes| take(&mut self.delivered, bytes));
        self.delivered
    }
}

fn take(delivered: &mut Vec<(VnetHeader, Vec<u8>)>, bytes: &[u8]) {
    let (vnet, packet) = VnetHeader::parse(bytes).unwrap();
    delivered.push((vnet, packet.to_vec()));
}

/// Delivers all of `packets` in one batch.
fn batch(offloads: Offloads, packets: &[(Vec<u8>, bool)]) -> Vec<(VnetHeader, Vec<u8>)> {
    let mut tun = Tun::new(offloads);
    for (bytes, partial) in packets {
        tun.push(bytes, *partial).unwrap();
    }
    tun.flush()
}

fn superpacket(packet: &Packet, size: usize) -> (VnetHeader, Vec<u8>) {
    let hdr_len = packet.headers() as u16;
    (
        VnetHeader {
            hdr_len,
            ..packet.gso(size as u16)
        },
        packet.partial(),
    )
}

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
fn cutting_then_merging_is_the_identity() {
    let mut random = Random(7);
    for round in 0..400 {
        let kind = KINDS[round % 4];
        let mut packet = Packet::new(kind, vec![]);
        packet.tcp_options = vec![1; random.below(11) * 4];
        packet.id = random.next() as u16;
        packet.fragment = [0x4000, 0][random.below(2)];
        packet.sequence = random.next() as u32;
        packet.flags = ACK | [0, PSH][random.below(2)];
        packet.traffic_class = random.next() as u8;
        let scale = [30, 1400, 9000][random.below(3)];
        let size = 1 + random.below(scale);
        let most = if packet.is_tcp() { 3000 } else { 64 };
        let payload = (size + 1 + random.below(65_535))
            .min(65_535 - packet.headers())
            .min(size * most);
        if payload <= size {
            continue;
        }
        packet.payload = random.bytes(payload);

        let mut buf = vec![0; 64];
        buf.extend(packet.partial());
        let mut partial = vec![];
        segment(
            &packet.gso(size as u16),
            &mut buf,
            64,
            65_535,
            &mut |bytes: &mut [u8], is_partial| {
                partial.push((bytes.to_vec(), is_partial));
            },
        )
        .unwrap();
        assert_eq!(
            batch(ALL, &partial),
            [superpacket(&packet, size)],
            "round {round}"
        );

        let complete: Vec<_> = packet
            .cut(size)
            .iter()
            .map(|piece| (piece.complete(), false))
            .collect();
        assert_eq!(
            batch(ALL, &complete),
            [superpacket(&packet, size)],
            "round {round}, complete"
        );
        let mixed: Vec<_> = partial
            .iter()
            .zip(&complete)
            .map(|(a, b)| [a, b][random.below(2)].clone())
            .collect();
        assert_eq!(
            batch(ALL, &mixed),
            [superpacket(&packet, size)],
            "round {round}, mixed"
        );
    }
}

#[test]
fn runs_of_several_flows_come_out_one_after_another() {
    let mut random = Random(8);
    let mut tun = Tun::new(ALL);
    let mut expected = vec![];
    for i in 0..200 {
        let mut packet = Packet::new(KINDS[random.below(4)], vec![]);
        packet.source_port = 1000 + i;
        let size = 1 + random.below(1400);
        let payload = size + 1 + random.below(size * 40);
        packet.payload = random.bytes(payload);
        for piece in packet.cut(size) {
            tun.push(&piece.partial(), true).unwrap();
        }
        expected.push(superpacket(&packet, size));
    }
    assert_eq!(tun.flush(), expected);
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

#[test]
fn what_the_tun_does_not_take_is_not_made() {
    let of = |tso, uso, csum| Offloads { tso, uso, csum };
    for kind in KINDS {
        let whole = Packet::new(kind, vec![6; 300]);
        let merged = |offloads: Offloads| {
            let packets: Vec<_> = whole
                .cut(100)
                .iter()
                .map(|packet| (packet.partial(), true))
                .collect();
            batch(offloads, &packets).len() == 1
        };
        assert!(merged(of(whole.is_tcp(), !whole.is_tcp(), true)));
        assert!(!merged(of(!whole.is_tcp(), whole.is_tcp(), true)));
        assert!(!merged(of(true, true, false)));
    }
}

#[test]
fn partial_checksums_are_completed_for_a_tun_without_offload() {
    for kind in KINDS {
        for len in [0, 1, 99, 1348] {
            let packet = Packet::new(kind, Random(11).bytes(len));
            let delivered = batch(
                NONE,
                &[(packet.partial(), true), (packet.complete(), false)],
            );
            assert_eq!(
                delivered,
                [
                    (VnetHeader::default(), packet.complete()),
                    (VnetHeader::default(), packet.complete())
                ]
            );
        }
    }
}

#[test]
fn a_forged_packet_leaves_the_run_as_it_was() {
    for kind in KINDS {
        for size in [1, 20, 100, 1000] {
            let whole = Packet::new(kind, Random(12).bytes(size * 5));
            let mut tun = Tun::new(ALL);
            for piece in whole.cut(size) {
                tun.push(&piece.partial(), true).unwrap();
                // As long as the packets themselves, so it is opened over the run's last bytes.
                tun.push_forged(whole.headers() + size);
            }
            assert_eq!(tun.flush(), [superpacket(&whole, size)], "{kind:?} {size}");
        }
    }
}

#[test]
fn a_stranger_leaves_the_run_as_it_was() {
    for kind in KINDS {
        for size in [1, 20, 100, 1000] {
            let whole = Packet::new(kind, Random(13).bytes(size * 5));
            let mut stranger = Packet::new(kind, Random(14).bytes(size));
            stranger.source_port = 1;
            let mut tun = Tun::new(ALL);
            for _ in 0..2 {
                for piece in whole.cut(size) {
                    tun.push(&piece.partial(), true).unwrap();
                }
                tun.push(&stranger.partial(), true).unwrap();
            }
            let alone = (stranger.needs_checksum(), stranger.partial());
            let delivered = tun.flush();
            assert_eq!(
                delivered,
                [
                    superpacket(&whole, size),
                    alone.clone(),
                    superpacket(&whole, size),
                    alone
                ]
            );
        }
    }
}

#[test]
fn strangers_without_end_find_room() {
    // Each one begins a run where it was opened, so the start creeps through the buffer and has to return.
    let mut tun = Tun::new(ALL);
    let mut expected = vec![];
    for kind in KINDS {
        for i in 0..200u16 {
            let mut packet = Packet::new(kind, Random(u64::from(i)).bytes(1300));
            packet.source_port = i;
            tun.push(&packet.partial(), true).unwrap();
            expected.push((packet.needs_checksum(), packet.partial()));
        }
    }
    let big = Packet::new(Kind::Tcp4, Random(15).bytes(60_000));
    for piece in big.cut(1300) {
        tun.push(&piece.partial(), true).unwrap();
    }
    expected.push(superpacket(&big, 1300));
    assert_eq!(tun.flush(), expected);
}

#[test]
fn other_protocols_pass_as_they_are() {
    let mut icmp = Packet::new(Kind::Udp4, vec![8; 64]).complete();
    icmp[9] = 1;
    let pass = (VnetHeader::default(), icmp.clone());
    assert_eq!(
        batch(ALL, &[(icmp.clone(), false), (icmp.clone(), false)]),
        [pass.clone(), pass]
    );
}

#[test]
fn what_is_malformed_is_dropped_with_its_reason_and_the_rest_goes_on() {
    let whole = Packet::new(Kind::Tcp4, vec![6; 300]);
    let pieces: Vec<_> = whole.cut(100).iter().map(Packet::partial).collect();
    let mut icmp = pieces[0].clone();
    icmp[9] = 1;
    let mut tun = Tun::new(ALL);
    assert_eq!(tun.push(&[], true), Err(Malformed::Truncated));
    assert_eq!(tun.push(&[0x12; 30], false), Err(Malformed::Version));
    assert_eq!(
        tun.push(&icmp, true),
        Err(Malformed::Checksum),
        "partial, but of what?"
    );
    assert_eq!(
        tun.push(&vec![0x45; 65_536], false),
        Err(Malformed::TooLarge)
    );
    tun.push(&pieces[0], true).unwrap();
    assert_eq!(tun.push(&[0x12; 140], true), Err(Malformed::Version));
    tun.push(&pieces[1], true).unwrap();
    tun.push(&pieces[2], true).unwrap();
    let delivered: Vec<_> = tun
        .flush()
        .into_iter()
        .map(|(_, packet)| packet.len())
        .collect();
    assert_eq!(delivered, [152, 252]);
}

#[test]
fn nothing_is_delivered_twice_or_from_nothing() {
    let mut tun = Tun::new(ALL);
    tun.push_forged(100);
    tun.push(&Packet::new(Kind::Tcp4, vec![1]).complete(), false)
        .unwrap();
    tun.coalescer
        .flush(&mut |bytes| take(&mut tun.delivered, bytes));
    assert_eq!(tun.flush().len(), 1);
}

#[test]
fn random_changes_never_panic_and_payload_is_never_invented() {
    let mut random = Random(16);
    let mut tun = Tun::new(ALL);
    let mut pushed = 0;
    for _ in 0..3000 {
        let payload = 1 + random.below(900);
        for piece in Packet::new(KINDS[random.below(4)], random.bytes(payload)).cut(1 + payload / 3)
        {
            let mut bytes = piece.partial();
            for _ in 0..random.below(3) {
                let at = random.below(bytes.len().min(80));
                bytes[at] ^= 1 << random.below(8);
            }
            bytes.truncate(bytes.len() - [0, 0, 0, 1, 30][random.below(5)].min(bytes.len()));
            pushed += bytes.len();
            let _ = tun.push(&bytes, random.below(2) == 0);
        }
    }
    let delivered = tun.flush();
    assert!(
        delivered
            .iter()
            .map(|(_, packet)| packet.len())
            .sum::<usize>()
            <= pushed
    );
    assert!(delivered.iter().all(|(_, packet)| packet.len() <= 65_535));
    assert_eq!(VNET_BYTES, 10);
}
