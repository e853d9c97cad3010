//! The seam between Node and the core: conversions and nothing else. native/addon.d.ts says what JavaScript sees.
mod convert;

use std::net::SocketAddr;
use std::sync::Arc;

use convert::{Fields, Named, Outcome as Result, Value, exactly, list, object, parse, thrown};
use festoon_core::engine::{
    self, CommandError, Counter, Direction, DropReason, EngineOptions, Secret, Suite, aead,
};
use festoon_core::io::netlink::Netlink;
use festoon_core::io::tun::{Tun, TunOffloads};
use festoon_core::io::{exchange, lock, notify, process, runner::Runner, sys, udp, watch::Watch};
use napi::bindgen_prelude::{Buffer, Either, Float64ArraySlice, Function, Object, Uint8ArraySlice};
use napi::threadsafe_function::{ThreadsafeCallContext, ThreadsafeFunctionCallMode};
use napi_derive::napi;

#[napi]
pub struct Engine {
    core: Arc<engine::Engine>,
    runner: Runner,
    /// What the last step gave; kept for its room.
    stepped: Vec<u8>,
}

#[napi]
impl Engine {
    #[napi(constructor)]
    pub fn new(options: Object<'_>) -> Result<Self> {
        let options = EngineOptions {
            seed: options.bytes("seed")?,
            lanes: options.small("lanes")?,
            sessions: options.field::<Option<_>>("sessions")?.unwrap_or(65_535),
            ..EngineOptions::default()
        };
        let core = Arc::new(thrown(engine::Engine::new(options))?);
        let runner = thrown(Runner::new(core.clone()))?;
        let stepped = Vec::new();
        Ok(Self {
            core,
            runner,
            stepped,
        })
    }

    #[napi]
    pub fn set_identity(&self, identity: Object<'_>) -> Result<()> {
        let identity = engine::Identity {
            public_key: identity.bytes("publicKey")?,
            secrets: identity.each("secrets", |secret| Ok(Secret(exactly(secret)?)))?,
        };
        thrown(self.core.set_identity(&identity))
    }

    #[napi]
    pub fn set_peer(&self, set: Object<'_>) -> Result<()> {
        self.core.set_peer(engine::SetPeer {
            peer: set.field("peer")?,
            sources: set.each("sources", parse)?,
            manager: set.field::<Option<_>>("manager")?.unwrap_or(false),
        });
        Ok(())
    }

    #[napi]
    pub fn remove_peer(&self, peer: u32) {
        self.core.remove_peer(peer);
    }

    #[napi]
    pub fn set_path(&self, set: Object<'_>) -> Result<()> {
        let (peer, path) = (set.field("peer")?, set.optional("path")?);
        self.commanded(match (path, set.field::<Option<u32>>("holdNs")?) {
            (Some(path), Some(hold)) => self.core.plan_path(peer, path, hold.into()),
            (path, _) => self.core.set_path(peer, path),
        })
    }

    #[napi]
    pub fn update_routes(&self, delta: Object<'_>) -> Result<()> {
        let add = delta.each("add", convert::route)?;
        let remove = delta.each("remove", parse)?;
        self.commanded(self.core.update_routes(&add, &remove))
    }

    #[napi]
    pub fn replace_routes(&self, all: Vec<Object<'_>>) -> Result<()> {
        let all: Vec<_> = all.into_iter().map(convert::route).collect::<Result<_>>()?;
        self.commanded(self.core.replace_routes(&all))
    }

    #[napi]
    pub fn set_asked(&self, prefixes: Vec<String>) -> Result<()> {
        let prefixes = prefixes.into_iter().map(parse).collect::<Result<_>>()?;
        self.core.set_asked(prefixes);
        Ok(())
    }

    #[napi]
    pub fn refuse_address(&self, address: String) -> Result<()> {
        self.commanded(self.core.refuse_address(parse(address)?))
    }

    #[napi]
    pub fn set_relay(&self, set: Object<'_>) -> Result<()> {
        self.core.set_relay(&engine::SetRelay {
            on: set.field("on")?,
            bytes_per_second: set.large("bytesPerSecond")?,
            burst_bytes: set.large("burstBytes")?,
        });
        Ok(())
    }

    #[napi]
    pub fn update_relay(&self, delta: Object<'_>) -> Result<()> {
        let add = delta.each("add", convert::relay)?;
        let remove: Vec<u32> = delta.field("remove")?;
        thrown(self.core.update_relay(&add, &remove))
    }

    #[napi]
    pub fn set_local(&self, local: Object<'_>) -> Result<()> {
        self.core.set_local(&engine::Local {
            addresses: local.each("addresses", parse)?,
            prefixes: local.each("prefixes", parse)?,
        });
        Ok(())
    }

    #[napi]
    pub fn set_mtu(&self, mtu: u32) {
        self.core.set_mtu(mtu);
    }

