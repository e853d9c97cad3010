import t, { type Test } from 'tap';
import { HIGHER, key, LOWER, newKey, peerFacts } from './support/node.js';
import { type SimNode, World } from './support/pair.js';
import { Talk } from './support/talk.js';

const both = (name: string): ReturnType<typeof peerFacts> => peerFacts(name, { nextKey: key(newKey(name)) });
const renewed = { facts: { serial: 2n } };
const rotated = (node: SimNode): object => ({ keyOf: newKey(node.name), ...renewed });

/** Two nodes that know two keys of each other, and talk a hundred times a second over a network that reorders. */
function pair(label: string): { world: World; lower: SimNode; higher: SimNode; talk: Talk } {
  const world = new World(label);
  const lower = world.add(LOWER, [both(HIGHER)]);
  const higher = world.add(HIGHER, [both(LOWER)]);
  world.link = { delay: 20, spread: 60, duplicated: 0.2, lost: 0, losable: () => false };
  lower.start();
  higher.start();
  world.run(1_000);
  return { world, lower, higher, talk: new Talk(world, [lower, higher]) };
}

function nothingLost(t: Test, world: World, talk: Talk): void {
  world.run(1_000);
  const { whole, ...bad } = talk.result();
  t.same(bad, { missing: 0, doubled: 0, waited: 0 });
  t.ok(whole > 100);
}

for (const who of ['lower', 'higher'] as const) {
  t.test(`the node of the ${who} key changes its key while both talk: nothing is lost`, async (t) => {
    const { world, talk, ...nodes } = pair(`rotation of the ${who}`);
    const node = nodes[who];
    const other = nodes[who === 'lower' ? 'higher' : 'lower'];
    talk.for(1_000, 10);
    node.reconfigure([both(other.name)], rotated(node));
    talk.for(2_000, 10);
    t.match(other.status, { keyChanges: 1, peers: [{ key: 'next_key', serial: 2n, state: 'up' }] });
    other.reconfigure([peerFacts(node.name, { key: key(newKey(node.name)) })]);
    talk.for(130_000, 100);
    t.match(other.status, { keyChanges: 1, sessionsCut: new Map(), peers: [{ key: 'key', state: 'up' }] });
    nothingLost(t, world, talk);
  });
}

t.test('both change key and certificate at the same moment: nothing is lost', async (t) => {
  const { world, lower, higher, talk } = pair('both rotate');
  talk.for(1_000, 10);
  lower.reconfigure([both(HIGHER)], rotated(lower));
  higher.reconfigure([both(LOWER)], rotated(higher));
  talk.for(6_000, 10);
  for (const node of [lower, higher])
    t.match(node.status, { keyChanges: 1, peers: [{ key: 'next_key', serial: 2n, state: 'up' }] });
  nothingLost(t, world, talk);
});

t.test('a new certificate every second for a minute loses nothing', async (t) => {
  const { world, lower, talk } = pair('renewals');
  for (let serial = 2n; serial < 62n; serial++) {
    lower.reconfigure([both(HIGHER)], { facts: { serial } });
    talk.for(1_000, 20);
  }
  nothingLost(t, world, talk);
});

t.test(
  'a peer that does not know the new key keeps the session, and loses nothing once it is told',
  async (t) => {
    const { world, lower, higher, talk } = pair('unknown key');
    higher.reconfigure([peerFacts(LOWER)]);
    talk.for(1_000, 10);
    lower.reconfigure([both(HIGHER)], rotated(lower));
    talk.for(150_000, 100);
    t.match(higher.status.peers, [{ key: 'key', serial: 1n, state: 'up' }]);
    t.ok(higher.status.handshakes.get('peer-wrong-key'), 'it has refused the new one');
    higher.reconfigure([both(LOWER)]);
    talk.for(8_000, 10);
    t.match(higher.status.peers, [{ key: 'next_key', serial: 2n, state: 'up' }]);
    nothingLost(t, world, talk);
  },
);

t.test('the same settings again and again, on both sides, lose nothing and open nothing', async (t) => {
  const { world, lower, higher, talk } = pair('same settings');
  const before = lower.switches + higher.switches;
  for (let times = 0; times < 200; times++) {
    lower.reconfigure([both(HIGHER)]);
    higher.reconfigure([both(LOWER)]);
    talk.for(20, 10);
  }
  t.equal(lower.switches + higher.switches, before);
  nothingLost(t, world, talk);
});

t.test('a peer that is removed and added again is connected within a second', async (t) => {
  const { world, lower, higher } = pair('again');
  lower.reconfigure([]);
  world.run(2_000);
  lower.reconfigure([both(HIGHER)]);
  world.run(1_000);
  const talk = new Talk(world, [lower, higher]);
  talk.for(1_000, 10);
  nothingLost(t, world, talk);
});
