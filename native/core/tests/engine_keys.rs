//! The locked memory of keys: alone in its process, whose limits and locked bytes it looks at.

mod inner_packets;
mod pair;

use festoon_core::engine::{CommandError, Engine, EngineOptions, SetPeer, Suite};
use pair::{Pair, session};
use std::ops::RangeInclusive;

fn locked_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmLck:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Whether the mapping that holds locked memory is left out of core dumps ("dd" among its flags).
fn locked_is_undumped() -> bool {
    let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
    let flags = maps
        .lines()
        .filter_map(|line| line.strip_prefix("VmFlags:"));
    let locked: Vec<&str> = flags
        .filter(|flags| flags.split_whitespace().any(|flag| flag == "lo"))
        .collect();
    !locked.is_empty()
        && locked
            .iter()
            .all(|flags| flags.split_whitespace().any(|flag| flag == "dd"))
}

/// Locks no more memory in this thread, whoever runs it.
fn forbid_locking() {
    let none = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: plain system calls; setresuid by number changes this thread alone, which ends with its closure.
    unsafe {
        assert_eq!(libc::setrlimit(libc::RLIMIT_MEMLOCK, &none), 0);
        if libc::geteuid() == 0 {
            assert_eq!(
                libc::syscall(libc::SYS_setresuid, 65_534, 65_534, 65_534),
                0
            );
        }
    }
}

#[test]
fn keys_are_locked_undumped_and_given_back_or_else_refused() {
    assert_eq!(locked_kib(), 0);
    let mut pair = Pair::joined(Suite::Aes256Gcm);
    pair.join(Suite::Aes256Gcm, 2);
    assert_eq!(locked_kib(), 2 * 80, "64 sessions of 1,280 bytes, twice");
    assert!(locked_is_undumped());
    drop(pair);
    assert_eq!(
        locked_kib(),
        0,
        "engine, peers and sessions are gone with their keys"
    );

    let many = of(9_000);
    assert_eq!(locked_kib(), 5_120, "of 4,096 sessions");
    install(&many, 1..=4_096).unwrap();
    assert_eq!(locked_kib(), 5_120);
    install(&many, 4_097..=8_192).unwrap();
    assert_eq!(locked_kib(), 2 * 5_120);
    install(&many, 8_193..=9_000).unwrap();
    assert_eq!(locked_kib(), 2 * 5_120 + 808 * 5 / 4 + 2, "whole pages");
    assert!(locked_is_undumped());
    assert_eq!(
        install(&many, 9_001..=9_001),
        Err(CommandError::SessionsFull)
    );
    many.retire_session(7).unwrap();
    install(&many, 9_001..=9_001).unwrap();
    drop(many);
    assert_eq!(locked_kib(), 0);

    let few = of(4_097);
    install(&few, 1..=4_096).unwrap();
    let refused = std::thread::spawn(move || {
        forbid_locking();
        let more = install(&few, 4_097..=4_097);
        // What there is room for goes on.
        few.retire_session(9).unwrap();
        install(&few, 4_097..=4_097).unwrap();
        (of_refused(64), more.unwrap_err())
    });
    let (first, second) = refused.join().unwrap();
    assert_eq!(first, CommandError::MemoryLockRefused { bytes: 80 * 1024 });
    assert_eq!(second, CommandError::MemoryLockRefused { bytes: 4096 });
    assert_eq!(second.code(), "memory-lock-refused");
    assert!(second.to_string().contains("LimitMEMLOCK"));
}

fn of(sessions: u32) -> Engine {
    let engine = Engine::new(options(sessions)).unwrap();
    engine.set_peer(SetPeer {
        peer: 2,
        sources: vec![],
        manager: false,
    });
    engine
}

fn of_refused(sessions: u32) -> CommandError {
    Engine::new(options(sessions)).err().unwrap()
}

fn options(sessions: u32) -> EngineOptions {
    EngineOptions {
        sessions,
        ..EngineOptions::default()
    }
}

/// Installs sessions of these indexes.
fn install(engine: &Engine, indexes: RangeInclusive<u32>) -> Result<(), CommandError> {
    let address = "192.0.2.1:7077".parse().unwrap();
    indexes
        .map(|index| session(index, 1, 2, Suite::Aes256Gcm, false, address))
        .try_for_each(|install| engine.install_session(&install))
}

#[test]
fn options_out_of_range_are_refused() {
    for options in [
        EngineOptions {
            lanes: 0,
            ..EngineOptions::default()
        },
        EngineOptions {
            lanes: 9,
            ..EngineOptions::default()
        },
        EngineOptions {
            sessions: 0,
            ..EngineOptions::default()
        },
        EngineOptions {
            sessions: 65_536,
            ..EngineOptions::default()
        },
    ] {
        assert!(matches!(
            Engine::new(options).err(),
            Some(CommandError::BadOption { .. })
        ));
    }
}
