import { createSocket } from 'node:dgram';
import t, { type Test } from 'tap';
import { Engine, type SocketInfo } from '../../native/index.js';
import { acquaint, eventually, LEFT, PEER, strangers } from './pair.js';

const at = ({ port }: { port: number }): string => `127.0.0.1:${port}`;
const bind = (engine: Engine): SocketInfo => engine.bindUdp({ address: '127.0.0.1', port: 0 });

function start(t: Test, ...engines: Engine[]): void {
  for (const engine of engines) {
    engine.start({ onEvents: () => {} });
    t.teardown(() => engine.stop());
  }
}

t.test('a peer is known by the socket that it sends to, whatever asked from elsewhere', async (t) => {
  const pair = strangers();
  const [first, second] = [bind(pair.right), bind(pair.right)];
  const left = bind(pair.left);
  start(t, pair.left, pair.right);
  const heardBy = (): number | null | undefined => pair.right.peerStats()[0]?.socket;
  t.equal(heardBy(), null);
  acquaint(pair, 3, { left: at(left), right: at(second) });
  t.equal(await eventually(() => heardBy() ?? undefined), second.id);

  const probe = { index: LEFT.index, kind: 1, flags: 0, body: Buffer.alloc(8) };
  const before = pair.left.counters().controlFramesIn;
  pair.left.sendControl({ ...probe, path: at(first) });
  await eventually(() => (pair.left.counters().controlFramesIn > before ? true : undefined));
  t.equal(heardBy(), second.id);

  pair.left.setPath({ peer: PEER, path: at(first) });
  pair.left.sendControl({ index: LEFT.index, kind: 5, flags: 0, body: Buffer.alloc(0) });
  t.equal(await eventually(() => (heardBy() === first.id ? first.id : undefined)), first.id);
});

t.test('sockets send in the order preferred, and one not named only receives', async (t) => {
  const engine = new Engine({ seed: new Uint8Array(32), lanes: 1 });
  engine.setIdentity({ publicKey: new Uint8Array(32), secrets: [new Uint8Array(32)] });
  const [first, second, third] = [bind(engine), bind(engine), bind(engine)];
  const listener = createSocket('udp4');
  await new Promise<void>((resolve) => listener.bind(0, '127.0.0.1', resolve));
  t.teardown(() => listener.close());
  const senders: number[] = [];
  listener.on('message', (_, from) => senders.push(from.port));
  start(t, engine);
  const unsent = (): bigint => engine.counters().dropped.reduce((sum, count) => sum + count);
  const sends = async (): Promise<number | string> => {
    const [datagram, dropped] = [Buffer.alloc(1100), unsent()];
    datagram[0] = 0x11;
    engine.sendHandshake({
      datagram,
      path: at(listener.address()),
      publicKey: new Uint8Array(32),
      secret: 0,
    });
    return eventually(() => senders.shift() ?? (unsent() > dropped ? 'nothing' : undefined));
  };
  t.equal(await sends(), first.port, 'without preferences the first that was bound');
  engine.preferUdp([third.id, 99, first.id]);
  t.equal(await sends(), third.port);
  engine.unbindUdp(third.id);
  t.equal(await sends(), first.port);
  const fourth = bind(engine);
  engine.unbindUdp(first.id);
  t.equal(await sends(), 'nothing', 'neither the second nor the fourth was named');
  engine.preferUdp([fourth.id, second.id]);
  t.equal(await sends(), fourth.port);
});
