import { randomBytes } from 'node:crypto';
import t from 'tap';
import { decodeEvents, dropReasons, Engine, hardware } from '../../native/index.js';
import { acquaint, LEFT, PEER, RIGHT, settle, strangers, udpPacket } from './pair.js';

const MS = 1_000_000;

t.test('a session goes live from both ends and carries packets both ways', async (t) => {
  for (const suite of hardware().suites) {
    const pair = strangers();
    acquaint(pair, suite);
    const opened = settle(pair, 1n);
    t.match(opened.rightEvents, [
      { type: 'session-confirmed', index: RIGHT.index, peer: PEER, source: LEFT.endpoint, atNs: 1n },
    ]);
    t.match(opened.leftEvents, [{ type: 'session-live', index: LEFT.index, peer: PEER }]);

    const there = udpPacket(LEFT.overlay, RIGHT.overlay, randomBytes(1200));
    const back = udpPacket(RIGHT.overlay, LEFT.overlay, randomBytes(7));
    const carried = settle(pair, 2n, [there], [back]);
    t.same(carried.rightPackets, [there]);
    t.same(carried.leftPackets, [back]);
  }
});

t.test('a planned change of path is made in a pause', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const path = '192.0.2.9:7077';
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.of(1));
  const to = (nowNs: number) =>
    pair.left.step(nowNs, { datagrams: [], tun: [packet] }).datagrams.map((sent) => sent.destination);
  t.same(to(MS), [RIGHT.endpoint]);
  pair.left.setPath({ peer: PEER, path, holdNs: 5e6 });
  t.same(to(2 * MS), [RIGHT.endpoint]);
  t.match(pair.left.peerStats(), [{ path: RIGHT.endpoint, lastDataNs: BigInt(2 * MS) }]);
  const pause = pair.left.step(7 * MS, { datagrams: [], tun: [] });
  t.same(pause.datagrams, []);
  t.match(pair.left.peerStats(), [{ path, lastDataNs: BigInt(2 * MS) }]);
  t.same(to(8 * MS), [path]);
  t.match(pair.left.counters(), { pathSwitches: 1n, pathSwitchesEarly: 0n });
});

t.test('a burst arrives in order and uncut, though merged on the way in', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const packets = Array.from({ length: 100 }, (_, i) =>
    udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.alloc(500, i)),
  );
  t.same(settle(pair, 2n, packets).rightPackets, packets);
  t.equal(pair.right.counters().inboundPackets, 100n);
});

t.test('a packet for a peer without session asks for one and waits for it', async (t) => {
  const pair = strangers();
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('early'));
  const asked = settle(pair, 1n, [packet]);
  t.match(asked.leftEvents, [{ type: 'session-needed', peer: PEER, waiting: 1 }]);
  acquaint(pair);
  t.same(settle(pair, 2n).rightPackets, [packet]);
});

t.test('nothing is told of a forged datagram, and it is counted', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const { datagrams } = pair.left.step(2, {
    datagrams: [],
    tun: [udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('x'))],
  });
  const forged = Buffer.from(datagrams[0]?.bytes ?? []);
  forged[20] = (forged[20] ?? 0) ^ 1;
  const told = pair.right.step(3, { datagrams: [{ source: LEFT.endpoint, bytes: forged }], tun: [] });
  t.same([told.tun, told.datagrams, told.events.length], [[], [], 0]);
  t.equal(pair.right.counters().dropped[dropReasons().indexOf('open_failed')], 1n);
});

t.test('a train is taken apart at its segment size', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const packets = Array.from({ length: 3 }, (_, i) => udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.of(i)));
  const { datagrams } = pair.left.step(2, { datagrams: [], tun: packets });
  const bytes = Buffer.concat(datagrams.map((datagram) => datagram.bytes));
  const segment = datagrams[0]?.bytes.length ?? 0;
  const got = pair.right.step(3, { datagrams: [{ source: LEFT.endpoint, bytes, segment }], tun: [] });
  t.same(
    got.tun.map((packet) => Buffer.from(packet)),
    packets,
  );
});

t.test('what is longer than what engines exchange by goes through whole', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const packets = Array.from({ length: 120 }, (_, i) =>
    udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.alloc(1300, i)),
  );
  t.same(settle(pair, 2n, packets).rightPackets, packets);
});

