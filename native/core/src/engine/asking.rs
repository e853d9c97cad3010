//! Addresses that no route leads to, but that another node of the network may have: they are asked for, and what is sent to
//! them waits meanwhile.
//!
//! What a program of this host may cause by trying many addresses is bounded: an address is asked for once a second, all
//! together 100 times, and for what is neither asked for nor waited for already nothing waits. So 100 addresses a second,
//! 200 at once, come to be waited for; their packets are bounded as those of peers are, 4,096 in all.

use super::bucket::{Bucket, Rate};
use super::counters::DropReason;
use super::events::Event;
use super::outbound::Turn;
use super::output::Output;
use super::routes::Prefix;
use super::waiting::{HEADROOM, Waiting};
use super::worker::Worker;
use super::{Nanos, SECOND};
use crate::inner::icmp::{self, Unreachable};
use crate::inner::packet::{Parsed, parse};
use crate::inner::vnet::VnetHeader;
use arc_swap::ArcSwap;
use std::collections::{HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed, Ordering::SeqCst};

const ASKED: Rate = Rate {
    per_second: 100,
    burst: 200,
};
/// How long an address counts as asked for, and as nobody's.
const KEPT: Nanos = SECOND;
const MOST_REFUSED: usize = 1_024;

pub struct Asking {
    /// Linear: a network has a handful of pools.
    prefixes: ArcSwap<Vec<Prefix>>,
    answers: Mutex<Answers>,
    pub waiting: Waiting<IpAddr>,
    /// Routes have changed since a worker looked.
    rerouted: AtomicBool,
}

struct Answers {
    rate: Bucket,
    asked: Recent,
    refused: Recent,
}

/// Addresses of the last `KEPT`.
#[derive(Default)]
struct Recent {
    order: VecDeque<(Nanos, IpAddr)>,
    members: HashSet<IpAddr>,
}

enum Standing {
    /// To be asked for now.
    New,
    Asked,
    Refused,
    /// Too many were asked for.
    Unasked,
}

impl Asking {
    pub fn new() -> Asking {
        Asking {
            prefixes: ArcSwap::default(),
            answers: Mutex::new(Answers {
                rate: Bucket::new(ASKED),
                asked: Recent::default(),
                refused: Recent::default(),
            }),
            waiting: Waiting::new(),
            rerouted: AtomicBool::new(false),
        }
    }

    pub fn set_prefixes(&self, prefixes: Vec<Prefix>) {
        self.prefixes.store(prefixes.into());
    }

    /// Routes were published: what they lead to now waits no longer.
    pub fn note_rerouted(&self) {
        self.rerouted.store(true, SeqCst);
    }

    fn take_rerouted(&self) -> bool {
        self.rerouted.load(Relaxed) && self.rerouted.swap(false, SeqCst)
    }

    fn covers(&self, address: IpAddr) -> bool {
        let prefixes = self.prefixes.load();
        prefixes.iter().any(|prefix| prefix.contains(address))
    }

    fn meet(&self, now: Nanos, address: IpAddr) -> Standing {
        let mut answers = self.answers.lock().expect("answers");
        if answers.refused.contains(now, address) {
            Standing::Refused
        } else if answers.asked.contains(now, address) {
            Standing::Asked
        } else if answers.rate.take(now) {
            answers.asked.insert(now, address);
            Standing::New
        } else if self.waiting.holds(address) {
            Standing::Asked
        } else {
            Standing::Unasked
        }
    }

    fn note_refused(&self, now: Nanos, address: IpAddr) {
        let mut answers = self.answers.lock().expect("answers");
        if !answers.refused.contains(now, address) && answers.refused.order.len() < MOST_REFUSED {
            answers.refused.insert(now, address);
        }
    }
}

impl Recent {
    fn contains(&mut self, now: Nanos, address: IpAddr) -> bool {
        while let Some((at, oldest)) = self.order.front()
            && at + KEPT <= now
        {
            self.members.remove(oldest);
            self.order.pop_front();
        }
        self.members.contains(&address)
    }

    fn insert(&mut self, now: Nanos, address: IpAddr) {
        self.order.push_back((now, address));
        self.members.insert(address);
    }
}

impl Worker {
    /// What becomes of a frame whose destination no route leads to.
    pub(super) fn ask(
        &mut self,
        now: Nanos,
        parsed: &Parsed,
        packet: &[u8],
        frame: &[u8],
        out: &mut impl Output,
    ) -> Result<(), DropReason> {
        let address = parsed.destination;
        let asking = &self.engine.asking;
        let standing = asking.covers(address).then(|| asking.meet(now, address));
        let (code, reason) = match standing {
            None => (Unreachable::NoRoute, DropReason::NoRoute),
            Some(Standing::Refused) => (Unreachable::Address, DropReason::AddressUnknown),
            Some(Standing::Unasked) => return Err(DropReason::WaitingOverflow),
            Some(standing) => {
                self.wait_for_route(now, address, frame, matches!(standing, Standing::New));
                return Ok(());
            }
        };
        self.answer_tun(now, parsed, out, |from, reply| {
            icmp::unreachable(packet, from, code, reply)
        });
        Err(reason)
    }

    fn wait_for_route(&self, now: Nanos, address: IpAddr, frame: &[u8], new: bool) {
        let (_, dropped) = self.engine.asking.waiting.push(now, address, frame);
        self.drop_packets(DropReason::WaitingOverflow, dropped);
        if new {
            let events = self.engine.events();
            events.push(now, Event::AddressNeeded { address });
        }
    }

    /// Takes up what waits for addresses that have got a route.
    pub(super) fn reroute(&mut self, now: Nanos, out: &mut impl Output) {
        if !self.engine.asking.take_rerouted() {
            return;
        }
        for address in self.engine.asking.waiting.keys() {
            if self.engine.routes.load().lookup(address).is_none() {
                continue;
            }
            for mut frame in self.engine.asking.waiting.take(address) {
                self.handle_kept(now, &mut frame, Turn::Last, out);
            }
        }
    }

    /// Answers what waits for an address that nobody has, and for a second what still comes.
    pub(super) fn refuse(&mut self, now: Nanos, address: IpAddr, out: &mut impl Output) {
        self.engine.asking.note_refused(now, address);
        for frame in self.engine.asking.waiting.take(address) {
            let whole = VnetHeader::parse(&frame[HEADROOM..]);
            if let Some((_, packet)) = whole
                && let Ok(parsed) = parse(packet)
            {
                self.answer_tun(now, &parsed, out, |from, reply| {
                    icmp::unreachable(packet, from, Unreachable::Address, reply)
                });
            }
            self.drop_packets(DropReason::AddressUnknown, 1);
        }
    }
}
