//! The service manager's socket.
use festoon_core::io::notify::notify;
use std::ffi::{OsStr, OsString};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::process::Command;
use std::time::Duration;

const TELL: &str = "FESTOON_TEST_TELL";
const NAME: &str = "the_service_manager_is_told_at_a_path_and_at_an_abstract_name";
const STATE: &str = "READY=1\nSTATUS=two lines";

/// Whether a process with this NOTIFY_SOCKET says that it told.
fn told(socket: Option<&OsStr>) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([NAME, "--exact", "--nocapture"])
        .env(TELL, "1");
    match socket {
        Some(socket) => command.env("NOTIFY_SOCKET", socket),
        None => command.env_remove("NOTIFY_SOCKET"),
    };
    let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(said.contains("told: "), "{said}");
    said.contains("told: true")
}

#[test]
fn the_service_manager_is_told_at_a_path_and_at_an_abstract_name() {
    if std::env::var_os(TELL).is_some() {
        return println!("told: {}", notify(STATE));
    }
    let path = std::env::temp_dir().join(format!("festoon-notify-{}", std::process::id()));
    let hidden = format!("festoon-test-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&hidden).unwrap();
    let listeners = [
        (path.clone().into_os_string(), UnixDatagram::bind(&path)),
        (
            OsString::from(format!("@{hidden}")),
            UnixDatagram::bind_addr(&address),
        ),
    ];
    for (name, listener) in listeners {
        let listener = listener.unwrap();
        listener
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        assert!(told(Some(&name)), "{name:?}");
        let mut bytes = [0; 64];
        let length = listener.recv(&mut bytes).unwrap();
        assert_eq!(&bytes[..length], STATE.as_bytes());
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn without_a_service_manager_nothing_is_told() {
    let long = "x".repeat(200);
    for name in [
        "",
        "/does/not/exist",
        "@nobody-is-here",
        &format!("@{long}"),
        &long,
    ] {
        assert!(!told(Some(OsStr::new(name))), "{name}");
    }
    assert!(!told(None));
}
