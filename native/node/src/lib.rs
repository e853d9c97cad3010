//! The seam between Node and the core: conversions and nothing else. native/addon.d.ts says what JavaScript sees.
mod convert;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use convert::{
    Fields, Hardware, PeerActivity, Result, SocketInfo, Stepped, TunInfo, camel_case, exactly,
    refuse, routes, step_input, thrown,
};
use festoon_core::engine::{
    CommandError, Counter, DropReason, Engine as Core, EngineOptions, Identity, InstallSession,
    Local, Secret, SendControl, SendCookie, SendHandshake, SetPeer, Suite, aead,
};
use festoon_core::io::tun::{Tun, TunOffloads};
use festoon_core::io::{
    device, lock, netlink::Netlink, process, runner::Runner, sys, udp, udp::UdpSocket,
};
use napi::bindgen_prelude::{BigInt, Buffer, Either, Function, Object, Uint8Array};
use napi::threadsafe_function::{ThreadsafeCallContext, ThreadsafeFunctionCallMode};
use napi_derive::napi;

#[napi]
pub struct Engine {
    core: Arc<Core>,
    runner: Runner,
}

#[napi]
impl Engine {
    #[napi(constructor)]
    pub fn new(options: Object<'_>) -> Result<Self> {
        let defaults = EngineOptions::default();
        let core = thrown(Core::new(EngineOptions {
            seed: options.bytes("seed")?,
            lanes: options.small("lanes")?,
            sessions: options
                .field::<Option<u32>>("sessions")?
                .unwrap_or(defaults.sessions),
            ..defaults
        }));
        let core = Arc::new(core?);
        let runner = thrown(Runner::new(core.clone()))?;
        Ok(Self { core, runner })
    }

    #[napi]
    pub fn set_identity(&self, identity: Object<'_>) -> Result<()> {
        let secrets = identity.field::<Vec<Uint8Array>>("secrets")?;
        let secrets = secrets
            .iter()
            .map(|secret| exactly("secrets", secret).map(Secret))
            .collect::<Result<_>>()?;
        thrown(self.core.set_identity(&Identity {
            public_key: identity.bytes("publicKey")?,
            secrets,
        }))
    }

    #[napi]
    pub fn set_peer(&self, set: Object<'_>) -> Result<()> {
        self.core.set_peer(SetPeer {
            peer: set.field("peer")?,
            public_key: set.bytes("publicKey")?,
            sources: set.prefixes("sources")?,
        });
        Ok(())
    }

    #[napi]
    pub fn remove_peer(&self, peer: u32) {
        self.core.remove_peer(peer);
    }

    #[napi]
    pub fn set_path(&self, set: Object<'_>) -> Result<()> {
        thrown(
            self.core
                .set_path(set.field("peer")?, set.optional("endpoint")?),
        )
    }

    #[napi]
    pub fn update_routes(&self, delta: Object<'_>) -> Result<()> {
        let (add, remove) = (
            delta.field::<Vec<Object<'_>>>("add")?,
            delta.prefixes("remove")?,
        );
        thrown(self.core.update_routes(&routes(&add)?, &remove))
    }

    #[napi]
    pub fn replace_routes(&self, all: Vec<Object<'_>>) -> Result<()> {
        thrown(self.core.replace_routes(&routes(&all)?))
    }

    #[napi]
    pub fn set_local(&self, local: Object<'_>) -> Result<()> {
        let (addresses, prefixes) = (local.each("addresses")?, local.prefixes("prefixes")?);
        self.core.set_local(&Local {
            addresses,
            prefixes,
        });
        Ok(())
    }

    #[napi]
    pub fn set_mtu(&self, mtu: u32) {
        self.core.set_mtu(mtu.min(u32::from(u16::MAX)) as u16);
    }

    #[napi]
    pub fn install_session(&self, install: Object<'_>) -> Result<()> {
        let suite = Suite::from_id(install.small("suite")?);
        let command = InstallSession {
            index: install.field("index")?,
            remote_index: install.field("remoteIndex")?,
            peer: install.field("peer")?,
            chaining_key: install.bytes("chainingKey")?,
            handshake_hash: install.bytes("handshakeHash")?,
            suite: suite.map_or_else(|| refuse("suite: must be 1, 2 or 3".into()), Ok)?,
            initiator: install.field("initiator")?,
            lanes: install.small("lanes")?,
            endpoint: install.parsed("endpoint")?,
        };
        self.commanded(self.core.install_session(&command))
    }

    #[napi]
    pub fn retire_session(&self, index: u32) -> Result<()> {
        thrown(self.core.retire_session(index))
    }

    #[napi]
    pub fn send_handshake(&self, send: Object<'_>) -> Result<()> {
        let command = SendHandshake {
            datagram: Box::new(send.bytes("datagram")?),
            endpoint: send.parsed("endpoint")?,
            public_key: send.bytes("publicKey")?,
            secret: send.small("secret")?,
        };
        self.commanded(self.core.send_handshake(command))
    }

    #[napi]
    pub fn send_cookie(&self, send: Object<'_>) -> Result<()> {
        let command = SendCookie {
            datagram: Box::new(send.bytes("datagram")?),
            endpoint: send.parsed("endpoint")?,
            secret: send.small("secret")?,
        };
        self.commanded(self.core.send_cookie(command))
    }

    #[napi]
    pub fn send_control(&self, send: Object<'_>) -> Result<()> {
        let command = SendControl {
            index: send.field("index")?,
            kind: send.small("kind")?,
            flags: send.small("flags")?,
            body: send.field::<Uint8Array>("body")?.to_vec(),
            endpoint: send.optional("endpoint")?,
        };
        self.commanded(self.core.send_control(command))
    }

