//! Cutting and merging held against the running kernel: it cuts what was merged here, and its sockets talk through what was cut here.
mod common;
mod inner_packets;

use std::collections::HashSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::isolated;
use festoon_core::inner::checksum;
use festoon_core::inner::coalesce::{Coalescer, Offloads, Opened};
use festoon_core::inner::packet::{Transport, parse};
use festoon_core::inner::segment::segment;
use festoon_core::inner::vnet::{GSO_NONE, VNET_BYTES, VnetHeader};
use festoon_core::io::device::{self, Device, Settings};
use festoon_core::io::sys;
use festoon_core::io::tun::Tun;
use inner_packets::{KINDS, Packet, Random};

const MTU: usize = 1372;
const ALL: Offloads = Offloads {
    tso: true,
    uso: true,
    csum: true,
};

fn open(name: &str, addresses: [&str; 2], routes: [&str; 2]) -> Device {
    let subnets = |text: [&str; 2]| text.map(|subnet| subnet.parse().unwrap()).to_vec();
    let settings = Settings {
        mtu: MTU as u32,
        addresses: subnets(addresses),
        routes: subnets(routes),
    };
    device::open(name, &settings, 1).unwrap()
}

/// Reads a vnet header and packet; `None` if none comes within `wait` nanoseconds.
fn read(queue: &Tun, into: &mut [u8], wait: u64) -> Option<usize> {
    if sys::poll(&mut [sys::readable(queue)], Some(wait)).unwrap() == 0 {
        return None;
    }
    queue.read(into).ok()
}

#[test]
fn the_kernel_cuts_what_was_merged_into_the_very_same_packets() {
    isolated(
        "the_kernel_cuts_what_was_merged_into_the_very_same_packets",
        || {
            let from = open(
                "fest0",
                ["10.78.0.1/24", "fd78::1/64"],
                ["10.77.0.1/32", "fd00::1/128"],
            );
            let to = open(
                "fest1",
                ["10.79.0.1/24", "fd79::1/64"],
                ["10.77.0.2/32", "fd00::2/128"],
            );
            // The second one takes only whole packets with whole checksums, so that the kernel has to cut and to sum.
            // SAFETY: TUNSETOFFLOAD takes its argument by value.
            sys::check(unsafe { libc::ioctl(to.queues[0].as_raw_fd(), libc::TUNSETOFFLOAD, 0) })
                .unwrap();
            fs::write("/proc/sys/net/ipv4/ip_forward", "1").unwrap();
            fs::write("/proc/sys/net/ipv6/conf/all/forwarding", "1").unwrap();

            let mut random = Random(20);
            for kind in KINDS {
                for round in 0..50 {
                    let mut whole = Packet::new(kind, vec![]);
                    whole.id = random.next() as u16;
                    whole.sequence = random.next() as u32;
                    whole.traffic_class = (random.next() as u8) & 0xfc;
                    whole.source_port = 2000 + round;
                    let size = 1 + random.below(MTU - whole.headers());
                    let most = if whole.is_tcp() { 400 } else { 64 };
                    let payload =
                        (size + 1 + random.below(size * most)).min(65_535 - whole.headers());
                    whole.payload = random.bytes(payload.min(size * most));

                    let mut coalescer = Coalescer::new(ALL);
                    let mut written = 0;
                    let mut write = |bytes: &[u8]| {
                        from.queues[0].write(bytes).unwrap();
                        written += 1;
                    };
                    let pieces = whole.cut(size);
                    for piece in &pieces {
                        let bytes = if round % 2 == 0 {
                            piece.partial()
                        } else {
                            piece.complete()
                        };
                        let open = |place: &mut [u8]| {
                            place.copy_from_slice(&bytes);
                            Some(Opened {
                                partial: round % 2 == 0,
                            })
                        };
                        coalescer.push(bytes.len(), open, &mut write).unwrap();
                    }
                    coalescer.flush(&mut write);
                    assert_eq!(written, 1, "{kind:?} {round}");

                    let mut bytes = [0; 2048];
                    for (i, piece) in pieces.iter().enumerate() {
                        let expected = Packet {
                            hop_limit: piece.hop_limit - 1,
                            ..piece.clone()
                        }
                        .complete();
                        let got = loop {
                            let length = read(&to.queues[0], &mut bytes, 1_000_000_000)
                                .expect("each packet");
                            let packet = &bytes[VNET_BYTES..length];
                            // Not the kernel's own: router solicitations, neighbour discovery.
                            if parse(packet).is_ok_and(|parsed| parsed.protocol == whole.protocol())
                            {
                                break packet;
                            }
                        };
                        assert!(
                            got == expected,
                            "{kind:?} {round}, packet {i} of {} at {size}",
                            pieces.len()
                        );
                    }
                }
            }
        },
    );
}

