import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { type Endpoint, splitEndpoint } from '../../../protocol/address.js';
import { trust } from '../../protocol/support/network.js';
import { endpointOf, MANAGER, managerFacts, type NodeOptions } from './support/node.js';
import { packet, sequenceOf } from './support/packet.js';
import { type SimNode, World } from './support/pair.js';

interface Shape {
  readonly direct: boolean;
  readonly advertise: boolean;
  /** Of each node. */
  readonly managers?: readonly [string, string];
}

const OPEN: NodeOptions = { asked: trust.pools };

/** Two nodes that know only a manager, or each one of its own, in the hand of a test that can cut the way between them. */
class Net {
  readonly world: World;
  readonly a: SimNode;
  b: SimNode;
  m: SimNode;
  /** Whether datagrams go between the nodes directly. */
  direct: boolean;
  #next = 0;

  readonly #advertise: boolean;

  constructor(label: string, { direct, advertise, managers = ['m', 'm'] }: Shape) {
    this.world = new World(label);
    this.direct = direct;
    const transmit = this.world.transmit.bind(this.world);
    this.world.transmit = (source, to, bytes) => {
      const between = [this.a.endpoint, this.b.endpoint];
      if (this.direct || !between.includes(source) || !between.includes(to)) transmit(source, to, bytes);
    };
    this.#advertise = advertise;
    this.a = this.node('a', managers[0]);
    this.b = this.node('b', managers[1]);
    const others = managers.filter((name) => name !== 'm');
    this.m = this.manager('m', 1n, others);
    for (const name of others) this.manager(name, 1n, ['m']);
    for (const one of this.world.nodes) one.start();
    this.world.run(1_000);
  }

  node(name: string, manager: string, bootEpoch = 1n): SimNode {
    const { address: host, port } = splitEndpoint(endpointOf(name));
    const advertise = this.#advertise ? [{ host, port }] : [];
    return this.world.add(name, [managerFacts(manager)], bootEpoch, { ...OPEN, advertise });
  }

  manager(name: string, bootEpoch: bigint, others: readonly string[] = []): SimNode {
    const peers = others.map((other) => managerFacts(other));
    return this.world.add(name, peers, bootEpoch, { ...OPEN, ...MANAGER });
  }

