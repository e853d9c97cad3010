//! How a session's packets travel to a peer: straight to an endpoint, or by a manager that relays them. Spec §6.4, §9.

use super::counters::DropReason;
use super::peer::Peer;
use super::session::Session;
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

/// A path as the daemon speaks of it. Its text is an endpoint, or `via:PEER:HANDLE`: the manager's peer number in decimal
/// and the handle in 8 lowercase hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    Direct(SocketAddr),
    Relayed { manager: u32, handle: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathError;

/// A path with its manager looked up, so that packets need no table of peers.
#[derive(Clone)]
pub enum Way {
    Direct(SocketAddr),
    Relayed { manager: Arc<Peer>, handle: u32 },
}

/// What a way comes to for the datagrams in hand.
pub enum Leg {
    Direct(SocketAddr),
    Carried(Carrier),
}

/// A manager as it is reached now, and whom it is to pass datagrams to.
pub struct Carrier {
    pub session: Arc<Session>,
    pub destination: SocketAddr,
    pub handle: u32,
}

impl Way {
    pub fn path(&self) -> Path {
        match self {
            Way::Direct(endpoint) => Path::Direct(*endpoint),
            Way::Relayed { manager, handle } => Path::Relayed {
                manager: manager.id,
                handle: *handle,
            },
        }
    }

    pub fn is_by(&self, peer: &Arc<Peer>) -> bool {
        matches!(self, Way::Relayed { manager, .. } if Arc::ptr_eq(manager, peer))
    }

    /// It is by a manager that was forgotten.
    pub fn is_gone(&self) -> bool {
        matches!(self, Way::Relayed { manager, .. } if manager.gone.load(SeqCst))
    }

    /// A manager is reached directly or not at all: no relay packet travels inside another.
    pub fn leg(&self) -> Result<Leg, DropReason> {
        match self {
            Way::Direct(endpoint) => Ok(Leg::Direct(*endpoint)),
            Way::Relayed { manager, handle } => Ok(Leg::Carried(Carrier {
                session: manager.sending.load_full().ok_or(DropReason::NoPath)?,
                destination: manager.endpoint().ok_or(DropReason::NoPath)?,
                handle: *handle,
            })),
        }
    }
}

impl Leg {
    pub fn destination(&self) -> SocketAddr {
        match self {
            Leg::Direct(endpoint) => *endpoint,
            Leg::Carried(by) => by.destination,
        }
    }

    pub fn carrier(&self) -> Option<&Carrier> {
        match self {
            Leg::Direct(_) => None,
            Leg::Carried(by) => Some(by),
        }
    }
}

impl PartialEq for Way {
    fn eq(&self, other: &Way) -> bool {
        match (self, other) {
            (Way::Direct(own), Way::Direct(other)) => own == other,
            (Way::Relayed { manager, handle }, other @ Way::Relayed { handle: theirs, .. }) => {
                handle == theirs && other.is_by(manager)
            }
            _ => false,
        }
    }
}

impl From<SocketAddr> for Path {
    fn from(endpoint: SocketAddr) -> Path {
        Path::Direct(endpoint)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Direct(endpoint) => endpoint.fmt(out),
            Path::Relayed { manager, handle } => write!(out, "via:{manager}:{handle:08x}"),
        }
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Path, PathError> {
        let Some(relayed) = text.strip_prefix("via:") else {
            return text.parse().map(Path::Direct).or(Err(PathError));
        };
        let (manager, handle) = relayed.split_once(':').ok_or(PathError)?;
        let path = Path::Relayed {
            manager: manager.parse().or(Err(PathError))?,
            handle: u32::from_str_radix(handle, 16).or(Err(PathError))?,
        };
        // Equal paths are equal texts.
        Some(path)
            .filter(|path| path.to_string() == text)
            .ok_or(PathError)
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "neither an endpoint nor via:PEER:HANDLE")
    }
}

impl std::error::Error for PathError {}
