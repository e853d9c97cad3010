//! What a manager forwards: handles, each a capability of one peer to reach one other. Spec §9.2.
//!
//! Handles are random, so a few bits of them spread them evenly over shards; an update copies the shards that it changes,
//! a lookup searches one.

use super::bucket::Quota;
use super::peer::Peer;
use arc_swap::ArcSwap;
use std::sync::Arc;

const SHARDS: usize = 256;

/// Whose packets under a handle go where.
pub struct Relay {
    pub source: Arc<Peer>,
    pub target: Arc<Peer>,
    /// What the target knows the source by.
    pub next: u32,
    /// To another manager.
    pub hop: bool,
}

impl Relay {
    fn ends(&self) -> impl Iterator<Item = &Arc<Peer>> {
        [&self.source, &self.target].into_iter()
    }
}

/// Whether this node forwards at all, and how much for each source.
#[derive(Default)]
pub struct Forwarding {
    pub on: bool,
    pub quota: Option<Quota>,
}

/// Sorted by handle.
type Shard = Vec<(u32, Arc<Relay>)>;

pub struct Relays {
    pub forwarding: ArcSwap<Forwarding>,
    shards: Box<[ArcSwap<Shard>]>,
}

impl Relays {
    pub fn new() -> Relays {
        Relays {
            forwarding: ArcSwap::default(),
            shards: (0..SHARDS).map(|_| ArcSwap::default()).collect(),
        }
    }

    pub fn find(&self, handle: u32) -> Option<Arc<Relay>> {
        let shard = self.shard(handle).load();
        let place = place(&shard, handle).ok()?;
        Some(Arc::clone(&shard[place].1))
    }

    /// Commands only, one at a time, as all that follow.
    pub fn insert(&self, handle: u32, relay: Relay) {
        let shard = self.shard(handle);
        let mut changed = Shard::clone(&shard.load());
        relay.ends().for_each(|peer| peer.ties.relays.add());
        let entry = (handle, Arc::new(relay));
        match place(&changed, handle) {
            Ok(place) => {
                untie(&changed[place].1);
                changed[place] = entry;
            }
            Err(place) => changed.insert(place, entry),
        }
        shard.store(Arc::new(changed));
    }

    pub fn remove(&self, handle: u32) {
        retain(self.shard(handle), |known, _| known != handle);
    }

    /// Without any relay from or to this peer.
    pub fn remove_peer(&self, peer: &Arc<Peer>) {
        for shard in &self.shards {
            retain(shard, |_, relay| {
                !Arc::ptr_eq(&relay.source, peer) && !Arc::ptr_eq(&relay.target, peer)
            });
        }
    }

    fn shard(&self, handle: u32) -> &ArcSwap<Shard> {
        &self.shards[handle as usize % SHARDS]
    }
}

fn place(shard: &Shard, handle: u32) -> Result<usize, usize> {
    shard.binary_search_by_key(&handle, |(handle, _)| *handle)
}

fn untie(relay: &Relay) {
    relay.ends().for_each(|peer| peer.ties.relays.remove());
}

/// Copies the shard only where something goes.
fn retain(shard: &ArcSwap<Shard>, keep: impl Fn(u32, &Relay) -> bool) {
    let known = shard.load();
    let kept = |(handle, relay): &&(u32, Arc<Relay>)| keep(*handle, relay);
    let gone = known.iter().filter(|entry| !kept(entry));
    if gone.map(|(_, relay)| untie(relay)).count() > 0 {
        shard.store(Arc::new(known.iter().filter(kept).cloned().collect()));
    }
}
