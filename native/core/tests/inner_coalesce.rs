mod inner_packets;

use festoon_core::inner::coalesce::Offloads;
use festoon_core::inner::packet::Malformed;
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::tun::{ALL, NONE, Tun, batch, superpacket, take};
use inner_packets::{ACK, KINDS, Kind, PSH, Packet, Random};

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
}
