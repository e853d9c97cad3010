import t from 'tap';
import type { Now } from '../../../daemon/control/now.js';
import { relayed } from '../../../daemon/control/path.js';
import type { Endpoint } from '../../../protocol/address.js';
import type { Presented, Push } from '../../../protocol/control-message.js';
import { nodeFacts, seed } from '../../protocol/support/network.js';
import { addressOf } from './support/introducing.js';
import { after, presented, T0, type TestPeer } from './support/manager.js';
import { Manager } from './support/managing.js';
import { one, only } from './support/node.js';

t.test('a node that says who it is learns what is known of it, and is found', async (t) => {
  const manager = new Manager('m1');
  const a = manager.comes('a');
  const told = manager.hears(a, { type: 'attach', ...presented('a') });
  t.same(told, [{ type: 'attached', incarnation: 3n, seq: 7n, observed: a.path }]);
  const b = manager.attaches('b');
  t.equal(manager.finds(b, 'a'), 'ok');
  t.match(manager.relay, { handles: 2, directory: 2, attached: 2, pushes: { sent: 0, repeated: 0 } });
  t.equal(manager.relay.introductions.get('ok'), 1);
});

t.test('who has no session is not here, and is again when it comes back', async (t) => {
  const manager = new Manager('m1');
  const [a, b] = [manager.attaches('a'), manager.attaches('b', { attachments: [] })];
  t.equal(manager.finds(a, 'b'), 'ok');
  manager.goes(b);
  t.match(a.told(), [{ type: 'not-here' }]);
  t.equal(manager.finds(a, 'b'), 'unreachable');
  t.equal(manager.relay.handles, 0);
  manager.management.up(T0, b);
  t.equal(manager.finds(a, 'b'), 'unreachable', 'a session alone says nothing');
  manager.hears(b, { type: 'attach', ...presented('b', { attachments: [] }) });
  t.equal(manager.finds(a, 'b'), 'ok');
});

t.test(
  'a node that was lost for a moment is here again with its session, unless it is elsewhere',
  async (t) => {
    const at = (manager: string): Parameters<typeof presented>[1] => ({
      attachments: [{ manager, priority: 0 }],
    });
    for (const [record, isHere] of [
      [at('m1'), true],
      [at('m2'), false],
      [{ ...at('m1'), goodbye: true }, false],
    ] as const) {
      const manager = new Manager('m1');
      const [a, b, m2] = [manager.attaches('a'), manager.attaches('b', record), manager.comes('m2', true)];
      manager.goes(b);
      m2.told();
      b.answers = true;
      manager.management.up(T0, b);
      t.same(m2.only('push').length, isHere ? 1 : 0, 'others hear of it');
      const isFound = manager.finds(a, 'b') === 'ok';
      t.equal(isFound && m2.only('open-relay').length === 0, isHere);
      manager.reconfigure({});
      t.same(m2.only('push'), [], 'once');
    }
  },
);

t.test('a manager that has started again serves as soon as nodes say who they are', async (t) => {
  const manager = new Manager('m1');
  const [a, b] = [manager.attaches('a'), manager.attaches('b')];
  manager.finds(a, 'b');
  const handles = only(manager.actions, 'update-relay').flatMap(({ add }) => add.map(({ handle }) => handle));
  const again = new Manager('m1');
  again.shared.rng.bytes(1);
  t.equal(again.finds(again.attaches('a'), 'b'), 'unknown');
  again.attaches('b');
  t.equal(again.finds(again.peers[0] as TestPeer, 'b'), 'ok');
  const anew = only(again.actions, 'update-relay').flatMap(({ add }) => add.map(({ handle }) => handle));
  t.notOk(anew.some((handle) => handles.includes(handle)));
  t.ok(b);
});

