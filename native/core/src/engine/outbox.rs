//! Sends that commands ask for, on their way to a worker: no other thread draws counters or touches a socket.

use super::commands::{CommandError, SendControl, SendCookie, SendHandshake};
use super::path::Way;
use super::peer::Peer;
use super::session::Session;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const LONGEST: usize = 4_096;

pub enum Errand {
    Handshake(SendHandshake, Way),
    Cookie(SendCookie, Way),
    /// Without a way, to the peer's path.
    Control(SendControl, Option<Way>),
    /// A session of our own was installed: tell the peer, until it answers, and send what waits for it.
    Begin(Arc<Session>),
    /// The peer's path is to be changed.
    Plan(Arc<Peer>),
    /// Nobody has this address: answer what waits for it.
    Refuse(IpAddr),
}

#[derive(Default)]
pub struct Outbox {
    errands: Mutex<VecDeque<Errand>>,
    length: AtomicUsize,
}

impl Outbox {
    pub fn push(&self, errand: Errand) -> Result<(), CommandError> {
        self.push_after(errand, || ())
    }

    /// Queues an errand unless there are too many; `prepare` is done before a worker can take it.
    pub fn push_after(&self, errand: Errand, prepare: impl FnOnce()) -> Result<(), CommandError> {
        let mut errands = self.errands.lock().expect("outbox");
        if errands.len() >= LONGEST {
            return Err(CommandError::OutboxFull);
        }
        prepare();
        errands.push_back(errand);
        self.length.store(errands.len(), Ordering::Release);
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.length.load(Ordering::Acquire) == 0
    }

    pub fn pop(&self) -> Option<Errand> {
        if self.is_empty() {
            return None;
        }
        let mut errands = self.errands.lock().expect("outbox");
        let errand = errands.pop_front();
        self.length.store(errands.len(), Ordering::Release);
        errand
    }
}
