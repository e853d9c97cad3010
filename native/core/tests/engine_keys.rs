//! The locked memory of keys: alone in its process, whose limits and locked bytes it looks at.

mod inner_packets;
mod pair;

use festoon_core::engine::{CommandError, Engine, EngineOptions, Suite};
use pair::Pair;

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

    let refused = std::thread::spawn(|| {
        forbid_locking();
        Engine::new(EngineOptions {
            sessions: 64,
            ..EngineOptions::default()
        })
        .err()
    });
    let error = refused.join().unwrap().unwrap();
    assert_eq!(error, CommandError::MemoryLockRefused { bytes: 80 * 1024 });
    assert_eq!(error.code(), "memory-lock-refused");
    assert!(error.to_string().contains("LimitMEMLOCK"));
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
