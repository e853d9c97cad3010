import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { type Endpoint, splitEndpoint } from '../../../protocol/address.js';
import { trust } from '../../protocol/support/network.js';
import { endpointOf, MANAGER, managerFacts, type NodeOptions } from './support/node.js';
import { packet, sequenceOf } from './support/packet.js';
import { type SimNode, World } from './support/pair.js';

const OPEN: NodeOptions = { asked: trust.pools };

/** Two nodes that know only a manager, in the hand of a test that can cut the way between them. */
class Triangle {
  readonly world: World;
  readonly a: SimNode;
  readonly b: SimNode;
  m: SimNode;
  /** Whether datagrams go between the nodes directly. */
  direct: boolean;
  #next = 0;

  constructor(label: string, { direct, advertise }: { direct: boolean; advertise: boolean }) {
    this.world = new World(label);
    this.direct = direct;
    const transmit = this.world.transmit.bind(this.world);
    this.world.transmit = (source, to, bytes) => {
      const between = [this.a.endpoint, this.b.endpoint];
      if (this.direct || !between.includes(source) || !between.includes(to)) transmit(source, to, bytes);
    };
    const node = (name: string): SimNode => {
      const { address: host, port } = splitEndpoint(endpointOf(name));
      const options = { ...OPEN, advertise: advertise ? [{ host, port }] : [] };
      return this.world.add(name, [managerFacts('m')], 1n, options);
    };
    [this.a, this.b] = [node('a'), node('b')];
    this.m = this.manager(1n);
    for (const one of this.world.nodes) one.start();
    this.world.run(1_000);
  }

  manager(bootEpoch: bigint): SimNode {
    return this.world.add('m', [], bootEpoch, { ...OPEN, ...MANAGER });
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
  const net = new Triangle('first packet', { direct: false, advertise: false });
  const since = net.world.mono;
  net.a.send(packet('a', 'b', 1));
  while (net.b.delivered.length === 0 && net.world.mono - since < 5_000) net.world.run(1);
  t.ok(net.world.mono - since <= 85, `${net.world.mono - since} ms with 10 ms a leg`);
  t.match(peer(net.a, 'b'), { found: true, path: 'relayed', via: 'm' });
  t.match(peer(net.b, 'a'), { found: true, path: 'relayed', via: 'm', why: 'answered' });
});

t.test('what is relayed arrives once, in order and whole, over rekeys of all sessions', async (t) => {
  const net = new Triangle('relayed rekeys', { direct: false, advertise: false });
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
    const net = new Triangle(`to direct ${label}`, { direct: false, advertise: true });
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
  const net = new Triangle('direct fails', { direct: true, advertise: true });
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
  const net = new Triangle('manager restarts', { direct: false, advertise: false });
  net.outage();
  net.talk(5_000, 50);
  net.world.remove(net.m);
  net.talk(3_000, 50);
  net.m = net.manager(2n);
  net.m.start();
  const outage = net.outage();
  t.ok(outage <= 1_000, `${outage} ms`);
  net.faults();
  net.talk(5_000, 20);
  t.same(net.faults(), NONE);
});

t.test('a direct session and its rekeys go on without any manager', async (t) => {
  const net = new Triangle('alone', { direct: true, advertise: true });
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
  net.m = net.manager(2n);
  net.m.start();
  net.world.run(6_000);
  t.match(net.a.status.managers, [{ name: 'm', state: 'up' }]);
});

t.test('a peer that moves is found again by its manager when its direct path is gone', async (t) => {
  const net = new Triangle('moves', { direct: true, advertise: false });
  net.outage();
  net.talk(5_000, 50);
  net.b.endpoint = '198.51.100.77:7077' as Endpoint;
  const outage = net.outage();
  t.ok(outage <= 6_000, `${outage} ms`);
});
