//! Two nodes, two managers, all of them engines: packets cross both and come out as they went in.

mod inner_packets;
mod pair;

use festoon_core::engine::{
    AddRelay, Counter, DropReason, EngineOptions, Path, SetPeer, SetRelay, Suite,
};
use festoon_core::inner::vnet::VnetHeader;
use inner_packets::{Kind, Packet};
use pair::{Datagram, SECOND, Side, session, udp};

const A: u8 = 1;
const B: u8 = 2;
/// Managers: a's and b's.
const M: u8 = 8;
const N: u8 = 9;
const MANAGERS: [u8; 2] = [M, N];

struct Net {
    sides: Vec<(u8, Side)>,
    now: u64,
    /// What arrives goes through this on its way.
    lose: fn(&Datagram) -> bool,
}

impl Net {
    /// a is attached to one manager, b to the other; a has opened a session with b.
    fn new(suites: [Suite; 4]) -> Net {
        let options = || EngineOptions {
            sessions: 64,
            ..EngineOptions::default()
        };
        let side = |number| (number, Side::new(number, &address(number), options()));
        let mut net = Net {
            sides: [A, B, M, N].map(side).into(),
            now: 1000 * SECOND,
            lose: |_| false,
        };
        let [a_m, b_n, m_n, a_b] = suites;
        net.join(A, M, direct(M), direct(A), a_m);
        net.join(B, N, direct(N), direct(B), b_n);
        net.join(M, N, direct(N), direct(M), m_n);
        net.carry();
        let relay = |handle, source: u8, target: u8, next| AddRelay {
            handle,
            source: source.into(),
            target: target.into(),
            next,
            hop: MANAGERS.contains(&target),
        };
        for (manager, relays) in [
            (M, [relay(0xa1, A, N, 0x92), relay(0x81, N, A, 0xa1)]),
            (N, [relay(0xb2, B, M, 0x81), relay(0x92, M, B, 0xb2)]),
        ] {
            let engine = &net.side(manager).engine;
            engine.update_relay(&relays, &[]).unwrap();
            engine.set_relay(&SetRelay {
                on: true,
                bytes_per_second: 0,
                burst_bytes: 0,
            });
        }
        net.join(A, B, via(M, 0xa1), via(N, 0xb2), a_b);
        net.carry();
        net
    }

    fn join(&mut self, from: u8, to: u8, there: Path, back: Path, suite: Suite) {
        let index = |own: u8, other: u8| u32::from_le_bytes([other, own, 0, own]);
        for (own, other, path, initiator) in [(to, from, back, false), (from, to, there, true)] {
            let side = self.side(own);
            side.know(other);
            side.engine.set_peer(SetPeer {
                peer: other.into(),
                sources: pair::hosts(other)
                    .map(festoon_core::engine::Prefix::host)
                    .into(),
                manager: MANAGERS.contains(&other),
            });
            let (own, remote) = (index(own, other), index(other, own));
            let anywhere = side.out.address;
            let mut install = session(own, remote, other.into(), suite, initiator, anywhere);
            install.chaining_key = [from ^ (to << 4); 64];
            install.handshake_hash = [7; 64];
            install.path = path;
            side.engine.install_session(&install).unwrap();
        }
        let now = self.now;
        self.side(from).run(now);
    }

    fn side(&mut self, number: u8) -> &mut Side {
        let found = self.sides.iter_mut().find(|(other, _)| *other == number);
        &mut found.unwrap().1
    }

    fn tun(&mut self, at: u8, vnet: VnetHeader, packet: &[u8]) {
        let now = self.now;
        self.side(at).tun(now, vnet, packet);
    }

    /// Carries trains as they left, until there are none.
    fn carry(&mut self) {
        for _ in 0..100 {
            let mut sent = vec![];
            for (_, side) in &mut self.sides {
                let trains = std::mem::take(&mut side.out.trains);
                let mut datagrams = side.take_sent().into_iter();
                for train in trains {
                    sent.push(datagrams.by_ref().take(train as usize).collect::<Vec<_>>());
                }
            }
            if sent.is_empty() {
                return;
            }
            for train in sent {
                let (from, to, segment) = (train[0].from, train[0].to, train[0].bytes.len());
                let kept = train.into_iter().filter(|datagram| !(self.lose)(datagram));
                let mut bytes: Vec<u8> = kept.flat_map(|datagram| datagram.bytes).collect();
                let (number, side) = (self.sides.iter_mut())
                    .find(|(_, side)| side.out.address == to)
                    .unwrap();
                assert!(
                    *number != A || from.port() == u16::from(M),
                    "a hears its manager alone"
                );
                let (worker, out) = (&mut side.worker, &mut side.out);
                if !bytes.is_empty() {
                    worker.handle_datagrams(self.now, from, &mut bytes, segment, out);
                    worker.flush(out);
                }
            }
        }
        panic!("datagrams go round");
    }

