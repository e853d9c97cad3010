import { spawnSync } from 'node:child_process';
import { readSync, writeSync } from 'node:fs';
import t, { type Test } from 'tap';
import { decodeEvents, dropReasons, Engine, type EngineEvent, socketPair } from '../../native/index.js';
import { acquaint, eventually, LEFT, type Pair, PEER, RIGHT, strangers, udpPacket } from './pair.js';

/** Two engines on threads of their own, joined by socket pairs; the far ends of their TUNs. */
function running(t: Test): Pair & { leftTun: number; rightTun: number; events: EngineEvent[] } {
  const pair = strangers();
  const [leftWire, rightWire] = socketPair();
  pair.left.attachUdp({ fd: leftWire, local: LEFT.endpoint, remote: RIGHT.endpoint });
  pair.right.attachUdp({ fd: rightWire, local: RIGHT.endpoint, remote: LEFT.endpoint });
  const [leftTun, leftEnd] = socketPair();
  const [rightTun, rightEnd] = socketPair();
  pair.left.attachTun(leftEnd);
  pair.right.attachTun(rightEnd);
  const events: EngineEvent[] = [];
  const onEvents = (batch: Buffer) => events.push(...decodeEvents(batch));
  pair.left.start({ onEvents });
  pair.right.start({ onEvents });
  t.teardown(() => {
    pair.left.stop();
    pair.right.stop();
  });
  return { ...pair, leftTun, rightTun, events };
}

function read(fd: number): Buffer | undefined {
  const bytes = Buffer.alloc(65536);
  try {
    return bytes.subarray(0, readSync(fd, bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

t.test('two threads carry packets both ways and tell of their sessions', async (t) => {
  const pair = running(t);
  acquaint(pair);
  await eventually(() => (pair.events.length === 2 ? true : undefined));
  t.same(pair.events.map(({ type }) => type).toSorted(), ['session-confirmed', 'session-live']);
  for (let i = 0; i < 200; i += 1) {
    const there = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.alloc(1000, i));
    const back = udpPacket(RIGHT.overlay, LEFT.overlay, Buffer.alloc(40, i));
    writeSync(pair.leftTun, there);
    writeSync(pair.rightTun, back);
    t.same(await eventually(() => read(pair.rightTun)), there);
    t.same(await eventually(() => read(pair.leftTun)), back);
  }
});

t.test('sockets and TUN come and go while the thread runs', async (t) => {
  const pair = running(t);
  acquaint(pair);
  await eventually(() => (pair.events.length === 2 ? true : undefined));
  const bound = pair.left.bindUdp({ address: '127.0.0.1', port: 0 });
  t.equal(pair.left.unbindUdp(bound.id), true);
  t.equal(pair.left.bindUdp({ address: '127.0.0.1', port: bound.port }).port, bound.port);
  pair.left.closeTun();
  const [far, near] = socketPair();
  pair.left.attachTun(near);
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('through the new one'));
  writeSync(far, packet);
  t.same(await eventually(() => read(pair.rightTun)), packet);
});

t.test('a TUN that goes away is told once, and the rest goes on', async (t) => {
  const pair = running(t);
  acquaint(pair);
  await eventually(() => (pair.events.length === 2 ? true : undefined));
  const tunLost = () => pair.events.filter(({ type }) => type === 'device');
  writeSync(pair.rightTun, Buffer.alloc(0));
  await eventually(() => (tunLost().length > 0 ? true : undefined));
  t.match(tunLost(), [{ type: 'device', what: 'tun-lost', errno: 77 }]);
  writeSync(pair.leftTun, udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('nobody there')));
  const lost = dropReasons().indexOf('tun_write_failed');
  await eventually(() => (pair.right.counters().dropped[lost] === 1n ? true : undefined));
  pair.right.sendControl({ index: RIGHT.index, kind: 0, flags: 0, body: Buffer.from('alive') });
  await eventually(() => pair.events.find(({ type }) => type === 'control-frame'));
});

t.test('what cannot be sent is counted', async (t) => {
  const pair = running(t);
  pair.left.setPath({ peer: PEER, path: '203.0.113.1:1' });
  const datagram = Buffer.alloc(1100);
  datagram[0] = 0x11;
  pair.left.sendHandshake({ datagram, path: '203.0.113.1:1', publicKey: new Uint8Array(32), secret: 0 });
  const unsent = dropReasons().indexOf('udp_send_failed');
  await eventually(() => (pair.left.counters().dropped[unsent] === 1n ? true : undefined));
});

t.test('traffic flows while JavaScript is busy, and events wait for it', async (t) => {
  const pair = running(t);
  acquaint(pair);
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('no JavaScript needed'));
  writeSync(pair.leftTun, packet);
  let got: Buffer | undefined;
  for (const end = Date.now() + 5000; got === undefined && Date.now() < end; ) got = read(pair.rightTun);
  t.same(got, packet);
  t.same(pair.events, []);
  await eventually(() => (pair.events.length === 2 ? true : undefined));
});

