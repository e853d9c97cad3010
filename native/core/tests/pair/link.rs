//! One end of a session with an engine, in the hands of the test: wraps and unwraps relay packets, and may lie.

use super::{Side, index, session};
use festoon_core::engine::keys::{KeyHandle, KeySlab, derive};
use festoon_core::engine::wire::{DataHeader, RELAY_HEADER, RelayHeader};
use festoon_core::engine::{Nanos, SetPeer, Suite, aead, relay};
use std::net::SocketAddr;
use std::sync::Arc;

pub struct Link {
    pub number: u8,
    pub address: SocketAddr,
    suite: Suite,
    keys: KeyHandle,
    pub sequence: u64,
    /// The engine's index of the session.
    pub receiver: u32,
}

/// Whom an engine has a session with.
#[derive(Clone, Copy)]
pub struct Party {
    pub number: u8,
    pub address: &'static str,
    pub manager: bool,
    pub suite: Suite,
}

impl Link {
    /// The engine has opened a session with this party; what it sent for that is lost.
    pub fn joined(side: &mut Side, now: Nanos, with: Party, generation: u16) -> Link {
        Link::install(side, now, with, generation, true)
    }

    /// The party has opened a session with the engine, and not confirmed it yet.
    pub fn opened(side: &mut Side, now: Nanos, with: Party, generation: u16) -> Link {
        Link::install(side, now, with, generation, false)
    }

    fn install(side: &mut Side, now: Nanos, with: Party, generation: u16, initiator: bool) -> Link {
        let number = side.public_key[0];
        let Party { address, suite, .. } = with;
        let peer = u32::from(with.number);
        side.engine.set_peer(SetPeer {
            peer,
            sources: vec![],
            manager: with.manager,
        });
        let address = address.parse().unwrap();
        let own = own_index(number, with.number, generation);
        let remote = own_index(with.number, number, generation);
        let mut install = session(own, remote, peer, suite, initiator, address);
        // No two links have one key.
        install.chaining_key[..2].copy_from_slice(&[number, with.number]);
        side.engine.install_session(&install).unwrap();
        side.run(now);
        side.take_sent();
        let keys = |direction| {
            let (chaining_key, hash) = (&install.chaining_key, &install.handshake_hash);
            derive(chaining_key, hash, suite, direction)
        };
        Link {
            number: with.number,
            address,
            suite,
            keys: Arc::new(KeySlab::new(1).unwrap())
                .put(suite, &keys(initiator.into()), &keys((!initiator).into()))
                .unwrap(),
            sequence: 0,
            receiver: own,
        }
    }

    /// A relay packet to the engine, with the next sequence.
    pub fn wrap(&mut self, handle: u32, hop: bool, payload: &[u8]) -> Vec<u8> {
        let header = RelayHeader {
            hop,
            receiver: self.receiver,
            counter: self.sequence,
            handle,
            tag: [0; 12],
        };
        self.sequence += 1;
        let mut datagram = [&header.head()[..], &header.tag, payload].concat();
        let tag = relay::tag(self.suite, self.keys.send(), header.counter, &datagram);
        datagram[20..32].copy_from_slice(&tag);
        datagram
    }

    /// A data packet to the engine.
    pub fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        let header = DataHeader::new(0, self.receiver, 0, self.sequence);
        self.sequence += 1;
        let mut datagram = header.to_bytes().to_vec();
        let mut sealed = vec![0; plain.len() + self.suite.tag_bytes()];
        let (key, counter) = (self.keys.send(), header.counter);
        aead::seal(self.suite, key, counter, &datagram, plain, &mut sealed);
        datagram.extend(sealed);
        datagram
    }

    /// The header, which must be authentic, and the payload of a relay packet from the engine.
    pub fn unwrap(&self, datagram: &[u8]) -> (RelayHeader, Vec<u8>) {
        let header = RelayHeader::parse(datagram).unwrap();
        assert_eq!(header.receiver >> 24, u32::from(self.number), "for it");
        let tag = relay::tag(self.suite, self.keys.receive(), header.counter, datagram);
        assert_eq!(tag, header.tag);
        (header, datagram[RELAY_HEADER..].to_vec())
    }
}

/// The index that `number` chose for a session with `other`.
fn own_index(number: u8, other: u8, generation: u16) -> u32 {
    index(number, generation) | u32::from(other) << 8
}
