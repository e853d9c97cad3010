//! Input: vnet header and superpacket, as a TUN would hand them out.

use festoon_core::inner::packet::{Transport, parse};
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::VnetHeader;

const AT: usize = 64;
const MAX_PACKET: usize = 9000;

pub fn run(data: &[u8]) {
    let Some((vnet, packet)) = VnetHeader::parse(data) else {
        return;
    };
    let mut buf = [&[0xaa; AT], packet].concat();
    let mut payload = Vec::new();
    let mut pieces = 0;
    let cut = segment(
        &vnet,
        &mut buf,
        AT,
        MAX_PACKET,
        &mut |piece: &mut [u8], partial| {
            pieces += 1;
            assert!(piece.len() <= MAX_PACKET);
            let parsed = parse(piece).expect("a piece is a packet");
            match Transport::of(piece, &parsed) {
                Some(transport) => payload.extend_from_slice(&piece[transport.payload..]),
                None => assert!(!partial, "partial, but of what?"),
            }
            piece.fill(0xdd);
        },
    );
    assert_eq!(buf[..AT], [0xaa; AT]);
    match cut {
        Ok(count) => {
            assert_eq!(count, pieces);
            let transport = parse(packet)
                .ok()
                .and_then(|parsed| Transport::of(packet, &parsed));
            // A checksum completed here may lie anywhere in the payload.
            if let Some(transport) = transport
                && (vnet.flags == 0 || vnet.is_partial_at(&transport))
            {
                assert!(payload == packet[transport.payload..], "payload changed");
            }
        }
        Err(_) => assert!(
            pieces == 0 && buf[AT..] == *packet,
            "an error left something behind"
        ),
    }
}