t.test(
  'a peer at rest is asked while JavaScript is busy, and reported when it does not answer',
  async (t) => {
    const pair = running(t);
    acquaint(pair);
    await eventually(() => (pair.events.length === 2 ? true : undefined));
    const numbers = new Float64Array(5);
    const heardAt = (...watch: number[]): number => {
      pair.left.peerActivity([PEER], watch, numbers);
      return numbers[1] as number;
    };
    // No confirm is repeated any more: the thread waits for nothing.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const first = heardAt(100, 200);
    for (const end = Date.now() + 5_000; heardAt() === first && Date.now() < end; );
    t.ok(heardAt() > first);
    pair.right.stop();
    const before = pair.events.length;
    heardAt(100, 200);
    await eventually(() => pair.events.slice(before).find(({ type }) => type === 'silent'));
  },
);

t.test('wake makes the loop turn, and a loop that has nothing to do does not turn', async (t) => {
  const engine = new Engine({ seed: new Uint8Array(32), lanes: 1 });
  engine.start({ onEvents: () => {} });
  t.teardown(() => engine.stop());
  for (let turns = 0n; turns < 5n; turns += 1n) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    t.equal(engine.counters().turns, turns);
    engine.wake();
    await eventually(() => (engine.counters().turns > turns ? true : undefined));
  }
});

t.test('stop joins, can be repeated, and start goes on from there', async (t) => {
  const pair = running(t);
  t.throws(() => pair.left.start({ onEvents: () => {} }), { code: 'engine-running' });
  t.throws(() => pair.left.step(1, { datagrams: [], tun: [] }), { code: 'engine-running' });
  pair.left.stop();
  pair.left.stop();
  acquaint(pair);
  const [far, near] = socketPair();
  pair.left.attachTun(near);
  pair.left.start({ onEvents: (batch) => pair.events.push(...decodeEvents(batch)) });
  const packet = udpPacket(LEFT.overlay, RIGHT.overlay, Buffer.from('after the pause'));
  writeSync(far, packet);
  t.same(await eventually(() => read(pair.rightTun)), packet);
});

t.test('Node exits by itself with a live worker', async (t) => {
  const index = new URL('../../native/index.js', import.meta.url).href;
  const script = `
    import { Engine } from '${index}';
    globalThis.engine = new Engine({ seed: new Uint8Array(32), lanes: 1 });
    engine.bindUdp({ address: '127.0.0.1', port: 0 });
    engine.start({ onEvents: () => {} });`;
  for (let i = 0; i < 5; i += 1) {
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 });
    t.match(
      { status: child.status, signal: child.signal, said: String(child.stderr) },
      { status: 0, signal: null, said: '' },
    );
  }
});

t.test('an engine that is forgotten stops its thread', async (t) => {
  const index = new URL('../../native/index.js', import.meta.url).href;
  const script = `
    import { readdirSync } from 'node:fs';
    import { Engine } from '${index}';
    const before = readdirSync('/proc/self/task').length;
    for (let i = 0; i < 20; i += 1) new Engine({ seed: new Uint8Array(32), lanes: 1 }).start({ onEvents: () => {} });
    for (let i = 0; i < 50 && readdirSync('/proc/self/task').length > before; i += 1) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (readdirSync('/proc/self/task').length > before) throw new Error('threads are left');`;
  const child = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    timeout: 20_000,
  });
  t.match({ status: child.status, said: String(child.stderr) }, { status: 0, said: '' });
});
