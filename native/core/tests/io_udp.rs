//! UDP sockets of the running kernel over `lo`, each test in a namespace of its own.
mod common;

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::net::SocketAddr;

use common::isolated;
use festoon_core::engine::Transmit;
use festoon_core::io::slots::{SLOTS, Slots};
use festoon_core::io::sys;
use festoon_core::io::udp::{self, UdpSocket};

fn bind(address: &str) -> UdpSocket {
    udp::bind(address.parse().unwrap(), 1).unwrap().remove(0)
}

fn wait(socket: &UdpSocket) -> bool {
    sys::poll(&mut [sys::readable(socket)], Some(1_000_000_000)).unwrap() > 0
}

/// One train that lies in one place.
fn send(from: &UdpSocket, to: SocketAddr, bytes: &[u8], segment: usize) -> io::Result<()> {
    send_pieces(from, to, &[IoSlice::new(bytes)], segment)
}

fn send_pieces(
    from: &UdpSocket,
    destination: SocketAddr,
    pieces: &[IoSlice<'_>],
    segment: usize,
) -> io::Result<()> {
    let datagrams = pieces.iter().map(|piece| piece.len().div_ceil(segment));
    from.send(&Transmit {
        destination,
        pieces,
        segment,
        packets: datagrams.sum::<usize>() as u32,
    })
}

/// Everything that arrives until `bytes` bytes are in: each train's source, bytes and segment size.
fn receive(socket: &UdpSocket, bytes: usize) -> Vec<(SocketAddr, Vec<u8>, usize)> {
    let mut slots = Slots::new().unwrap();
    let mut got = Vec::new();
    let mut left = bytes;
    while left > 0 {
        assert!(wait(socket), "{left} bytes are missing");
        let filled = slots.fill(socket).unwrap();
        let (region, trains) = slots.received(filled, socket);
        for train in trains {
            let train_bytes = &region[train.place];
            left -= train_bytes.len();
            got.push((train.source, train_bytes.to_vec(), train.segment));
        }
    }
    got
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 31 % 251) as u8).collect()
}

#[test]
fn a_train_arrives_whole_over_ipv4_and_ipv6() {
    isolated("a_train_arrives_whole_over_ipv4_and_ipv6", || {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            let (from, to) = (bind(address), bind(address));
            assert!(from.gso() && to.gro());
            let sent = pattern(64 * 1000 - 300);
            send(&from, to.local(), &sent, 1000).unwrap();
            assert_eq!(receive(&to, sent.len()), [(from.local(), sent, 1000)]);
        }
    });
}

#[test]
fn a_train_of_many_pieces_arrives_as_one_and_datagram_by_datagram_where_trains_are_refused() {
    isolated(
        "a_train_of_many_pieces_arrives_as_one_and_datagram_by_datagram_where_trains_are_refused",
        || {
            let sent = pattern(63 * 1000 + 300);
            // Pieces of 1, 2, 1, 2, ... datagrams, more than the kernel holds without memory of its own; the last is short.
            let mut pieces = vec![];
            let mut rest = &sent[..];
            while !rest.is_empty() {
                let piece;
                let length = 1000 * (1 + pieces.len() % 2);
                (piece, rest) = rest.split_at(length.min(rest.len()));
                pieces.push(IoSlice::new(piece));
            }
            for (refusal, arrives_in) in [(None, 1), (Some(libc::EIO), 64)] {
                let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
                if let Some(errno) = refusal {
                    refuse_sendmsg(errno);
                }
                send_pieces(&from, to.local(), &pieces, 1000).unwrap();
                let got = receive(&to, sent.len());
                assert_eq!(got.len(), arrives_in);
                assert_eq!(got.concat_bytes(), sent);
            }
        },
    );
}

#[test]
fn a_single_datagram_is_its_own_segment() {
    isolated("a_single_datagram_is_its_own_segment", || {
        let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
        send(&from, to.local(), b"one", 3).unwrap();
        assert_eq!(receive(&to, 3), [(from.local(), b"one".to_vec(), 3)]);
    });
}