/// A peer who sends each packet back from where it was sent to: what a host says to 10.77.0.2 arrives as if 10.77.0.2 had said it.
/// Between its TUN reads and writes packets are cut, and merged again.
struct Mirror {
    stop: Arc<AtomicBool>,
    thread: thread::JoinHandle<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    superpackets_read: usize,
    packets: usize,
    written: usize,
    superpackets_written: usize,
    refused: usize,
}

impl Mirror {
    fn start(device: Device, complete: bool, offloads: Offloads) -> Mirror {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = thread::spawn(move || {
            let mut seen = Seen::default();
            while !stopped.load(Ordering::Relaxed) {
                reflect(&device.queues[0], complete, offloads, &mut seen);
            }
            seen
        });
        Mirror { stop, thread }
    }

    fn stop(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// One batch.
fn reflect(queue: &Tun, complete: bool, offloads: Offloads, seen: &mut Seen) {
    const AT: usize = 128;
    let mut buf = vec![0; 1 << 17];
    let mut coalescer = Coalescer::new(offloads);
    let (mut written, mut superpackets, mut refused) = (0, 0, 0);
    let mut write = |bytes: &[u8]| {
        refused += usize::from(queue.write(bytes).is_err());
        written += 1;
        superpackets += usize::from(bytes[1] != GSO_NONE);
    };
    let mut wait = 20_000_000;
    for _ in 0..64 {
        let Some(length) = read(queue, &mut buf[AT..], wait) else {
            break;
        };
        wait = 0;
        let (vnet, _) = VnetHeader::parse(&buf[AT..]).unwrap();
        seen.superpackets_read += usize::from(vnet.gso_type != GSO_NONE);
        let end = AT + length;
        let mut each = |packet: &mut [u8], partial: bool| {
            seen.packets += 1;
            swap_addresses(packet);
            let partial = partial && !(complete && complete_checksum(packet));
            let open = |place: &mut [u8]| {
                place.copy_from_slice(packet);
                Some(Opened { partial })
            };
            coalescer.push(packet.len(), open, &mut write).unwrap();
        };
        segment(&vnet, &mut buf[..end], AT + VNET_BYTES, MTU, &mut each).unwrap();
    }
    coalescer.flush(&mut write);
    seen.written += written;
    seen.superpackets_written += superpackets;
    seen.refused += refused;
}

/// Sums do not depend on the order of addresses.
fn swap_addresses(packet: &mut [u8]) {
    let (at, length) = if packet[0] >> 4 == 4 {
        (12, 4)
    } else {
        (8, 16)
    };
    let (source, destination) = packet[at..at + 2 * length].split_at_mut(length);
    source.swap_with_slice(destination);
}

fn complete_checksum(packet: &mut [u8]) -> bool {
    let transport = Transport::of(packet, &parse(packet).unwrap()).unwrap();
    checksum::complete(&mut packet[transport.start..], transport.checksum_offset());
    true
}

fn mirrored(complete: bool, offloads: Offloads) -> Mirror {
    let device = open(
        "fest0",
        ["10.77.0.1/24", "fd00::1/64"],
        ["10.77.0.0/24", "fd00::/64"],
    );
    assert!(
        device.offloads.vnet && device.offloads.tso && device.offloads.uso,
        "{:?}",
        device.offloads
    );
    Mirror::start(device, complete, offloads)
}

/// Where the kernel counts what it drops.
const LOSSES: [&str; 6] = [
    "InNoRoutes",
    "OutNoRoutes",
    "InAddrErrors",
    "OutDiscards",
    "RcvbufErrors",
    "MemErrors",
];

/// Sum of the kernel's counters whose names end like this, over IPv4 and IPv6.
fn kernel_counts(name: &str) -> u64 {
    let mut total = 0;
    let snmp = fs::read_to_string("/proc/net/snmp").unwrap();
    let lines: Vec<Vec<&str>> = snmp
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    for pair in lines.chunks(2) {
        for (key, value) in pair[0].iter().zip(&pair[1]) {
            total += if key.ends_with(name) {
                value.parse().unwrap()
            } else {
                0
            };
        }
    }
    for line in fs::read_to_string("/proc/net/snmp6").unwrap().lines() {
        let mut words = line.split_whitespace();
        if words.next().unwrap().ends_with(name) {
            total += words.next().unwrap().parse::<u64>().unwrap();
        }
    }
    total
}

const MEGABYTES: usize = 8;

/// So long a thread may wait for its turn on a machine with much to do: 6 s were seen. What is lost never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends random bytes to the mirror and has them arrive unchanged at the listener behind it.
fn tcp_transfer(listen: &str, connect: &str, options: &[(bool, Offloads)]) {
    for &(complete, offloads) in options {
        let mirror = mirrored(complete, offloads);
        let listener = retry(|| TcpListener::bind(listen));
        let to = SocketAddr::new(
            connect.parse().unwrap(),
            listener.local_addr().unwrap().port(),
        );
        let data = Random(21).bytes(MEGABYTES << 20);
        let sent = data.clone();
        let sender =
            thread::spawn(move || TcpStream::connect(to).unwrap().write_all(&sent).unwrap());
        let (mut stream, peer) = listener.accept().unwrap();
        assert_eq!(peer.ip(), to.ip());
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut got = Vec::new();
        stream.read_to_end(&mut got).unwrap();
        sender.join().unwrap();
        assert!(got == data, "{connect}: bytes changed");
        let seen = mirror.stop();
        assert_eq!(kernel_counts("InCsumErrors"), 0, "{connect}");
        assert!(seen.superpackets_read > 10 && seen.packets > 2 * seen.superpackets_read);
        let merged = seen.superpackets_written > 10 && seen.written < seen.packets / 2;
        assert_eq!(
            merged, offloads.tso,
            "{connect}: {} written of {}",
            seen.written, seen.packets
        );
    }
}

/// An IPv6 address is not usable before duplicate address detection is through.
fn retry<T>(mut attempt: impl FnMut() -> std::io::Result<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        match attempt() {
            Ok(done) => return done,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

const VARIANTS: [(bool, Offloads); 4] = [
    (false, ALL),
    (true, ALL),
    (
        false,
        Offloads {
            tso: false,
            uso: false,
            csum: true,
        },
    ),
    (
        false,
        Offloads {
            tso: false,
            uso: false,
            csum: false,
        },
    ),
];

#[test]
fn the_kernels_tcp_over_ipv4_passes_unchanged() {
    isolated("the_kernels_tcp_over_ipv4_passes_unchanged", || {
        tcp_transfer("10.77.0.1:0", "10.77.0.2", &VARIANTS);
    });
}

#[test]
fn the_kernels_tcp_over_ipv6_passes_unchanged() {
    isolated("the_kernels_tcp_over_ipv6_passes_unchanged", || {
        tcp_transfer("[fd00::1]:0", "fd00::2", &VARIANTS);
    });
}

#[test]
fn the_kernels_trains_of_datagrams_pass_unchanged() {
    isolated("the_kernels_trains_of_datagrams_pass_unchanged", || {
        for (complete, offloads) in VARIANTS {
            let mirror = mirrored(complete, offloads);
            for (listen, to) in [("10.77.0.1:0", "10.77.0.2"), ("[fd00::1]:0", "fd00::2")] {
                let socket = retry(|| UdpSocket::bind(listen));
                let to = SocketAddr::new(to.parse().unwrap(), socket.local_addr().unwrap().port());
                sys::set_option(&socket, libc::SOL_UDP, libc::UDP_SEGMENT, 1000i32).unwrap();
                socket.set_read_timeout(Some(PATIENCE)).unwrap();
                let train = Random(22).bytes(20_500);
                socket.send_to(&train, to).unwrap();
                let mut got: Vec<u8> = Vec::new();
                let mut sizes = HashSet::new();
                while got.len() < train.len() {
                    let mut datagram = [0; 2000];
                    let (length, peer) = match socket.recv_from(&mut datagram) {
                        Ok(received) => received,
                        Err(error) => panic!(
                            "{to}, {offloads:?}: {error} after {} bytes; mirror: {:?}; lost: {:?}",
                            got.len(),
                            mirror.stop(),
                            LOSSES.map(|name| (name, kernel_counts(name))),
                        ),
                    };
                    assert_eq!(peer, to);
                    sizes.insert(length);
                    got.extend(&datagram[..length]);
                }
                assert!(got == train, "{to}: bytes changed");
                assert_eq!(sizes, HashSet::from([1000, 500]));
            }
            let seen = mirror.stop();
            assert_eq!(kernel_counts("InCsumErrors"), 0);
            assert_eq!(seen.superpackets_read, 2);
            assert_eq!(seen.superpackets_written, if offloads.uso { 2 } else { 0 });
        }
    });
}
