//! Guards the daemon against handshakes: cookies as their issuer and their holder, and when mac2 is demanded. Spec §8.
//!
//! cookie = H-128(secret renewed each 120 s, path), for the path the handshake came by;
//! mac2   = H-128(cookie, datagram before mac2). The previous secret's cookies hold too, so one lives 120 to 240 s.
//! An issuer keeps nothing per source but how fast it comes: whoever has a cookie may send so many handshakes a second while
//! mac2 is demanded, and shares that with some others that hash alike. A holder keeps the cookies of the last 1,024 paths it was
//! asked along, and takes one only for a handshake that left a moment ago.

use super::bucket::{Meter, Quota};
use super::commands::Secret;
use super::counters::DropReason;
use super::hash::{equal, hash};
use super::identity::{Mac, cookie_key, mac, open_cookie};
use super::path::Path;
use super::wire::{CookieReply, Handshake};
use super::{Nanos, SECOND};
use std::collections::VecDeque;
use std::net::IpAddr;

pub const COOKIE_LIFETIME: Nanos = 120 * SECOND;
/// mac2 is demanded while more handshakes than this wait for the daemon ...
pub const WAITING_LIMIT: usize = 64;
/// ... and while more than this arrive in a second.
pub const ARRIVAL_LIMIT: u32 = 200;
const REMEMBERED: usize = 1_024;
/// For so long a handshake of ours may be answered by a cookie.
const ANSWERED_WITHIN: Nanos = 10 * SECOND;
/// Handshakes that one source may send while mac2 is demanded: a second and at once. Many nodes may share an address.
const PER_SOURCE: u64 = 50;
const SOURCE_BURST: u64 = 50;
const METERS: usize = 4_096;

pub struct Guard {
    random: Random,
    issuing: Issuing,
    arrivals: Arrivals,
    sources: Sources,
    sent: VecDeque<Sent>,
    held: VecDeque<Held>,
}

/// The cookie secrets of the current and the previous period.
struct Issuing {
    current: [u8; 32],
    previous: [u8; 32],
    since: Nanos,
}

/// How fast handshakes come from each source that has proved to receive there.
struct Sources {
    key: [u8; 32],
    quota: Option<Quota>,
    meters: Box<[Meter]>,
}

/// Handshakes with a valid mac1 in this second and in the last.
#[derive(Default)]
struct Arrivals {
    second: u64,
    now: u32,
    before: u32,
}

/// A handshake of ours that may be answered by a cookie.
struct Sent {
    at: Nanos,
    index: u32,
    mac1: Mac,
    path: Path,
    public_key: [u8; 32],
    cookie_key: [u8; 32],
}

struct Held {
    path: Path,
    public_key: [u8; 32],
    cookie: Mac,
    since: Nanos,
}

impl Guard {
    pub fn new(seed: &[u8; 32]) -> Guard {
        let mut random = Random::new(seed);
        let issuing = Issuing {
            current: random.bytes(),
            previous: random.bytes(),
            since: 0,
        };
        let key = random.bytes();
        Guard {
            random,
            issuing,
            arrivals: Arrivals::default(),
            sources: Sources {
                key,
                quota: Quota::new(PER_SOURCE, SOURCE_BURST),
                meters: (0..METERS).map(|_| Meter::default()).collect(),
            },
            sent: VecDeque::with_capacity(REMEMBERED),
            held: VecDeque::with_capacity(REMEMBERED),
        }
    }

    /// Counts a handshake whose mac1 held; whether mac2 is demanded of it.
    pub fn arrive(&mut self, now: Nanos, waiting: usize) -> bool {
        self.arrivals.note(now / SECOND);
        waiting > WAITING_LIMIT
            || self.arrivals.now > ARRIVAL_LIMIT
            || self.arrivals.before > ARRIVAL_LIMIT
    }

    /// Whether mac2 proves that the sender receives at `source`.
    pub fn check_mac2(&mut self, now: Nanos, source: Path, handshake: &Handshake<'_>) -> bool {
        // Who holds no cookie writes zeros: most do, and three hashes are spared.
        if handshake.mac2() == Mac::default() {
            return false;
        }
        self.renew(now);
        [&self.issuing.current, &self.issuing.previous]
            .into_iter()
            .any(|secret| {
                equal(
                    &mac(&cookie_for(secret, source), handshake.before_mac2()),
                    handshake.mac2(),
                )
            })
    }

    /// Charges a handshake of a source that has proved by mac2 to receive there; false when it sends too many.
    pub fn may_come(&self, now: Nanos, source: Path) -> bool {
        let Sources { key, quota, meters } = &self.sources;
        let [low, high, ..] = host_of(key, source);
        let meter = &meters[usize::from(u16::from_le_bytes([low, high])) % METERS];
        quota.as_ref().is_none_or(|quota| meter.take(now, 1, quota))
    }

    /// The cookie of a source and a nonce to seal it with.
    pub fn issue(&mut self, now: Nanos, source: Path) -> (Mac, [u8; 24]) {
        self.renew(now);
        (
            cookie_for(&self.issuing.current, source),
            self.random.bytes(),
        )
    }