    #[napi]
    pub fn install_session(&self, install: Object<'_>) -> Result<()> {
        let suite = Suite::from_id(install.small("suite")?);
        let command = engine::InstallSession {
            index: install.field("index")?,
            remote_index: install.field("remoteIndex")?,
            peer: install.field("peer")?,
            chaining_key: install.bytes("chainingKey")?,
            handshake_hash: install.bytes("handshakeHash")?,
            suite: suite.map_or_else(|| convert::refuse("suite: must be 1, 2 or 3".into()), Ok)?,
            initiator: install.field("initiator")?,
            lanes: install.small("lanes")?,
            path: install.text("path")?,
        };
        self.commanded(self.core.install_session(&command))
    }

    #[napi]
    pub fn retire_session(&self, index: u32) -> Result<()> {
        thrown(self.core.retire_session(index))
    }

    #[napi]
    pub fn send_handshake(&self, send: Object<'_>) -> Result<()> {
        let command = engine::SendHandshake {
            datagram: Box::new(send.bytes("datagram")?),
            path: send.text("path")?,
            public_key: send.bytes("publicKey")?,
            secret: send.small("secret")?,
        };
        self.commanded(self.core.send_handshake(command))
    }

    #[napi]
    pub fn send_cookie(&self, send: Object<'_>) -> Result<()> {
        let command = engine::SendCookie {
            datagram: Box::new(send.bytes("datagram")?),
            path: send.text("path")?,
            secret: send.small("secret")?,
        };
        self.commanded(self.core.send_cookie(command))
    }

    #[napi]
    pub fn send_control(&self, send: Object<'_>) -> Result<()> {
        let command = engine::SendControl {
            index: send.field("index")?,
            kind: send.small("kind")?,
            flags: send.small("flags")?,
            body: send.field::<&[u8]>("body")?.to_vec(),
            path: send.optional("path")?,
        };
        self.commanded(self.core.send_control(command))
    }

    #[napi]
    pub fn counters(&self) -> Named {
        let sums = self.core.counters();
        let count = |kind: &Counter| (convert::camel_case(kind.name()), Value::of(sums.get(*kind)));
        let dropped = list(DropReason::ALL, |reason| sums.dropped(*reason));
        let mut named =
            object! { windowBytes: sums.window_bytes, sessions: sums.sessions, dropped: dropped };
        named.extend(Counter::ALL.iter().map(count));
        named
    }

    #[napi]
    pub fn peer_stats(&self) -> Vec<Named> {
        list(self.core.peer_stats(), convert::peer_stats)
    }

    #[napi]
    pub fn peer_activity(
        &self,
        peers: Vec<u32>,
        watch: Vec<f64>,
        mut into: Float64ArraySlice<'_>,
    ) -> u32 {
        let watches = watch.as_chunks().0.iter().map(convert::watch);
        if self.core.watch(peers.iter().copied().zip(watches)) {
            self.runner.shared().wake();
        }
        // SAFETY: JavaScript is the only other one that has these numbers, and it waits for this call.
        let (room, _) = unsafe { into.as_mut() }.as_chunks_mut();
        let stats = self.core.stats_of(&peers);
        let filled = room.iter_mut().zip(&stats);
        filled
            .map(|(numbers, stats)| *numbers = convert::activity(stats))
            .count() as u32
    }

    #[napi]
    pub fn open_tun(&mut self, open: Object<'_>) -> Result<Named> {
        let (name, settings) = (open.field::<String>("name")?, convert::device(&open)?);
        let (index, offloads) = thrown(self.runner.open_tun(&name, &settings))?;
        let TunOffloads { vnet, tso, uso } = offloads;
        let offloads = object! { vnet: vnet, tso: tso, uso: uso };
        Ok(object! { name: name, index: index, offloads: offloads })
    }

    #[napi]
    pub fn update_tun(&mut self, want: Object<'_>) -> Result<()> {
        thrown(self.runner.update_tun(&convert::device(&want)?))
    }

    #[napi]
    pub fn close_tun(&mut self) -> Result<()> {
        thrown(self.runner.set_tun(None))
    }

    #[napi]
    pub fn attach_tun(&mut self, fd: i32) -> Result<()> {
        let tun = thrown(Tun::from_pair(sys::adopt(fd)))?;
        thrown(self.runner.set_tun(Some(tun)))
    }

    #[napi]
    pub fn bind_udp(&mut self, bind: Object<'_>) -> Result<Named> {
        let endpoint = SocketAddr::new(bind.text("address")?, bind.small("port")?);
        let socket = thrown(self.runner.bind_udp(endpoint))?;
        self.add_socket(socket)
    }

    #[napi]
    pub fn unbind_udp(&mut self, id: u32) -> Result<bool> {
        thrown(self.runner.call(move |packets| packets.close_socket(id)))
    }

    #[napi]
    pub fn prefer_udp(&mut self, ids: Vec<u32>) -> Result<()> {
        thrown(self.runner.sockets(move |sockets| sockets.prefer(&ids)))
    }

    #[napi]
    pub fn attach_udp(&mut self, pair: Object<'_>) -> Result<Named> {
        let (local, remote) = (pair.text("local")?, pair.text("remote")?);
        let fd = sys::adopt(pair.field("fd")?);
        self.add_socket(thrown(udp::UdpSocket::from_pair(fd, local, remote))?)
    }

