//! The shared vectors of protocol/vectors, held by the Rust side.

use festoon_core::engine::aead;
use festoon_core::engine::control::Frame;
use festoon_core::engine::keys::{KeySlab, derive};
use festoon_core::engine::relay;
use festoon_core::engine::wire::{self, DataHeader, RelayHeader};
use festoon_core::engine::{Secret, Suite};
use serde_json::Value;
use std::sync::Arc;

fn read(name: &str) -> Value {
    let path = format!(
        "{}/../../protocol/vectors/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let list = value[name].as_array().unwrap();
    assert!(!list.is_empty(), "{name}");
    list
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    assert_eq!(text.len() % 2, 0);
    let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(byte).collect()
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().unwrap()
}

fn small(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn big(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

fn suite(value: &Value) -> Suite {
    Suite::from_id(small(value) as u8).unwrap()
}

#[test]
fn data_keys_are_derived_as_specified() {
    for vector in list(&read("key-derivation"), "dataKeys") {
        let chaining_key = bytes(&vector["chainingKey"]);
        let handshake_hash = bytes(&vector["handshakeHash"]);
        let direction = small(&vector["direction"]) as u8;
        let derived = derive(
            &chaining_key,
            &handshake_hash,
            suite(&vector["suite"]),
            direction,
        );
        assert_eq!(derived[..32], hex(&vector["key"]));
        assert_eq!(derived[32..64], hex(&vector["relayKey"]));
        assert_eq!(derived[64..], hex(&vector["iv"]));
    }
}

#[test]
fn mac_and_cookie_keys_cookies_and_replies_are_as_specified() {
    use festoon_core::engine::guard::cookie_for;
    use festoon_core::engine::identity::{cookie_key, mac1_key, open_cookie};
    let file = read("key-derivation");
    for vector in list(&file, "macKeys") {
        let secret = Secret(bytes(&vector["networkSecret"]));
        let public_key = bytes(&vector["publicKey"]);
        assert_eq!(mac1_key(&secret, &public_key), bytes(&vector["mac1Key"]));
        assert_eq!(
            cookie_key(&secret, &public_key),
            bytes(&vector["cookieKey"])
        );
    }
    for vector in list(&file, "cookies") {
        let address = vector["address"].as_str().unwrap().parse().unwrap();
        let source = std::net::SocketAddr::new(address, small(&vector["port"]) as u16);
        assert_eq!(
            cookie_for(&bytes(&vector["secret"]), source.into()),
            bytes(&vector["cookie"])
        );
    }
    for vector in list(&file, "cookieReplies") {
        let datagram = hex(&vector["datagram"]);
        let Ok(wire::Datagram::Cookie(reply)) = wire::parse(&datagram) else {
            panic!()
        };
        assert_eq!(u64::from(reply.receiver), small(&vector["receiverIndex"]));
        assert_eq!(*reply.nonce, bytes(&vector["nonce"]));
        let key = bytes(&vector["cookieKey"]);
        let cookie = open_cookie(&key, reply.nonce, &bytes(&vector["mac1"]), reply.sealed);
        assert_eq!(cookie, Some(bytes(&vector["cookie"])));
    }
}

#[test]
fn headers_are_laid_out_as_specified() {
    let file = read("headers");
    for vector in list(&file, "data") {
        let head: [u8; 16] = bytes(&vector["bytes"]);
        let header = DataHeader::parse(&head).unwrap();
        assert_eq!(u64::from(header.receiver), small(&vector["receiverIndex"]));
        assert_eq!(u64::from(header.lane()), small(&vector["lane"]));
        assert_eq!(header.sequence(), big(&vector["sequence"]));
        assert_eq!(header.counter, big(&vector["counter"]));
        assert_eq!(
            header.flags == 1,
            vector["partialChecksum"].as_bool().unwrap()
        );
        assert_eq!(header.to_bytes(), head);
        assert_eq!(
            DataHeader::new(
                header.flags,
                header.receiver,
                header.lane(),
                header.sequence()
            ),
            header
        );
    }
    for vector in list(&file, "relay") {
        let header = RelayHeader::parse(&hex(&vector["bytes"])).unwrap();
        assert_eq!(header.hop, vector["hop"].as_bool().unwrap());
        assert_eq!(u64::from(header.receiver), small(&vector["receiverIndex"]));
        assert_eq!(header.counter, big(&vector["counter"]));
        assert_eq!(u64::from(header.handle), small(&vector["handle"]));
        assert_eq!(header.tag, bytes(&vector["tag"]));
        assert_eq!(
            [&header.head()[..], &header.tag].concat(),
            hex(&vector["bytes"])
        );
        let suite = suite(&vector["suite"]);
        let mut derived = [0; 88];
        derived[32..64].copy_from_slice(&hex(&vector["relayKey"]));
        derived[64..].copy_from_slice(&hex(&vector["iv"]));
        let keys = Arc::new(KeySlab::new(1).unwrap())
            .put(suite, &derived, &derived)
            .unwrap();
        let datagram = [hex(&vector["bytes"]), hex(&vector["payload"])].concat();
        let made = relay::tag(suite, keys.send(), header.counter, &datagram);
        assert_eq!(made, header.tag);
    }
    for vector in list(&file, "rejected") {
        let reason = wire::parse(&hex(&vector["bytes"]))
            .err()
            .map(|reason| reason.name());
        assert_eq!(reason, vector["reason"].as_str(), "{}", vector["what"]);
    }
}

#[test]
fn control_frames_are_laid_out_as_specified() {
    let file = read("headers");
    for vector in list(&file, "controlFrames") {
        let plain = hex(&vector["bytes"]);
        let body = hex(&vector["body"]);
        let (kind, flags) = (small(&vector["kind"]) as u8, small(&vector["flags"]) as u8);
        let frame = Frame {
            kind,
            flags,
            body: &body,
        };
        let mut out = [0; 256];
        assert_eq!(frame.write(&mut out).unwrap(), plain);
        match Frame::parse(&plain) {
            Ok(parsed) => assert_eq!(parsed, frame),
            Err(reason) => assert_eq!((kind, reason.name()), (6, "kem_unsupported")),
        }
    }
    for vector in list(&file, "rejectedFrames") {
        let reason = Frame::parse(&hex(&vector["bytes"]))
            .err()
            .map(|reason| reason.name());
        assert_eq!(reason, vector["reason"].as_str(), "{}", vector["what"]);
    }
}

#[test]
fn packets_are_sealed_and_opened_as_specified() {
    let file = read("sealed");
    let mut suites = vec![];
    for vector in file.as_array().unwrap() {
        let suite = suite(&vector["suite"]);
        suites.push(suite.id());
        let mut derived = [0; 88];
        derived[..32].copy_from_slice(&hex(&vector["key"]));
        derived[64..].copy_from_slice(&hex(&vector["iv"]));
        let keys = Arc::new(KeySlab::new(1).unwrap())
            .put(suite, &derived, &derived)
            .unwrap();
        let (header, plain, counter) = (
            hex(&vector["header"]),
            hex(&vector["plaintext"]),
            big(&vector["counter"]),
        );
        let mut sealed = vec![0; plain.len() + suite.tag_bytes()];
        aead::seal(suite, keys.send(), counter, &header, &plain, &mut sealed);
        assert_eq!(
            [header.clone(), sealed.clone()].concat(),
            hex(&vector["datagram"])
        );
        let mut opened = vec![0; plain.len()];
        assert!(aead::open(
            suite,
            keys.receive(),
            counter,
            &header,
            &sealed,
            &mut opened
        ));
        assert_eq!(opened, plain);
        assert!(!aead::open(
            suite,
            keys.receive(),
            counter ^ 1,
            &header,
            &sealed,
            &mut opened
        ));
    }
    suites.dedup();
    assert_eq!(suites, [1, 2, 3]);
}

#[test]
fn keys_of_whole_handshakes_agree() {
    for vector in list(&read("handshake"), "handshakes") {
        let suite = suite(&vector["answer"]["suite"]);
        for (direction, name) in [(0, "toResponder"), (1, "toInitiator")] {
            let derived = derive(
                &bytes(&vector["chainingKey"]),
                &bytes(&vector["handshakeHash"]),
                suite,
                direction,
            );
            let expected = &vector[name];
            assert_eq!(derived[..32], hex(&expected["key"]));
            assert_eq!(derived[32..64], hex(&expected["relayKey"]));
            assert_eq!(derived[64..], hex(&expected["iv"]));
        }
        for name in ["msg1", "msg2"] {
            let datagram = hex(&vector[name]);
            let Ok(wire::Datagram::Handshake(handshake)) = wire::parse(&datagram) else {
                panic!("{name}")
            };
            let sender = if name == "msg1" {
                "initiator"
            } else {
                "responder"
            };
            assert_eq!(
                u64::from(handshake.sender_index()),
                small(&vector[sender]["index"])
            );
        }
    }
}

#[test]
fn aegis_256_passes_the_drafts_vectors() {
    let file = read("aegis-256");
    for vector in list(&file, "vectors") {
        let nonce: [u8; 32] = bytes(&vector["nonce"]);
        let (counter, iv) = nonce.split_first_chunk().unwrap();
        let counter = u64::from_le_bytes(*counter);
        let mut derived = [0; 88];
        derived[..32].copy_from_slice(&hex(&vector["key"]));
        derived[64..].copy_from_slice(iv);
        let keys = Arc::new(KeySlab::new(1).unwrap())
            .put(Suite::Aegis256, &derived, &derived)
            .unwrap();
        let (associated, plain) = (hex(&vector["associated"]), hex(&vector["plaintext"]));
        let mut sealed = vec![0; plain.len() + 32];
        aead::seal(
            Suite::Aegis256,
            keys.send(),
            counter,
            &associated,
            &plain,
            &mut sealed,
        );
        assert_eq!(
            sealed,
            [hex(&vector["ciphertext"]), hex(&vector["tag"])].concat()
        );
    }
}
