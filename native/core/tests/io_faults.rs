//! The loop goes on, and sleeps, whatever happens to its sockets and its TUN.
mod common;

use common::isolated;
use festoon_core::engine::{
    Counter, DropReason, Engine, EngineOptions, Identity, Secret, SendHandshake,
};
use festoon_core::io::device::Settings;
use festoon_core::io::netlink::Netlink;
use festoon_core::io::runner::Runner;
use festoon_core::io::{tun, udp};
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::{AsRawFd, RawFd};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn ip(arguments: &str) {
    let status = Command::new("ip").args(arguments.split(' ')).status();
    assert!(status.unwrap().success(), "ip {arguments}");
}

fn engine() -> Arc<Engine> {
    let engine = Engine::new(EngineOptions::default()).unwrap();
    let (public_key, secrets) = ([1; 32], vec![Secret([9; 32])]);
    engine
        .set_identity(&Identity {
            public_key,
            secrets,
        })
        .unwrap();
    Arc::new(engine)
}

struct Loop {
    engine: Arc<Engine>,
    runner: Runner,
}

impl Loop {
    /// A loop that runs, with sockets on these addresses; their descriptors.
    fn new(addresses: &[&str]) -> (Loop, Vec<RawFd>) {
        let engine = engine();
        let mut runner = Runner::new(engine.clone()).unwrap();
        let descriptors = addresses.iter().map(|address| {
            let socket = runner.bind_udp(address.parse().unwrap()).unwrap();
            let descriptor = socket.as_raw_fd();
            runner.sockets(|sockets| sockets.add(socket)).unwrap();
            descriptor
        });
        let descriptors = descriptors.collect();
        runner.start(Box::new(|| {})).unwrap();
        (Loop { engine, runner }, descriptors)
    }

    fn sends(&self, endpoint: &str) {
        let mut datagram = Box::new([0; 1100]);
        datagram[0] = 0x11;
        let send = SendHandshake {
            datagram,
            path: endpoint.parse().unwrap(),
            public_key: [2; 32],
            secret: 0,
        };
        self.engine.send_handshake(send).unwrap();
        self.runner.shared().wake();
    }

    fn count(&self, counter: Counter) -> u64 {
        self.engine.counters().get(counter)
    }

    fn unsent(&self) -> u64 {
        self.engine.counters().dropped(DropReason::UdpSendFailed)
    }

    /// The loop answers, and turns less than 100 times in half a second by itself.
    fn is_well(&self) {
        eventually(|| {
            let before = self.count(Counter::Turns);
            self.runner.shared().wake();
            std::thread::sleep(Duration::from_millis(20));
            self.count(Counter::Turns) > before
        });
        let before = self.count(Counter::Turns);
        std::thread::sleep(Duration::from_millis(500));
        let turns = self.count(Counter::Turns) - before;
        assert!(turns < 100, "{turns} turns in half a second");
    }

    /// What, and which errno, of the device events since the last time.
    fn device_events(&self) -> Vec<(u32, i32)> {
        let batch = self.runner.shared().take_events();
        let mut rest = &batch[..];
        let mut seen = vec![];
        while !rest.is_empty() {
            let word = |at: usize| u32::from_le_bytes(rest[at..at + 4].try_into().unwrap());
            if word(0) == 9 {
                seen.push((word(16), word(20) as i32));
            }
            rest = &rest[word(4) as usize..];
        }
        seen
    }
}

fn eventually(mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < end, "did not happen within ten seconds");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_the_kernel_refuses_to_send_is_counted_and_the_loop_goes_on() {
    isolated(
        "what_the_kernel_refuses_to_send_is_counted_and_the_loop_goes_on",
        || {
            let (node, _) = Loop::new(&["0.0.0.0:0"]);
            ip("link add wan type veth peer name far");
            ip("address add 198.51.100.1/24 dev wan");
            ip("link set wan up");
            for (number, kind) in ["unreachable", "prohibit", "blackhole"].iter().enumerate() {
                ip(&format!("route add {kind} 203.0.{number}.0/24"));
            }
            // ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL, EADDRNOTAVAIL or EACCES (broadcast), EINVAL (port 0)
            let refused = [
                "192.0.2.1:7",
                "203.0.0.1:7",
                "203.0.1.1:7",
                "203.0.2.1:7",
                "255.255.255.255:7",
                "127.0.0.1:0",
            ];
            for (sent, endpoint) in refused.iter().enumerate() {
                node.sends(endpoint);
                eventually(|| node.unsent() == sent as u64 + 1);
            }
            let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
            node.sends(&listener.local_addr().unwrap().to_string());
            assert_eq!(listener.recv(&mut [0; 2000]).unwrap(), 1100);
            node.is_well();
        },
    );
}