    #[napi]
    pub fn watch_network(&mut self) -> Result<()> {
        let watch = thrown(Watch::open())?;
        thrown(self.runner.call(|packets| packets.set_watch(watch)))
    }

    #[napi]
    pub fn wake(&self) {
        self.runner.shared().wake();
    }

    #[napi]
    pub fn start(&mut self, options: Object<'_>) -> Result<()> {
        let on_events: Function<'_, Buffer, ()> = options.field("onEvents")?;
        let shared = self.runner.shared().clone();
        // On the JavaScript thread: until it gets round to it, events wait (and age) in the engine's bounded queue.
        let drain = move |_: ThreadsafeCallContext<()>| Ok(Buffer::from(shared.take_events()));
        let builder = on_events.build_threadsafe_function::<()>().weak::<true>();
        let callback = builder.callee_handled::<false>().build_callback(drain);
        let callback = callback.or_else(|error| convert::refuse(error.reason.clone()))?;
        let announce = move || {
            callback.call((), ThreadsafeFunctionCallMode::NonBlocking);
        };
        thrown(self.runner.start(Box::new(announce)))
    }

    #[napi]
    pub fn stop(&mut self) {
        self.runner.stop();
    }

    #[napi]
    pub fn step_packed(
        &mut self,
        now_ns: f64,
        mut packed: Uint8ArraySlice<'_>,
        input: u32,
    ) -> Result<Either<u32, Buffer>> {
        // SAFETY: JavaScript is the only other one that has these bytes, and it waits for this call.
        let packed = unsafe { packed.as_mut() };
        let input = thrown(exchange::unpack(packed, input))?;
        let output = thrown(self.runner.step(now_ns as u64, input))?;
        exchange::pack(&output, &mut self.stepped);
        let length = self.stepped.len();
        Ok(match packed.get_mut(..length) {
            Some(room) => {
                room.copy_from_slice(&self.stepped);
                Either::A(length as u32)
            }
            None => Either::B(std::mem::take(&mut self.stepped).into()),
        })
    }

    fn add_socket(&mut self, socket: udp::UdpSocket) -> Result<Named> {
        let (local, gso, gro) = (socket.local(), socket.gso(), socket.gro());
        let buffer = socket.receive_buffer().unwrap_or(0) as u32;
        let id = thrown(self.runner.sockets(|sockets| sockets.add(socket)))?;
        Ok(object! {
            id: id, address: local.ip().to_string(), port: u32::from(local.port()),
            gso: gso, gro: gro, receiveBuffer: buffer,
        })
    }

    /// The worker sees to what a command left to send.
    fn commanded(&self, outcome: std::result::Result<(), CommandError>) -> Result<()> {
        self.runner.shared().wake();
        thrown(outcome)
    }
}

/// A lock on a file, held until released or the process ends.
#[napi]
pub struct FileLock(Option<lock::Lock>);

#[napi]
impl FileLock {
    #[napi]
    pub fn release(&mut self) {
        self.0 = None;
    }
}

#[napi]
pub fn lock_file(path: String) -> Result<FileLock> {
    thrown(lock::acquire(path.as_ref())).map(|lock| FileLock(Some(lock)))
}

#[napi]
pub fn forbid_dumps() -> Result<()> {
    thrown(process::forbid_dumps())
}

#[napi]
pub fn notify(state: String) -> bool {
    notify::notify(&state)
}

#[napi]
pub fn local_addresses() -> Result<Vec<Named>> {
    let found = thrown(Netlink::open().and_then(|mut netlink| netlink.addresses()))?;
    Ok(list(found, |on| {
        object! { interface: on.interface, address: on.subnet.to_string() }
    }))
}

#[napi]
pub fn host_routes() -> Result<Vec<Named>> {
    let found = thrown(Netlink::open().and_then(|mut netlink| netlink.routes()))?;
    Ok(list(found, |route| {
        let (prefix, gateway) = (route.destination, route.gateway.map(|to| to.to_string()));
        object! { prefix: prefix.to_string(), interface: route.interface(), gateway: gateway }
    }))
}

#[napi]
pub fn hardware() -> Named {
    festoon_core::init();
    let suites = Suite::ALL.iter().filter(|suite| suite.in_hardware());
    object! {
        aes: aead::aes_in_hardware(),
        suites: list(suites, |suite| u32::from(suite.id())),
        sodium: festoon_core::sodium_version().to_owned(),
    }
}

#[napi]
pub fn drop_reasons() -> Vec<&'static str> {
    DropReason::ALL.iter().map(|reason| reason.name()).collect()
}

/// Those of packets that this node sends; every other is about what it receives.
#[napi]
pub fn outbound_drop_reasons() -> Vec<&'static str> {
    let outbound = |reason: &&DropReason| reason.direction() == Direction::Outbound;
    let reasons = DropReason::ALL.iter().filter(outbound);
    reasons.map(|reason| reason.name()).collect()
}

#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[napi]
pub fn socket_pair() -> Result<Vec<i32>> {
    thrown(sys::socket_pair()).map(Vec::from)
}