#[test]
fn more_trains_than_slots_come_in_order() {
    isolated("more_trains_than_slots_come_in_order", || {
        let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
        for i in 0..SLOTS as u8 + 6 {
            send(&from, to.local(), &[i; 40], 40).unwrap();
        }
        let mut slots = Slots::new().unwrap();
        for expected in [0..SLOTS as u8, SLOTS as u8..SLOTS as u8 + 6] {
            let filled = slots.fill(&to).unwrap();
            let (bytes, trains) = slots.received(filled, &to);
            let got: Vec<&[u8]> = trains.map(|train| &bytes[train.place]).collect();
            let expected: Vec<[u8; 40]> = expected.map(|i| [i; 40]).collect();
            assert_eq!(got, expected);
        }
        assert_eq!(
            slots.fill(&to).unwrap_err().kind(),
            std::io::ErrorKind::WouldBlock
        );
    });
}

#[test]
fn slots_take_no_memory_before_a_datagram_reaches_them() {
    isolated(
        "slots_take_no_memory_before_a_datagram_reaches_them",
        || {
            let before = resident_kib();
            let slots: Vec<Slots> = (0..8).map(|_| Slots::new().unwrap()).collect();
            let grown = resident_kib() - before;
            assert!(grown < 1024, "8 x 4 MiB of slots cost {grown} KiB");
            drop(slots);
        },
    );
}

#[test]
fn a_segment_above_the_path_mtu_is_sent_datagram_by_datagram() {
    isolated(
        "a_segment_above_the_path_mtu_is_sent_datagram_by_datagram",
        || {
            let mut netlink = festoon_core::io::netlink::Netlink::open().unwrap();
            let lo = netlink.index("lo").unwrap();
            netlink.set_mtu(lo, 1500).unwrap();
            let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
            let sent = pattern(3 * 2000 + 100);
            send(&from, to.local(), &sent, 2000).unwrap();
            let got = receive(&to, sent.len());
            assert_eq!(got.len(), 4);
            assert_eq!(got.concat_bytes(), sent);
            assert!(
                from.gso(),
                "one narrow path does not end trains to every other"
            );
        },
    );
}

#[test]
fn a_kernel_that_refuses_trains_gets_datagrams_and_loses_none() {
    isolated(
        "a_kernel_that_refuses_trains_gets_datagrams_and_loses_none",
        || {
            for (errno, trains_go_on) in [
                (libc::EIO, false),
                (libc::ENOPROTOOPT, false),
                (libc::EOPNOTSUPP, false),
                (libc::EINVAL, true),
                (libc::EMSGSIZE, true),
            ] {
                let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
                refuse_sendmsg(errno);
                let sent = pattern(63 * 100 + 50);
                for _ in 0..2 {
                    send(&from, to.local(), &sent, 100).unwrap();
                    assert_eq!(receive(&to, sent.len()).concat_bytes(), sent);
                }
                assert_eq!(from.gso(), trains_go_on, "errno {errno}");
            }
        },
    );
}

#[test]
fn any_other_refusal_is_reported_and_nothing_is_sent_twice() {
    isolated(
        "any_other_refusal_is_reported_and_nothing_is_sent_twice",
        || {
            let (from, to) = (bind("127.0.0.1:0"), bind("127.0.0.1:0"));
            refuse_sendmsg(libc::ENOBUFS);
            let refused = send(&from, to.local(), &pattern(1000), 100).unwrap_err();
            assert_eq!(refused.raw_os_error(), Some(libc::ENOBUFS));
            assert!(from.gso());
            assert_eq!(
                Slots::new().unwrap().fill(&to).unwrap_err().kind(),
                std::io::ErrorKind::WouldBlock
            );
        },
    );
}

#[test]
fn lanes_choose_the_socket() {
    isolated("lanes_choose_the_socket", || {
        let from = bind("127.0.0.1:0");
        for workers in [1usize, 2, 3] {
            let sockets = udp::bind("127.0.0.1:0".parse().unwrap(), workers).unwrap();
            assert_eq!(sockets.len(), workers);
            assert!(
                sockets
                    .iter()
                    .all(|socket| socket.local() == sockets[0].local())
            );
            for lane in 0..8u8 {
                let mut train = vec![0; 10 * 100];
                train
                    .chunks_mut(100)
                    .for_each(|datagram| datagram[15] = lane);
                send(&from, sockets[0].local(), &train, 100).unwrap();
                assert_eq!(
                    receive(&sockets[usize::from(lane) % workers], 1000).len(),
                    1
                );
            }
            send(&from, sockets[0].local(), b"short", 5).unwrap();
            assert_eq!(receive(&sockets[0], 5).len(), 1);
        }
    });
}

