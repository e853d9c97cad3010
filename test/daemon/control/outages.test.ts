import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import { Managed } from './support/managed.js';
import { endpointOf } from './support/node.js';
import { PERFECT } from './support/pair.js';

const TWO = { m1: ['m2'], m2: ['m1'], b: ['m1', 'm2'], c: ['m2', 'm1'] };

/** Two nodes that have talked for a while. */
function talking(label: string, known: Readonly<Record<string, readonly string[]>> = TWO): Managed {
  const network = new Managed(label, known);
  network.world.run(1_000);
  network.reach('b', 'c');
  network.talk('b', 'c', 3_000);
  return network;
}

function peerOf(network: Managed, name: string, of: string): PeerStatus | undefined {
  return network.node(name).status.peers.find((peer) => peer.name === of);
}

t.test('when the manager that relays dies, the other one takes over', async (t) => {
  for (let run = 0; run < 5; run++) {
    const network = talking(`dies ${run}`);
    network.stop(peerOf(network, 'b', 'c')?.via as string);
    const outage = network.reach('b', 'c');
    t.ok(outage <= 2_000, `${outage} ms`);
    t.equal(peerOf(network, 'b', 'c')?.path, 'relayed');
  }
});

t.test('a manager that is away for a moment relays again within a second', async (t) => {
  for (const known of [TWO, { m1: [], b: ['m1'], c: ['m1'] }]) {
    const network = talking('moment', known);
    const via = peerOf(network, 'b', 'c')?.via as string;
    network.stop(via);
    network.talk('b', 'c', 50, 10);
    network.boot(via);
    const outage = network.reach('b', 'c');
    t.ok(outage <= 1_000, `${outage} ms`);
  }
});

t.test(
  'without any manager direct sessions and their rekeys go on; all heals when one is back',
  async (t) => {
    const network = new Managed('gone', { ...TWO, d: ['m1', 'm2'] });
    const [host = ''] = endpointOf('c').split(':');
    network.stop('c');
    network.boot('c', undefined, [{ host, port: 7077 }]);
    network.world.run(1_000);
    network.reach('b', 'c');
    network.talk('b', 'c', 3_000);
    t.equal(peerOf(network, 'b', 'c')?.path, 'direct');
    for (const manager of ['m1', 'm2']) network.stop(manager);
    const { sent, heard } = network.talk('b', 'c', 400_000, 250);
    t.equal(sent - heard, 0);
    t.ok(network.node('b').status.rekeys >= 3);
    t.match(network.node('b').status.managers, [
      { state: 'connecting', use: 'spare' },
      { state: 'connecting', use: 'spare' },
    ]);
    network.boot('m2');
    const healed = network.reach('b', 'd');
    t.ok(healed <= 7_000, `${healed} ms`);
  },
);

t.test('a fifth of all datagrams lost each way: everybody is found, and nobody lost', async (t) => {
  for (let run = 0; run < 4; run++) {
    const network = new Managed(`lossy ${run}`, TWO);
    network.world.link = { ...PERFECT, lost: 0.2 };
    network.world.run(5_000);
    const first = network.reach('b', 'c');
    t.ok(first <= 30_000, `${first} ms`);
    const { sent, heard } = network.talk('b', 'c', 60_000, 200);
    t.ok(heard >= sent / 2, `${heard} of ${sent}, of which two in three survive two links`);
  }
});

t.test(
  'peers without packets are forgotten by both sides, and found again when there are some',
  async (t) => {
    const network = talking('idle');
    const { attached } = network.node('m1').status.relay ?? {};
    const found = (name: string): number =>
      network.node(name).status.peers.filter((peer) => peer.found).length;
    network.world.run(10 * 60_000);
    t.same([found('b'), found('c')], [1, 1]);
    network.world.run(5 * 60_000);
    t.same([found('b'), found('c')], [0, 0]);
    t.equal(network.node('m1').status.relay?.attached, attached, 'a manager forgets nobody who is attached');
    t.ok(network.reach('b', 'c') <= 120);
  },
);

t.test(
  'a packet reaches a peer whenever it comes, while that rests or is about to be forgotten',
  async (t) => {
    for (let minutes = 10; minutes < 15; minutes += 0.7) {
      const network = talking(`rest ${minutes}`);
      network.world.run(minutes * 60_000);
      const took = network.reach('b', 'c');
      t.ok(took <= 120, `${took} ms after ${minutes.toFixed(1)} minutes`);
      const { sent, heard } = network.talk('b', 'c', 200_000, 2_000);
      t.ok(heard >= sent, `${heard} of ${sent}`);
    }
  },
);
