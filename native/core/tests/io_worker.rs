//! The whole loop: two engines on threads of their own, real TUNs in two network namespaces, UDP over `lo`.
mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use common::isolated;
use festoon_core::engine::{
    Counter, DropReason, Engine, EngineOptions, Identity, InstallSession, Local, Prefix, Secret,
    SetPeer, Suite,
};
use festoon_core::io::device::Settings;
use festoon_core::io::runner::Runner;
use festoon_core::io::udp;

const MTU: u32 = 1372;

struct Node {
    engine: Arc<Engine>,
    runner: Runner,
    endpoint: SocketAddr,
}

/// A node at 10.77.0.`number`, its TUN in the calling thread's namespace, its socket handed over from another.
fn node(number: u8, socket: udp::UdpSocket) -> Node {
    let engine = Arc::new(
        Engine::new(EngineOptions {
            seed: [number; 32],
            ..EngineOptions::default()
        })
        .unwrap(),
    );
    engine
        .set_identity(&Identity {
            public_key: [number; 32],
            secrets: vec![Secret([9; 32])],
        })
        .unwrap();
    let own = [10, 77, 0, number].into();
    engine.set_local(&Local {
        addresses: vec![own],
        prefixes: vec![],
    });
    let other: Prefix = format!("10.77.0.{}/32", 3 - number).parse().unwrap();
    engine.set_peer(SetPeer {
        peer: 1,
        sources: vec![other],
        manager: false,
    });
    engine.replace_routes(&[(other, 1)]).unwrap();

    let mut runner = Runner::new(engine.clone()).unwrap();
    let settings = Settings {
        mtu: MTU,
        addresses: vec![format!("10.77.0.{number}/24").parse().unwrap()],
        routes: vec![],
    };
    runner
        .open_tun(&format!("fest{number}"), &settings)
        .unwrap();
    let endpoint = socket.local();
    runner
        .call(move |packets| packets.sockets().add(socket))
        .unwrap();
    runner.start(Box::new(|| {})).unwrap();
    Node {
        engine,
        runner,
        endpoint,
    }
}

impl Node {
    fn install(&self, number: u32, other: SocketAddr) {
        self.engine
            .install_session(&InstallSession {
                index: number,
                remote_index: 3 - number,
                peer: 1,
                chaining_key: [7; 64],
                handshake_hash: [8; 64],
                suite: Suite::ChaCha20Poly1305,
                initiator: number == 1,
                lanes: 1,
                path: other.into(),
            })
            .unwrap();
        self.runner.shared().wake();
    }

    fn count(&self, counter: Counter) -> u64 {
        self.engine.counters().get(counter)
    }
}

/// Two joined nodes; `there` runs in the second one's namespace, on a thread of its own, `here` in the first one's.
fn joined(there: impl FnOnce() + Send, here: impl FnOnce(&Node, &Node)) {
    let mut sockets = [1, 2]
        .map(|_| {
            udp::bind("127.0.0.1:0".parse().unwrap(), 1)
                .unwrap()
                .remove(0)
        })
        .into_iter();
    let first = node(1, sockets.next().unwrap());
    let socket = sockets.next().unwrap();
    std::thread::scope(|scope| {
        let (ready, made) = std::sync::mpsc::channel();
        let theirs = scope.spawn(move || {
            // SAFETY: a plain integer; this thread alone moves to a fresh namespace.
            assert_eq!(unsafe { libc::unshare(libc::CLONE_NEWNET) }, 0);
            ready.send(node(2, socket)).unwrap();
            there();
        });
        let second = made.recv().unwrap();
        second.install(2, first.endpoint);
        first.install(1, second.endpoint);
        here(&first, &second);
        // The second node carries packets until its side has seen them all.
        theirs.join().unwrap();
    });
}

