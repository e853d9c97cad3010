import t from 'tap';
import type { Endpoint } from '../../../protocol/address.js';
import { trust } from '../../protocol/support/network.js';
import { MANAGER, managerFacts, type NodeOptions } from './support/node.js';
import { packet } from './support/packet.js';
import { type SimNode, World } from './support/pair.js';

const OPEN: NodeOptions = { asked: trust.pools };
const ELSEWHERE = '198.51.100.7:7077' as Endpoint;

/** Managers m and n, which know each other, and nodes a and b, which know both. */
function network(label: string): { world: World; node: (name: string, boot: bigint) => SimNode; b: SimNode } {
  const world = new World(label);
  const manager = (name: string, other: string): SimNode =>
    world.add(name, [managerFacts(other)], 1n, { ...OPEN, ...MANAGER });
  const node = (name: string, boot: bigint): SimNode =>
    world.add(name, [managerFacts('m'), managerFacts('n')], boot, OPEN);
  const b = node('b', 1n);
  for (const one of [manager('m', 'n'), manager('n', 'm'), b]) one.start();
  return { world, node, b };
}

/** For how long b sends each 10 ms until one of these has it. */
function outage(world: World, b: SimNode, to: SimNode): number {
  const since = world.mono;
  to.delivered.length = 0;
  while (to.delivered.length === 0 && world.mono - since < 120_000)
    world.run(10, 10, () => b.send(packet('b', 'a', 0)));
  return world.mono - since;
}

function attached({ status }: SimNode): number {
  return status.managers.filter(({ attachedAge }) => attachedAge !== undefined).length;
}

t.test('a node whose boot counter was lost is attached and found within a second', async (t) => {
  const { world, node, b } = network('lost counter');
  const first = node('a', 5n);
  first.start();
  world.run(1_000);
  outage(world, b, first);
  world.remove(first);
  world.run(10_000);
  const again = node('a', 1n);
  again.start();
  world.run(1_000);
  t.equal(attached(again), 2);
  t.match(again.status, { bootEpoch: 6n, bootsRaised: 1 });
  const ms = outage(world, b, again);
  t.ok(ms <= 1_000, `${ms} ms`);
  world.run(200_000, 500, () => b.send(packet('b', 'a', 0)));
  t.equal(again.status.bootsRaised, 1, 'once and for all');
  t.ok(again.delivered.length > 390);
});

t.test(
  'also where all managers have started anew and only another node knows of its later boot',
  async (t) => {
    const { world, node, b } = network('only a node knows');
    const first = node('a', 5n);
    first.start();
    world.run(1_000);
    outage(world, b, first);
    for (const one of world.nodes.filter((one) => one !== b)) world.remove(one);
    world.run(10_000);
    for (const [name, other] of ['mn', 'nm']) {
      const again = world.add(name as string, [managerFacts(other as string)], 2n, { ...OPEN, ...MANAGER });
      again.start();
    }
    world.run(10_000);
    const again = node('a', 1n);
    again.start();
    world.run(1_000);
    const ms = outage(world, b, again);
    t.ok(ms <= 2_000, `${ms} ms`);
    t.match(again.status, { bootEpoch: 6n, bootsRaised: 1 });
  },
);

t.test('two hosts with one identity take turns, ever more seldom; the one that is left has it', async (t) => {
  const { world, node, b } = network('second host');
  const a = node('a', 5n);
  a.start();
  world.run(1_000);
  const twin = node('a', 6n);
  twin.endpoint = ELSEWHERE;
  twin.start();
  world.run(160_000, 500, () => b.send(packet('b', 'a', 0)));
  const raised = (): number => a.status.bootsRaised + twin.status.bootsRaised;
  t.ok(raised() >= 4, `${raised()} at least`);
  t.ok(raised() <= 12, `${raised()} at most`);
  world.remove(twin);
  world.run(160_000);
  t.equal(attached(a), 2);
  const ms = outage(world, b, a);
  t.ok(ms <= 1_000, `${ms} ms`);
});
