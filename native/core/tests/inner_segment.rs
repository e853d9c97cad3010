mod inner_packets;

use festoon_core::inner::packet::Malformed;
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::{
    GSO_ECN, GSO_TCPV4, GSO_TCPV6, GSO_UDP_L4, NEEDS_CSUM, VNET_BYTES, VnetHeader,
};
use inner_packets::{ACK, CWR, FIN, KINDS, Kind, PSH, Packet, Random};

const MTU: usize = 65_535;
const AT: usize = 70;

/// What `segment` hands out; each packet is destroyed after it was taken, as sealing in place would.
fn cut(
    vnet: &VnetHeader,
    superpacket: &[u8],
    max_packet: usize,
) -> Result<Vec<(Vec<u8>, bool)>, Malformed> {
    let mut buf = vec![0xaa; AT];
    buf.extend(superpacket);
    let mut packets = Vec::new();
    let count = segment(
        vnet,
        &mut buf,
        AT,
        max_packet,
        &mut |packet: &mut [u8], partial| {
            packets.push((packet.to_vec(), partial));
            packet.fill(0xdd);
        },
    );
    assert!(
        buf[..AT].iter().all(|&byte| byte == 0xaa),
        "wrote before the packet"
    );
    match count {
        Ok(count) => assert_eq!(count, packets.len()),
        Err(_) => assert!(
            packets.is_empty() && buf[AT..] == *superpacket,
            "an error left something behind"
        ),
    }
    count.map(|_| packets)
}

fn assert_cut(packet: &Packet, size: usize) {
    let cut = cut(&packet.gso(size as u16), &packet.partial(), MTU).unwrap();
    let expected: Vec<(Vec<u8>, bool)> = packet
        .cut(size)
        .iter()
        .map(|piece| (piece.partial(), true))
        .collect();
    assert_eq!(cut.len(), expected.len());
    for (i, (cut, expected)) in cut.iter().zip(&expected).enumerate() {
        assert_eq!(cut, expected, "packet {i} of {:?} at {size}", packet.kind);
    }
}

#[test]
fn cuts_superpackets_of_every_kind_and_size() {
    let mut random = Random(3);
    for kind in KINDS {
        for _ in 0..60 {
            let payload = 1 + random.below(20_000);
            let mut packet = Packet::new(kind, random.bytes(payload));
            packet.id = random.next() as u16;
            packet.sequence = random.next() as u32;
            packet.flags = ACK | (random.next() as u8 & (PSH | FIN | CWR));
            packet.traffic_class = random.next() as u8;
            packet.tcp_options = vec![1; random.below(11) * 4];
            let size = 1 + random.below(3000).max(payload / 300);
            assert_cut(&packet, size);
        }
    }
}

#[test]
fn cuts_packets_smaller_than_their_headers() {
    for kind in KINDS {
        for size in 1..90 {
            assert_cut(&Packet::new(kind, Random(4).bytes(400)), size);
        }
    }
}

#[test]
fn cuts_the_largest_superpacket() {
    for kind in KINDS {
        let mut packet = Packet::new(kind, vec![]);
        packet.payload = Random(5).bytes(65_535 - packet.headers());
        assert_cut(&packet, 1348);
    }
}

#[test]
fn fin_and_psh_stay_with_the_last_and_cwr_with_the_first() {
    let mut packet = Packet::new(Kind::Tcp4, vec![7; 300]);
    packet.flags = ACK | PSH | FIN | CWR;
    let mut vnet = packet.gso(100);
    vnet.gso_type |= GSO_ECN;
    let flags: Vec<u8> = cut(&vnet, &packet.partial(), MTU)
        .unwrap()
        .iter()
        .map(|(p, _)| p[33])
        .collect();
    assert_eq!(flags, [ACK | CWR, ACK, ACK | PSH | FIN]);
}

#[test]
fn a_superpacket_of_one_is_one_packet() {
    for kind in KINDS {
        assert_cut(&Packet::new(kind, vec![1; 100]), 100);
        assert_cut(&Packet::new(kind, vec![1; 100]), 1000);
        assert_cut(&Packet::new(kind, vec![]), 1000);
    }
}

#[test]
fn ip_options_and_extension_headers_are_carried_by_each_packet() {
    let mut packet = Packet::new(Kind::Tcp4, vec![2; 500]);
    packet.ip_options = vec![1; 40];
    packet.tcp_options = vec![1; 40];
    assert_cut(&packet, 90);
    let mut packet = Packet::new(Kind::Udp6, vec![2; 500]);
    packet.extension = Some((60, vec![17, 0, 1, 4, 0, 0, 0, 0]));
    assert_cut(&packet, 90);
}

#[test]
fn a_routing_header_keeps_the_pseudo_header_of_its_sender() {
    // The final destination is in the routing header, so the checksum field is the only place to learn its sum from.
    let mut packet = Packet::new(Kind::Tcp6, vec![2; 300]);
    packet.extension = Some((43, [&[6, 2, 4, 1, 0, 0, 0, 0][..], &[9; 16]].concat()));
    let shift = 0x0111u16;
    let at = packet.transport() + 16;
    let shifted = |mut bytes: Vec<u8>| {
        let field = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        bytes[at..at + 2].copy_from_slice(&(field + shift).to_be_bytes());
        bytes
    };
    let cut = cut(&packet.gso(100), &shifted(packet.partial()), MTU).unwrap();
    for ((cut, _), expected) in cut.iter().zip(packet.cut(100)) {
        assert_eq!(*cut, shifted(expected.partial()));
    }
}

