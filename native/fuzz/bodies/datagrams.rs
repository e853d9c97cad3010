//! Input: what a stranger sends, what an authentic peer seals, and what the TUN hands over: the same bytes three ways.

use super::bench::Bench;

pub fn run(data: &[u8]) {
    let mut bench = Bench::new();
    bench.receive(data, data.len());
    bench.settle();
    assert_eq!(
        (bench.out.transmitted, bench.out.delivered),
        (0, 0),
        "strangers get nothing"
    );
    assert_eq!(bench.engine.counters().window_bytes, 0);
    bench.receive(data, 48);
    bench.settle();
    assert_eq!((bench.out.transmitted, bench.out.delivered), (0, 0));
    for flags in [0, 1] {
        bench.receive_next(flags, data);
        bench.receive_next(flags, data);
        bench.settle();
    }
    bench.tun(data);
    bench.settle();
}
