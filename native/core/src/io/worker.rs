//! The loop of one worker thread: waits for the TUN, the sockets, a deadline or a call, and runs what is there to its
//! end. Batches never wait for more: what one turn received is out of the process at the end of that turn.
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use super::error::IoError;
use super::slots::Slots;
use super::sockets::Sockets;
use super::sys::{self, NEVER_READY, Wake};
use super::tun::{Tun, TunOffloads};
use super::watch::Watch;
use super::wires::{Failures, Wires};
use crate::engine::events::Event;
use crate::engine::{DropReason, Engine, Nanos, SECOND, Worker};
use crate::inner::coalesce::Offloads;

/// A turn reads the TUN until it is empty or this much came, so that neither direction starves the other.
const TUN_PACKETS: usize = 64;
const TUN_BYTES: usize = 128 << 10;
/// Of up to 64 trains, from a socket about to be closed.
const LAST_BATCHES: usize = 256;
/// Room that the engine wants before a packet read from the TUN.
const HEADROOM: usize = 128;
const TUN_BUFFER: usize = HEADROOM + (64 << 10) + 4096;
/// What a device event is about.
const TUN_LOST: u32 = 1;
const UDP_ERROR: u32 = 2;
const NETWORK_CHANGED: u32 = 3;
/// Places in what is polled; the sockets follow.
const WAKE: usize = 0;
const WATCH: usize = 1;
const TUN: usize = 2;
const SOCKETS: usize = 3;
/// What the loop waits where it cannot wait for descriptors.
const BREATHER: Duration = Duration::from_millis(10);
/// A descriptor in trouble is ready for ever.
const TROUBLE: i16 = libc::POLLERR | libc::POLLHUP | libc::POLLNVAL;

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
    sockets: Sockets,
    watch: Option<Watch>,
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
            sockets: Sockets::default(),
            watch: None,
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

    pub fn sockets(&mut self) -> &mut Sockets {
        &mut self.sockets
    }

    /// Takes in what waits at a socket, then closes it; whether there was one.
    pub fn close_socket(&mut self, id: u32) -> bool {
        let place = (0..self.sockets.count()).find(|place| self.sockets.at(*place).0 == id);
        if let Some(place) = place {
            // Its buffer is finite, but a sender may keep pace with this loop.
            let mut batches = 0;
            while batches < LAST_BATCHES && self.receive(sys::monotonic(), place) {
                batches += 1;
            }
        }
        self.sockets.remove(id)
    }

    /// Has changes of this host's network reported.
    pub fn set_watch(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    /// Runs until `Shared::stop`.
    pub fn run(&mut self, on_events: &OnEvents) {
        while !self.shared.stopping.swap(false, Ordering::AcqRel) {
            self.turn();
            self.worker.count_turn();
            if !self.shared.engine.events().is_empty()
                && !self.shared.announced.swap(true, Ordering::SeqCst)
            {
                on_events();
            }
        }
    }

    fn turn(&mut self) {
        self.wait();
        if self.ready[WAKE].revents != 0 {
            self.shared.wake.clear();
            let calls = std::mem::take(&mut *self.shared.calls.lock().expect("calls"));
            if !calls.is_empty() {
                calls.into_iter().for_each(|call| call(self));
                // They may have closed what `ready` speaks of; what was commanded beside them has no other wake.
                self.keep_time(sys::monotonic());
                return;
            }
        }
        let now = sys::monotonic();
        self.keep_time(now);
        for i in 0..self.sockets.count() {
            let revents = self.ready[SOCKETS + i].revents;
            if revents != 0 && !self.receive(now, i) && revents & TROUBLE != 0 {
                self.sockets.rest(i, now);
            }
        }
        let revents = self.ready[TUN].revents;
        if revents != 0 && !self.read_tun(now) && revents & TROUBLE != 0 {
            self.lose_tun(now, &io::Error::from_raw_os_error(libc::EBADFD));
        }
        if self.ready[WATCH].revents != 0
            && let Some(watch) = &mut self.watch
        {
            watch.note(now);
        }
    }

    /// Waits until something is ready or the next deadline has come.
    fn wait(&mut self) {
        let now = sys::monotonic();
        let watch = self.watch.as_ref().filter(|watch| watch.listens());
        self.ready.clear();
        self.ready.push(sys::readable(&self.shared.wake));
        self.ready.push(watch.map_or(NEVER_READY, sys::readable));
        let tun = self.tun.as_ref();
        self.ready.push(tun.map_or(NEVER_READY, sys::readable));
        let sockets = self.sockets.awake(now);
        self.ready
            .extend(sockets.map(|socket| socket.map_or(NEVER_READY, sys::readable)));
        let deadlines = [
            self.worker.poll_timeout(),
            self.sockets.next_waking(),
            self.watch.as_ref().and_then(Watch::deadline),
        ];
        let timeout = deadlines.into_iter().flatten().min();
        let timeout = timeout.map(|at| at.saturating_sub(now));
        if sys::poll(&mut self.ready, timeout).is_err() {
            // Out of memory, or more descriptors than the process may have: nothing is known to be ready.
            self.ready.iter_mut().for_each(|fd| fd.revents = 0);
            std::thread::sleep(BREATHER);
        }
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
        if self.watch.as_mut().is_some_and(|watch| watch.take_due(now)) {
            self.tell(now, NETWORK_CHANGED, 0);
        }
    }

    /// Whether anything came.
    fn receive(&mut self, now: Nanos, i: usize) -> bool {
        let (id, socket) = self.sockets.at(i);
        let mut filled = self.slots.fill(socket);
        let error = filled.as_ref().err().filter(|error| !passing(error));
        if let Some(errno) = error.map(errno_of) {
            // The socket's pending error, which reading it has taken away.
            filled = self.slots.fill(socket);
            self.report(now, UDP_ERROR, errno);
        }
        let Ok(filled) = filled else { return false };
        let socket = self.sockets.at(i).1;
        let mut wires = Wires::new(&self.tun, &self.sockets);
        self.worker.arrive_by(id);
        let (bytes, trains) = self.slots.received(filled, socket);
        self.worker.handle_trains(now, bytes, trains, &mut wires);
        self.worker.flush(&mut wires);
        let failures = wires.failures;
        self.account(now, failures);
        true
    }

    /// Whether anything came.
    fn read_tun(&mut self, now: Nanos) -> bool {
        let Some(tun) = &self.tun else { return false };
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
                Err(error) if unreadable(&error) => {
                    self.worker.drop_packets(DropReason::TunMalformed, 1);
                    packets += 1;
                }
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
            self.lose_tun(now, &error);
        }
        packets > 0
    }

    /// The interface was deleted: told once, whatever was told of it before.
    fn lose_tun(&mut self, now: Nanos, error: &io::Error) {
        if self.tun.take().is_some() {
            self.tell(now, TUN_LOST, errno_of(error));
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
        if failures.tun_down {
            self.report(now, TUN_LOST, libc::EIO);
        }
    }

    /// A device event, at most one a second of each kind.
    fn report(&mut self, now: Nanos, what: u32, errno: i32) {
        let last = &mut self.reported[what as usize - 1];
        if last.is_none_or(|at| now.saturating_sub(at) >= SECOND) {
            *last = Some(now);
            self.tell(now, what, errno);
        }
    }

    fn tell(&self, now: Nanos, what: u32, errno: i32) {
        let errno = errno as u32;
        self.shared
            .engine
            .events()
            .push(now, Event::Device { what, errno });
    }
}

fn errno_of(error: &io::Error) -> i32 {
    error.raw_os_error().unwrap_or(0)
}

/// Nothing there (any more), or interrupted: the next turn sees.
fn passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

/// The kernel could not hand this packet over; it is gone, the next one may do.
fn unreadable(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EINVAL | libc::ENOMEM | libc::ENOBUFS)
    )
}