t.test('one that has just started has questions wait for a moment for whom they are about', async (t) => {
  const manager = new Manager('m1', {}, T0);
  const [a, z, m2] = [manager.attaches('a'), manager.comes('z'), manager.comes('m2', true)];
  const asks = (peer: TestPeer, name: string, now: Now): void =>
    manager.management.message(now, peer, { type: 'lookup', id: 1, address: addressOf(name) });
  const told = (peer: TestPeer): unknown => peer.only('introduction').map(({ result }) => result);
  asks(a, 'b', T0);
  asks(z, 'b', T0);
  manager.goes(z);
  t.same(told(a), []);
  manager.attaches('b');
  t.same(told(a), ['ok']);
  t.same(told(z), [], 'who asked and went is not answered');
  asks(a, 'd', after(10));
  manager.hears(m2, { type: 'push', seq: 1, entries: [presented('d', { attachments: [] })] });
  t.same(told(a), ['unreachable'], 'known, and nowhere');
  asks(a, 'd', after(20));
  asks(a, 'e', after(20));
  for (let seq = 1; seq < 4; seq++) manager.hears(m2, { type: 'pushed', seq });
  t.equal(manager.management.nextAt(), after(170).mono);
  manager.management.tick(after(169));
  t.same(told(a), []);
  manager.management.tick(after(170));
  t.same(told(a), ['unreachable', 'unknown']);
  asks(a, 'a', after(180));
  t.same(told(a), ['refused']);
  asks(a, 'e', after(10_000));
  t.same(told(a), ['unknown']);
});

t.test('who takes leave is gone, though its session goes on', async (t) => {
  const manager = new Manager('m1');
  const [a, b, m2] = [manager.attaches('a'), manager.attaches('b'), manager.comes('m2', true)];
  manager.finds(a, 'b');
  m2.told();
  t.match(manager.hears(b, { type: 'attach', ...presented('b', { seq: 8n, goodbye: true }) }), [{ seq: 8n }]);
  t.match(a.told(), [{ type: 'not-here' }]);
  t.equal(manager.finds(a, 'b'), 'unknown');
  t.match(m2.told(), [{ type: 'push', entries: [presented('b', { seq: 8n, goodbye: true })] }]);
  manager.hears(b, { type: 'attach', ...presented('b') });
  t.equal(manager.finds(a, 'b'), 'unknown');
});

t.test('a node attaches as itself alone', async (t) => {
  const manager = new Manager('m1');
  const a = manager.comes('a');
  t.same(manager.hears(a, { type: 'attach', ...presented('b') }), [
    { type: 'refused', code: 'record-not-own' },
  ]);
  t.same(manager.refused, { 'record-not-own': 1 });
  t.match(manager.actions.at(-1), { type: 'notice', level: 'warn', what: 'message-refused', peer: 'a' });
  t.match(manager.relay, { directory: 0, attached: 0 });
});

t.test('an older record changes nothing, and its node is told that there is a newer one', async (t) => {
  const manager = new Manager('m1');
  const a = manager.attaches('a', { incarnation: 4n });
  const told = manager.hears(a, { type: 'attach', ...presented('a') });
  const { record } = presented('a', { incarnation: 4n });
  t.same(told, [
    { type: 'attached', incarnation: 4n, seq: 7n, observed: a.path, record },
    { type: 'refused', code: 'record-superseded' },
  ]);
  t.same(manager.refused, { 'record-superseded': 1 });
  t.match(manager.actions.at(-1), { type: 'notice', level: 'info', code: 'record-superseded' });
});

t.test('a node that comes again and again is told of to others at a bounded rate', async (t) => {
  const manager = new Manager('m1');
  const [b, m2] = [
    manager.attaches('b', { attachments: [{ manager: 'm1', priority: 0 }] }),
    manager.comes('m2', true),
  ];
  m2.told();
  for (let times = 0; times < 100; times++) {
    manager.goes(b);
    manager.management.up(T0, b);
  }
  t.equal(manager.relay.attached, 0);
  const waiting = m2.only('push').length;
  manager.management.up(after(200), b);
  t.equal(manager.relay.attached, 1, 'and is here again when that is over');
  t.ok(waiting < 20, `${waiting} pushes`);
});

t.test('a node that attaches all the time is heard now and then', async (t) => {
  const manager = new Manager('m1');
  const a = manager.comes('a');
  const send = (seq: number, now = T0): number =>
    manager.hears(a, { type: 'attach', ...presented('a', { seq: BigInt(seq) }) }, now).length;
  const answers = Array.from({ length: 30 }, (_, i) => send(i + 1)).filter((count) => count > 0);
  t.equal(answers.length, 20);
  t.same(manager.refused, { 'message-rate': 10 });
  t.equal(send(31, after(199)), 0);
  t.equal(send(32, after(200)), 1);
});

t.test('where it sees a node is told only when it sees it', async (t) => {
  const manager = new Manager('m1');
  const a = manager.comes('a');
  for (const path of [undefined, relayed(1, 5)]) {
    a.path = path;
    t.same(manager.hears(a, { type: 'attach', ...presented('a') }), []);
  }
  t.equal(manager.relay.attached, 1);
});

