//! The engine's worker as seen from outside its thread: started and stopped, handed a TUN and sockets while it runs or
//! rests, or turned by hand.
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::device::{self, Interface, Settings};
use super::error::IoError;
use super::sockets::Sockets;
use super::step::{StepInput, StepOutput, step};
use super::tun::{Tun, TunOffloads};
use super::udp::{self, UdpSocket};
use super::worker::{OnEvents, PacketLoop, Shared};
use crate::engine::{Engine, Nanos, Worker};

pub struct Runner {
    shared: Arc<Shared>,
    /// One of the two holds the loop.
    resting: Option<Box<PacketLoop>>,
    running: Option<JoinHandle<Box<PacketLoop>>>,
    interface: Option<Interface>,
}

impl Runner {
    pub fn new(engine: Arc<Engine>) -> Result<Self, IoError> {
        let worker = Worker::new(engine.clone(), 0);
        let shared = Shared::new(engine)?;
        let packets = PacketLoop::new(shared.clone(), worker)?;
        Ok(Self {
            shared,
            resting: Some(Box::new(packets)),
            running: None,
            interface: None,
        })
    }

    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Starts the thread. Errors: engine-running, engine-resources.
    pub fn start(&mut self, on_events: OnEvents) -> Result<(), IoError> {
        let mut packets = self.resting.take().ok_or_else(running)?;
        let thread = thread::Builder::new()
            .name("festoon-0".into())
            .spawn(move || {
                let _guard = AbortOnPanic;
                packets.run(&on_events);
                packets
            });
        let refused =
            |error| IoError::from_os("engine-resources", "cannot start the worker thread", &error);
        self.running = Some(thread.map_err(refused)?);
        Ok(())
    }

    /// Ends the thread and waits for it; idempotent. What it held stays open, and `start` goes on with it.
    pub fn stop(&mut self) {
        if let Some(thread) = self.running.take() {
            self.shared.stop();
            self.resting = thread.join().ok();
        }
    }

    /// Runs `call` on the loop: between two turns where it runs, else at once.
    pub fn call<R: Send + 'static>(
        &mut self,
        call: impl FnOnce(&mut PacketLoop) -> R + Send + 'static,
    ) -> Result<R, IoError> {
        let answer = match (&mut self.resting, &self.running) {
            (Some(packets), _) => Some(call(packets)),
            (None, Some(_)) => self.shared.call(call),
            (None, None) => None,
        };
        answer.ok_or_else(|| {
            IoError::new("engine-resources", "the worker thread could not be started")
        })
    }

    pub fn sockets<R: Send + 'static>(
        &mut self,
        call: impl FnOnce(&mut Sockets) -> R + Send + 'static,
    ) -> Result<R, IoError> {
        self.call(|packets| call(packets.sockets()))
    }

    /// A socket that waits to be added. This loop may hold the same port on every address, or on one of them.
    pub fn bind_udp(&mut self, address: SocketAddr) -> Result<UdpSocket, IoError> {
        let own = self.sockets(|sockets| sockets.locals())?;
        Ok(udp::bind_beside(&own, address, 1)?.remove(0))
    }

    /// Creates the overlay's interface; its index, and what its TUN takes. Errors: those of `device::open`.
    pub fn open_tun(
        &mut self,
        name: &str,
        settings: &Settings,
    ) -> Result<(u32, TunOffloads), IoError> {
        let mut device = device::open(name, settings, 1)?;
        self.set_tun(device.queues.pop())?;
        self.shared.engine.set_mtu(settings.mtu);
        let index = device.interface.index;
        self.interface = Some(device.interface);
        Ok((index, device.offloads))
    }

    /// Errors: those of `Interface::update`, netlink-no-device also where no interface was opened.
    pub fn update_tun(&mut self, want: &Settings) -> Result<(), IoError> {
        let none = || IoError::new("netlink-no-device", "no TUN interface is open");
        let interface = self.interface.as_mut().ok_or_else(none)?;
        let engine = &self.shared.engine;
        let before = engine.mtu();
        // The engine never takes less than the interface: its refusals would be remembered as a path MTU for minutes.
        engine.set_mtu(before.max(want.mtu));
        let done = interface.update(want);
        engine.set_mtu(if done.is_ok() { want.mtu } else { before });
        done
    }

    /// Takes a TUN that has no interface, or gives up the one there is, which is closed then.
    pub fn set_tun(&mut self, tun: Option<Tun>) -> Result<(), IoError> {
        self.interface = None;
        self.call(|packets| packets.set_tun(tun))
    }

    /// One turn on the caller's clock; refused while the thread runs (engine-running).
    pub fn step(&mut self, now: Nanos, input: StepInput) -> Result<StepOutput, IoError> {
        let packets = self.resting.as_mut().ok_or_else(running)?;
        Ok(step(&self.shared.engine, packets.worker(), now, input))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A panic of the worker is a bug, and a daemon that lives on without packets helps nobody: end loudly, be restarted.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            std::process::abort();
        }
    }
}

fn running() -> IoError {
    IoError::new("engine-running", "the worker thread runs; stop it first")
}
