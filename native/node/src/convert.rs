//! Values and errors on their way between JavaScript and the core.
use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use festoon_core::engine::{PeerStats, Prefix};
use festoon_core::io::error::IoError;
use festoon_core::io::netlink::Subnet;
use festoon_core::io::step::{StepInput, StepOutput, Train};
use napi::bindgen_prelude::{
    BigInt, Buffer, Error, FromNapiValue, JsObjectValue, Object, Uint8Array,
};
use napi_derive::napi;

/// What JavaScript sees as `error.code`: a code of the error registry.
pub struct Code(&'static str);

pub type Result<T> = napi::Result<T, Code>;

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        self.0
    }
}

/// An error of the core as one that JavaScript can catch.
pub fn thrown<T>(outcome: std::result::Result<T, impl Into<IoError>>) -> Result<T> {
    let IoError { code, message } = match outcome {
        Ok(value) => return Ok(value),
        Err(error) => error.into(),
    };
    Err(Error::new(Code(code), message))
}

pub fn refuse<T>(why: String) -> Result<T> {
    Err(Error::new(Code("engine-argument"), why))
}

/// The fields of an object that JavaScript passed, each with the form it must have.
pub trait Fields {
    fn field<T: FromNapiValue>(&self, name: &str) -> Result<T>;

    fn parsed<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T> {
        parse(name, &self.field::<String>(name)?)
    }

    fn optional<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>> {
        self.field::<Option<String>>(name)?
            .map(|text| parse(name, &text))
            .transpose()
    }

    fn each<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Vec<T>> {
        self.field::<Vec<String>>(name)?
            .iter()
            .map(|text| parse(name, text))
            .collect()
    }

    /// Exactly N bytes.
    fn bytes<const N: usize>(&self, name: &str) -> Result<[u8; N]> {
        exactly(name, &self.field::<Uint8Array>(name)?)
    }

    fn small<T: TryFrom<u32>>(&self, name: &str) -> Result<T> {
        let value = self.field::<u32>(name)?;
        T::try_from(value).or_else(|_| refuse(format!("{name}: {value} is out of range")))
    }

    fn prefixes(&self, name: &str) -> Result<Vec<Prefix>> {
        self.each(name)?.into_iter().map(prefix).collect()
    }
}

impl Fields for Object<'_> {
    fn field<T: FromNapiValue>(&self, name: &str) -> Result<T> {
        self.get_named_property_unchecked(name)
            .or_else(|error| refuse(format!("{name}: {}", error.reason)))
    }
}

pub fn routes(from: &[Object<'_>]) -> Result<Vec<(Prefix, u32)>> {
    from.iter()
        .map(|route| Ok((prefix(route.parsed("prefix")?)?, route.field("peer")?)))
        .collect()
}

pub fn step_input(from: &Object<'_>) -> Result<StepInput> {
    let train = |train: &Object<'_>| {
        let bytes = train.field::<Uint8Array>("bytes")?.to_vec();
        let segment = train
            .field::<Option<u32>>("segment")?
            .map_or(bytes.len(), |segment| segment as usize);
        Ok(Train {
            source: train.parsed("source")?,
            bytes,
            segment,
        })
    };
    Ok(StepInput {
        datagrams: from
            .field::<Vec<Object<'_>>>("datagrams")?
            .iter()
            .map(train)
            .collect::<Result<_>>()?,
        packets: from
            .field::<Vec<Uint8Array>>("tun")?
            .iter()
            .map(|packet| packet.to_vec())
            .collect(),
    })
}

/// `inbound_packets` as JavaScript writes it.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        name + &word[..1].to_uppercase() + &word[1..]
    })
}

fn parse<T: FromStr<Err: Display>>(name: &str, text: &str) -> Result<T> {
    text.parse()
        .or_else(|error| refuse(format!("{name}: '{text}': {error}")))
}

fn prefix(Subnet { address, length }: Subnet) -> Result<Prefix> {
    Prefix::new(address, length)
        .map_or_else(|| refuse(format!("{address}/{length} has host bits")), Ok)
}

pub fn exactly<const N: usize>(name: &str, from: &[u8]) -> Result<[u8; N]> {
    from.try_into()
        .or_else(|_| refuse(format!("{name}: {} bytes, must be {N}", from.len())))
}

#[napi(object, object_from_js = false)]
pub struct TunInfo {
    pub name: String,
    pub index: u32,
    pub offloads: HashMap<String, bool>,
}

#[napi(object, object_from_js = false)]
pub struct SocketInfo {
    pub id: u32,
    pub address: String,
    pub port: u32,
    pub gso: bool,
    pub gro: bool,
    pub receive_buffer: u32,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct Stepped {
    pub datagrams: Vec<Datagram>,
    pub tun: Vec<Buffer>,
    pub events: Buffer,
    pub next_wakeup_ns: Option<BigInt>,
}

#[napi(object, object_from_js = false)]
pub struct Datagram {
    pub destination: String,
    pub bytes: Buffer,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct PeerActivity {
    pub peer: u32,
    pub last_received_ns: Option<BigInt>,
    pub last_sent_ns: Option<BigInt>,
    pub rx_bytes: BigInt,
    pub tx_bytes: BigInt,
    pub rx_packets: BigInt,
    pub tx_packets: BigInt,
    pub endpoint: Option<String>,
    pub index: Option<u32>,
}

#[napi(object, object_from_js = false)]
pub struct Hardware {
    pub aes: bool,
    pub suites: Vec<u32>,
    pub sodium: String,
}

impl From<StepOutput> for Stepped {
    fn from(output: StepOutput) -> Self {
        let datagrams = output.datagrams.into_iter();
        Self {
            datagrams: datagrams
                .map(|(to, bytes)| Datagram {
                    destination: to.to_string(),
                    bytes: bytes.into(),
                })
                .collect(),
            tun: output.packets.into_iter().map(Buffer::from).collect(),
            events: output.events.into(),
            next_wakeup_ns: output.next_wakeup.map(BigInt::from),
        }
    }
}

impl From<PeerStats> for PeerActivity {
    fn from(stats: PeerStats) -> Self {
        Self {
            peer: stats.peer,
            last_received_ns: stats.last_received.map(BigInt::from),
            last_sent_ns: stats.last_sent.map(BigInt::from),
            rx_bytes: stats.rx_bytes.into(),
            tx_bytes: stats.tx_bytes.into(),
            rx_packets: stats.rx_packets.into(),
            tx_packets: stats.tx_packets.into(),
            endpoint: stats.endpoint.map(|endpoint| endpoint.to_string()),
            index: stats.index,
        }
    }
}
