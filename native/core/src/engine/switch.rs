//! A planned change of a peer's path, by which nothing is lost and nothing overtaken. Spec §6.4.
//!
//! What goes along the new path arrives by up to `hold` sooner than what has just gone along the old one. So the change is
//! made in the first pause of that length, and where none comes one is made: packets are held back, then go in their order.
//! When too much is held, the change is made early: then packets may overtake others, but still none is lost.

use super::counters::{Counter, Tally};
use super::outbound::Turn;
use super::output::Output;
use super::path::Way;
use super::peer::Peer;
use super::waiting::HEADROOM;
use super::worker::Worker;
use super::{MILLISECOND, Nanos};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard};

/// How long a pause is waited for.
const PATIENCE: Nanos = 200 * MILLISECOND;
pub const LONGEST_HOLD: Nanos = 50 * MILLISECOND;
/// Held back for all peers together.
pub const HELD_BYTES: usize = 16 << 20;
/// Sent at once of what was held, so that what arrives meanwhile has its turn.
const DRAINED_AT_ONCE: usize = 1 << 20;

/// Of one peer. Three states: at rest; a change is planned (`target`); it is made, and what was held is on its way out.
#[derive(Default)]
pub struct Switch {
    /// Not at rest; for reading without the lock.
    busy: AtomicBool,
    plan: Mutex<Plan>,
    /// Held by the worker that sends what was held.
    drain: Mutex<()>,
}

#[derive(Default)]
struct Plan {
    target: Option<Arc<Way>>,
    hold: Nanos,
    /// When the first packet met the plan.
    since: Option<Nanos>,
    held: VecDeque<Vec<u8>>,
}

/// Bytes that are held back for all peers.
#[derive(Default)]
pub struct Held(AtomicUsize);

/// What is to be done with a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Send,
    Kept,
    /// It was kept, and what is kept has to go.
    Drain,
}

/// Commands.
impl Peer {
    /// Goes along `way` from now on, whatever was planned.
    pub fn turn_to(&self, way: Option<Way>) {
        self.go(&mut self.switch.lock(), way);
    }

    /// A session has come up along `way`: packets go there, unless they are about to, or its manager was forgotten since.
    pub fn turn_to_session(&self, way: &Way) {
        let mut plan = self.switch.lock();
        if !plan.leads_to(way) && !way.is_gone() {
            self.go(&mut plan, Some(way.clone()));
        }
    }

    fn go(&self, plan: &mut Plan, way: Option<Way>) {
        self.way.store(way.map(Arc::new));
        plan.target = None;
        self.switch.note(plan);
    }

    /// Goes along `way` when that is at most `hold` faster than the way before and nothing is overtaken.
    pub fn plan(&self, way: Way, hold: Nanos) {
        let mut plan = self.switch.lock();
        let same = plan.leads_to(&way);
        plan.hold = hold.min(LONGEST_HOLD);
        if !same {
            plan.since = None;
            plan.target = None;
            match self.way.load().as_deref() {
                None => self.way.store(Some(Arc::new(way))),
                Some(current) if *current == way => {}
                Some(_) => plan.target = Some(Arc::new(way)),
            }
        }
        self.switch.note(&plan);
    }

    /// There is no such manager any more, as its `gone` says already: no way is by it.
    pub fn avoid(&self, manager: &Arc<Peer>) {
        let mut plan = self.switch.lock();
        plan.target.take_if(|way| way.is_by(manager));
        if self
            .way
            .load()
            .as_ref()
            .is_some_and(|way| way.is_by(manager))
        {
            self.way.store(plan.target.take());
        }
        self.switch.note(&plan);
    }

    /// Gives up way and plan. The answer: how many frames were held.
    pub fn give_up(&self, held: &Held) -> usize {
        let mut plan = self.switch.lock();
        self.way.store(None);
        plan.target = None;
        plan.held.iter().for_each(|frame| held.release(frame));
        let count = std::mem::take(&mut plan.held).len();
        self.switch.note(&plan);
        count
    }
}

/// The worker's part.
impl Peer {
    /// When `Worker::follow_plans` has to look next.
    fn plan_due(&self) -> Option<Nanos> {
        if !self.switch.is_busy() {
            return None;
        }
        let plan = self.switch.lock();
        match &plan.target {
            Some(_) => Some(self.quiet_from(&plan)),
            None => Some(0),
        }
    }

    /// From when on nothing is overtaken any more.
    fn quiet_from(&self, plan: &Plan) -> Nanos {
        self.last_data_sent().map_or(0, |at| at + plan.hold)
    }

