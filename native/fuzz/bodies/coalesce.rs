//! Input: packets, each as: flags (bit 0 partial, bit 1 forged) | length u16 little endian | bytes. Whatever is merged, cutting must undo.

use std::collections::VecDeque;

use festoon_core::inner::checksum;
use festoon_core::inner::coalesce::{Coalescer, MAX_PACKET, Offloads, Opened};
use festoon_core::inner::packet::{Transport, address_bytes, parse};
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::{GSO_NONE, NEEDS_CSUM, VnetHeader};

pub fn run(data: &[u8]) {
    let mut input = data;
    let mut coalescer = Coalescer::new(Offloads {
        tso: true,
        uso: true,
        csum: true,
    });
    let mut delivered = Vec::new();
    let mut kept = VecDeque::new();
    while let Some((&[flags, low, high], rest)) = input.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes([low, high])).min(rest.len());
        let (packet, rest) = rest.split_at(length);
        input = rest;
        let (partial, forged) = (flags & 1 != 0, flags & 2 != 0);
        let open = |place: &mut [u8]| {
            place.copy_from_slice(packet);
            (!forged).then_some(Opened { partial })
        };
        let pushed = coalescer.push(length, open, &mut |bytes| delivered.push(bytes.to_vec()));
        if pushed.is_ok() && !forged {
            kept.push_back((packet, partial));
        }
    }
    coalescer.flush(&mut |bytes| delivered.push(bytes.to_vec()));

    for bytes in delivered {
        let (vnet, packet) = VnetHeader::parse(&bytes).expect("a vnet header");
        if vnet.gso_type == GSO_NONE {
            let (original, partial) = kept.pop_front().expect("one packet in, one out");
            assert_eq!((packet, vnet.flags & NEEDS_CSUM != 0), (original, partial));
            continue;
        }
        let mut buf = packet.to_vec();
        let cut = segment(
            &vnet,
            &mut buf,
            0,
            MAX_PACKET,
            &mut |piece: &mut [u8], _| {
                let (original, partial) = kept.pop_front().expect("no packet was invented");
                assert_same(original, partial, piece);
            },
        );
        assert!(cut.expect("what was merged can be cut") > 1);
    }
    assert!(kept.is_empty(), "a packet was lost");
}

/// Equal up to the transport checksum, which must have held, and up to the identification where DF makes it meaningless.
fn assert_same(original: &[u8], partial: bool, piece: &[u8]) {
    let parsed = parse(original).expect("only packets are merged");
    let transport = Transport::of(original, &parsed).expect("only TCP and UDP are merged");
    let summed = &original[transport.start..];
    let pseudo = checksum::pseudo(
        address_bytes(original),
        transport.protocol,
        summed.len() as u16,
    );
    assert!(
        partial || checksum::holds(summed, pseudo),
        "corruption laundered"
    );
    let (mut original, mut piece) = (original.to_vec(), piece.to_vec());
    for bytes in [&mut original, &mut piece] {
        let at = transport.start + transport.checksum_offset();
        bytes[at..at + 2].fill(0);
        if parsed.source.is_ipv4() {
            assert!(
                checksum::holds(&bytes[..20], 0),
                "a corrupted IP header was repaired"
            );
            bytes[10..12].fill(0);
            if bytes[6] & 0x40 != 0 {
                bytes[4..6].fill(0);
            }
        }
    }
    assert_eq!(original, piece);
}