#[test]
fn a_pending_error_is_told_and_costs_no_spinning() {
    isolated("a_pending_error_is_told_and_costs_no_spinning", || {
        let (mut node, descriptors) = Loop::new(&["127.0.0.1:0"]);
        // Has the kernel keep each refusal twice: as the socket's error, and in a queue that nobody reads.
        let on = 1i32;
        // SAFETY: reads four bytes of `on`.
        let set = unsafe {
            let (level, name) = (libc::IPPROTO_IP, libc::IP_RECVERR);
            libc::setsockopt(descriptors[0], level, name, (&raw const on).cast(), 4)
        };
        assert_eq!(set, 0);
        let closed = UdpSocket::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        node.sends(&closed.to_string());
        eventually(|| node.device_events().contains(&(2, libc::ECONNREFUSED)));
        node.is_well();

        let local = node.runner.sockets(|sockets| sockets.locals()).unwrap()[0];
        let before = node.count(Counter::InboundDatagrams);
        let other = UdpSocket::bind("127.0.0.1:0").unwrap();
        other.send_to(b"still heard", local).unwrap();
        eventually(|| node.count(Counter::InboundDatagrams) == before + 1);
    });
}

#[test]
fn a_descriptor_closed_behind_its_back_costs_no_spinning() {
    isolated(
        "a_descriptor_closed_behind_its_back_costs_no_spinning",
        || {
            let (node, descriptors) = Loop::new(&["127.0.0.1:0"]);
            node.is_well();
            let spare = UdpSocket::bind("127.0.0.1:0").unwrap();
            // SAFETY: closes a descriptor of this process; `dup2` below gives the number back to its owner.
            unsafe { libc::close(descriptors[0]) };
            node.runner.shared().wake();
            eventually(|| node.device_events().contains(&(2, libc::EBADF)));
            node.is_well();
            // SAFETY: both are descriptors of this process.
            unsafe { libc::dup2(spare.as_raw_fd(), descriptors[0]) };
        },
    );
}

#[test]
fn where_the_first_socket_has_no_way_the_next_one_sends() {
    isolated(
        "where_the_first_socket_has_no_way_the_next_one_sends",
        || {
            ip("link add wan type veth peer name far");
            ip("address add 198.51.100.1/24 dev wan");
            ip("link set wan up");
            ip("link set far up");
            let (node, _) = Loop::new(&["127.0.0.1:0", "198.51.100.1:0"]);
            node.sends("198.51.100.9:7");
            eventually(|| node.count(Counter::HandshakesOut) == 1);
            node.is_well();
            assert_eq!(node.unsent(), 0);
            ip("address del 198.51.100.1/24 dev wan");
            node.sends("198.51.100.9:7");
            eventually(|| node.unsent() == 1);
        },
    );
}

#[test]
fn one_port_moves_from_every_address_to_one_and_back() {
    isolated("one_port_moves_from_every_address_to_one_and_back", || {
        let (mut node, _) = Loop::new(&["0.0.0.0:7077"]);
        let heard = |node: &Loop| node.count(Counter::InboundDatagrams);
        let other = UdpSocket::bind("127.0.0.1:0").unwrap();
        for address in ["127.0.0.1:7077", "0.0.0.0:7077"] {
            let address: SocketAddr = address.parse().unwrap();
            let socket = node.runner.bind_udp(address).unwrap();
            let id = node.runner.sockets(|sockets| sockets.add(socket)).unwrap();
            let again = node.runner.bind_udp(address).err().unwrap();
            assert_eq!(again.code, "port-in-use");
            for _ in 0..100 {
                let before = heard(&node);
                other.send_to(b"heard", "127.0.0.1:7077").unwrap();
                eventually(|| heard(&node) == before + 1);
            }
            node.runner
                .sockets(move |sockets| sockets.remove(id - 1))
                .unwrap();
        }
        assert_eq!(heard(&node), 200);
    });
}

#[test]
fn what_waits_at_a_socket_is_taken_in_before_it_is_closed() {
    isolated(
        "what_waits_at_a_socket_is_taken_in_before_it_is_closed",
        || {
            let engine = engine();
            let mut runner = Runner::new(engine.clone()).unwrap();
            let socket = runner.bind_udp("127.0.0.1:0".parse().unwrap()).unwrap();
            let endpoint = socket.local();
            let id = runner.sockets(|sockets| sockets.add(socket)).unwrap();
            let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
            for _ in 0..100 {
                sender.send_to(&[0x14; 40], endpoint).unwrap();
            }
            assert!(
                runner
                    .call(move |packets| packets.close_socket(id))
                    .unwrap()
            );
            assert_eq!(engine.counters().get(Counter::InboundDatagrams), 100);
            assert!(
                !runner
                    .call(move |packets| packets.close_socket(id))
                    .unwrap()
            );
        },
    );
}