t.test(
  'other managers know at once who comes, who changes, who leaves; and of all when they come',
  async (t) => {
    const manager = new Manager('m1');
    const m2 = manager.comes('m2', true);
    const a = manager.attaches('a');
    t.match(m2.told(), [{ type: 'push', seq: 1, entries: [presented('a')] }]);
    manager.hears(a, { type: 'attach', ...presented('a') });
    t.same(m2.told(), [], 'nothing new');
    manager.hears(a, { type: 'attach', ...presented('a', { seq: 8n }) });
    t.match(m2.told(), [{ type: 'push', seq: 2, entries: [presented('a', { seq: 8n })] }]);
    manager.goes(a);
    manager.management.up(T0, a);
    manager.hears(a, { type: 'attach', ...presented('a', { seq: 8n }) });
    t.match(m2.told(), [{ type: 'push', seq: 3 }]);
    for (const seq of [1, 2, 3]) manager.hears(m2, { type: 'pushed', seq });
    t.equal(manager.management.nextAt(), after(60_000).mono, 'only the next sweep');
    const m3 = manager.comes('m3', true);
    t.match(m3.told(), [{ type: 'push', seq: 4, entries: [presented('a', { seq: 8n })] }]);
    manager.management.tick(after(40));
    t.match(m3.told(), [{ type: 'push', seq: 5, entries: [presented('a', { seq: 8n })] }]);
    t.same(m2.told(), []);
    manager.goes(m3);
    manager.management.tick(after(80));
    t.same(m3.told(), []);
  },
);

t.test('what a manager pushes is known, answered, and told nobody else', async (t) => {
  const manager = new Manager('m1');
  const [a, m2, m3] = [manager.attaches('a'), manager.comes('m2', true), manager.comes('m3', true)];
  for (const peer of [m2, m3]) peer.told();
  const push: Push = { type: 'push', seq: 5, entries: [presented('b'), presented('c')] };
  t.same(manager.hears(m2, push), [{ type: 'pushed', seq: 5 }]);
  t.same(manager.hears(m2, push), [{ type: 'pushed', seq: 5 }]);
  t.same(m3.told(), []);
  t.equal(manager.relay.directory, 3);
  t.equal(manager.finds(a, 'b'), 'ok');
  t.match(m2.told(), [{ type: 'open-relay', source: 'a', target: 'b' }]);
  const crossed = { type: 'open-relay', id: 9, source: 'b', target: 'a', back: 4 } as const;
  t.same(manager.hears(m2, crossed), [], 'of two that ask for one pair the lower name counts');
  t.same(manager.refused, {});
});

t.test('a node whose record is lost here is told so, until it attaches again', async (t) => {
  const manager = new Manager('m1');
  const a = manager.attaches('a', { ttl: 60, issuedAt: Math.floor(T0.wall) });
  const refusals = (): readonly unknown[] => a.only('refused');
  a.told();
  manager.management.tick(after(60_000));
  t.same(refusals(), [], 'it is in force');
  const end = 60_000 + 660_000;
  for (let ms = 120_000; ms <= end + 60_000; ms += 60_000) manager.management.tick(after(ms));
  t.match(refusals()[0], { code: 'record-expired' });
});

t.test('where a node is seen by now it is told', async (t) => {
  const manager = new Manager('m1');
  const a = manager.attaches('a');
  const [m2, spare] = [manager.comes('m2', true), manager.comes('b')];
  manager.hears(m2, { type: 'push', seq: 1, entries: [presented('b')] });
  for (const peer of [a, spare]) {
    peer.told();
    peer.path = '192.0.2.9:7077' as Endpoint;
    manager.management.moved(T0, peer);
  }
  t.same(a.told(), [{ type: 'attached', incarnation: 3n, seq: 7n, observed: '192.0.2.9:7077' }]);
  t.same(spare.told(), [], 'who is not attached is told nothing');
});

t.test('a manager is not told what it tells', async (t) => {
  const manager = new Manager('m1');
  const [m2, m3] = [manager.comes('m2', true), manager.comes('m3', true)];
  manager.hears(m2, { type: 'attach', ...presented('m2') });
  t.same([m2.only('push').length, m3.only('push').length], [0, 1], 'of itself');
  manager.attaches('a', { seq: 7n });
  manager.attaches('b', { seq: 8n });
  for (const peer of [m2, m3]) peer.told();
  const entries = [presented('a', { seq: 7n }), presented('b', { seq: 7n })];
  manager.hears(m2, { type: 'push', seq: 1, entries });
  manager.management.tick(after(40));
  t.match(m2.only('push'), [{ entries: [presented('b', { seq: 8n })] }], 'what is newer here it is told');
  t.equal(m3.only('push')[0]?.entries.length, 3);
});