  /** Both say something each `every` ms, for `ms`. */
  talk(ms: number, every: number): void {
    this.world.run(ms, every, () => {
      this.a.send(packet('a', 'b', this.#next));
      this.b.send(packet('b', 'a', this.#next));
      this.#next += 1;
    });
  }

  /** Runs until `b` has had the packet that `a` keeps sending; how long it took. */
  outage(): number {
    const since = this.world.mono;
    this.b.delivered.length = 0;
    while (this.b.delivered.length === 0 && this.world.mono - since < 20_000) this.talk(10, 10);
    return this.world.mono - since;
  }

  /** What has arrived since it was asked last: gaps, repetitions and packets out of order, of both. */
  faults(): { missing: number; doubled: number; late: number } {
    this.world.run(1_000);
    const found = { missing: 0, doubled: 0, late: 0 };
    for (const { delivered } of [this.a, this.b]) {
      const seen = delivered.splice(0).map(sequenceOf);
      const all = new Set(seen);
      found.doubled += seen.length - all.size;
      found.late += seen.filter((number, i) => i > 0 && number < (seen[i - 1] as number)).length;
      found.missing += Math.max(...seen) - Math.min(...seen) + 1 - all.size;
    }
    return found;
  }
}

function peer(at: SimNode, name: string): PeerStatus | undefined {
  return at.status.peers.find((one) => one.name === name);
}

const NONE = { missing: 0, doubled: 0, late: 0 };

t.test('the first packet to a peer that only the manager knows arrives after two round trips', async (t) => {
  const net = new Net('first packet', { direct: false, advertise: false });
  const since = net.world.mono;
  net.a.send(packet('a', 'b', 1));
  while (net.b.delivered.length === 0 && net.world.mono - since < 5_000) net.world.run(1);
  t.equal(net.world.mono - since, 80, 'with 10 ms a leg');
  t.match(peer(net.a, 'b'), { found: true, path: 'relayed', via: 'm' });
  t.match(peer(net.b, 'a'), { found: true, path: 'relayed', via: 'm', why: 'answered' });
});

t.test('what is relayed arrives once, in order and whole, over rekeys of all sessions', async (t) => {
  const net = new Net('relayed rekeys', { direct: false, advertise: false });
  net.outage();
  net.faults();
  net.talk(400_000, 500);
  t.same(net.faults(), NONE);
  t.match([peer(net.a, 'b'), peer(net.b, 'a')], [{ path: 'relayed' }, { path: 'relayed' }]);
  t.ok(net.a.status.rekeys >= 4, `${net.a.status.rekeys} rekeys`);
});

for (const [label, delay, spread] of [
  ['short', 10, 0],
  ['long', 24, 0],
] as const) {
  t.test(`packets move from the manager to a ${label} direct path without loss or disorder`, async (t) => {
    const net = new Net(`to direct ${label}`, { direct: false, advertise: true });
    net.world.link = { ...net.world.link, delay, spread };
    net.outage();
    net.faults();
    net.direct = true;
    net.talk(40_000, 5);
    t.same(net.faults(), NONE);
    t.match(
      [peer(net.a, 'b'), peer(net.b, 'a')],
      [
        { path: 'direct', endpoint: net.b.endpoint, why: 'challenge' },
        { path: 'direct', endpoint: net.a.endpoint, why: 'challenge' },
      ],
    );
  });
}

t.test('a direct path that fails gives way to the manager within a second, and comes back', async (t) => {
  const net = new Net('direct fails', { direct: true, advertise: true });
  net.outage();
  net.talk(40_000, 20);
  t.match(peer(net.a, 'b'), { path: 'direct' });
  net.direct = false;
  net.talk(100, 20);
  const outage = net.outage();
  t.ok(outage <= 1_200, `${outage} ms`);
  net.talk(5_000, 20);
  t.match([peer(net.a, 'b'), peer(net.b, 'a')], [{ path: 'relayed' }, { path: 'relayed' }]);
  net.faults();
  net.direct = true;
  net.talk(40_000, 20);
  t.same(net.faults(), NONE);
  t.match([peer(net.a, 'b'), peer(net.b, 'a')], [{ path: 'direct' }, { path: 'direct' }]);
});

t.test('after a restart of the manager its nodes reach each other within a second', async (t) => {
  const net = new Net('manager restarts', { direct: false, advertise: false });
  net.outage();
  net.talk(5_000, 50);
  net.world.remove(net.m);
  net.talk(3_000, 50);
  net.m = net.manager('m', 2n);
  net.m.start();
  const outage = net.outage();
  t.ok(outage <= 1_000, `${outage} ms`);
  net.faults();
  net.talk(5_000, 20);
  t.same(net.faults(), NONE);
});

t.test('a direct session and its rekeys go on without any manager', async (t) => {
  const net = new Net('alone', { direct: true, advertise: true });
  net.outage();
  net.talk(20_000, 50);
  net.world.remove(net.m);
  net.faults();
  net.talk(400_000, 500);
  t.same(net.faults(), NONE);
  t.match(
    [peer(net.a, 'b'), peer(net.b, 'a')],
    [
      { path: 'direct', state: 'up' },
      { path: 'direct', state: 'up' },
    ],
  );
  net.m = net.manager('m', 2n);
  net.m.start();
  net.world.run(6_000);
  t.match(net.a.status.managers, [{ name: 'm', state: 'up' }]);
});

t.test('a peer that moves is found again by its manager when its direct path is gone', async (t) => {
  const net = new Net('moves', { direct: true, advertise: false });
  net.outage();
  net.talk(5_000, 50);
  net.b.endpoint = '198.51.100.77:7077' as Endpoint;
  const outage = net.outage();
  t.ok(outage <= 6_000, `${outage} ms`);
});

t.test('two nodes that know one manager each reach each other over both, and then directly', async (t) => {
  const net = new Net('two managers', { direct: false, advertise: true, managers: ['m', 'n'] });
  const since = net.world.mono;
  net.a.send(packet('a', 'b', 1));
  while (net.b.delivered.length === 0 && net.world.mono - since < 5_000) net.world.run(1);
  t.equal(net.world.mono - since, 110, 'with 10 ms a leg, 3 of them');
  t.match([peer(net.a, 'b'), peer(net.b, 'a')], [{ via: 'm' }, { via: 'n' }]);
  net.faults();
  net.talk(20_000, 5);
  t.same(net.faults(), NONE);
  net.direct = true;
  net.talk(40_000, 5);
  t.same(net.faults(), NONE);
  t.match([peer(net.a, 'b'), peer(net.b, 'a')], [{ path: 'direct' }, { path: 'direct' }]);
});

t.test('a node that starts again elsewhere is reached through its manager within a second', async (t) => {
  const net = new Net('reborn', { direct: false, advertise: false });
  net.outage();
  net.talk(5_000, 50);
  net.world.remove(net.b);
  net.world.run(2_000, 50, () => net.a.send(packet('a', 'b', 0)));
  net.b = net.node('b', 'm', 2n);
  net.b.endpoint = '198.51.100.77:7077' as Endpoint;
  net.b.start();
  const outage = net.outage();
  t.ok(outage <= 1_000, `${outage} ms`);
});

t.test('over links that lose a fifth both ways nodes find each other and stay', async (t) => {
  const net = new Net('lossy', { direct: false, advertise: false });
  net.world.link = { ...net.world.link, lost: 0.2 };
  const outage = net.outage();
  t.ok(outage <= 5_000, `${outage} ms`);
  let worst = 0;
  for (let times = 0; times < 60; times++) {
    net.talk(10_000, 100);
    worst = Math.max(worst, net.outage());
  }
  t.ok(worst <= 1_000, `at worst ${worst} ms without a packet`);
});
