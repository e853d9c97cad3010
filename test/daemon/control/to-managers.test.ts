import t from 'tap';
import { trust } from '../../protocol/support/network.js';
import { endpointOf, MANAGER, managerFacts, type NodeOptions } from './support/node.js';
import { packet } from './support/packet.js';
import { type SimNode, World } from './support/pair.js';

const MANAGERS = ['m', 'n', 'o'];

/** Managers m, n and o that know each other, and node a, which knows all of them and is attached to two. */
function network(label: string, options: NodeOptions = {}): Net {
  const world = new World(label);
  const add = (name: string, managers: readonly string[], role: NodeOptions = {}): SimNode => {
    const peers = managers.filter((other) => other !== name).map((other) => managerFacts(other));
    const node = world.add(name, peers, 1n, { asked: trust.pools, ...role });
    node.start();
    return node;
  };
  const managers = MANAGERS.map((name) => add(name, MANAGERS, { ...MANAGER, ...options }));
  const a = add('a', MANAGERS);
  world.run(2_000);
  const spare = a.status.managers.find(({ use }) => use === 'spare')?.name;
  return { world, add, a, managers, spare: managers.find(({ name }) => name === spare) as SimNode };
}

interface Net {
  readonly world: World;
  readonly add: (name: string, managers: readonly string[]) => SimNode;
  readonly a: SimNode;
  readonly managers: readonly SimNode[];
  /** To which a is not attached. */
  readonly spare: SimNode;
}

/** How long it took until a packet that was said once arrived, and whether all of those after it did. */
function reaches({ world }: Net, from: SimNode, to: SimNode): { readonly ms: number; readonly lost: number } {
  world.run(100);
  const since = world.mono;
  to.delivered.length = 0;
  from.send(packet(from.name, to.name, 0));
  while (to.delivered.length === 0 && world.mono - since < 5_000) world.run(1);
  const ms = world.mono - since;
  world.run(2_000, 100, () => from.send(packet(from.name, to.name, 1)));
  world.run(100);
  return { ms, lost: 21 - to.delivered.length };
}

t.test('a packet to a manager that its node is not attached to waits, and goes directly', async (t) => {
  const net = network('to a spare');
  const { ms, lost } = reaches(net, net.a, net.spare);
  t.ok(ms <= 60, `${ms} ms with 10 ms a leg`);
  t.equal(lost, 0);
  t.equal(reaches(net, net.spare, net.a).lost, 0, 'and back');
});

t.test('a manager reaches a node that is attached to others only: it has it called', async (t) => {
  const net = network('from a spare');
  const { ms, lost } = reaches(net, net.spare, net.a);
  t.ok(ms <= 80, `${ms} ms with 10 ms a leg`);
  t.equal(lost, 0);
  t.match(
    net.spare.status.peers.find(({ name }) => name === 'a'),
    { path: 'direct', found: true },
  );
  net.world.run(400_000, 500, () => net.spare.send(packet(net.spare.name, 'a', 1)));
  t.equal(reaches(net, net.spare, net.a).lost, 0, 'for longer than a session lasts');
});

t.test('a manager that was asked again after it has started anew is called again', async (t) => {
  const net = network('a spare starts anew');
  reaches(net, net.spare, net.a);
  net.world.remove(net.spare);
  net.world.run(100);
  const peers = MANAGERS.filter((name) => name !== net.spare.name).map((name) => managerFacts(name));
  const again = net.world.add(net.spare.name, peers, 2n, { asked: trust.pools, ...MANAGER });
  again.start();
  net.world.run(1_000);
  net.world.run(3_000, 100, () => again.send(packet(again.name, 'a', 0)));
  t.equal(reaches(net, again, net.a).lost, 0);
});

t.test('a node that does not list a manager is called by it where that says where it is', async (t) => {
  const net = network('unlisted');
  const b = net.add('b', ['m']);
  net.world.run(1_000);
  const n = net.managers[1] as SimNode;
  t.equal(reaches(net, n, b).lost, 21, 'nobody says where it is');
  const port = 7077;
  const advertise = [{ host: endpointOf('n').split(':')[0] as string, port }];
  n.reconfigure([managerFacts('m'), managerFacts('o')], { asked: trust.pools, ...MANAGER, advertise });
  net.world.run(5_000);
  t.equal(reaches(net, n, b).lost, 0);
  t.equal(reaches(net, b, n).lost, 0);
});
