//! Calls of other threads that run on the loop, beside what the engine is told to do.
use std::net::UdpSocket;
use std::sync::Arc;
use std::time::Duration;

use festoon_core::engine::{Engine, EngineOptions, InstallSession, SetPeer, Suite};
use festoon_core::io::runner::Runner;
use festoon_core::io::udp;

#[test]
fn what_is_commanded_while_a_call_waits_too_is_done_at_once() {
    let engine = Arc::new(Engine::new(EngineOptions::default()).unwrap());
    engine.set_peer(SetPeer {
        peer: 1,
        sources: vec![],
        manager: false,
    });
    let mut runner = Runner::new(engine.clone()).unwrap();
    let socket = udp::bind("127.0.0.1:0".parse().unwrap(), 1)
        .unwrap()
        .remove(0);
    runner
        .call(move |packets| packets.sockets().add(socket))
        .unwrap();
    runner.start(Box::new(|| {})).unwrap();

    let other = UdpSocket::bind("127.0.0.1:0").unwrap();
    other
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let shared = runner.shared().clone();
    let (busy, is_busy) = std::sync::mpsc::channel();
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            shared.call(move |_| {
                busy.send(()).unwrap();
                is_done.recv().unwrap();
            })
        });
        is_busy.recv().unwrap();
        engine
            .install_session(&InstallSession {
                index: 1,
                remote_index: 2,
                peer: 1,
                chaining_key: [7; 64],
                handshake_hash: [8; 64],
                suite: Suite::ChaCha20Poly1305,
                initiator: true,
                lanes: 1,
                path: other.local_addr().unwrap().into(),
            })
            .unwrap();
        shared.wake();
        scope.spawn(|| shared.call(|_| ()));
        // The second call waits as well before the first one ends.
        std::thread::sleep(Duration::from_millis(200));
        done.send(()).unwrap();
    });
    let mut confirm = [0; 2048];
    other
        .recv(&mut confirm)
        .expect("the session begins with a datagram");
}
