//! An engine under test with one peer that holds real keys, and what must hold of all that comes out of it.

use festoon_core::engine::aead;
use festoon_core::engine::keys::{KeyHandle, KeySlab, derive};
use festoon_core::engine::wire::{DataHeader, RelayHeader};
use festoon_core::engine::{
    AddRelay, Engine, EngineOptions, Identity, InstallSession, Local, Output, Prefix, Secret,
    SetPeer, SetRelay, Suite, Transmit, Worker, relay,
};
use festoon_core::inner::coalesce::Offloads;
use festoon_core::inner::packet::{ICMP, ICMPV6, parse};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

pub const LOCAL: [u8; 4] = [10, 77, 0, 2];
pub const PEER: [u8; 4] = [10, 77, 0, 1];
const INDEX: u32 = 0x0abc_0001;
const SUITE: Suite = Suite::ChaCha20Poly1305;

pub struct Bench {
    pub engine: Arc<Engine>,
    pub worker: Worker,
    pub out: Checked,
    pub now: u64,
    keys: KeyHandle,
    sequence: u64,
}

/// Checks what comes out. Delivered packets come from the peer; once the TUN was read, ICMP errors about that come, too.
#[derive(Default)]
pub struct Checked {
    tun_was_read: bool,
    pub transmitted: usize,
    pub delivered: usize,
}

impl Output for Checked {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        let (length, segment) = (transmit.bytes(), transmit.segment);
        assert!(length > 0 && length <= 65_507 && segment > 0);
        assert_eq!(length.div_ceil(segment), transmit.packets as usize);
        assert_eq!(transmit.datagrams().count(), transmit.packets as usize);
        assert!(transmit.packets <= 64);
        self.transmitted += length;
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        let packet = &vnet_and_packet[10..];
        let parsed = parse(packet).expect("only whole packets are delivered");
        let error = self.tun_was_read && [ICMP, ICMPV6].contains(&parsed.protocol);
        assert!(error || parsed.source == IpAddr::from(PEER));
        self.delivered += 1;
    }
}

impl Bench {
    pub fn new() -> Bench {
        let options = EngineOptions {
            sessions: 4,
            window_budget: 1 << 10,
            ..EngineOptions::default()
        };
        let engine = Arc::new(Engine::new(options).unwrap());
        let secrets = vec![Secret([7; 32])];
        engine
            .set_identity(&Identity {
                public_key: [2; 32],
                secrets,
            })
            .unwrap();
        engine.set_local(&Local {
            addresses: vec![LOCAL.into()],
            prefixes: vec![],
        });
        engine.set_mtu(1372);
        let peer = Prefix::host(PEER.into());
        engine.set_peer(SetPeer {
            peer: 1,
            sources: vec![peer],
            manager: false,
        });
        engine.update_routes(&[(peer, 1)], &[]).unwrap();
        let install = install(INDEX, false);
        engine.install_session(&install).unwrap();
        let forth = derive(&install.chaining_key, &install.handshake_hash, SUITE, 0);
        let keys = Arc::new(KeySlab::new(1).unwrap())
            .put(SUITE, &forth, &forth)
            .unwrap();
        let mut out = Checked::default();
        let mut worker = Worker::new(Arc::clone(&engine), 0);
        worker.set_offloads(
            Offloads {
                tso: true,
                uso: true,
                csum: true,
            },
            &mut out,
        );
        Bench {
            engine,
            worker,
            out,
            now: 1_000_000_000,
            keys,
            sequence: 0,
        }
    }

    pub fn receive(&mut self, bytes: &[u8], segment: usize) {
        self.worker.handle_datagrams(
            self.now,
            source(),
            &mut bytes.to_vec(),
            segment,
            &mut self.out,
        );
    }

    /// The plaintext, sealed by the peer on a lane of its own choice.
    pub fn receive_sealed(&mut self, flags: u8, sequence: u64, plain: &[u8]) {
        let header = DataHeader::new(flags, INDEX, (sequence % 3) as u8, sequence);
        let mut datagram = header.to_bytes().to_vec();
        let mut sealed = vec![0; plain.len() + SUITE.tag_bytes()];
        aead::seal(
            SUITE,
            self.keys.send(),
            header.counter,
            &datagram,
            plain,
            &mut sealed,
        );
        datagram.extend(sealed);
        self.receive(&datagram, datagram.len());
    }

    pub fn receive_next(&mut self, flags: u8, plain: &[u8]) {
        self.sequence += 3;
        self.receive_sealed(flags, self.sequence, plain);
    }

    pub fn tun(&mut self, frame: &[u8]) {
        self.out.tun_was_read = true;
        let mut buf = vec![0; 128];
        buf.extend(frame);
        self.worker
            .handle_tun(self.now, &mut buf, 128, frame.len(), &mut self.out);
    }

    /// Has the engine relay as a manager does, from the peer to itself.
    pub fn relay(&mut self, handle: u32) {
        let relay = AddRelay {
            handle,
            source: 1,
            target: 1,
            next: !handle,
            hop: false,
        };
        self.engine.update_relay(&[relay], &[]).unwrap();
        self.engine.set_relay(&SetRelay {
            on: true,
            bytes_per_second: 0,
            burst_bytes: 0,
        });
    }

    pub fn trust_as_manager(&mut self) {
        self.engine.set_peer(SetPeer {
            peer: 1,
            sources: vec![Prefix::host(PEER.into())],
            manager: true,
        });
    }

    /// A relay packet of the peer.
    pub fn wrap(&mut self, handle: u32, hop: bool, payload: &[u8]) -> Vec<u8> {
        self.sequence += 3;
        let header = RelayHeader {
            hop,
            receiver: INDEX,
            counter: DataHeader::new(0, INDEX, (self.sequence % 3) as u8, self.sequence).counter,
            handle,
            tag: [0; 12],
        };
        let mut datagram = [&header.head()[..], &header.tag, payload].concat();
        let tag = relay::tag(SUITE, self.keys.send(), header.counter, &datagram);
        datagram[20..32].copy_from_slice(&tag);
        datagram
    }

    /// Ends a batch and reads all events.
    pub fn settle(&mut self) {
        self.worker.handle_outbox(self.now, &mut self.out);
        self.worker.flush(&mut self.out);
        let mut packed = vec![];
        self.engine.events().drain_packed(self.now, &mut packed);
        let mut rest = &packed[..];
        while !rest.is_empty() {
            let length = u32::from_le_bytes(rest[4..8].try_into().unwrap()) as usize;
            assert!(length >= 16 && length.is_multiple_of(8));
            rest = &rest[length..];
        }
        assert!(self.engine.counters().window_bytes <= (1 << 10) + 4 * 8 * 64);
    }
}

pub fn install(index: u32, initiator: bool) -> InstallSession {
    InstallSession {
        index,
        remote_index: index,
        peer: 1,
        chaining_key: [5; 64],
        handshake_hash: [6; 64],
        suite: SUITE,
        initiator,
        lanes: 2,
        path: source().into(),
    }
}

pub fn source() -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 1], 7077))
}
