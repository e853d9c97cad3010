//! TUN queues of the running kernel, each test in a namespace of its own.
mod common;

use std::net::UdpSocket;
use std::os::fd::AsRawFd;

use common::isolated;
use festoon_core::io::device::{self, Device, Settings};
use festoon_core::io::sys;
use festoon_core::io::tun::{self, Tun, VNET_BYTES};

const UDP_L4: u8 = 5;

fn open(queues: usize) -> Device {
    let settings = Settings {
        mtu: 1372,
        addresses: vec!["10.77.0.1/24".parse().unwrap()],
        routes: vec![],
    };
    device::open("fest0", &settings, queues).unwrap()
}

/// The next packet with its vnet header, from whichever queue has one within a second.
fn next(queues: &[Tun]) -> Vec<u8> {
    let mut ready: Vec<_> = queues.iter().map(sys::readable).collect();
    assert!(
        sys::poll(&mut ready, Some(1_000_000_000)).unwrap() > 0,
        "a packet within a second"
    );
    let mut bytes = vec![0; 1 << 17];
    let length = queues
        .iter()
        .find_map(|queue| queue.read(&mut bytes).ok())
        .unwrap();
    bytes.truncate(length);
    bytes
}

#[test]
fn a_train_sent_into_the_overlay_is_read_as_one_superpacket() {
    isolated(
        "a_train_sent_into_the_overlay_is_read_as_one_superpacket",
        || {
            let device = open(1);
            assert!(
                device.offloads.vnet && device.offloads.tso && device.offloads.uso,
                "{:?}",
                device.offloads
            );
            let socket = UdpSocket::bind("10.77.0.1:0").unwrap();
            sys::set_option(&socket, libc::SOL_UDP, libc::UDP_SEGMENT, 1000i32).unwrap();
            socket.send_to(&[7; 20_500], "10.77.0.2:9").unwrap();
            let packet = next(&device.queues);
            assert_eq!(packet.len(), VNET_BYTES + 20 + 8 + 20_500);
            assert_eq!(packet[1], UDP_L4);
            assert_eq!(u16::from_ne_bytes([packet[4], packet[5]]), 1000);
        },
    );
}

#[test]
fn what_is_written_reaches_the_socket_on_every_queue() {
    isolated("what_is_written_reaches_the_socket_on_every_queue", || {
        let device = open(2);
        assert_eq!(device.queues.len(), 2);
        let socket = UdpSocket::bind("10.77.0.1:0").unwrap();
        socket.send_to(b"over", "10.77.0.2:9").unwrap();
        let mut packet = next(&device.queues);
        answer(&mut packet);
        for queue in &device.queues {
            queue.write(&packet).unwrap();
            let mut got = [0; 16];
            assert_eq!(
                socket.recv_from(&mut got).unwrap(),
                (4, "10.77.0.2:9".parse().unwrap())
            );
            assert_eq!(&got[..4], b"over");
        }
    });
}

#[test]
fn an_empty_queue_says_so_at_once() {
    isolated("an_empty_queue_says_so_at_once", || {
        let device = open(1);
        let error = device.queues[0].read(&mut [0; 2048]).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    });
}

#[test]
fn a_taken_or_unusable_name_is_refused() {
    isolated("a_taken_or_unusable_name_is_refused", || {
        let _device = open(1);
        for taken in ["fest0", "lo"] {
            let refused = tun::create(taken, 1).err().unwrap();
            assert_eq!(refused.code, "tun-name-taken");
            assert!(refused.message.contains(taken), "{refused}");
        }
        for invalid in [
            "",
            ".",
            "..",
            "a/b",
            "with space",
            "fest%d",
            "sixteen-letters-",
        ] {
            assert_eq!(
                tun::create(invalid, 1).err().unwrap().code,
                "tun-name-invalid",
                "{invalid}"
            );
        }
    });
}

#[test]
fn a_deleted_device_is_told_from_an_empty_one() {
    isolated("a_deleted_device_is_told_from_an_empty_one", || {
        let device = open(1);
        let deleted = std::process::Command::new("ip")
            .args(["link", "delete", "fest0"])
            .status();
        assert!(deleted.unwrap().success());
        let error = device.queues[0].read(&mut [0; 2048]).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(libc::EBADFD));
        assert_eq!(
            device.queues[0].write(&[0; 40]).unwrap_err().raw_os_error(),
            Some(libc::EBADFD)
        );
    });
}

#[test]
fn without_permission_or_device_the_error_says_which() {
    isolated("without_permission_or_device_the_error_says_which", || {
        // SAFETY: plain integers; this process runs this test only. Nobody may open the device, nor create an interface.
        assert_eq!(unsafe { libc::setresuid(65534, 65534, 65534) }, 0);
        assert_eq!(
            tun::create("fest0", 1).err().unwrap().code,
            "tun-not-permitted"
        );
    });
}

#[test]
fn a_missing_device_node_is_named() {
    isolated("a_missing_device_node_is_named", || {
        // SAFETY: a mount namespace of this process alone, in which an empty directory hides /dev/net.
        unsafe {
            assert_eq!(libc::unshare(libc::CLONE_NEWNS), 0);
            let private = libc::MS_REC | libc::MS_PRIVATE;
            let none = std::ptr::null::<libc::c_char>();
            assert_eq!(
                libc::mount(none, c"/".as_ptr(), none, private, none.cast()),
                0
            );
            let tmpfs = c"tmpfs".as_ptr();
            assert_eq!(
                libc::mount(tmpfs, c"/dev/net".as_ptr(), tmpfs, 0, none.cast()),
                0
            );
        }
        assert_eq!(tun::create("fest0", 1).err().unwrap().code, "tun-missing");
    });
}

#[test]
fn without_vnet_headers_an_empty_one_is_added_and_stripped() {
    let (ours, theirs) = std::os::unix::net::UnixDatagram::pair().unwrap();
    let tun = Tun::from_pair(ours.into()).unwrap();
    theirs.send(b"packet").unwrap();
    let mut bytes = [0xff; 64];
    assert_eq!(tun.read(&mut bytes).unwrap(), VNET_BYTES + 6);
    assert_eq!(bytes[..VNET_BYTES], [0; VNET_BYTES]);
    assert_eq!(&bytes[VNET_BYTES..VNET_BYTES + 6], b"packet");

    tun.write(&bytes[..VNET_BYTES + 6]).unwrap();
    assert_eq!(theirs.recv(&mut bytes).unwrap(), 6);
    assert_eq!(&bytes[..6], b"packet");
    assert!(tun.as_raw_fd() >= 0);
}

/// Turns an IPv4 UDP packet into its answer: addresses and ports exchanged, no UDP checksum.
fn answer(packet: &mut [u8]) {
    packet[..VNET_BYTES].fill(0);
    let ip = &mut packet[VNET_BYTES..];
    for i in 0..4 {
        ip.swap(12 + i, 16 + i);
    }
    for i in 0..2 {
        ip.swap(20 + i, 22 + i);
    }
    ip[26..28].fill(0);
}
