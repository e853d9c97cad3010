//! The lock on a state directory.
use festoon_core::io::lock;

#[test]
fn a_second_daemon_on_the_same_state_is_refused_until_the_first_is_gone() {
    let path = std::env::temp_dir().join(format!("festoon-lock-{}", std::process::id()));
    let first = lock::acquire(&path).unwrap();
    let refused = lock::acquire(&path).err().unwrap();
    assert_eq!(refused.code, "state-locked");
    assert!(
        refused.message.contains(path.to_str().unwrap()),
        "{refused}"
    );
    drop(first);
    lock::acquire(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_lock_that_cannot_be_made_is_named() {
    let refused = lock::acquire("/nonexistent/festoon/lock".as_ref())
        .err()
        .unwrap();
    assert_eq!(refused.code, "state-unusable");
}
