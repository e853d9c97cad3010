//! Input: one IP packet.

use festoon_core::inner::icmp::{Unreachable, packet_too_big, unreachable};
use festoon_core::inner::packet::{Transport, parse};

pub fn run(data: &[u8]) {
    let parsed = parse(data);
    if let Ok(parsed) = &parsed {
        assert_eq!(parsed.length, data.len());
        assert!(parsed.transport <= parsed.length);
        if let Some(transport) = Transport::of(data, parsed) {
            assert!(transport.start < transport.payload && transport.payload <= data.len());
            assert!(transport.start + transport.checksum_offset() + 2 <= transport.payload);
        }
    }
    let mut out = [0u8; 1280];
    for from in ["10.0.0.1", "fd00::1"] {
        let from = from.parse().unwrap();
        let answers = [
            unreachable(data, from, Unreachable::NoRoute, &mut out.clone()),
            packet_too_big(data, from, 1280, &mut out),
        ];
        for length in answers.into_iter().flatten() {
            assert!(parsed.is_ok() && length <= out.len());
        }
        if let Some(length) = answers[1] {
            let answer = parse(&out[..length]).expect("an answer is a packet");
            assert_eq!(answer.source, from);
            assert_eq!(
                packet_too_big(&out[..length], answer.destination, 1280, &mut [0; 1280]),
                None
            );
        }
    }
}