t.test('a lying manager changes nothing: each entry counts for itself', async (t) => {
  const manager = new Manager('m1');
  const m2 = manager.comes('m2', true);
  manager.attaches('a', { seq: 8n });
  const forged = presented('a', { seq: 9n });
  const elsewhere = seed('elsewhere').slice(0, 16);
  const entries = [
    presented('a'),
    { ...forged, chain: presented('b').chain },
    presented('c', { networkId: elsewhere }),
    presented('d', {}, { networkId: elsewhere }),
    presented('e', { issuedAt: 1 }),
    presented('b'),
  ];
  t.match(manager.hears(m2, { type: 'push', seq: 1, entries }).at(-1), { type: 'pushed', seq: 1 });
  t.same(manager.refused, {
    'record-superseded': 1,
    'record-wrong-node': 1,
    'record-foreign-network': 1,
    'certificate-wrong-network': 1,
    'record-expired': 1,
  });
  t.equal(manager.relay.directory, 2);
  t.same(manager.hears(m2, { type: 'relay-opened', id: 7, result: 'ok', handle: 3 }), []);
  t.equal(manager.refused['message-unasked'], 1);
  t.equal(manager.relay.handles, 0);
});

t.test('a node is not believed to be a manager', async (t) => {
  const manager = new Manager('m1');
  const [a, b] = [manager.attaches('a'), manager.attaches('b')];
  const push: Push = { type: 'push', seq: 5, entries: [presented('c')] };
  t.same(manager.hears(a, push), []);
  t.same(manager.hears(a, { type: 'open-relay', id: 1, source: 'a', target: 'b', back: 1 }), []);
  t.same(manager.hears(a, { type: 'pushed', seq: 5 }), []);
  t.same(manager.hears(a, { type: 'not-here', handle: 5 }), []);
  t.same(manager.refused, { 'message-not-manager': 2 });
  t.match(manager.relay, { directory: 2, handles: 0 });
  t.same(b.told(), []);
});

t.test('a node ends nobody’s relays, not even its own', async (t) => {
  const manager = new Manager('m1');
  const [a, b] = [manager.attaches('a'), manager.attaches('b')];
  manager.finds(a, 'b');
  const [update] = only(manager.actions, 'update-relay');
  for (const { handle } of update?.add ?? [])
    for (const peer of [a, b]) manager.hears(peer, { type: 'not-here', handle });
  t.equal(manager.relay.handles, 2);
});

t.test('a manager makes its half of a relay, and hears when it ends', async (t) => {
  const manager = new Manager('m1');
  const [b, m2] = [manager.attaches('b'), manager.comes('m2', true)];
  m2.told();
  const open = { type: 'open-relay', id: 1, source: 'a', target: 'b', back: 9 } as const;
  t.match(manager.hears(m2, open), [{ type: 'relay-opened', id: 1, result: 'ok' }]);
  t.equal(manager.relay.handles, 2);
  t.same(manager.hears(m2, { type: 'not-here', handle: 9 }), []);
  t.match(b.told(), [{ type: 'not-here' }]);
  t.equal(manager.relay.handles, 0);
});

t.test('what only a node is told means nothing to a manager', async (t) => {
  const manager = new Manager('m1');
  const m2 = manager.comes('m2', true);
  const observed = '192.0.2.1:1' as Endpoint;
  manager.hears(m2, { type: 'attached', incarnation: 1n, seq: 1n, observed });
  manager.hears(m2, { type: 'introduction', id: 1, address: addressOf('a'), result: 'unknown' });
  manager.management.addressNeeded();
  t.same(m2.told(), []);
  t.same(manager.refused, {});
});