    fn drops(&self) -> Vec<(u8, &'static str, u64)> {
        let named = |(number, side): &(u8, Side)| {
            let number = *number;
            side.drops()
                .into_iter()
                .map(move |(name, count)| (number, name, count))
        };
        self.sides.iter().flat_map(named).collect()
    }
}

fn address(number: u8) -> String {
    format!("192.0.2.{number}:{number}")
}

fn direct(number: u8) -> Path {
    address(number).parse().unwrap()
}

fn via(manager: u8, handle: u32) -> Path {
    Path::Relayed {
        manager: manager.into(),
        handle,
    }
}

#[test]
fn packets_cross_two_managers_and_come_out_as_they_went_in() {
    for suites in [
        [Suite::Aegis256; 4],
        [
            Suite::Aes256Gcm,
            Suite::ChaCha20Poly1305,
            Suite::Aegis256,
            Suite::Aes256Gcm,
        ],
    ] {
        let mut net = Net::new(suites);
        for length in [1, 64, 1_000, 1_300] {
            let (there, back) = (udp(A, B, &vec![1; length]), udp(B, A, &vec![2; length]));
            net.tun(A, VnetHeader::default(), &there);
            net.tun(B, VnetHeader::default(), &back);
            net.carry();
            assert_eq!(net.side(B).take_packets(), [there]);
            assert_eq!(net.side(A).take_packets(), [back]);
        }
        assert_eq!(net.drops(), []);
        // Confirm and keepalive, then four packets each way, at either manager.
        for manager in MANAGERS {
            assert_eq!(net.side(manager).count(Counter::RelayedDatagrams), 10);
            assert_eq!(net.side(manager).count(Counter::InboundPackets), 0);
        }
        let stats = net.side(B).engine.peer_stats();
        assert_eq!(stats[0].path, Some(via(N, 0xb2)));
    }
}

#[test]
fn a_superpacket_crosses_as_a_train() {
    let mut net = Net::new([Suite::Aegis256; 4]);
    let mut tcp = Packet::new(Kind::Tcp4, vec![0x55; 40_000]);
    (tcp.source, tcp.destination) = (A, B);
    let trains = |net: &mut Net, at| net.side(at).count(Counter::RelayedTrains);
    let before = [M, N].map(|manager| trains(&mut net, manager));
    net.tun(A, tcp.gso(1300), &tcp.partial());
    net.carry();
    let after = [M, N].map(|manager| trains(&mut net, manager));
    assert_eq!(after, before.map(|count| count + 1));
    assert_eq!(net.side(B).count(Counter::InboundPackets), 31);
    let frames = net.side(B).take_packets();
    assert_eq!(frames.len(), 1, "and is one superpacket again");
    assert_eq!(frames[0][frames[0].len() - 40_000..], [0x55; 40_000]);
    assert_eq!(net.drops(), []);
}

#[test]
fn a_lost_datagram_is_missed_alone() {
    let mut net = Net::new([Suite::Aegis256; 4]);
    net.lose = |datagram| {
        // The last but one of ten on the way between the managers.
        let between = datagram.from.port() == u16::from(M) && datagram.to.port() == u16::from(N);
        between && datagram.bytes[8] % 10 == 8
    };
    let packets: Vec<Vec<u8>> = (0..40).map(|i| udp(A, B, &[i; 100])).collect();
    for packet in &packets {
        net.tun(A, VnetHeader::default(), packet);
        net.carry();
    }
    let got = net.side(B).take_packets();
    assert_eq!(got.len(), 36);
    assert!(got.iter().all(|packet| packets.contains(packet)));
    assert_eq!(net.drops(), []);
}

#[test]
fn a_hop_that_is_relayed_once_more_goes_nowhere() {
    let mut net = Net::new([Suite::Aegis256; 4]);
    // N is told to send back to M what comes from M: a loop.
    let looped = AddRelay {
        handle: 0x92,
        source: M.into(),
        target: M.into(),
        next: 0x81,
        hop: true,
    };
    net.side(N).engine.update_relay(&[looped], &[]).unwrap();
    net.tun(A, VnetHeader::default(), &udp(A, B, b"payload"));
    net.carry();
    assert_eq!(net.side(N).dropped(DropReason::RelayHop), 1);
    assert_eq!(net.drops(), [(N, "relay_hop", 1)]);
    assert_eq!(net.side(A).take_packets(), [] as [Vec<u8>; 0]);
}