/// Repeats `attempt` until it succeeds, for ten seconds.
fn patiently<T>(mut attempt: impl FnMut() -> std::io::Result<T>) -> T {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        match attempt() {
            Ok(done) => return done,
            Err(error) if Instant::now() > end => panic!("{error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

#[test]
fn tcp_crosses_unaltered_in_trains() {
    isolated("tcp_crosses_unaltered_in_trains", || {
        const BYTES: usize = 32 << 20;
        let block: Vec<u8> = (0..BYTES).map(|i| (i * 7 + i / 251) as u8).collect();
        let echo = || {
            let listener = TcpListener::bind("10.77.0.2:5000").unwrap();
            let (mut stream, _) = listener.accept().unwrap();
            let mut got = vec![0; BYTES];
            stream.read_exact(&mut got).unwrap();
            stream.write_all(&got).unwrap();
        };
        joined(echo, |first, second| {
            let mut stream = patiently(|| TcpStream::connect("10.77.0.2:5000"));
            stream
                .set_read_timeout(Some(Duration::from_secs(20)))
                .unwrap();
            stream.write_all(&block).unwrap();
            let mut back = vec![0; BYTES];
            stream.read_exact(&mut back).unwrap();
            assert!(back == block, "what came back is what was sent");
            for node in [first, second] {
                let (trains, datagrams) = (Counter::OutboundTrains, Counter::OutboundDatagrams);
                assert!(
                    node.count(trains) * 3 < node.count(datagrams),
                    "trains, not single datagrams"
                );
                let (frames, packets) = (Counter::DeliveredFrames, Counter::InboundPackets);
                assert!(
                    node.count(frames) * 2 < node.count(packets),
                    "packets are merged for the TUN"
                );
            }
        });
    });
}

#[test]
fn small_datagrams_of_every_size_cross_both_ways() {
    isolated("small_datagrams_of_every_size_cross_both_ways", || {
        let echo = || {
            let socket = UdpSocket::bind("10.77.0.2:5000").unwrap();
            socket
                .set_read_timeout(Some(Duration::from_secs(5)))
                .unwrap();
            let mut bytes = [0; 2048];
            while let Ok((length @ 1.., from)) = socket.recv_from(&mut bytes) {
                socket.send_to(&bytes[..length], from).unwrap();
            }
        };
        joined(echo, |_, _| {
            let socket = UdpSocket::bind("10.77.0.1:0").unwrap();
            socket
                .set_read_timeout(Some(Duration::from_millis(100)))
                .unwrap();
            let mut bytes = [0; 2048];
            patiently(|| {
                socket.send_to(&[1], "10.77.0.2:5000")?;
                socket.recv(&mut bytes)
            });
            socket
                .set_read_timeout(Some(Duration::from_secs(5)))
                .unwrap();
            for length in 1..=(MTU as usize - 28) {
                socket
                    .send_to(&vec![length as u8; length], "10.77.0.2:5000")
                    .unwrap();
                let got = loop {
                    // Answers to repeated first datagrams may still come.
                    let got = socket.recv(&mut bytes).unwrap();
                    if got == length {
                        break got;
                    }
                };
                assert!(bytes[..got].iter().all(|byte| *byte == length as u8));
            }
            socket.send_to(&[], "10.77.0.2:5000").unwrap();
        });
    });
}

#[test]
fn the_worker_outlives_its_tun_and_sleeps_when_there_is_nothing() {
    isolated(
        "the_worker_outlives_its_tun_and_sleeps_when_there_is_nothing",
        || {
            joined(
                || {},
                |first, _| {
                    ip(&["link", "delete", "fest1"]);
                    let errno = patiently(|| {
                        let batch = first.runner.shared().take_events();
                        device_errno(&batch).ok_or(std::io::ErrorKind::TimedOut.into())
                    });
                    assert_eq!(errno, libc::EBADFD as u32);

                    let before = cpu_ticks();
                    std::thread::sleep(Duration::from_millis(500));
                    assert!(cpu_ticks() - before <= 5, "a worker without a TUN waits");
                    assert_eq!(
                        first.engine.counters().dropped(DropReason::UdpSendFailed),
                        0
                    );
                },
            );
        },
    );
}

#[test]
fn a_link_that_is_down_is_told_once_a_second_and_packets_come_when_it_is_up() {
    isolated(
        "a_link_that_is_down_is_told_once_a_second_and_packets_come_when_it_is_up",
        || {
            let done = AtomicBool::new(false);
            let talk = || {
                let socket = UdpSocket::bind("10.77.0.2:0").unwrap();
                let end = Instant::now() + Duration::from_secs(20);
                while !done.load(Ordering::Relaxed) && Instant::now() < end {
                    let _ = socket.send_to(b"hear me", "10.77.0.1:5000");
                    std::thread::sleep(Duration::from_millis(2));
                }
            };
            joined(talk, |first, _| {
                let listener = UdpSocket::bind("10.77.0.1:5000").unwrap();
                listener
                    .set_read_timeout(Some(Duration::from_secs(10)))
                    .unwrap();
                let mut bytes = [0; 64];
                assert_eq!(listener.recv(&mut bytes).unwrap(), 7);
                ip(&["link", "set", "fest1", "down"]);
                let lost = DropReason::TunWriteFailed;
                patiently(|| match first.engine.counters().dropped(lost) {
                    1.. => Ok(()),
                    _ => Err(std::io::ErrorKind::TimedOut.into()),
                });
                std::thread::sleep(Duration::from_millis(500));
                let batch = first.runner.shared().take_events();
                assert_eq!(device_errno(&batch), Some(libc::EIO as u32));
                assert_eq!(device_events(&batch), 1, "though hundreds were lost");

                ip(&["link", "set", "fest1", "up"]);
                listener.set_nonblocking(true).unwrap();
                while listener.recv(&mut bytes).is_ok() {}
                listener.set_nonblocking(false).unwrap();
                assert_eq!(listener.recv(&mut bytes).unwrap(), 7);
                done.store(true, Ordering::Relaxed);
            });
        },
    );
}

fn ip(arguments: &[&str]) {
    let status = std::process::Command::new("ip").args(arguments).status();
    assert!(status.unwrap().success(), "ip {arguments:?}");
}

/// How many device events are in a packed batch.
fn device_events(mut batch: &[u8]) -> usize {
    let mut count = 0;
    while !batch.is_empty() {
        let word = |at: usize| u32::from_le_bytes(batch[at..at + 4].try_into().unwrap());
        count += usize::from(word(0) == 9);
        batch = &batch[word(4) as usize..];
    }
    count
}

/// The errno of the first device event in a packed batch: kind u16, length u32 at 4, what u32 at 16, errno u32 at 20.
fn device_errno(mut batch: &[u8]) -> Option<u32> {
    let word = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    while !batch.is_empty() && word(batch, 0) != 9 {
        batch = &batch[word(batch, 4) as usize..];
    }
    (!batch.is_empty()).then(|| word(batch, 20))
}

/// Clock ticks (10 ms) that this process has used.
fn cpu_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}
