//! The session slab: one slot per value of a receiver index's low 16 bits, of which 0 stands for none.
//!
//! Slots come in pages that are made by the first install among them, so an engine of few sessions is small. Commands
//! write (one at a time), workers read without a lock.

use super::session::Session;
use arc_swap::{ArcSwapOption, Guard as Loaded};
use std::sync::{Arc, OnceLock};

const PAGES: usize = 256;
const PAGE_SLOTS: usize = 256;
pub const SLOTS: usize = PAGES * PAGE_SLOTS;

type Slot = ArcSwapOption<Session>;

pub struct Slots {
    pages: Box<[OnceLock<Box<[Slot]>>]>,
}

impl Slots {
    pub fn new() -> Slots {
        Slots {
            pages: (0..PAGES).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The session with exactly this index, if any.
    pub fn find(&self, index: u32) -> Loaded<Option<Arc<Session>>> {
        let (page, slot) = place(index);
        let found = self
            .pages
            .get(page)
            .and_then(OnceLock::get)
            .and_then(|page| page.get(slot))
            .map(Slot::load);
        match found {
            Some(loaded)
                if loaded
                    .as_ref()
                    .is_some_and(|session| session.index == index) =>
            {
                loaded
            }
            _ => Loaded::from_inner(None),
        }
    }

    /// The slot of an index, whatever session is in it; None for an index without a slot.
    pub fn slot(&self, index: u32) -> Option<&Slot> {
        let (page, slot) = place(index);
        if (page, slot) == (0, 0) {
            return None;
        }
        let page = self.pages.get(page)?;
        page.get_or_init(|| (0..PAGE_SLOTS).map(|_| Slot::empty()).collect())
            .get(slot)
    }

    /// All sessions.
    pub fn sessions(&self) -> impl Iterator<Item = Arc<Session>> {
        self.pages
            .iter()
            .filter_map(OnceLock::get)
            .flatten()
            .filter_map(Slot::load_full)
    }
}

fn place(index: u32) -> (usize, usize) {
    let slot = (index & 0xffff) as usize;
    (slot / PAGE_SLOTS, slot % PAGE_SLOTS)
}
