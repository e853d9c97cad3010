//! A manager's end of its session with a node, in the hands of the test: wraps and unwraps relay packets.

use super::{Side, index, session};
use festoon_core::engine::keys::{KeyHandle, KeySlab, derive};
use festoon_core::engine::wire::{RELAY_HEADER, RelayHeader};
use festoon_core::engine::{Nanos, SetPeer, Suite, relay};
use std::net::SocketAddr;
use std::sync::Arc;

/// How nodes number the manager, and where it is.
pub const MANAGER: u8 = 9;
pub const ADDRESS: &str = "203.0.113.9:7077";

pub struct Link {
    suite: Suite,
    keys: KeyHandle,
    pub sequence: u64,
    /// The node's index of the session.
    receiver: u32,
    /// Where the node is.
    pub node: SocketAddr,
}

impl Link {
    /// The node has opened a session with the manager; what it sent for that is lost.
    pub fn joined(side: &mut Side, now: Nanos, suite: Suite, generation: u16) -> Link {
        let number = side.public_key[0];
        side.engine.set_peer(SetPeer {
            peer: u32::from(MANAGER),
            sources: vec![],
            manager: true,
        });
        let (own, remote) = (index(number, generation), index(MANAGER, generation));
        let address = ADDRESS.parse().unwrap();
        let install = session(own, remote, u32::from(MANAGER), suite, true, address);
        side.engine.install_session(&install).unwrap();
        side.run(now);
        side.take_sent();
        let keys = |direction| {
            derive(
                &install.chaining_key,
                &install.handshake_hash,
                suite,
                direction,
            )
        };
        Link {
            suite,
            keys: Arc::new(KeySlab::new(1).unwrap())
                .put(suite, &keys(1), &keys(0))
                .unwrap(),
            sequence: 0,
            receiver: own,
            node: side.out.address,
        }
    }

    /// A relay packet to the node, with the next sequence.
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

    /// Handle and payload of a relay packet from the node.
    pub fn unwrap(&self, datagram: &[u8]) -> (u32, Vec<u8>) {
        let header = RelayHeader::parse(datagram).unwrap();
        assert!(!header.hop);
        assert_eq!(
            header.receiver & 0xff00_0000,
            u32::from(MANAGER) << 24,
            "the manager's index"
        );
        let tag = relay::tag(self.suite, self.keys.receive(), header.counter, datagram);
        assert_eq!(tag, header.tag);
        (header.handle, datagram[RELAY_HEADER..].to_vec())
    }
}
