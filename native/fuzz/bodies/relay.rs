//! Input: a handle and a flag, then a payload: what a peer wraps in relay packets, at a manager and at a node. The same
//! bytes are also what a stranger sends as a relay packet.

use super::bench::Bench;

/// The one relay that there is: the peer's to itself.
pub const HANDLE: u32 = 0x0403_0201;

pub fn run(data: &[u8]) {
    let (head, payload) = data.split_at_checked(5).unwrap_or((&[0; 5], data));
    let handle = u32::from_le_bytes(head[..4].try_into().unwrap());
    let hop = head[4] & 1 != 0;

    let mut manager = Bench::new();
    manager.relay(HANDLE);
    strange(&mut manager, data);
    manager.receive_next(0, &[5, 0, 0, 0]);
    manager.settle();
    let before = manager.out.transmitted;
    let wrapped = manager.wrap(handle, hop, payload);
    manager.receive(&wrapped, wrapped.len());
    manager.settle();
    let passed = handle == HANDLE && !hop;
    let expected = if passed { wrapped.len() } else { 0 };
    assert_eq!(
        manager.out.transmitted - before,
        expected,
        "at most what came in"
    );
    // Once more, alone and in a train with others: none of it is new but the last.
    let mut train = wrapped.repeat(3);
    train.extend(manager.wrap(handle, hop, payload));
    manager.receive(&train, wrapped.len());
    manager.settle();
    assert_eq!(manager.out.transmitted - before, 2 * expected);
    assert_eq!(manager.out.delivered, 0);

    let mut node = Bench::new();
    node.trust_as_manager();
    strange(&mut node, data);
    let wrapped = node.wrap(handle, hop, payload);
    node.receive(&wrapped, wrapped.len());
    node.receive(&wrapped, wrapped.len());
    node.settle();
    assert_eq!(node.out.delivered, 0, "nothing inside was sealed");
}

/// A relay packet for the session that there is, whose tag can only be wrong.
fn strange(bench: &mut Bench, data: &[u8]) {
    let mut forged = bench.wrap(0, false, &[]);
    for (byte, change) in forged.iter_mut().zip(data) {
        *byte ^= change;
    }
    forged.extend(data);
    forged[31] ^= 0x80;
    bench.receive(&forged, forged.len());
    bench.receive(data, data.len());
    bench.settle();
    assert_eq!(
        (bench.out.transmitted, bench.out.delivered),
        (0, 0),
        "strangers get nothing"
    );
    assert_eq!(bench.engine.counters().window_bytes, 0);
}