#[test]
fn a_port_in_use_is_refused_whoever_holds_it() {
    isolated("a_port_in_use_is_refused_whoever_holds_it", || {
        let ours = bind("127.0.0.1:0");
        let other = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        for taken in [ours.local(), other.local_addr().unwrap()] {
            for workers in [1, 2] {
                let refused = udp::bind(taken, workers).err().unwrap();
                assert_eq!(refused.code, "port-in-use");
                assert!(refused.message.contains(&taken.to_string()), "{refused}");
            }
        }
        let local = ours.local();
        drop(ours);
        assert_eq!(bind(&local.to_string()).local(), local);
    });
}

#[test]
fn an_address_of_no_interface_is_refused() {
    isolated("an_address_of_no_interface_is_refused", || {
        assert_eq!(
            udp::bind("192.0.2.1:0".parse().unwrap(), 1)
                .err()
                .unwrap()
                .code,
            "address-not-local"
        );
    });
}

#[test]
fn both_families_share_one_port_number() {
    isolated("both_families_share_one_port_number", || {
        let v4 = bind("0.0.0.0:7077");
        let v6 = bind("[::]:7077");
        assert!(
            v4.reaches("192.0.2.1:1".parse().unwrap()) && !v4.reaches("[::1]:1".parse().unwrap())
        );
        assert!(
            v6.reaches("[::1]:1".parse().unwrap()) && !v6.reaches("192.0.2.1:1".parse().unwrap())
        );
    });
}

#[test]
fn the_receive_buffer_is_sixteen_mebibytes_where_allowed() {
    isolated(
        "the_receive_buffer_is_sixteen_mebibytes_where_allowed",
        || {
            // The kernel doubles what is asked for.
            assert_eq!(bind("127.0.0.1:0").receive_buffer().unwrap(), 32 << 20);
        },
    );
}

#[test]
fn a_socket_pair_stands_for_a_network() {
    let (local, remote): (SocketAddr, SocketAddr) =
        ("10.0.0.1:1".parse().unwrap(), "10.0.0.2:2".parse().unwrap());
    let (a, b) = std::os::unix::net::UnixDatagram::pair().unwrap();
    let a = UdpSocket::from_pair(a.into(), local, remote).unwrap();
    let b = UdpSocket::from_pair(b.into(), remote, local).unwrap();
    assert!(a.reaches(remote) && !a.reaches("10.0.0.3:2".parse().unwrap()));
    send(&a, remote, &pattern(250), 100).unwrap();
    let got = receive(&b, 250);
    assert_eq!(
        got.iter()
            .map(|(_, bytes, _)| bytes.len())
            .collect::<Vec<_>>(),
        [100, 100, 50]
    );
    assert!(got.iter().all(|(source, ..)| *source == local));
    assert_eq!(got.concat_bytes(), pattern(250));
}

trait ConcatBytes {
    fn concat_bytes(&self) -> Vec<u8>;
}

impl ConcatBytes for Vec<(SocketAddr, Vec<u8>, usize)> {
    fn concat_bytes(&self) -> Vec<u8> {
        self.iter()
            .flat_map(|(_, bytes, _)| bytes.clone())
            .collect()
    }
}

/// From here on sendmsg fails with `errno` in this thread (seccomp(2)); sendmmsg, another call, goes on working.
fn refuse_sendmsg(errno: i32) {
    let instruction = |code: u32, jf: u8, k: u32| libc::sock_filter {
        code: code as u16,
        jt: 0,
        jf,
        k,
    };
    let mut filter = [
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0),
        instruction(
            libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K,
            1,
            libc::SYS_sendmsg as u32,
        ),
        instruction(
            libc::BPF_RET | libc::BPF_K,
            0,
            libc::SECCOMP_RET_ERRNO | errno as u32,
        ),
        instruction(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog {
        len: filter.len() as u16,
        filter: filter.as_mut_ptr(),
    };
    // SAFETY: the program outlives the call, which copies it.
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        let mode = libc::SECCOMP_MODE_FILTER;
        assert_eq!(
            libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const program),
            0
        );
    }
}

fn resident_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let fields: BTreeMap<&str, &str> = status
        .lines()
        .filter_map(|line| line.split_once(':'))
        .collect();
    fields["VmRSS"]
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}
