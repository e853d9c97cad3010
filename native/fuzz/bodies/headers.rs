//! Input: one datagram, then the same bytes as the plaintext of a control frame.

use festoon_core::engine::control::Frame;
use festoon_core::engine::wire::{Data, Datagram, parse};

pub fn run(data: &[u8]) {
    match parse(data) {
        Ok(Datagram::Data(Data {
            header,
            head,
            sealed,
        })) => {
            let version = [data[0]];
            assert_eq!(header.to_bytes()[..1], version);
            assert_eq!(&header.to_bytes(), head);
            assert_eq!(sealed.len() + head.len(), data.len());
        }
        Ok(Datagram::Handshake(handshake)) => {
            assert_eq!(data.len(), 1100);
            let parts = [handshake.before_mac1(), handshake.mac1(), handshake.mac2()];
            assert_eq!(parts.concat(), data);
            handshake.sender_index();
        }
        Ok(Datagram::Cookie(reply)) => {
            assert_eq!(data.len(), 64);
            assert_eq!([&reply.nonce[..], reply.sealed].concat(), data[8..]);
        }
        Ok(Datagram::Relay(header)) => {
            assert_eq!([&header.head()[..], &header.tag].concat(), data[..32]);
        }
        Err(reason) => assert!(!reason.name().is_empty()),
    }
    if let Ok(frame) = Frame::parse(data) {
        let mut out = vec![0; data.len()];
        assert_eq!(frame.write(&mut out), Some(data));
    }
}
