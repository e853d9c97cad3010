import { randomBytes } from 'node:crypto';
import t from 'tap';
import { decodeEvents, dropReasons, Engine, type EngineEvent } from '../../native/index.js';
import { udpPacket } from './pair.js';

const MANAGER = 9;
const UNLIMITED = { on: true, bytesPerSecond: 0, burstBytes: 0 };

/** A node or manager: how the others number it, where it is outside and inside. */
interface Place {
  readonly number: number;
  readonly endpoint: string;
  readonly overlay: string;
  readonly engine: Engine;
}

function place(number: number): Place {
  const engine = new Engine({ seed: randomBytes(32), lanes: 1 });
  engine.setIdentity({ publicKey: randomBytes(32), secrets: [new Uint8Array(32)] });
  const overlay = `10.77.0.${number}`;
  engine.setLocal({ addresses: [overlay], prefixes: [] });
  return { number, endpoint: `192.0.2.${number}:7077`, overlay, engine };
}

/** Two nodes that have a session with a manager each, and one with each other by it. */
class Network {
  readonly a = place(1);
  readonly b = place(2);
  readonly manager = place(MANAGER);
  readonly events = new Map<Place, EngineEvent[]>();
  readonly packets = new Map<Place, Buffer[]>();
  readonly #all = [this.a, this.b, this.manager];
  #now = 1;

  constructor() {
    this.join(this.a, this.manager);
    this.join(this.b, this.manager);
    this.manager.engine.setRelay(UNLIMITED);
    const both = [
      { handle: 0xa1, source: 1, target: 2, next: 0xb1, hop: false },
      { handle: 0xb1, source: 2, target: 1, next: 0xa1, hop: false },
    ];
    this.manager.engine.updateRelay({ add: both, remove: [] });
    this.settle();
    this.join(this.a, this.b, { there: `via:${MANAGER}:000000a1`, back: `via:${MANAGER}:000000b1` });
    this.settle();
  }

  /** Installs a session that `from` has opened. */
  join(from: Place, to: Place, paths = { there: to.endpoint, back: from.endpoint }): void {
    const keys = { chainingKey: randomBytes(64), handshakeHash: randomBytes(64), suite: 3, lanes: 1 };
    const index = (own: Place, other: Place): number => own.number * 256 + other.number;
    for (const [own, other, path] of [
      [to, from, paths.back],
      [from, to, paths.there],
    ] as const) {
      const peer = other.number;
      own.engine.setPeer({ peer, sources: [`${other.overlay}/32`], manager: peer === MANAGER });
      own.engine.updateRoutes({ add: [{ prefix: `${other.overlay}/32`, peer }], remove: [] });
      own.engine.installSession({
        ...keys,
        index: index(own, other),
        remoteIndex: index(other, own),
        peer,
        initiator: own === from,
        path,
      });
    }
  }

  /** Turns all engines until nothing is under way; what `from` reads from its TUN goes first. */
  settle(from?: Place, tun: Buffer[] = []): void {
    this.#now += 1_000_000;
    let under: { source: string; destination: string; bytes: Uint8Array }[] = [];
    for (let turn = 0; turn < 10 && (turn < 1 || under.length > 0); turn += 1) {
      const carried = under;
      under = [];
      for (const at of this.#all) {
        const out = at.engine.step(this.#now, {
          datagrams: carried.filter(({ destination }) => destination === at.endpoint),
          tun: turn === 0 && at === from ? tun : [],
        });
        under.push(...out.datagrams.map((datagram) => ({ ...datagram, source: at.endpoint })));
        this.events.set(at, [...(this.events.get(at) ?? []), ...decodeEvents(out.events)]);
        this.packets.set(at, [
          ...(this.packets.get(at) ?? []),
          ...out.tun.map((packet) => Buffer.from(packet)),
        ]);
      }
    }
  }
}

t.test('two nodes talk by a manager, which sees only that they do', async (t) => {
  const network = new Network();
  const { a, b, manager } = network;
  const confirmed = network.events.get(b)?.filter(({ type }) => type === 'session-confirmed');
  t.match(confirmed, [{ peer: 1, source: `via:${MANAGER}:000000b1` }]);
  const [there, back] = [
    udpPacket(a.overlay, b.overlay, randomBytes(1200)),
    udpPacket(b.overlay, a.overlay, randomBytes(9)),
  ];
  network.settle(a, [there]);
  network.settle(b, [back]);
  t.same(network.packets.get(b), [there]);
  t.same(network.packets.get(a), [back]);
  t.same(network.packets.get(manager), []);
  t.match(a.engine.peerStats(), [
    { peer: 2, path: `via:${MANAGER}:000000a1` },
    { peer: MANAGER, path: manager.endpoint },
  ]);
  // A confirm and its answer, then a packet each way.
  t.match(manager.engine.counters(), { relayedDatagrams: 4n, relayedTrains: 4n, inboundRelayed: 0n });
  t.match(a.engine.counters(), { inboundRelayed: 2n, outboundRelayed: 2n, relayedDatagrams: 0n });
});

t.test('a relay that is taken away relays no more', async (t) => {
  const network = new Network();
  const { a, b, manager } = network;
  const packet = udpPacket(a.overlay, b.overlay, randomBytes(100));
  const dropped = (reason: string) => manager.engine.counters().dropped[dropReasons().indexOf(reason)];
  manager.engine.setRelay({ on: true, bytesPerSecond: 1000, burstBytes: 300 });
  network.settle(a, [packet, packet]);
  t.equal(network.packets.get(b)?.length, 1);
  t.equal(dropped('relay_quota'), 1n);
  manager.engine.setRelay(UNLIMITED);
  manager.engine.updateRelay({ add: [], remove: [0xa1] });
  network.settle(a, [packet]);
  t.equal(dropped('relay_no_handle'), 1n);
  manager.engine.setRelay({ ...UNLIMITED, on: false });
  network.settle(a, [packet]);
  t.equal(dropped('relay_not_manager'), 1n);
  t.equal(network.packets.get(b)?.length, 1);
});

t.test('what is wrong with a relay is told', async (t) => {
  const { engine } = place(1);
  engine.setPeer({ peer: 1, sources: [] });
  const relay = { handle: 1, source: 1, target: 1, next: 1, hop: false };
  t.throws(() => engine.updateRelay({ add: [{ ...relay, target: 2 }], remove: [] }), {
    code: 'engine-unknown-peer',
  });
  t.throws(() => engine.updateRelay({ add: [{ ...relay, hop: 1 as never }], remove: [] }), {
    code: 'engine-argument',
    message: /hop/,
  });
  t.throws(() => engine.setRelay({ ...UNLIMITED, bytesPerSecond: -1 }), {
    code: 'engine-argument',
    message: /bytesPerSecond/,
  });
});
