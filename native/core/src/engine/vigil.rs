//! Peers at rest, which the daemon does not look at: the first packet of each is reported, and whoever has been silent for
//! long is asked for an answer here, and reported only when it gives none. Spec §6.4.

use super::control::{FLAG_ANSWER, Frame, KEEPALIVE};
use super::events::{Event, Events};
use super::output::Output;
use super::peer::Peer;
use super::worker::Worker;
use super::{Nanos, SECOND};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, Weak};

const NEVER: u64 = u64::MAX;

/// How a peer at rest is asked.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// After so long a silence.
    pub ask_after: Nanos,
    /// It is reported when so long after that it is still silent.
    pub tell_after: Nanos,
}

/// Whether a peer is watched, and since which command: 0 for no, else a number that each command raises.
#[derive(Default)]
pub struct Watched {
    now: AtomicU32,
    last: AtomicU32,
}

impl Watched {
    /// Commands come one at a time.
    fn begin(&self) -> u32 {
        let number = self.last.load(Relaxed).wrapping_add(1).max(1);
        self.last.store(number, Relaxed);
        self.now.store(number, Relaxed);
        number
    }

    /// Reports what ends the watch of this number. False: there is no room for it, and it has to come again.
    fn report(&self, number: u32, now: Nanos, event: Event<'_>, events: &Events) -> bool {
        if !events.try_push(now, event) {
            return false;
        }
        // A command may have begun another one by now.
        let _ = self.now.compare_exchange(number, 0, Relaxed, Relaxed);
        true
    }
}

impl Peer {
    /// An inner packet went to it or came from it, or one was passed on to it. After its instant is in the tallies.
    pub fn note_traffic(&self, now: Nanos, events: &Events) {
        let number = self.watched.now.load(Relaxed);
        if number != 0 {
            let event = Event::Traffic { peer: self.id };
            self.watched.report(number, now, event, events);
        }
    }

    /// When it has been silent for so long that it is asked; None before it was ever heard.
    fn silent_at(&self, watch: Watch) -> Option<Nanos> {
        Some(self.last_received()? + watch.ask_after)
    }
}

/// When which peer at rest is looked at.
pub struct Vigil {
    queue: Mutex<BinaryHeap<Reverse<Look>>>,
    /// When the first one is; for reading without the lock.
    next: AtomicU64,
}

struct Look {
    at: Nanos,
    peer: Weak<Peer>,
    /// Of its watch, which may have ended.
    number: u32,
    watch: Watch,
    /// It has been asked, and nothing was heard of it since.
    asked: bool,
}

impl Vigil {
    pub fn new() -> Vigil {
        Vigil {
            queue: Mutex::default(),
            next: AtomicU64::new(NEVER),
        }
    }

    /// Watches a peer from now on, in place of how it was. True: a worker has to look sooner than any did know.
    pub fn begin(&self, peer: &Arc<Peer>, watch: Watch) -> bool {
        self.put(Look {
            at: peer.silent_at(watch).unwrap_or(0),
            peer: Arc::downgrade(peer),
            number: peer.watched.begin(),
            watch,
            asked: false,
        })
    }

    pub fn next(&self) -> Option<Nanos> {
        Some(self.next.load(Relaxed)).filter(|at| *at != NEVER)
    }

    /// Something came from a peer: where it is the next one to be looked at, that has time now.
    pub fn refresh(&self) {
        if self.next().is_none() {
            return;
        }
        let mut queue = self.queue.lock().expect("vigil");
        while let Some(mut first) = queue.peek_mut() {
            let look = &mut first.0;
            match look.peer() {
                None => drop(PeekMut::pop(first)),
                Some(peer) => match peer.silent_at(look.watch) {
                    Some(at) if at > look.at => (look.at, look.asked) = (at, false),
                    _ => break,
                },
            }
        }
        self.note_next(&queue);
    }

    fn put(&self, look: Look) -> bool {
        let mut queue = self.queue.lock().expect("vigil");
        let at = look.at;
        queue.push(Reverse(look));
        self.next.fetch_min(at, Relaxed) > at
    }

    fn take(&self, now: Nanos) -> Option<Look> {
        if self.next().is_none_or(|at| at > now) {
            return None;
        }
        let mut queue = self.queue.lock().expect("vigil");
        let look = queue.peek_mut().filter(|first| first.0.at <= now)?;
        let Reverse(look) = PeekMut::pop(look);
        self.note_next(&queue);
        Some(look)
    }

    fn note_next(&self, queue: &BinaryHeap<Reverse<Look>>) {
        let next = queue.peek().map_or(NEVER, |Reverse(look)| look.at);
        self.next.store(next, Relaxed);
    }
}

impl Look {
    /// While it is watched as this look says.
    fn peer(&self) -> Option<Arc<Peer>> {
        let peer = self.peer.upgrade()?;
        (peer.watched.now.load(Relaxed) == self.number).then_some(peer)
    }
}

impl Worker {
    /// Looks at the peers at rest whose time has come.
    pub(super) fn keep_vigil(&mut self, now: Nanos, out: &mut impl Output) {
        while let Some(look) = self.engine.vigil.take(now) {
            let Some(peer) = look.peer() else {
                continue;
            };
            let watch = look.watch;
            let silent_at = peer.silent_at(watch).unwrap_or(now);
            let (at, asked) = if silent_at > now {
                (silent_at, false)
            } else if look.asked {
                let event = Event::Silent { peer: peer.id };
                let events = self.engine.events();
                if peer.watched.report(look.number, now, event, events) {
                    continue;
                }
                (now + SECOND, true)
            } else if self.ask_peer(now, &peer, out) {
                (now + watch.tell_after, true)
            } else {
                (now + watch.ask_after, false)
            };
            self.engine.vigil.put(Look { at, asked, ..look });
        }
    }

    /// False: nothing can be sent to it.
    fn ask_peer(&mut self, now: Nanos, peer: &Peer, out: &mut impl Output) -> bool {
        let (session, way) = (peer.sending.load(), peer.way.load());
        let (Some(session), Some(way)) = (session.as_deref(), way.as_deref()) else {
            return false;
        };
        let frame = Frame {
            kind: KEEPALIVE,
            flags: FLAG_ANSWER,
            body: &[],
        };
        self.send_frame(now, session, way, frame, out);
        true
    }
}

impl PartialEq for Look {
    fn eq(&self, other: &Look) -> bool {
        self.at == other.at
    }
}

impl Eq for Look {}

impl PartialOrd for Look {
    fn partial_cmp(&self, other: &Look) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Look {
    fn cmp(&self, other: &Look) -> Ordering {
        self.at.cmp(&other.at)
    }
}
