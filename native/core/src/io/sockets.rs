//! The sockets of one worker. All of them receive; of those that may send, the first that reaches a destination does.
use std::io;
use std::net::SocketAddr;

use super::udp::UdpSocket;
use crate::engine::{MILLISECOND, Nanos, Transmit};

/// How long a socket that only errs is left alone.
const REST: Nanos = 50 * MILLISECOND;

#[derive(Default)]
pub struct Sockets {
    bound: Vec<Bound>,
    last_id: u32,
    /// Once preferences were stated, a socket sends only when they name it.
    chosen: bool,
}

struct Bound {
    id: u32,
    socket: UdpSocket,
    sends: bool,
    rests_until: Option<Nanos>,
}

impl Sockets {
    /// Takes a socket; its id, never 0.
    pub fn add(&mut self, socket: UdpSocket) -> u32 {
        self.last_id += 1;
        self.bound.push(Bound {
            id: self.last_id,
            socket,
            sends: !self.chosen,
            rests_until: None,
        });
        self.last_id
    }

    /// Where the sockets are bound.
    pub fn locals(&self) -> Vec<SocketAddr> {
        self.bound
            .iter()
            .map(|bound| bound.socket.local())
            .collect()
    }

    /// Closes a socket; whether there was one.
    pub fn remove(&mut self, id: u32) -> bool {
        let before = self.bound.len();
        self.bound.retain(|bound| bound.id != id);
        self.bound.len() < before
    }

    /// From now on only these send, in this order. Ids of sockets that are not there are passed over.
    pub fn prefer(&mut self, ids: &[u32]) {
        let rank = |bound: &Bound| ids.iter().position(|id| *id == bound.id);
        self.chosen = true;
        for bound in &mut self.bound {
            bound.sends = rank(bound).is_some();
        }
        self.bound
            .sort_by_key(|bound| rank(bound).unwrap_or(usize::MAX));
    }

    pub fn count(&self) -> usize {
        self.bound.len()
    }

    /// The id and the socket at a place below `count`.
    pub fn at(&self, place: usize) -> (u32, &UdpSocket) {
        let bound = &self.bound[place];
        (bound.id, &bound.socket)
    }

    /// Leaves the socket at this place alone for a while.
    pub fn rest(&mut self, place: usize, now: Nanos) {
        self.bound[place].rests_until = Some(now + REST);
    }

    /// Every socket, `None` for one that rests.
    pub fn awake(&mut self, now: Nanos) -> impl Iterator<Item = Option<&UdpSocket>> {
        self.bound.iter_mut().map(move |bound| {
            bound.rests_until = bound.rests_until.filter(|until| *until > now);
            bound.rests_until.is_none().then_some(&bound.socket)
        })
    }

    /// When the first of those that rest is wanted again.
    pub fn next_waking(&self) -> Option<Nanos> {
        self.bound
            .iter()
            .filter_map(|bound| bound.rests_until)
            .min()
    }

    /// Sends by the first socket that has a way there. An error is that of the last one tried.
    pub fn send(&self, train: &Transmit<'_>) -> io::Result<()> {
        let mut outcome = Err(io::Error::from_raw_os_error(libc::ENETUNREACH));
        for bound in &self.bound {
            if bound.sends && bound.socket.reaches(train.destination) {
                outcome = bound.socket.send(train);
                if !outcome.as_ref().is_err_and(no_way_there) {
                    break;
                }
            }
        }
        outcome
    }
}

/// Errors of this socket's own address with this destination; another socket may do.
fn no_way_there(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(
            libc::ENETUNREACH
                | libc::EHOSTUNREACH
                | libc::ENETDOWN
                | libc::EADDRNOTAVAIL
                | libc::EINVAL
                | libc::EACCES
                | libc::EPERM
        )
    )
}
