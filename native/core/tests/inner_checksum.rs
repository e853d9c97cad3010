mod inner_packets;

use festoon_core::inner::checksum::{complete, complete_ipv4, fold, holds, pseudo, sum, word};
use inner_packets::{Random, naive_sum};

fn summed(bytes: &[u8]) -> u16 {
    u16::from_be_bytes(fold(sum(bytes)).to_ne_bytes())
}

#[test]
fn the_example_of_rfc_1071_section_3() {
    assert_eq!(
        summed(&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]),
        0xddf2
    );
}

#[test]
fn a_published_ipv4_header() {
    // Wikipedia, "Internet checksum": checksum 0xb861.
    let mut header = [
        0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0x00,
        0x01, 0xc0, 0xa8, 0x00, 0xc7,
    ];
    assert!(holds(&header, 0));
    header[10..12].fill(0xee);
    assert!(!holds(&header, 0));
    complete_ipv4(&mut header);
    assert_eq!(header[10..12], [0xb8, 0x61]);
}

#[test]
fn equals_the_naive_sum_at_every_length_and_alignment() {
    let mut random = Random(1);
    let bytes = random.bytes(300);
    for from in 0..9 {
        for to in from..bytes.len() {
            assert_eq!(
                summed(&bytes[from..to]),
                naive_sum(&bytes[from..to], 0),
                "{from}..{to}"
            );
        }
    }
}

#[test]
fn carries_of_all_ones_do_not_get_lost() {
    for len in [1, 2, 3, 7, 8, 9, 65_534, 65_535] {
        let ones = vec![0xffu8; len];
        assert_eq!(summed(&ones), naive_sum(&ones, 0), "{len}");
    }
    assert_eq!(summed(&[]), 0);
    assert_eq!(fold(3 * 0xffff), 0xffff);
    assert_eq!(fold(0x1_ffff), 1);
}

#[test]
fn the_pseudo_header_is_addresses_protocol_and_length() {
    let sum = pseudo(&[10, 0, 0, 1, 10, 0, 0, 2], 6, 0x1234);
    let folded = u16::from_be_bytes(fold(sum).to_ne_bytes());
    assert_eq!(
        folded,
        naive_sum(&[10, 0, 0, 1, 10, 0, 0, 2, 0, 6, 0x12, 0x34], 0)
    );
    assert_eq!(word(0x0102).to_ne_bytes()[..2], [1, 2]);
}

#[test]
fn a_completed_checksum_holds_and_is_never_zero() {
    let mut random = Random(2);
    for len in 8..200 {
        let mut datagram = random.bytes(len);
        let start = random.next() as u16;
        datagram[6..8].copy_from_slice(&start.to_ne_bytes());
        complete(&mut datagram, 6);
        assert!(holds(&datagram, u32::from(start)));
    }
    let mut datagram = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
    complete(&mut datagram, 6);
    assert_eq!(
        datagram[6..8],
        [0xff, 0xff],
        "RFC 768: zero would mean no checksum"
    );
}