    /// mac2 for a handshake that is about to leave (zeros when no cookie is held), which is remembered so that a
    /// cookie can answer it.
    pub fn leave(
        &mut self,
        now: Nanos,
        handshake: &Handshake<'_>,
        path: Path,
        public_key: [u8; 32],
        secret: &Secret,
    ) -> Mac {
        let mut mac1 = Mac::default();
        mac1.copy_from_slice(handshake.mac1());
        let index = handshake.sender_index();
        while self.sent.front().is_some_and(|sent| sent.is_late(now)) {
            self.sent.pop_front();
        }
        self.sent
            .retain(|sent| sent.index != index || sent.path != path);
        make_room(&mut self.sent);
        self.sent.push_back(Sent {
            at: now,
            index,
            mac1,
            path,
            public_key,
            cookie_key: cookie_key(secret, &public_key),
        });
        let held = self
            .held
            .iter()
            .find(|held| held.path == path && held.public_key == public_key);
        match held {
            Some(held) if now.saturating_sub(held.since) < COOKIE_LIFETIME => {
                mac(&held.cookie, handshake.before_mac2())
            }
            _ => Mac::default(),
        }
    }

    /// Keeps a cookie that answers a handshake of ours; nothing changes unless it opens. Of one that went along several
    /// paths it is the cookie of the path that the reply came by, if that is one of them.
    pub fn accept(
        &mut self,
        now: Nanos,
        source: Path,
        reply: &CookieReply<'_>,
    ) -> Result<(), DropReason> {
        let mut reason = DropReason::CookieUnexpected;
        let awaited = |sent: &&Sent| sent.index == reply.receiver && !sent.is_late(now);
        let answered = || self.sent.iter().filter(awaited);
        let here = answered().filter(|sent| sent.path == source);
        let elsewhere = answered().filter(|sent| sent.path != source);
        for sent in here.chain(elsewhere) {
            let Some(cookie) = open_cookie(&sent.cookie_key, reply.nonce, &sent.mac1, reply.sealed)
            else {
                reason = DropReason::CookieInvalid;
                continue;
            };
            let (path, public_key) = (sent.path, sent.public_key);
            self.held
                .retain(|held| held.path != path || held.public_key != public_key);
            make_room(&mut self.held);
            self.held.push_back(Held {
                path,
                public_key,
                cookie,
                since: now,
            });
            return Ok(());
        }
        Err(reason)
    }

    fn renew(&mut self, now: Nanos) {
        let age = now.saturating_sub(self.issuing.since);
        if age >= COOKIE_LIFETIME {
            // After a silence of two periods the old secret would live too long: both are replaced.
            let stale = age >= 2 * COOKIE_LIFETIME;
            self.issuing.previous = if stale {
                self.random.bytes()
            } else {
                self.issuing.current
            };
            self.issuing.current = self.random.bytes();
            self.issuing.since = now;
        }
    }
}

impl Sent {
    fn is_late(&self, now: Nanos) -> bool {
        now.saturating_sub(self.at) > ANSWERED_WITHIN
    }
}

impl Arrivals {
    fn note(&mut self, second: u64) {
        if second != self.second {
            self.before = if second == self.second + 1 {
                self.now
            } else {
                0
            };
            self.now = 0;
            self.second = second;
        }
        self.now = self.now.saturating_add(1);
    }
}

/// Of address || port, or of the manager's number here || handle: their lengths tell them apart.
pub fn cookie_for(secret: &[u8; 32], source: Path) -> Mac {
    match source {
        Path::Direct(endpoint) => {
            let port = endpoint.port().to_le_bytes();
            match endpoint.ip() {
                IpAddr::V4(ip) => hash(secret, &[&ip.octets(), &port]),
                IpAddr::V6(ip) => hash(secret, &[&ip.octets(), &port]),
            }
        }
        Path::Relayed { manager, handle } => {
            hash(secret, &[&manager.to_le_bytes(), &handle.to_le_bytes()])
        }
    }
}

/// Of an IPv4 address, the network of 64 bits that an IPv6 address is in, or a relayed path.
fn host_of(key: &[u8; 32], source: Path) -> Mac {
    match source {
        Path::Direct(endpoint) => match endpoint.ip() {
            IpAddr::V4(ip) => hash(key, &[&ip.octets()]),
            IpAddr::V6(ip) => hash(key, &[&ip.octets()[..8]]),
        },
        Path::Relayed { manager, handle } => {
            hash(key, &[&manager.to_le_bytes(), &handle.to_le_bytes()])
        }
    }
}

/// The oldest leaves when the memory is full.
fn make_room<T>(queue: &mut VecDeque<T>) {
    if queue.len() >= REMEMBERED {
        queue.pop_front();
    }
}

/// Random bytes by a BLAKE2b ratchet: what was drawn cannot be found from the state.
struct Random {
    state: [u8; 32],
}

impl Random {
    fn new(seed: &[u8; 32]) -> Random {
        Random {
            state: hash(seed, &[b"festoon/1 engine random"]),
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let out = hash(&self.state, &[b"out"]);
        self.state = hash(&self.state, &[b"next"]);
        out
    }
}
