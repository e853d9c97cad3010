//! Telling the service manager (sd_notify(3)).
use std::env;
use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Sends `state` to NOTIFY_SOCKET, a path or an abstract name ('@'); never waits. Whether it was taken: not when there is
/// no such socket.
pub fn notify(state: &str) -> bool {
    env::var_os("NOTIFY_SOCKET").is_some_and(|name| send(&name, state).is_ok())
}

fn send(name: &OsStr, state: &str) -> io::Result<()> {
    let address = match name.as_bytes() {
        [b'@', hidden @ ..] => SocketAddr::from_abstract_name(hidden)?,
        path => SocketAddr::from_pathname(OsStr::from_bytes(path))?,
    };
    let socket = UnixDatagram::unbound()?;
    socket.set_nonblocking(true)?;
    socket.send_to_addr(state.as_bytes(), &address).map(drop)
}
