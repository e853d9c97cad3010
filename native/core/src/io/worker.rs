//! The loop of one worker thread: waits for the TUN, the sockets, a deadline or a call, and runs what is there to its
//! end. Batches never wait for more: what one turn received is out of the process at the end of that turn.
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};

use super::error::IoError;
use super::slots::Slots;
use super::sys::{self, Wake};
use super::tun::{Tun, TunOffloads};
use super::udp::UdpSocket;
use crate::engine::events::Event;
use crate::engine::{DropReason, Engine, Nanos, Output, SECOND, Transmit, Worker};
use crate::inner::coalesce::Offloads;

/// A turn reads the TUN until it is empty or this much came, so that neither direction starves the other.
const TUN_PACKETS: usize = 64;
const TUN_BYTES: usize = 128 << 10;
/// Room that the engine wants before a packet read from the TUN.
const HEADROOM: usize = 128;
const TUN_BUFFER: usize = HEADROOM + (64 << 10) + 4096;
/// What a device event is about.
const TUN_LOST: u32 = 1;
const UDP_ERROR: u32 = 2;

/// Work for the loop's thread: it runs between two turns.
pub type Call = Box<dyn FnOnce(&mut PacketLoop) + Send>;

/// Told that events wait; not told again until they were taken (`Shared::take_events`). Must not block.
pub type OnEvents = Box<dyn Fn() + Send>;

/// What the loop's thread and the threads that command it have in common.
pub struct Shared {
    pub engine: Arc<Engine>,
    wake: Wake,
    calls: Mutex<Vec<Call>>,
    stopping: AtomicBool,
    announced: AtomicBool,
}

/// One worker: the engine's lane, its TUN queue and its sockets.
pub struct PacketLoop {
    shared: Arc<Shared>,
    worker: Worker,
    tun: Option<Tun>,
    sockets: Vec<(u32, UdpSocket)>,
    last_id: u32,
    slots: Slots,
    buffer: Box<[u8]>,
    ready: Vec<libc::pollfd>,
    /// When trouble of each kind was last reported.
    reported: [Option<Nanos>; 2],
}

impl Shared {
    pub fn new(engine: Arc<Engine>) -> Result<Arc<Self>, IoError> {
        let wake =
            Wake::new().map_err(|error| IoError::from_os("engine-resources", "eventfd", &error))?;
        Ok(Arc::new(Self {
            engine,
            wake,
            calls: Mutex::default(),
            stopping: AtomicBool::new(false),
            announced: AtomicBool::new(false),
        }))
    }

    /// Ends the loop's wait: a command left something to send.
    pub fn wake(&self) {
        self.wake.wake();
    }

    /// Has the loop's thread run `call` and waits for its answer; `None` when the thread is gone.
    pub fn call<R: Send + 'static>(
        &self,
        call: impl FnOnce(&mut PacketLoop) -> R + Send + 'static,
    ) -> Option<R> {
        let (answer, answered) = mpsc::sync_channel(1);
        let call: Call = Box::new(move |packets| drop(answer.send(call(packets))));
        self.calls.lock().expect("calls").push(call);
        self.wake();
        answered.recv().ok()
    }

    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake();
    }

    /// Every waiting event, packed.
    pub fn take_events(&self) -> Vec<u8> {
        // First, so that an event pushed after the draining is announced again.
        self.announced.store(false, Ordering::SeqCst);
        let mut batch = Vec::new();
        self.engine
            .events()
            .drain_packed(sys::monotonic(), &mut batch);
        batch
    }
}

impl PacketLoop {
    pub fn new(shared: Arc<Shared>, worker: Worker) -> Result<Self, IoError> {
        let slots = Slots::new()
            .map_err(|error| IoError::from_os("engine-resources", "receive slots", &error))?;
        Ok(Self {
            shared,
            worker,
            tun: None,
            sockets: Vec::new(),
            last_id: 0,
            slots,
            buffer: vec![0; TUN_BUFFER].into_boxed_slice(),
            ready: Vec::new(),
            reported: [None; 2],
        })
    }

    pub fn worker(&mut self) -> &mut Worker {
        &mut self.worker
    }

    /// Takes a TUN queue, or gives up the one it has, which is closed then.
    pub fn set_tun(&mut self, tun: Option<Tun>) {
        let TunOffloads { vnet, tso, uso } = tun.as_ref().map(Tun::offloads).unwrap_or_default();
        let offloads = Offloads {
            csum: vnet && tso,
            tso,
            uso,
        };
        let mut wires = Wires::new(&self.tun, &self.sockets);
        self.worker.set_offloads(offloads, &mut wires);
        self.tun = tun;
    }

    /// Takes a socket; its id.
    pub fn add_socket(&mut self, socket: UdpSocket) -> u32 {
        self.last_id += 1;
        self.sockets.push((self.last_id, socket));
        self.last_id
    }

    /// Closes a socket; whether there was one.
    pub fn remove_socket(&mut self, id: u32) -> bool {
        let before = self.sockets.len();
        self.sockets.retain(|(other, _)| *other != id);
        self.sockets.len() < before
    }

    /// Runs until `Shared::stop`.
    pub fn run(&mut self, on_events: &OnEvents) {
        while !self.shared.stopping.swap(false, Ordering::AcqRel) {
            self.turn();
            if !self.shared.engine.events().is_empty()
                && !self.shared.announced.swap(true, Ordering::SeqCst)
            {
                on_events();
            }
        }
    }