#[test]
fn a_packet_that_is_not_segmented_passes_as_it_is() {
    for kind in KINDS {
        let packet = Packet::new(kind, vec![3; 99]);
        let complete = packet.complete();
        assert_eq!(
            cut(&VnetHeader::default(), &complete, MTU),
            Ok(vec![(complete, false)])
        );
        let partial = packet.partial();
        assert_eq!(
            cut(&packet.needs_checksum(), &partial, MTU),
            Ok(vec![(partial, true)])
        );
    }
}

#[test]
fn a_checksum_the_far_end_would_not_find_is_completed_here() {
    // A datagram that carries another IP packet, whose UDP checksum is the one asked for.
    let inside = Packet::new(Kind::Udp4, vec![5; 41]);
    let outside = |payload| Packet::new(Kind::Udp4, payload).complete();
    let vnet = VnetHeader {
        flags: NEEDS_CSUM,
        csum_start: 28 + 20,
        csum_offset: 6,
        ..VnetHeader::default()
    };
    let (packet, partial) = cut(&vnet, &outside(inside.partial()), MTU)
        .unwrap()
        .remove(0);
    assert!(!partial);
    assert_eq!(packet[28..], inside.complete());
}

#[test]
fn a_checksum_outside_the_payload_is_refused() {
    let packet = Packet::new(Kind::Tcp4, vec![5; 10]);
    let length = packet.headers() as u16 + 10;
    for (csum_start, csum_offset) in [
        (0, 0),
        (0, 10),
        (19, 2),
        (length - 1, 0),
        (length, 0),
        (length + 1, 0),
        (0, length - 1),
        (20, 0xffff),
        (0xffff, 0xffff),
    ] {
        let vnet = VnetHeader {
            flags: NEEDS_CSUM,
            csum_start,
            csum_offset,
            ..VnetHeader::default()
        };
        assert_eq!(
            cut(&vnet, &packet.partial(), MTU),
            Err(Malformed::Checksum),
            "{csum_start}+{csum_offset}"
        );
    }
}

#[test]
fn segmentation_that_does_not_fit_the_headers_is_refused() {
    let tcp4 = Packet::new(Kind::Tcp4, vec![5; 500]);
    let with = |change: &dyn Fn(&mut VnetHeader)| {
        let mut vnet = tcp4.gso(100);
        change(&mut vnet);
        cut(&vnet, &tcp4.partial(), MTU).err()
    };
    assert_eq!(with(&|_| ()), None);
    let refused = Some(Malformed::Segmentation);
    for gso_type in [GSO_TCPV6, GSO_UDP_L4, GSO_ECN, 2, 3, 6, 0x7f] {
        assert_eq!(
            with(&|vnet| vnet.gso_type = gso_type),
            refused,
            "{gso_type}"
        );
    }
    assert_eq!(with(&|vnet| vnet.gso_size = 0), refused);
    assert_eq!(with(&|vnet| vnet.flags = 0), refused);
    assert_eq!(with(&|vnet| vnet.csum_start = 0), refused);
    assert_eq!(with(&|vnet| vnet.csum_offset = 6), refused);
    let tcp6 = Packet::new(Kind::Tcp6, vec![5; 500]);
    let vnet = VnetHeader {
        gso_type: GSO_TCPV4,
        ..tcp6.gso(100)
    };
    assert_eq!(cut(&vnet, &tcp6.partial(), MTU).err(), refused);
    let mut fragment = tcp4.clone();
    fragment.fragment = 0x2000;
    assert_eq!(cut(&tcp4.gso(100), &fragment.partial(), MTU).err(), refused);
    let mut long = tcp6.clone();
    long.extension = Some((60, [&[6, 16][..], &[0; 134]].concat()));
    assert_eq!(cut(&long.gso(100), &long.partial(), MTU).err(), refused);
}

#[test]
fn a_packet_larger_than_allowed_is_refused_before_any_is_cut() {
    for kind in KINDS {
        let packet = Packet::new(kind, vec![5; 500]);
        let most = packet.headers() + 200;
        assert_eq!(
            cut(&packet.gso(200), &packet.partial(), most)
                .unwrap()
                .len(),
            3
        );
        assert_eq!(
            cut(&packet.gso(200), &packet.partial(), most - 1),
            Err(Malformed::TooLarge)
        );
        let most = packet.headers() + 500;
        assert_eq!(
            cut(&packet.gso(9000), &packet.partial(), most)
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            cut(&VnetHeader::default(), &packet.complete(), most - 1),
            Err(Malformed::TooLarge)
        );
    }
}

#[test]
fn nothing_at_or_behind_the_end_is_a_packet() {
    let mut buf = [0u8; 8];
    for at in [8, 9, usize::MAX] {
        let refused = segment(
            &VnetHeader::default(),
            &mut buf,
            at,
            MTU,
            &mut |_: &mut [u8], _| panic!("called"),
        );
        assert_eq!(refused, Err(Malformed::Truncated));
    }
}

#[test]
fn the_vnet_header_is_the_kernels() {
    let bytes = [1, 4, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99];
    let (header, packet) = VnetHeader::parse(&bytes).unwrap();
    assert_eq!(packet, [0x99]);
    assert_eq!((header.flags, header.gso_type), (1, 4));
    assert_eq!(header.csum_offset, u16::from_ne_bytes([0x77, 0x88]));
    assert_eq!(header.to_bytes(), bytes[..VNET_BYTES]);
    assert_eq!(VnetHeader::parse(&bytes[..9]), None);
}
