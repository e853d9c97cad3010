//! Replays the committed corpus of native/fuzz, small changes to it included, through the bodies of the fuzz targets.

#[path = "../../fuzz/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::path::PathBuf;

fn corpus() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus"))
}

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let folder = corpus().join(target);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let mut folders: Vec<String> = fs::read_dir(corpus())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let mut targets: Vec<&str> = bodies::TARGETS.iter().map(|(name, _)| *name).collect();
    targets.sort();
    assert_eq!(folders, targets);
    for target in targets {
        assert!(!inputs(target).is_empty(), "{target} has no corpus");
    }
}

#[test]
fn the_corpus_passes() {
    for (name, body) in bodies::TARGETS {
        for input in inputs(name) {
            body(&input);
        }
    }
}

#[test]
fn truncations_and_flipped_bits_of_the_corpus_pass() {
    for (name, body) in bodies::TARGETS {
        for input in inputs(name) {
            // Headers are at the front; the tail is taken in steps.
            for end in (0..input.len().min(300)).chain((300..input.len()).step_by(97)) {
                body(&input[..end]);
            }
            for bit in 0..input.len().min(160) * 8 {
                let mut changed = input.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                body(&changed);
            }
        }
    }
}