    fn turn(&mut self) {
        self.wait();
        if self.ready[0].revents != 0 {
            self.shared.wake.clear();
            let calls = std::mem::take(&mut *self.shared.calls.lock().expect("calls"));
            if !calls.is_empty() {
                calls.into_iter().for_each(|call| call(self));
                // They may have closed what `ready` speaks of.
                return;
            }
        }
        let now = sys::monotonic();
        self.keep_time(now);
        for i in 0..self.sockets.len() {
            if self.ready[1 + i].revents != 0 {
                self.receive(now, i);
            }
        }
        if self.tun.is_some() && self.ready[1 + self.sockets.len()].revents != 0 {
            self.read_tun(now);
        }
    }

    /// Waits until something is ready or the engine's next deadline has come.
    fn wait(&mut self) {
        self.ready.clear();
        self.ready.push(sys::readable(&self.shared.wake));
        self.ready
            .extend(self.sockets.iter().map(|(_, socket)| sys::readable(socket)));
        self.ready.extend(self.tun.iter().map(sys::readable));
        let deadline = self.worker.poll_timeout();
        let timeout = deadline.map(|at| at.saturating_sub(sys::monotonic()));
        sys::poll(&mut self.ready, timeout).expect("poll of open descriptors");
    }

    /// What commands left to send, and what is due.
    fn keep_time(&mut self, now: Nanos) {
        let mut wires = Wires::new(&self.tun, &self.sockets);
        self.worker.handle_outbox(now, &mut wires);
        if self.worker.poll_timeout().is_some_and(|at| at <= now) {
            self.worker.handle_timeout(now, &mut wires);
        }
        self.worker.flush(&mut wires);
        let failures = wires.failures;
        self.account(now, failures);
    }

    fn receive(&mut self, now: Nanos, i: usize) {
        let socket = &self.sockets[i].1;
        let filled = match self.slots.fill(socket) {
            Ok(filled) => filled,
            Err(error) if passing(&error) => return,
            Err(error) => return self.report(now, UDP_ERROR, &error),
        };
        let mut wires = Wires::new(&self.tun, &self.sockets);
        for slot in 0..filled {
            if let Some(train) = self.slots.train(slot, socket) {
                self.worker.handle_datagrams(
                    now,
                    train.source,
                    train.bytes,
                    train.segment,
                    &mut wires,
                );
            }
        }
        self.worker.flush(&mut wires);
        let failures = wires.failures;
        self.account(now, failures);
    }

    fn read_tun(&mut self, now: Nanos) {
        let Some(tun) = &self.tun else { return };
        let mut wires = Wires::new(&self.tun, &self.sockets);
        let mut lost = None;
        let (mut packets, mut bytes) = (0, 0);
        while packets < TUN_PACKETS && bytes < TUN_BYTES {
            match tun.read(&mut self.buffer[HEADROOM..]) {
                Ok(length) => {
                    self.worker
                        .handle_tun(now, &mut self.buffer, HEADROOM, length, &mut wires);
                    packets += 1;
                    bytes += length;
                }
                Err(error) if passing(&error) => break,
                Err(error) => {
                    lost = Some(error);
                    break;
                }
            }
        }
        self.worker.flush(&mut wires);
        let failures = wires.failures;
        self.account(now, failures);
        if let Some(error) = lost {
            self.tun = None;
            self.report(now, TUN_LOST, &error);
        }
    }

    fn account(&mut self, now: Nanos, failures: Failures) {
        if failures.unsent > 0 {
            self.worker
                .drop_packets(DropReason::UdpSendFailed, failures.unsent);
        }
        if failures.undelivered > 0 {
            self.worker
                .drop_packets(DropReason::TunWriteFailed, failures.undelivered);
        }
        if let Some(errno) = failures.tun_errno {
            self.report(now, TUN_LOST, &io::Error::from_raw_os_error(errno));
        }
    }

    /// A device event, at most one a second of each kind.
    fn report(&mut self, now: Nanos, what: u32, error: &io::Error) {
        let last = &mut self.reported[what as usize - 1];
        if last.is_none_or(|at| now.saturating_sub(at) >= SECOND) {
            *last = Some(now);
            let errno = error.raw_os_error().unwrap_or(0) as u32;
            self.shared
                .engine
                .events()
                .push(now, Event::Device { what, errno });
        }
    }
}

/// The engine's way out, and what failed on it.
struct Wires<'a> {
    tun: &'a Option<Tun>,
    sockets: &'a [(u32, UdpSocket)],
    failures: Failures,
}

#[derive(Clone, Copy, Default)]
struct Failures {
    /// Datagrams.
    unsent: u64,
    /// Packets, each maybe a superpacket.
    undelivered: u64,
    /// The link is down or gone.
    tun_errno: Option<i32>,
}

impl<'a> Wires<'a> {
    fn new(tun: &'a Option<Tun>, sockets: &'a [(u32, UdpSocket)]) -> Self {
        Self {
            tun,
            sockets,
            failures: Failures::default(),
        }
    }
}

impl Output for Wires<'_> {
    fn transmit(&mut self, transmit: &Transmit<'_>) {
        let Transmit {
            destination,
            bytes,
            segment,
            packets,
        } = *transmit;
        let socket = self
            .sockets
            .iter()
            .find(|(_, socket)| socket.reaches(destination));
        if socket.is_none_or(|(_, socket)| socket.send(destination, bytes, segment).is_err()) {
            self.failures.unsent += u64::from(packets);
        }
    }

    fn deliver(&mut self, vnet_and_packet: &[u8]) {
        let Some(tun) = self.tun else {
            self.failures.undelivered += 1;
            return;
        };
        if let Err(error) = tun.write(vnet_and_packet) {
            self.failures.undelivered += 1;
            if matches!(error.raw_os_error(), Some(libc::EIO | libc::EBADFD)) {
                self.failures.tun_errno = error.raw_os_error();
            }
        }
    }
}

/// Nothing there (any more), or interrupted: the next turn sees.
fn passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}
