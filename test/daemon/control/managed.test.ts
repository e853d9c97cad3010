import t from 'tap';
import type { PeerStatus } from '../../../daemon/control/status.js';
import type { Endpoint } from '../../../protocol/address.js';
import { Managed } from './support/managed.js';
import { PERFECT, type SimNode } from './support/pair.js';

const peer = (node: SimNode, name: string): PeerStatus | undefined =>
  node.status.peers.find((other) => other.name === name);
const LEG_MS = PERFECT.delay;
const attached = (node: SimNode): number => node.status.relay?.attached ?? 0;
const known = (node: SimNode): number => node.status.relay?.directory ?? 0;

t.test(
  'two nodes that know only a manager: the first packet is there after 8 legs, two round trips',
  async (t) => {
    const network = new Managed('one manager', { m1: [], b: ['m1'], c: ['m1'] });
    network.world.run(1_000);
    t.equal(attached(network.node('m1')), 2);
    const first = network.send('b', 'c');
    t.equal(first, 8 * LEG_MS);
    t.equal(network.send('c', 'b'), 2 * LEG_MS);
    t.match(peer(network.node('b'), 'c'), { found: true, path: 'relayed', via: 'm1' });
    t.match(peer(network.node('c'), 'b'), { found: true, path: 'relayed', via: 'm1' });
    t.match(network.node('m1').status.relay, { handles: 2, directory: 2 });
  },
);

t.test('two nodes at two managers reach each other over both, after 11 legs', async (t) => {
  const network = new Managed('two managers', { m1: ['m2'], m2: ['m1'], b: ['m1'], c: ['m2'] });
  network.world.run(2_000);
  for (const name of ['m1', 'm2']) t.equal(known(network.node(name)), 3, name);
  const first = network.send('b', 'c');
  t.equal(first, 11 * LEG_MS);
  t.equal(network.send('c', 'b'), 3 * LEG_MS);
  for (const name of ['m1', 'm2']) t.match(network.node(name).status.relay, { handles: 2 });
});

t.test('a manager that starts again serves within a second', async (t) => {
  for (let run = 0; run < 10; run++) {
    const network = new Managed(`restart ${run}`, { m1: [], b: ['m1'], c: ['m1'] });
    network.world.run(1_000);
    network.reach('b', 'c');
    network.stop('m1');
    network.world.run(500 + 2_000 * run);
    network.boot('m1');
    const outage = network.reach('b', 'c');
    t.ok(outage <= 1_000, `${outage} ms after ${500 + 2_000 * run} ms`);
  }
});

t.test(
  'a node whose manager takes it for gone now and then is soon there again, two fifths lost',
  async (t) => {
    for (let run = 0; run < 2; run++) {
      const network = new Managed(`lossy ${run}`, { m1: [], b: ['m1'], c: ['m1'] });
      network.world.run(1_000);
      network.world.link = { ...PERFECT, lost: 0.4 };
      const m1 = network.node('m1');
      let [thereAt, longest, times] = [network.world.mono, 0, 0];
      network.world.run(600_000, 50, () => {
        const away = network.world.mono - thereAt;
        longest = Math.max(longest, away);
        if (attached(m1) === 2) thereAt = network.world.mono;
        else if (away === 50) times += 1;
      });
      t.ok(times > 0, 'it happens');
      t.ok(longest <= 20_000, `${longest} ms`);
    }
  },
);

t.test('a node that starts again elsewhere is reached within a second', async (t) => {
  for (let run = 0; run < 10; run++) {
    const network = new Managed(`elsewhere ${run}`, {
      m1: ['m2'],
      m2: ['m1'],
      b: ['m1', 'm2'],
      c: ['m2', 'm1'],
    });
    network.world.run(2_000);
    network.reach('b', 'c');
    network.stop('c');
    network.world.run(300 + 700 * run);
    network.boot('c', `198.51.100.${run + 1}:7077` as Endpoint);
    const outage = network.reach('b', 'c');
    t.ok(outage <= 1_000, `${outage} ms after ${300 + 700 * run} ms`);
  }
});

t.test('a node whose address changes without its doing hears of it with its next packet', async (t) => {
  const network = new Managed('seen elsewhere', { m1: [], b: ['m1'] });
  network.world.run(2_000);
  const b = network.node('b');
  t.equal(b.status.managers[0]?.observed, b.endpoint);
  b.endpoint = '198.51.100.9:7077' as Endpoint;
  network.world.run(26_000);
  t.equal(b.status.managers[0]?.observed, b.endpoint);
});

t.test('what happens at one manager is known at the other within 200 ms, a fifth lost', async (t) => {
  const late: number[] = [];
  for (let run = 0; run < 20; run++) {
    const network = new Managed(`loss ${run}`, { m1: ['m2'], m2: ['m1'], c: ['m1'] });
    network.stop('c');
    network.world.run(2_000);
    network.world.link = { ...PERFECT, lost: 0.2 };
    const [m1, m2] = [network.node('m1'), network.node('m2')];
    network.boot('c');
    network.until(() => known(m1) === 2);
    const spread = network.until(() => known(m2) === 2);
    if (spread > 200) late.push(spread);
  }
  t.same(late, []);
});

t.test(
  'nodes that have nothing to say to each other any more forget each other, and seek nobody',
  async (t) => {
    const network = new Managed('rest', { m1: [], b: ['m1'], c: ['m1'] });
    network.world.run(1_000);
    network.reach('b', 'c');
    network.world.run(60_000);
    const nodes = ['b', 'c'].map((name) => network.node(name));
    const searches = (): number[] =>
      nodes.map(({ status }) => [...status.searches.values()].reduce((sum, count) => sum + count, 0));
    const before = searches();
    network.world.run(1_000_000);
    t.same(
      nodes.map(({ status }) => status.peers.map(({ name }) => name)),
      [['m1'], ['m1']],
    );
    t.same(searches(), before);
  },
);
