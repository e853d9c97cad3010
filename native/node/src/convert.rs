//! Values and errors on their way between JavaScript and the core.
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use festoon_core::engine::{AddRelay, PeerStats, Prefix, Watch};
use festoon_core::io::device::Settings;
use festoon_core::io::error::IoError;
use napi::bindgen_prelude::*;

/// The error's status is what JavaScript sees as `error.code`: a code of the error registry.
pub type Outcome<T> = std::result::Result<T, Error<&'static str>>;

/// An error of the core as one that JavaScript can catch.
pub fn thrown<T>(outcome: std::result::Result<T, impl Into<IoError>>) -> Outcome<T> {
    outcome.map_err(|error| {
        let IoError { code, message } = error.into();
        Error::new(code, message)
    })
}

pub fn refuse<T>(why: String) -> Outcome<T> {
    Err(Error::new("engine-argument", why))
}

/// The fields of an object that JavaScript passed, each with the form it must have.
pub trait Fields {
    fn field<T: FromNapiValue>(&self, name: &str) -> Outcome<T>;

    fn text<T: FromStr<Err: Display>>(&self, name: &str) -> Outcome<T> {
        parse(self.field(name)?)
    }

    fn optional<T: FromStr<Err: Display>>(&self, name: &str) -> Outcome<Option<T>> {
        self.field::<Option<_>>(name)?.map(parse).transpose()
    }

    fn each<T: FromNapiValue, R>(&self, name: &str, to: fn(T) -> Outcome<R>) -> Outcome<Vec<R>> {
        self.field::<Vec<T>>(name)?.into_iter().map(to).collect()
    }

    /// Exactly N bytes.
    fn bytes<const N: usize>(&self, name: &str) -> Outcome<[u8; N]> {
        exact(self.field(name)?).or_else(|error| refuse(format!("{name}: {}", error.reason)))
    }

    fn small<T: TryFrom<u32>>(&self, name: &str) -> Outcome<T> {
        let value: u32 = self.field(name)?;
        T::try_from(value).or_else(|_| refuse(format!("{name}: {value} is out of range")))
    }

    fn large(&self, name: &str) -> Outcome<u64> {
        let value: i64 = self.field(name)?;
        u64::try_from(value).or_else(|_| refuse(format!("{name}: {value} is out of range")))
    }
}

impl Fields for Object<'_> {
    fn field<T: FromNapiValue>(&self, name: &str) -> Outcome<T> {
        let value = self.get_named_property_unchecked(name);
        value.or_else(|error| refuse(format!("{name}: {}", error.reason)))
    }
}

pub fn parse<T: FromStr<Err: Display>>(text: String) -> Outcome<T> {
    let parsed = text.parse();
    parsed.or_else(|error| refuse(format!("'{text}': {error}")))
}

pub fn route(from: Object<'_>) -> Outcome<(Prefix, u32)> {
    Ok((from.text("prefix")?, from.field("peer")?))
}

pub fn relay(from: Object<'_>) -> Outcome<AddRelay> {
    Ok(AddRelay {
        handle: from.field("handle")?,
        source: from.field("source")?,
        target: from.field("target")?,
        next: from.field("next")?,
        hop: from.field("hop")?,
    })
}

pub fn exactly<const N: usize>(from: Uint8Array) -> Outcome<[u8; N]> {
    exact(&from)
}

fn exact<const N: usize>(from: &[u8]) -> Outcome<[u8; N]> {
    let bytes = <[u8; N]>::try_from(from);
    bytes.or_else(|_| refuse(format!("{} bytes instead of {N}", from.len())))
}

pub fn device(from: &Object<'_>) -> Outcome<Settings> {
    Ok(Settings {
        mtu: from.field("mtu")?,
        addresses: from.each("addresses", parse)?,
        routes: from.each("routes", parse)?,
    })
}

pub type Named = BTreeMap<String, Value>;

/// Something for JavaScript, made when it gets there.
pub struct Value(Box<dyn FnOnce(sys::napi_env) -> napi::Result<sys::napi_value>>);

impl Value {
    pub fn of<T: ToNapiValue + 'static>(from: T) -> Self {
        // SAFETY: `env` is the caller's.
        Value(Box::new(|env| unsafe { T::to_napi_value(env, from) }))
    }
}

impl ToNapiValue for Value {
    unsafe fn to_napi_value(env: sys::napi_env, value: Self) -> napi::Result<sys::napi_value> {
        (value.0)(env)
    }
}

/// An object with these fields.
macro_rules! object {
    ($($name:ident: $value:expr),* $(,)?) => {
        Named::from([$((stringify!($name).to_owned(), Value::of($value))),*])
    };
}
pub(crate) use object;

pub fn list<T, V>(items: impl IntoIterator<Item = T>, to: impl Fn(T) -> V) -> Vec<V> {
    items.into_iter().map(to).collect()
}

/// After how many ms a peer at rest is asked, and after how many more it is reported.
pub fn watch(&[ask_after, tell_after]: &[f64; 2]) -> Watch {
    let nanos = |ms: f64| (ms * 1e6) as u64;
    Watch {
        ask_after: nanos(ask_after),
        tell_after: nanos(tell_after),
    }
}

/// Number, instants in ms and socket; -1 where there is none.
pub fn activity(stats: &PeerStats) -> [f64; 5] {
    let instant = |at: Option<u64>| at.map_or(-1.0, |at| (at / 1_000) as f64 / 1_000.0);
    let socket = stats.socket.map_or(-1.0, f64::from);
    let (received, sent, data) = (stats.last_received, stats.last_sent, stats.last_data);
    [
        stats.peer.into(),
        instant(received),
        instant(sent),
        instant(data),
        socket,
    ]
}

pub fn peer_stats(stats: PeerStats) -> Named {
    object! {
        peer: stats.peer,
        lastReceivedNs: stats.last_received, lastSentNs: stats.last_sent, lastDataNs: stats.last_data,
        rxBytes: stats.rx_bytes, txBytes: stats.tx_bytes,
        rxPackets: stats.rx_packets, txPackets: stats.tx_packets,
        path: stats.path.map(|path| path.to_string()),
        index: stats.index, socket: stats.socket,
    }
}

/// `inbound_packets` as JavaScript writes it.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        name + &word[..1].to_uppercase() + &word[1..]
    })
}