t.test('what a step gave is not written to by the next one', async (t) => {
  const pair = strangers();
  acquaint(pair);
  settle(pair, 1n);
  const send = (byte: number) => {
    const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.alloc(40, byte));
    return pair.left.step(2, { datagrams: [], tun: [packet] }).datagrams[0]?.bytes as Uint8Array;
  };
  const first = send(1);
  const before = first.slice();
  send(2);
  t.same(first, before);
});

t.test('input that is not packed as it should be is refused, and nothing of it is done', async (t) => {
  const { left } = strangers();
  const words = (...words: number[]) => new Uint8Array(Uint32Array.from(words).buffer);
  const refusal = { code: 'engine-argument' };
  const tun = words(0, 0, 28, 0);
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.alloc(0));
  t.throws(() => left.stepPacked(1, new Uint8Array(8), 9), refusal, 'longer than it is');
  t.throws(() => left.stepPacked(1, new Uint8Array(8), 8), refusal, 'half a header');
  t.throws(() => left.stepPacked(1, Buffer.concat([tun, packet]), 43), refusal, 'fewer bytes than told');
  const nowhere = Buffer.concat([tun, packet, words(0, 0, 0, 4), Buffer.from('here')]);
  t.throws(() => left.stepPacked(1, nowhere, nowhere.length), refusal, 'a source that is no endpoint');
  t.equal(left.counters().dropped[dropReasons().indexOf('no_route')], 0n);
});

t.test('the next wake-up is the confirm that has to be repeated', async (t) => {
  const pair = strangers();
  acquaint(pair);
  const first = pair.left.step(5 * MS, { datagrams: [], tun: [] });
  t.equal(first.datagrams.length, 1);
  t.equal(first.datagrams[0]?.destination, RIGHT.endpoint);
  t.equal(first.nextWakeupNs, 55 * MS);
  t.equal(pair.left.step(54 * MS, { datagrams: [], tun: [] }).datagrams.length, 0);
  t.equal(pair.left.step(55 * MS, { datagrams: [], tun: [] }).datagrams.length, 1);
  t.equal(pair.right.step(1, { datagrams: [], tun: [] }).nextWakeupNs, Number.POSITIVE_INFINITY);
});

t.test('peer statistics speak of the clock that step was given', async (t) => {
  const pair = strangers();
  t.match(pair.left.peerStats(), [
    { peer: PEER, lastReceivedNs: null, lastSentNs: null, path: null, index: null, txPackets: 0n },
  ]);
  acquaint(pair);
  settle(pair, 9n);
  t.match(pair.left.peerStats(), [
    {
      peer: PEER,
      lastReceivedNs: 9n,
      lastSentNs: 9n,
      path: RIGHT.endpoint,
      index: LEFT.index,
      rxPackets: 1n,
    },
  ]);
});

t.test('handshakes are stamped on their way out and reported on their way in', async (t) => {
  const seed = randomBytes(32);
  const [publicKey, secret] = [randomBytes(32), randomBytes(32)];
  const left = new Engine({ seed, lanes: 1 });
  const right = new Engine({ seed, lanes: 1 });
  left.setIdentity({ publicKey: randomBytes(32), secrets: [secret] });
  right.setIdentity({ publicKey, secrets: [randomBytes(32), secret] });
  const datagram = Buffer.alloc(1100);
  randomBytes(1096).copy(datagram, 4);
  datagram[0] = 0x11;
  left.sendHandshake({ datagram, path: '[2001:db8::2]:7077', publicKey, secret: 0 });
  const sent = left.step(1, { datagrams: [], tun: [] }).datagrams;
  t.equal(sent.length, 1);
  t.equal(sent[0]?.destination, '[2001:db8::2]:7077');
  const bytes = Buffer.from(sent[0]?.bytes ?? []);
  t.same(bytes.subarray(0, 1068), datagram.subarray(0, 1068));

  const source = '[2001:db8:0:1:1::1]:7077';
  const got = right.step(2, { datagrams: [{ source, bytes }], tun: [] });
  const [event] = decodeEvents(got.events);
  t.match(event, { type: 'handshake', source, secretSlot: 1, mac2Valid: false, atNs: 2n });
  t.same(event?.type === 'handshake' && Buffer.from(event.datagram), datagram.subarray(0, 1068));
});
