//! Runs a test in a network namespace of its own, as root or through a user namespace.
use std::os::unix::process::CommandExt;
use std::process::Command;

const INSIDE: &str = "FESTOON_TEST_ISOLATED";

/// Runs `body` as the only thing in a fresh process inside a fresh network namespace with `lo` up. `name` is the path of
/// the calling test, by which that process finds it. Traffic and interfaces end with the process.
pub fn isolated(name: &str, body: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some_and(|inside| inside == name) {
        let mut netlink = festoon_core::io::netlink::Netlink::open().unwrap();
        let lo = netlink.index("lo").unwrap();
        netlink.set_up(lo).unwrap();
        return body();
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(INSIDE, name);
    // SAFETY: between fork and exec only geteuid and unshare run, both async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            let user = if libc::geteuid() == 0 {
                0
            } else {
                libc::CLONE_NEWUSER
            };
            if libc::unshare(user | libc::CLONE_NEWNET) != 0 {
                return Err(std::io::Error::last_os_error());
            }
            Ok(())
        });
    }
    let output = command
        .output()
        .expect("a network namespace needs root or user namespaces");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