    fn pass(&self, now: Nanos, frame: &[u8], held: &Held, tally: &Tally) -> Pass {
        let mut plan = self.switch.lock();
        let quiet = self.quiet_from(&plan) <= now;
        if plan.held.is_empty() {
            if quiet {
                self.make(&mut plan, tally);
            }
            let since = *plan.since.get_or_insert(now);
            if plan.target.is_none() || now < since + PATIENCE {
                return Pass::Send;
            }
        }
        let fits = held.keep(frame);
        let mut copy = vec![0; HEADROOM + frame.len()];
        copy[HEADROOM..].copy_from_slice(frame);
        plan.held.push_back(copy);
        if fits && !quiet {
            return Pass::Kept;
        }
        if !fits && plan.target.is_some() {
            tally.add(Counter::PathSwitchesEarly, 1);
        }
        self.make(&mut plan, tally);
        Pass::Drain
    }

    fn make_if_quiet(&self, now: Nanos, tally: &Tally) {
        let mut plan = self.switch.lock();
        if self.quiet_from(&plan) <= now {
            self.make(&mut plan, tally);
        }
    }

    fn make(&self, plan: &mut Plan, tally: &Tally) {
        if let Some(way) = plan.target.take() {
            self.way.store(Some(way));
            tally.add(Counter::PathSwitches, 1);
        }
        self.switch.note(plan);
    }

    /// The oldest frame held, once the change is made.
    fn next_held(&self, held: &Held) -> Option<Vec<u8>> {
        let mut plan = self.switch.lock();
        if plan.target.is_some() {
            return None;
        }
        let frame = plan.held.pop_front();
        frame.iter().for_each(|frame| held.release(frame));
        self.switch.note(&plan);
        frame
    }
}

impl Switch {
    pub fn is_busy(&self) -> bool {
        self.busy.load(Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().expect("planned path")
    }

    fn note(&self, plan: &Plan) {
        let busy = plan.target.is_some() || !plan.held.is_empty();
        self.busy.store(busy, Relaxed);
    }
}

impl Plan {
    fn leads_to(&self, way: &Way) -> bool {
        self.target.as_deref() == Some(way)
    }
}

impl Held {
    /// False: that was too much.
    fn keep(&self, frame: &[u8]) -> bool {
        self.0.fetch_add(frame.len(), Relaxed) + frame.len() <= HELD_BYTES
    }

    fn release(&self, copy: &[u8]) {
        self.0.fetch_sub(copy.len() - HEADROOM, Relaxed);
    }
}

impl Worker {
    /// Sees to the plans of these peers, too, from now on.
    pub(super) fn take_plans(&mut self, now: Nanos, peers: Vec<Arc<Peer>>, out: &mut impl Output) {
        if !peers.is_empty() {
            self.planned.extend(peers);
            self.planned.sort_by_key(|peer| peer.id);
            self.planned.dedup_by(|one, other| Arc::ptr_eq(one, other));
            self.follow_plans(now, out);
        }
    }

    pub(super) fn next_plan(&self) -> Option<Nanos> {
        self.planned.iter().filter_map(|peer| peer.plan_due()).min()
    }

    pub(super) fn follow_plans(&mut self, now: Nanos, out: &mut impl Output) {
        let mut planned = std::mem::take(&mut self.planned);
        planned.retain(|peer| {
            peer.make_if_quiet(now, self.engine.tally(self.lane));
            self.drain(now, peer, out);
            peer.switch.is_busy()
        });
        self.planned = planned;
    }

    /// Whether the frame is to be sent now; otherwise it was kept.
    pub(super) fn may_pass(
        &mut self,
        now: Nanos,
        peer: &Peer,
        frame: &[u8],
        out: &mut impl Output,
    ) -> bool {
        let tally = self.engine.tally(self.lane);
        let pass = peer.pass(now, frame, &self.engine.held, tally);
        if pass == Pass::Drain {
            self.drain(now, peer, out);
        }
        pass == Pass::Send
    }

    fn drain(&mut self, now: Nanos, peer: &Peer, out: &mut impl Output) {
        let Ok(_only) = peer.switch.drain.try_lock() else {
            return;
        };
        let mut bytes = 0;
        while bytes < DRAINED_AT_ONCE
            && let Some(mut frame) = peer.next_held(&self.engine.held)
        {
            bytes += frame.len();
            self.handle_kept(now, &mut frame, Turn::Next, out);
        }
    }
}
