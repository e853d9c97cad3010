//! A peer of b that holds real keys and obeys nothing: seals what a test wants sealed.

use super::{Pair, index, session};
use festoon_core::engine::Suite;
use festoon_core::engine::aead;
use festoon_core::engine::keys::{KeyHandle, KeySlab, derive};
use festoon_core::engine::wire::DataHeader;
use std::sync::Arc;

pub struct Forger {
    suite: Suite,
    keys: KeyHandle,
    pub sequence: u64,
    pub lane: u8,
    pub flags: u8,
    receiver: u32,
}

/// The generation that forgers use.
pub const GENERATION: u16 = 99;

impl Forger {
    /// Speaks with b as the initiator a, of one lane.
    pub fn joined(pair: &mut Pair, suite: Suite) -> Forger {
        Forger::with_lanes(pair, suite, 1)
    }

    pub fn with_lanes(pair: &mut Pair, suite: Suite, lanes: u8) -> Forger {
        let receiver = index(2, GENERATION);
        let mut install = session(
            receiver,
            index(1, GENERATION),
            1,
            suite,
            false,
            pair.a.out.address,
        );
        install.lanes = lanes;
        pair.b.engine.install_session(&install).unwrap();
        let forth = derive(&install.chaining_key, &install.handshake_hash, suite, 0);
        let back = derive(&install.chaining_key, &install.handshake_hash, suite, 1);
        let keys = Arc::new(KeySlab::new(1).unwrap())
            .put(suite, &forth, &back)
            .unwrap();
        let mut forger = Forger {
            suite,
            keys,
            sequence: 0,
            lane: 0,
            flags: 0,
            receiver,
        };
        let hello = forger.seal(&[5, 0, 0, 0]);
        pair.b.receive(pair.now, pair.a.out.address, &hello);
        pair.b.take_sent();
        pair.b.events(pair.now);
        forger
    }

    /// A datagram for b with this plaintext, and the next sequence.
    pub fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        let header = DataHeader::new(self.flags, self.receiver, self.lane, self.sequence);
        self.sequence += 1;
        let mut datagram = header.to_bytes().to_vec();
        let mut sealed = vec![0; plain.len() + self.suite.tag_bytes()];
        aead::seal(
            self.suite,
            self.keys.send(),
            header.counter,
            &datagram,
            plain,
            &mut sealed,
        );
        datagram.extend(sealed);
        datagram
    }

    /// The plaintext of what b sent to a forger.
    pub fn open(&self, datagram: &[u8]) -> Option<Vec<u8>> {
        let head: &[u8; 16] = datagram.first_chunk()?;
        let header = DataHeader::parse(head).ok()?;
        let sealed = &datagram[16..];
        let mut plain = vec![0; sealed.len() - self.suite.tag_bytes()];
        aead::open(
            self.suite,
            self.keys.receive(),
            header.counter,
            head,
            sealed,
            &mut plain,
        )
        .then_some(plain)
    }
}
