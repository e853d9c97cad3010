//! Which worker receives a datagram: the one of its lane. A classic BPF program on the port's sockets, unprivileged.
use std::io;
use std::os::fd::OwnedFd;

use super::sys;

/// The lane is the top byte of the counter: byte 15 of a data packet (spec §6) and of a relay packet (§9), counted from the
/// UDP payload.
const LANE_BYTE: u32 = 15;

/// Steers a port's datagrams to its `workers` sockets, in the order in which they were bound: lane mod `workers`. A
/// datagram shorter than 16 bytes goes to the first. Whoever receives it can open it; steering keeps cores apart.
pub fn by_lane(fd: &OwnedFd, workers: usize) -> io::Result<()> {
    let mut program = [
        instruction(libc::BPF_LD | libc::BPF_B | libc::BPF_ABS, LANE_BYTE),
        instruction(libc::BPF_ALU | libc::BPF_MOD | libc::BPF_K, workers as u32),
        instruction(libc::BPF_RET | libc::BPF_A, 0),
    ];
    let filter = libc::sock_fprog {
        len: program.len() as u16,
        filter: program.as_mut_ptr(),
    };
    sys::set_option(fd, libc::SOL_SOCKET, libc::SO_ATTACH_REUSEPORT_CBPF, filter)
}

fn instruction(code: u32, k: u32) -> libc::sock_filter {
    libc::sock_filter {
        code: code as u16,
        jt: 0,
        jf: 0,
        k,
    }
}
