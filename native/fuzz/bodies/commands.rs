//! Input: a sequence of steps, each an opcode, a length byte and that many bytes: commands, packets and time, in any order.

use super::bench::{Bench, install, source};
use festoon_core::engine::{
    AddRelay, Local, Path, Prefix, SendControl, SendHandshake, SetPeer, SetRelay,
};
use std::net::IpAddr;

pub fn run(data: &[u8]) {
    let mut bench = Bench::new();
    let mut rest = data;
    while let [opcode, length, after @ ..] = rest {
        let (body, next) = after
            .split_at_checked(usize::from(*length))
            .unwrap_or((after, &[]));
        step(&mut bench, *opcode, body);
        rest = next;
    }
    bench.settle();
}

fn step(bench: &mut Bench, opcode: u8, body: &[u8]) {
    let word = |at: usize| {
        body.get(at..at + 4)
            .map_or(0, |word| u32::from_le_bytes(word.try_into().unwrap()))
    };
    let first = body.first().copied().unwrap_or(0);
    let peer = u32::from(first % 3);
    // Refusals are answers, too: what is asked here is that nothing breaks.
    match opcode % 25 {
        0 => bench.receive(body, body.len()),
        1 => bench.receive(body, usize::from(first)),
        2 => bench.receive_next(first & 1, body),
        3 => bench.receive_sealed(0, u64::from(word(0)), body.get(4..).unwrap_or(&[])),
        4 => bench.tun(body),
        5 => bench.now += u64::from(word(0)),
        6 => bench.worker.handle_timeout(bench.now, &mut bench.out),
        7 => bench.settle(),
        8 => drop(
            bench
                .engine
                .install_session(&install(word(0), first & 1 == 0)),
        ),
        9 => drop(bench.engine.retire_session(word(0))),
        10 => drop(
            bench
                .engine
                .set_path(peer, (first & 1 == 0).then(source).map(Path::from)),
        ),
        11 => bench.engine.remove_peer(peer),
        12 => {
            let sources = vec![Prefix::host(super::bench::PEER.into())];
            bench.engine.set_peer(SetPeer {
                peer,
                sources,
                manager: first & 4 != 0,
            });
        }
        13 => {
            let prefix = Prefix::new([first, 0, 0, 0].into(), 8).unwrap();
            let add = [(prefix, peer)];
            drop(
                bench
                    .engine
                    .update_routes(if first & 8 == 0 { &add } else { &[] }, &[prefix]),
            );
        }
        14 => {
            let body = body.get(6..).unwrap_or(&[]).to_vec();
            let (index, path) = (word(0), (first & 1 == 0).then(source).map(Path::from));
            drop(bench.engine.send_control(SendControl {
                index,
                kind: first,
                flags: 1,
                body,
                path,
            }));
        }
        15 => {
            let mut datagram = Box::new([first; 1100]);
            datagram[..4].copy_from_slice(&[0x11 + (first & 1), 0, 0, 0]);
            // To itself: what it stamps it must accept.
            let public_key = [2; 32];
            let send = SendHandshake {
                datagram,
                path: source().into(),
                public_key,
                secret: first >> 7,
            };
            drop(bench.engine.send_handshake(send));
        }
        16 => bench.engine.set_mtu(word(0)),
        18 => bench.engine.set_asked(
            Prefix::new([first, 0, 0, 0].into(), 8)
                .into_iter()
                .collect(),
        ),
        19 => drop(
            bench
                .engine
                .refuse_address(IpAddr::from(word(0).to_be_bytes())),
        ),
        20 => drop(
            bench
                .engine
                .plan_path(peer, source().into(), u64::from(word(0))),
        ),
        21 => bench.engine.set_relay(&SetRelay {
            on: first & 1 == 0,
            bytes_per_second: u64::from(word(1)),
            burst_bytes: u64::from(word(5)),
        }),
        22 => {
            let relay = AddRelay {
                handle: handle(first),
                source: peer,
                target: u32::from(first >> 4) % 3,
                next: handle(first.wrapping_add(1)),
                hop: first & 8 != 0,
            };
            let add = [relay];
            let add = if first & 4 == 0 { &add[..] } else { &[] };
            drop(bench.engine.update_relay(add, &[handle(first >> 2)]));
        }
        23 => {
            let path = Path::Relayed {
                manager: u32::from(first >> 4) % 3,
                handle: handle(first),
            };
            drop(match first & 8 {
                0 => bench.engine.set_path(peer, Some(path)),
                _ => bench.engine.plan_path(peer, path, u64::from(word(1))),
            });
        }
        24 => {
            let payload = body.get(1..).unwrap_or(&[]);
            let wrapped = bench.wrap(handle(first), first & 8 != 0, payload);
            bench.receive(&wrapped, wrapped.len());
        }
        _ => bench.engine.set_local(&Local {
            addresses: vec![super::bench::LOCAL.into()],
            prefixes: vec![],
        }),
    }
}

/// One of four, so that commands and packets name the same ones.
fn handle(choice: u8) -> u32 {
    0xaaaa_0000 | u32::from(choice & 3)
}
