//! The replay window alone, against a model that remembers everything.

mod inner_packets;

use festoon_core::engine::replay::{
    Budget, LARGEST_BITS, Recorded, ReplayWindow, SMALLEST_BITS, Verdict,
};
use inner_packets::Random;
use std::collections::HashSet;

/// Remembers every sequence; the window's size is all it has in common with the real one.
struct Model {
    seen: HashSet<u64>,
    next: u64,
    bits: u64,
    /// What lies below was never covered since the window last grew.
    floor: u64,
}

impl Model {
    fn record(&mut self, sequence: u64) -> Recorded {
        if sequence + self.bits < self.next {
            if self.bits == LARGEST_BITS || sequence + LARGEST_BITS < self.next {
                return Recorded::BehindRefused;
            }
            self.floor = self.floor.max(self.next - self.bits);
            self.bits *= 2;
            return Recorded::BehindGrown;
        }
        if sequence < self.floor || !self.seen.insert(sequence) {
            return Recorded::Seen;
        }
        self.next = self.next.max(sequence + 1);
        Recorded::Fresh
    }
}

#[test]
fn it_agrees_with_a_model_that_forgets_nothing() {
    for seed in 0..60 {
        let mut random = Random(seed);
        let budget = Budget::new(1 << 20);
        let mut window = ReplayWindow::default();
        let start = if seed % 3 == 0 {
            0
        } else {
            random.next() >> 20
        };
        let mut model = Model {
            seen: HashSet::new(),
            next: 0,
            bits: SMALLEST_BITS,
            floor: 0,
        };
        let mut at = start;
        let reach = 1 << (4 + seed % 15);
        for _ in 0..4_000 {
            let sequence = match random.below(10) {
                0..5 => at,
                5..9 => at.saturating_sub(random.below(reach) as u64),
                _ => at + random.below(reach) as u64,
            };
            at = at.max(sequence) + 1;
            let expected = model.record(sequence);
            let verdict = window.check(sequence);
            let recorded = window.record(sequence, &budget);
            assert_eq!(recorded, expected, "seed {seed}, sequence {sequence}");
            match recorded {
                Recorded::Fresh => assert_eq!(verdict, Verdict::Fresh),
                Recorded::Seen => assert_eq!(verdict, Verdict::Seen),
                Recorded::BehindGrown => assert_eq!(verdict, Verdict::Behind),
                Recorded::BehindRefused => assert_eq!(verdict, Verdict::Ancient),
            }
            assert_ne!(window.check(sequence), Verdict::Fresh, "seed {seed}");
        }
        assert_eq!(budget.used(), window.bytes());
    }
}

#[test]
fn it_has_no_memory_before_the_first_record() {
    let window = ReplayWindow::default();
    assert_eq!(window.check(0), Verdict::Fresh);
    assert_eq!(window.check(u64::MAX >> 8), Verdict::Fresh);
    assert_eq!(window.bytes(), 0);
}

#[test]
fn it_is_exact_at_its_edge() {
    let budget = Budget::new(0);
    let mut window = ReplayWindow::default();
    window.record(10_000, &budget);
    assert_eq!(window.check(10_000 - SMALLEST_BITS + 1), Verdict::Fresh);
    assert_eq!(window.check(10_000 - SMALLEST_BITS), Verdict::Behind);
    assert_eq!(window.check(10_000), Verdict::Seen);
}

#[test]
fn a_jump_over_the_whole_window_forgets_it() {
    let budget = Budget::new(0);
    for jump in [511, 512, 513, 1024, 1 << 40] {
        let mut window = ReplayWindow::default();
        for sequence in 0..600 {
            window.record(sequence, &budget);
        }
        window.record(599 + jump, &budget);
        for sequence in (599 + jump).saturating_sub(511)..599 + jump {
            let seen = sequence < 600;
            assert_eq!(
                window.check(sequence) == Verdict::Seen,
                seen,
                "jump {jump}, {sequence}"
            );
        }
    }
}

#[test]
fn it_grows_by_doubling_and_what_it_gains_counts_as_seen() {
    let budget = Budget::new(1 << 20);
    let mut window = ReplayWindow::default();
    window.record(1 << 20, &budget);
    let mut bits = SMALLEST_BITS;
    while bits < LARGEST_BITS {
        assert_eq!(
            window.record((1 << 20) - bits, &budget),
            Recorded::BehindGrown
        );
        bits *= 2;
        assert_eq!(window.bytes() as u64 * 8, bits);
        assert_eq!(window.check((1 << 20) - bits + 1), Verdict::Seen);
        assert_eq!(
            window.check((1 << 20) - 1),
            Verdict::Fresh,
            "what it held stays as it was"
        );
    }
    assert_eq!(
        window.record((1 << 20) - bits, &budget),
        Recorded::BehindRefused
    );
    assert_eq!(window.check(0), Verdict::Ancient);
}

#[test]
fn a_full_budget_ends_growth_but_not_service() {
    let budget = Budget::new(64 + 64);
    let mut first = ReplayWindow::default();
    let mut second = ReplayWindow::default();
    first.record(5_000, &budget);
    assert_eq!(first.record(4_000, &budget), Recorded::BehindGrown);
    assert_eq!(first.record(3_900, &budget), Recorded::BehindRefused);
    assert_eq!(budget.used(), 128);
    assert_eq!(
        second.record(0, &budget),
        Recorded::Fresh,
        "the smallest window is always granted"
    );
    assert_eq!(second.check(0), Verdict::Seen);
    budget.give_back(128);
    assert_eq!(budget.used(), 64);
}
