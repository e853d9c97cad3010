//! What the process asks of the kernel for itself.
mod common;

use common::isolated;
use festoon_core::io::process;

#[test]
fn dumps_and_tracing_are_forbidden() {
    isolated("dumps_and_tracing_are_forbidden", || {
        // SAFETY: PR_GET_DUMPABLE takes and returns plain integers.
        let dumpable = || unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0, 0, 0, 0) };
        assert_eq!(dumpable(), 1);
        process::forbid_dumps().unwrap();
        assert_eq!(dumpable(), 0);
    });
}
