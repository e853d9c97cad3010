import { randomBytes } from 'node:crypto';
import t from 'tap';
import { decodeEvents } from '../../native/index.js';
import { acquaint, LEFT, PEER, RIGHT, settle, strangers, udpPacket } from './pair.js';

t.test('what the addon packs is read back, record by record', async (t) => {
  const pair = strangers();
  const asked = pair.left.step(3, {
    datagrams: [],
    tun: [udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.of(1))],
  });
  t.same(decodeEvents(asked.events), [{ type: 'session-needed', peer: PEER, waiting: 1, atNs: 3n }]);

  acquaint(pair);
  settle(pair, 4n);
  const token = randomBytes(16);
  pair.left.sendControl({ index: LEFT.index, kind: 0, flags: 1, body: Buffer.from('hello') });
  pair.left.sendControl({ index: LEFT.index, kind: 3, flags: 0, body: token });
  const { leftEvents, rightEvents } = settle(pair, 5n);
  const frame = { type: 'control-frame', index: RIGHT.index, peer: PEER, kind: 0, flags: 1, atNs: 5n };
  t.match(rightEvents, [frame]);
  t.equal(
    Buffer.from(rightEvents[0]?.type === 'control-frame' ? rightEvents[0].body : []).toString(),
    'hello',
  );
  const answered = { type: 'challenge-answered', index: LEFT.index, peer: PEER, source: RIGHT.endpoint };
  t.match(leftEvents, [answered]);
  t.same(leftEvents[0]?.type === 'challenge-answered' && Buffer.from(leftEvents[0].token), token);
});

t.test('a probe comes back as an echo event with its id', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 4n);
  const id = randomBytes(8);
  pair.left.sendControl({ index: LEFT.index, kind: 1, flags: 0, body: id });
  const { leftEvents } = settle(pair, 5n);
  const [echo] = leftEvents;
  t.match(leftEvents, [{ type: 'echo', index: LEFT.index, peer: PEER, source: RIGHT.endpoint, atNs: 5n }]);
  t.same(echo?.type === 'echo' && Buffer.from(echo.body), id);
});

t.test('a packet from elsewhere is told with the new source', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const input = { datagrams: [], tun: [udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.of(1))] };
  const [sent] = pair.left.step(2, input).datagrams;
  const source = '[2001:db8::5:0:0:1]:9';
  const { events } = pair.right.step(3, {
    datagrams: [{ source, bytes: sent?.bytes ?? new Uint8Array() }],
    tun: [],
  });
  t.same(decodeEvents(events), [
    { type: 'source-changed', index: RIGHT.index, peer: PEER, source, atNs: 3n },
  ]);
});

t.test('an address without a route is asked for, then reached or refused', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.of(1));
  pair.left.replaceRoutes([]);
  pair.left.setAsked(['10.77.0.0/16', 'fd00::/64']);
  const asked = { type: 'address-needed', address: RIGHT.overlay, atNs: 2n };
  t.same(settle(pair, 2n, [packet]).leftEvents, [asked]);
  pair.left.updateRoutes({ add: [{ prefix: `${RIGHT.overlay}/32`, peer: PEER }], remove: [] });
  t.same(settle(pair, 3n).rightPackets, [packet]);

  pair.left.replaceRoutes([]);
  settle(pair, 2_000_000_000n, [packet]);
  pair.left.refuseAddress(RIGHT.overlay);
  const [answer] = settle(pair, 2_000_000_001n).leftPackets;
  t.same(answer?.subarray(20, 22), Buffer.of(3, 1), 'host unreachable');

  const v6 = record(11, Buffer.from([6, 0, 0, 0, 0xfd, ...Buffer.alloc(14), 2, 0, 0, 0, 0]));
  t.match(decodeEvents(v6), [{ type: 'address-needed', address: 'fd00::2' }]);
});

t.test('kinds that only trouble brings', async (t) => {
  const words = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
  t.same(decodeEvents(record(8, words(5, 6, 1, 0))), [
    { type: 'key-limit', index: 5, peer: 6, reached: false, atNs: 77n },
  ]);
  t.same(decodeEvents(record(8, words(5, 6, 2, 0))), [
    { type: 'key-limit', index: 5, peer: 6, reached: true, atNs: 77n },
  ]);
  t.same(decodeEvents(Buffer.concat([record(12, words(7, 0)), record(13, words(8, 0))])), [
    { type: 'traffic', atNs: 77n, peer: 7 },
    { type: 'silent', atNs: 77n, peer: 8 },
  ]);
  const devices = [record(9, words(1, 77)), record(9, words(2, 5)), record(9, words(3, 0))];
  t.same(decodeEvents(Buffer.concat(devices)), [
    { type: 'device', what: 'tun-lost', errno: 77, atNs: 77n },
    { type: 'device', what: 'udp-error', errno: 5, atNs: 77n },
    { type: 'device', what: 'network-changed', errno: 0, atNs: 77n },
  ]);
});

t.test('endpoints are written as RFC 5952 has it', async (t) => {
  for (const [groups, written] of [
    [[0, 0, 0, 0, 0, 0, 0, 0], '[::]:258'],
    [[0, 0, 0, 0, 0, 0, 0, 1], '[::1]:258'],
    [[0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], '[2001:db8::]:258'],
    [[0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], '[2001:db8:0:1:1:1:1:1]:258'],
    [[0x2001, 0, 0, 1, 0, 0, 0, 1], '[2001:0:0:1::1]:258'],
    [[0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], '[2001:db8::1:0:0:1]:258'],
    [[0xa0, 0, 0, 0xb0, 0x10, 0x100, 0x1000, 0], '[a0::b0:10:100:1000:0]:258'],
  ] as const) {
    const endpoint = Buffer.from([6, 0, 2, 1, ...groups.flatMap((group) => [group >> 8, group & 0xff])]);
    const body = Buffer.concat([Buffer.alloc(8), endpoint, Buffer.alloc(4)]);
    t.match(decodeEvents(record(5, body)), [{ type: 'source-changed', source: written }]);
  }
});

t.test('a path by a relay is written as its manager and its handle', async (t) => {
  const bytes = Buffer.alloc(32);
  bytes[8] = 1;
  bytes.writeUInt32LE(7, 12);
  bytes.writeUInt32LE(0xbeef, 16);
  t.match(decodeEvents(record(5, bytes)), [{ type: 'source-changed', source: 'via:7:0000beef' }]);
});

t.test('bytes that no core of this version writes throw', async (t) => {
  const whole = record(4, Buffer.alloc(8));
  for (const broken of [
    whole.subarray(0, 10),
    whole.subarray(0, 16),
    record(11, Buffer.alloc(8)),
    record(14, Buffer.alloc(8)),
    record(10, Buffer.alloc(8)),
    record(3, Buffer.alloc(8)),
    record(9, Buffer.alloc(8)),
    Buffer.alloc(16),
  ]) {
    t.throws(() => decodeEvents(broken), { name: 'RangeError' });
  }
  t.same(decodeEvents(Buffer.alloc(0)), []);
});

/** One record at 77 ns. */
function record(kind: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt16LE(kind, 0);
  head.writeUInt32LE(16 + body.length, 4);
  head.writeBigUInt64LE(77n, 8);
  return Buffer.concat([head, body]);
}
