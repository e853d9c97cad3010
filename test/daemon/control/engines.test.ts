import t from 'tap';
import type { Endpoint } from '../../../protocol/address.js';
import { HIGHER, LOWER, peerFacts } from './support/node.js';
import { packet, SEALED_BYTES, sequenceOf } from './support/packet.js';
import { type SimNode, World } from './support/pair.js';

function pair(label: string): { world: World; lower: SimNode; higher: SimNode } {
  const world = new World(label);
  const lower = world.add(LOWER, [peerFacts(HIGHER)]);
  const higher = world.add(HIGHER, [peerFacts(LOWER)]);
  return { world, lower, higher };
}

/** Both send a numbered packet every `every` ms for `ms`; the number that comes next. */
function talk(world: World, a: SimNode, b: SimNode, ms: number, every: number, first = 0): number {
  let next = first;
  world.run(ms, every, () => {
    a.send(packet(a.name, b.name, next));
    b.send(packet(b.name, a.name, next));
    next += 1;
  });
  return next;
}

function missingAndDoubled(node: SimNode, sent: number): { missing: number; doubled: number } {
  const seen = new Set(node.delivered.map(sequenceOf));
  return { missing: sent - seen.size, doubled: node.delivered.length - seen.size };
}

t.test('two nodes that start at once have one session after a round trip and carry packets', async (t) => {
  const { world, lower, higher } = pair('first light');
  lower.start();
  higher.start();
  world.run(100);
  t.same([lower.peerState, higher.peerState], ['up', 'up']);
  const sent = talk(world, lower, higher, 1_000, 10);
  world.run(1_000);
  t.same(missingAndDoubled(lower, sent), { missing: 0, doubled: 0 });
  t.same(missingAndDoubled(higher, sent), { missing: 0, doubled: 0 });
});

t.test('packets wait for the session that they ask for', async (t) => {
  const { world, lower, higher } = pair('waiting');
  lower.start();
  lower.send(packet(lower.name, higher.name, 0));
  higher.start();
  world.run(200);
  t.same(higher.delivered.map(sequenceOf), [0]);
});

t.test(
  'rekeys under loss, reorder and duplication lose and double nothing',
  { timeout: 120_000 },
  async (t) => {
    const { world, lower, higher } = pair('rekeys');
    lower.start();
    higher.start();
    world.run(1_000);
    const losable = (bytes: Uint8Array): boolean => bytes.length !== SEALED_BYTES;
    world.link = { delay: 20, spread: 60, duplicated: 0.2, lost: 0.3, losable };
    let sent = 0;
    for (let made = 0; made < 4; made++) {
      // Little is said while a session is young, much while it is replaced.
      while ((lower.sessionAge ?? 0) < 119) sent = talk(world, lower, higher, 500, 500, sent);
      while ((lower.sessionAge ?? 0) > 1) sent = talk(world, lower, higher, 100, 4, sent);
    }
    world.run(5_000);
    t.same(missingAndDoubled(lower, sent), { missing: 0, doubled: 0 });
    t.same(missingAndDoubled(higher, sent), { missing: 0, doubled: 0 });
  },
);

t.test('after a reboot packets flow again within a second', async (t) => {
  const { world, lower, higher } = pair('reboot');
  lower.start();
  higher.start();
  talk(world, lower, higher, 5_000, 50);
  world.remove(higher);
  world.run(1_000);
  const reborn = world.add(HIGHER, [peerFacts(LOWER)], 2n);
  reborn.endpoint = '198.51.100.9:7077' as Endpoint;
  reborn.start();
  const up = world.mono;
  let firstAt: number | undefined;
  world.run(3_000, 20, () => {
    lower.send(packet(LOWER, HIGHER, 1));
    if (reborn.delivered.length > 0) firstAt ??= world.mono;
  });
  t.ok(firstAt !== undefined && firstAt - up <= 1_000, `${(firstAt ?? Number.NaN) - up} ms`);
});

