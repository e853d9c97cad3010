//! The engine's way out: a worker's sockets and TUN, and what failed on them.
use super::sockets::Sockets;
use super::tun::Tun;
use crate::engine::{Output, Transmit};

pub struct Wires<'a> {
    pub tun: Option<&'a Tun>,
    pub sockets: &'a Sockets,
    pub failures: Failures,
}

#[derive(Clone, Copy, Default)]
pub struct Failures {
    /// Datagrams.
    pub unsent: u64,
    /// Packets, each maybe a superpacket.
    pub undelivered: u64,
    /// The TUN's link is down. (That it is gone shows when it is read.)
    pub tun_down: bool,
}

impl<'a> Wires<'a> {
    pub fn new(tun: &'a Option<Tun>, sockets: &'a Sockets) -> Self {
        Self {
            tun: tun.as_ref(),
            sockets,
            failures: Failures::default(),
        }
    }
}

impl Output for Wires<'_> {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        if self.sockets.send(transmit).is_err() {
            self.failures.unsent += u64::from(transmit.packets);
        }
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        let Some(tun) = self.tun else {
            self.failures.undelivered += 1;
            return;
        };
        if let Err(error) = tun.write(vnet_and_packet) {
            self.failures.undelivered += 1;
            self.failures.tun_down |= error.raw_os_error() == Some(libc::EIO);
        }
    }
}