/// From here on this thread's sockets of family AF_INET6 fail as in a kernel without it.
fn forbid_ipv6() {
    let rule = |code: u32, jt, jf, k| libc::sock_filter {
        code: code as u16,
        jt,
        jf,
        k,
    };
    let load = libc::BPF_LD | libc::BPF_W | libc::BPF_ABS;
    let equal = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
    let answer = libc::BPF_RET | libc::BPF_K;
    // Of seccomp_data: the number of the system call, and the low half of its first argument.
    let mut program = [
        rule(load, 0, 0, 0),
        rule(equal, 0, 3, libc::SYS_socket as u32),
        rule(load, 0, 0, 16),
        rule(equal, 0, 1, libc::AF_INET6 as u32),
        rule(
            answer,
            0,
            0,
            libc::SECCOMP_RET_ERRNO | libc::EAFNOSUPPORT as u32,
        ),
        rule(answer, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let filter = libc::sock_fprog {
        len: program.len() as u16,
        filter: program.as_mut_ptr(),
    };
    // SAFETY: the kernel copies the program that `filter` describes.
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        let mode = libc::SECCOMP_MODE_FILTER;
        assert_eq!(
            libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const filter),
            0
        );
    }
}

#[test]
fn a_host_without_ipv6_is_a_host_without_that_address() {
    let refused = std::thread::spawn(|| {
        forbid_ipv6();
        assert!(udp::bind("127.0.0.1:0".parse().unwrap(), 1).is_ok());
        udp::bind("[::]:0".parse().unwrap(), 1).err().unwrap()
    });
    let error = refused.join().unwrap();
    assert_eq!(error.code, "address-not-local");
    assert!(
        error
            .to_string()
            .contains("leave it out of listen.addresses")
    );
}

#[test]
fn a_link_set_down_serves_again_when_updated_and_a_deleted_one_when_opened_anew() {
    isolated(
        "a_link_set_down_serves_again_when_updated_and_a_deleted_one_when_opened_anew",
        || {
            let (mut node, _) = Loop::new(&[]);
            let settings = Settings {
                mtu: 1372,
                addresses: vec!["10.77.0.1/24".parse().unwrap()],
                routes: vec![],
            };
            node.runner.open_tun("fest0", &settings).unwrap();
            let unrouted = |node: &Loop| node.engine.counters().dropped(DropReason::NoRoute);
            let ask = || {
                let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
                let _ = socket.send_to(b"out", "10.77.0.2:7");
            };
            ask();
            eventually(|| unrouted(&node) == 1);
            ip("link set fest0 down");
            node.is_well();
            node.runner.update_tun(&settings).unwrap();
            ask();
            eventually(|| unrouted(&node) == 2);

            ip("link delete fest0");
            eventually(|| node.device_events() == [(1, libc::EBADFD)]);
            node.is_well();
            let larger = Settings {
                mtu: 1400,
                ..settings.clone()
            };
            let gone = node.runner.update_tun(&larger).unwrap_err();
            assert_eq!(gone.code, "netlink-no-device");
            assert_eq!(node.engine.mtu(), 1372);
            node.runner.set_tun(None).unwrap();
            node.runner.open_tun("fest0", &settings).unwrap();
            ask();
            eventually(|| unrouted(&node) == 3);
            node.runner.update_tun(&larger).unwrap();
            assert_eq!(node.engine.mtu(), 1400);
            node.is_well();
        },
    );
}

#[test]
fn when_no_descriptor_is_left_the_error_says_so() {
    isolated("when_no_descriptor_is_left_the_error_says_so", || {
        let (node, _) = Loop::new(&[]);
        let mut held = vec![];
        let mut limit = libc::rlimit {
            rlim_cur: 0,
            rlim_max: 0,
        };
        // SAFETY: reads and writes `limit`.
        unsafe {
            libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
            limit.rlim_cur = 64;
            libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        }
        while let Ok(socket) = UdpSocket::bind("127.0.0.1:0") {
            held.push(socket);
        }
        let refused = [
            udp::bind("127.0.0.1:0".parse().unwrap(), 1).err(),
            tun::create("fest0", 1).err(),
            Netlink::open().err(),
            Runner::new(engine()).err(),
        ];
        for refused in refused {
            let refused = refused.unwrap();
            assert_eq!(refused.code, "descriptor-limit", "{refused}");
        }
        node.is_well();
        held.clear();
        udp::bind("127.0.0.1:0".parse().unwrap(), 1).unwrap();
    });
}