t.test('a peer that changes its address while it talks is followed after a challenge', async (t) => {
  const { world, lower, higher } = pair('roaming');
  lower.start();
  higher.start();
  talk(world, lower, higher, 2_000, 50);
  world.run(100);
  higher.endpoint = '198.51.100.9:7077' as Endpoint;
  lower.delivered.length = 0;
  higher.delivered.length = 0;
  const sent = talk(world, lower, higher, 10_000, 50);
  world.run(1_000);
  t.same(missingAndDoubled(lower, sent), { missing: 0, doubled: 0 });
  t.ok(missingAndDoubled(higher, sent).missing <= 2, 'what flew to the old address is lost');
});

t.test('a peer without endpoints calls, is answered where it is, and is called again there', async (t) => {
  const world = new World('no endpoints');
  const lower = world.add(LOWER, [peerFacts(HIGHER, { endpoints: [] })]);
  const higher = world.add(HIGHER, [peerFacts(LOWER)]);
  lower.start();
  higher.start();
  const sent = talk(world, lower, higher, 200_000, 1_000);
  world.run(1_000);
  t.same(missingAndDoubled(lower, sent), { missing: 0, doubled: 0 });
  t.same(missingAndDoubled(higher, sent), { missing: 0, doubled: 0 });
});

t.test('a network that fails for a minute is used again within seconds', async (t) => {
  const { world, lower, higher } = pair('outage');
  lower.start();
  higher.start();
  talk(world, lower, higher, 2_000, 50);
  const { link } = world;
  world.link = { ...link, lost: 1 };
  talk(world, lower, higher, 60_000, 500);
  world.link = link;
  world.run(7_000, 50, () => lower.send(packet(LOWER, HIGHER, 1)));
  world.run(100);
  higher.delivered.length = 0;
  const sent = talk(world, lower, higher, 1_000, 50);
  world.run(1_000);
  t.same(missingAndDoubled(higher, sent), { missing: 0, doubled: 0 });
});

t.test('a ping goes through both cores and back', async (t) => {
  const { world, lower, higher } = pair('ping');
  lower.start();
  higher.start();
  world.run(1_000);
  lower.post({ type: 'ping', id: 7n, peer: HIGHER });
  world.run(20);
  const results = lower.elsewhere.filter(({ type }) => type === 'ping-result');
  t.same(results, [{ type: 'ping-result', id: 7n, ok: true, peer: HIGHER, endpoint: higher.endpoint }]);
});

t.test('a network that changes has a peer that moved followed at once', async (t) => {
  const { world, lower, higher } = pair('network changed');
  lower.start();
  higher.start();
  world.run(30_000);
  higher.endpoint = '198.51.100.9:7077' as Endpoint;
  higher.post({ type: 'network-changed' });
  world.run(100);
  t.match(lower.status.peers, [{ endpoint: '198.51.100.9:7077', why: 'challenge' }]);
});

t.test(
  'a peer that answers from elsewhere is connected at once, and sent to there only once it proves it',
  async (t) => {
    const world = new World('elsewhere');
    const lower = world.add(LOWER, [peerFacts(HIGHER)]);
    const higher = world.add(HIGHER, [peerFacts(LOWER, { endpoints: [] })]);
    const elsewhere = '198.51.100.9:7077' as Endpoint;
    const transmit = world.transmit.bind(world);
    const sentTo: Endpoint[] = [];
    world.transmit = (source, to, bytes) => {
      if (source === lower.endpoint) sentTo.push(to);
      transmit(
        source === higher.endpoint ? elsewhere : source,
        to === elsewhere ? higher.endpoint : to,
        bytes,
      );
    };
    higher.start();
    lower.start();
    world.run(100);
    t.match([lower.peerState, higher.peerState], ['up', 'up']);
    t.same(sentTo.slice(0, 2), [higher.endpoint, higher.endpoint], 'msg1 and the first packet');
    world.run(1_000);
    t.match(lower.status.peers, [{ endpoint: elsewhere, why: 'challenge' }]);
  },
);
