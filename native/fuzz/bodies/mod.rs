//! What each fuzz target does with its input, kept apart from the fuzzer so that `native/core/tests/corpus.rs` replays the committed
//! corpus through the very same code.
#![allow(dead_code)] // a fuzz target runs one of them

mod bench;
pub mod coalesce;
pub mod commands;
pub mod datagrams;
pub mod headers;
pub mod parse;
pub mod relay;
pub mod segment;

pub type Body = fn(&[u8]);

pub type Target = (&'static str, fn(&[u8]));

/// Every target by name, which is also that of its file and of its folder in corpus/.
pub const TARGETS: &[(&str, Body)] = &[
    ("parse", parse::run),
    ("segment", segment::run),
    ("coalesce", coalesce::run),
    ("headers", headers::run),
    ("datagrams", datagrams::run),
    ("relay", relay::run),
    ("commands", commands::run),
];