    #[napi]
    pub fn counters(&self) -> HashMap<String, Either<BigInt, Vec<BigInt>>> {
        let counters = self.core.counters();
        let mut named: HashMap<String, Either<BigInt, Vec<BigInt>>> = HashMap::new();
        let mut put =
            |name: &str, value: u64| drop(named.insert(camel_case(name), Either::A(value.into())));
        Counter::ALL
            .iter()
            .for_each(|counter| put(counter.name(), counters.get(*counter)));
        put("window_bytes", counters.window_bytes);
        put("sessions", counters.sessions);
        let dropped = DropReason::ALL
            .iter()
            .map(|reason| counters.dropped(*reason).into());
        named.insert("dropped".into(), Either::B(dropped.collect()));
        named
    }

    #[napi]
    pub fn peer_stats(&self) -> Vec<PeerActivity> {
        self.core
            .peer_stats()
            .into_iter()
            .map(PeerActivity::from)
            .collect()
    }

    #[napi]
    pub fn open_tun(&mut self, open: Object<'_>) -> Result<TunInfo> {
        let (name, mtu) = (open.field::<String>("name")?, open.field("mtu")?);
        let mut device = thrown(device::open(&device::DeviceOptions {
            name: &name,
            mtu,
            addresses: &open.each("addresses")?,
            routes: &open.each("routes")?,
            txqueuelen: open
                .field::<Option<u32>>("txqueuelen")?
                .unwrap_or(device::TXQUEUELEN),
            queues: 1,
        }))?;
        self.set_tun(device.queues.pop())?;
        self.set_mtu(mtu);
        let TunOffloads { vnet, tso, uso } = device.offloads;
        let offloads = [("vnet", vnet), ("tso", tso), ("uso", uso)]
            .map(|(name, has)| (name.to_owned(), has))
            .into();
        Ok(TunInfo {
            name,
            index: device.index,
            offloads,
        })
    }

    #[napi]
    pub fn close_tun(&mut self) -> Result<()> {
        self.set_tun(None)
    }

    #[napi]
    pub fn attach_tun(&mut self, fd: i32) -> Result<()> {
        self.set_tun(Some(thrown(Tun::from_pair(sys::adopt(fd)))?))
    }

    #[napi]
    pub fn bind_udp(&mut self, bind: Object<'_>) -> Result<SocketInfo> {
        let endpoint = SocketAddr::new(bind.parsed("address")?, bind.small("port")?);
        self.add_socket(thrown(udp::bind(endpoint, 1))?.remove(0))
    }

    #[napi]
    pub fn unbind_udp(&mut self, id: u32) -> Result<bool> {
        thrown(self.runner.call(move |packets| packets.remove_socket(id)))
    }

    #[napi]
    pub fn attach_udp(&mut self, pair: Object<'_>) -> Result<SocketInfo> {
        let (local, remote) = (pair.parsed("local")?, pair.parsed("remote")?);
        self.add_socket(thrown(UdpSocket::from_pair(
            sys::adopt(pair.field("fd")?),
            local,
            remote,
        ))?)
    }

    #[napi]
    pub fn start(&mut self, options: Object<'_>) -> Result<()> {
        let on_events: Function<'_, Buffer, ()> = options.field("onEvents")?;
        let shared = self.runner.shared().clone();
        // On the JavaScript thread: until it gets round to it, events wait (and age) in the engine's bounded queue.
        let drain = move |_: ThreadsafeCallContext<()>| Ok(Buffer::from(shared.take_events()));
        let builder = on_events
            .build_threadsafe_function::<()>()
            .weak::<true>()
            .callee_handled::<false>();
        let callback = builder
            .build_callback(drain)
            .or_else(|error| refuse(error.reason.clone()))?;
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
    pub fn step(&mut self, now_ns: BigInt, input: Object<'_>) -> Result<Stepped> {
        thrown(self.runner.step(now_ns.get_u64().1, step_input(&input)?)).map(Stepped::from)
    }

    fn set_tun(&mut self, tun: Option<Tun>) -> Result<()> {
        thrown(self.runner.call(|packets| packets.set_tun(tun)))
    }

    fn add_socket(&mut self, socket: UdpSocket) -> Result<SocketInfo> {
        let mut output = SocketInfo {
            id: 0,
            address: socket.local().ip().to_string(),
            port: u32::from(socket.local().port()),
            gso: socket.gso(),
            gro: socket.gro(),
            receive_buffer: socket.receive_buffer().unwrap_or(0) as u32,
        };
        output.id = thrown(self.runner.call(|packets| packets.add_socket(socket)))?;
        Ok(output)
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
pub fn local_addresses() -> Result<Vec<HashMap<String, String>>> {
    let found = thrown(Netlink::open().and_then(|mut netlink| netlink.addresses()))?.into_iter();
    let named = found.map(|found| {
        [
            ("interface", found.interface),
            ("address", found.subnet.to_string()),
        ]
    });
    Ok(named
        .map(|fields| fields.map(|(name, value)| (name.to_owned(), value)).into())
        .collect())
}

#[napi]
pub fn hardware() -> Hardware {
    festoon_core::init();
    let suites = Suite::ALL
        .iter()
        .filter(|suite| suite.in_hardware())
        .map(|suite| u32::from(suite.id()))
        .collect();
    Hardware {
        aes: aead::aes_in_hardware(),
        suites,
        sodium: festoon_core::sodium_version().to_owned(),
    }
}

#[napi]
pub fn drop_reasons() -> Vec<&'static str> {
    DropReason::ALL.iter().map(|reason| reason.name()).collect()
}

#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[napi]
pub fn socket_pair() -> Result<Vec<i32>> {
    thrown(sys::socket_pair()).map(Vec::from)
}