t.test('a node that says elsewhere that it is elsewhere is here no more', async (t) => {
  const attachments = (...names: string[]): { manager: string; priority: number }[] =>
    names.map((manager, priority) => ({ manager, priority }));
  for (const [record, isHere] of [
    [{ seq: 8n, attachments: attachments('m2', 'm1') }, true],
    [{ seq: 8n, attachments: attachments('m2', 'm3') }, false],
    [{ seq: 8n, goodbye: true }, false],
    [{ seq: 6n, attachments: attachments('m2', 'm3') }, true],
  ] as const) {
    const manager = new Manager('m1');
    const [a, b, m2] = [manager.attaches('a'), manager.attaches('b'), manager.comes('m2', true)];
    manager.finds(a, 'b');
    manager.hears(m2, { type: 'push', seq: 1, entries: [presented('b', record)] });
    t.equal(manager.relay.handles, isHere ? 2 : 0);
    t.equal(manager.relay.attached, isHere ? 2 : 1);
    t.equal(a.told().length, isHere ? 0 : 1);
    t.same(b.told(), []);
  }
});

t.test('what one manager tells of another ends nothing that goes over that one', async (t) => {
  const manager = new Manager('m1');
  const [b, m2, m3] = [manager.attaches('b'), manager.comes('m2', true), manager.comes('m3', true)];
  const of = (seq: bigint): Presented => presented('m2', { seq, attachments: [] }, { role: 'manager' });
  manager.hears(m2, { type: 'attach', ...of(1n) });
  manager.hears(m2, { type: 'open-relay', id: 1, source: 'a', target: 'b', back: 9 });
  manager.hears(m3, { type: 'push', seq: 1, entries: [of(2n)] });
  t.match(manager.relay, { handles: 2, attached: 2, directory: 2 });
  t.same(b.told(), []);
});

t.test('how much it relays for a node is set at the start, and live', async (t) => {
  const manager = new Manager('m1', { relayRate: 100 });
  const set = { type: 'set-relay', on: true, bytesPerSecond: 12_500_000, burstBytes: 1_250_000 };
  t.same(one(manager.actions, 'set-relay'), set);
  manager.actions.splice(0);
  manager.reconfigure({});
  t.same(manager.actions, []);
  manager.reconfigure({ relayRate: 1 });
  t.same(manager.actions, [{ ...set, bytesPerSecond: 125_000, burstBytes: 262_144 }]);
  manager.reconfigure({ relayRate: 0 });
  t.same(manager.actions.at(-1), { ...set, bytesPerSecond: 0, burstBytes: 0 });
});

t.test(
  'a node does nothing of it; one that becomes a manager begins, and one that ceases ends',
  async (t) => {
    const node = new Manager('m1', { role: 'node' });
    t.same(only(node.actions, 'set-relay'), []);
    const [a, m2] = [node.comes('a'), node.comes('m2', true)];
    const silent = node.comes('z');
    silent.answers = false;
    const silentManager = node.comes('m3', true);
    node.goes(silentManager);
    t.same(node.hears(a, { type: 'attach', ...presented('a') }), []);
    t.same(node.management.status(), {});
    node.reconfigure({ role: 'manager' });
    t.match(one(node.actions, 'set-relay'), { on: true });
    t.equal(node.hears(a, { type: 'attach', ...presented('a') }).length, 1);
    t.match(m2.told(), [{ type: 'push' }]);
    t.same(silentManager.told(), []);
    const b = node.attaches('b');
    node.finds(b, 'a');
    node.actions.splice(0);
    node.reconfigure({ role: 'node' });
    t.match(one(node.actions, 'set-relay'), { on: false });
    t.match(one(node.actions, 'update-relay').remove.length, 2);
    t.same(node.management.status(), {});
    m2.told();
    for (let ms = 0; ms < 10_000; ms += 20) node.management.tick(after(ms));
    t.same(m2.told(), [], 'nothing is told any more, nor again');
    const m4 = node.comes('m4', true);
    node.reconfigure({});
    t.same([...m4.told(), ...m2.told()], []);
  },
);

t.test(
  'a peer that becomes a manager while its session goes on is one at once, and no longer when it is not',
  async (t) => {
    const manager = new Manager('m1');
    const a = manager.attaches('a');
    const peer = manager.comes('m2');
    const push: Push = { type: 'push', seq: 1, entries: [presented('b')] };
    t.same(manager.hears(peer, push), []);
    peer.isManager = true;
    manager.reconfigure({});
    t.match(peer.told(), [{ type: 'push', entries: [presented('a')] }]);
    t.match(manager.hears(peer, push), [{ type: 'pushed' }]);
    t.equal(manager.finds(a, 'b'), 'ok');
    peer.isManager = false;
    manager.reconfigure({});
    t.match(a.told(), [{ type: 'not-here' }]);
    t.equal(manager.relay.attached, 1);
    t.equal(nodeFacts('a').name, 'a');
  },
);
