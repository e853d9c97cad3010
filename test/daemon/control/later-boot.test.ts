import t from 'tap';
import type { Push } from '../../../protocol/control-message.js';
import { after, presented, type TestPeer } from './support/manager.js';
import { Manager } from './support/managing.js';

t.test(
  'what somebody shows of a later boot of a node is taken, told to the node and to every manager',
  async (t) => {
    const manager = new Manager('m1');
    const [a, b, m2] = [manager.attaches('a'), manager.attaches('b'), manager.comes('m2', true)];
    m2.told();
    const later = presented('a', { incarnation: 4n, seq: 1n, attachments: [] });
    t.same(manager.hears(b, { type: 'later', ...later }), []);
    t.same(a.told(), [
      { type: 'attached', incarnation: 4n, seq: 1n, observed: a.path, record: later.record },
    ]);
    t.match(m2.told(), [{ type: 'push', entries: [later] }]);
    t.same(manager.heard.at(-1), 'a 1');
    t.equal(manager.finds(b, 'a'), 'unreachable', 'it is not where that boot of it was');
    t.same(manager.refused, {});
    const raised = presented('a', { incarnation: 5n, seq: 1n });
    t.match(manager.hears(a, { type: 'attach', ...raised }), [{ type: 'attached', incarnation: 5n }]);
    t.equal(manager.finds(b, 'a'), 'ok');
  },
);

t.test('a node is told of a later boot until it attaches again', async (t) => {
  const manager = new Manager('m1');
  const [a, m2] = [manager.attaches('a'), manager.comes('m2', true)];
  const later = presented('a', { incarnation: 4n, seq: 1n, attachments: [] });
  manager.hears(m2, { type: 'push', seq: 1, entries: [later] });
  manager.management.tick(after(100));
  t.match(a.told(), [{ record: later.record }, { record: later.record }]);
  manager.hears(a, { type: 'attach', ...presented('a', { incarnation: 5n, seq: 1n }) });
  manager.management.tick(after(300));
  t.same(a.told(), []);
});

t.test('a node of which another manager alone knows more is told so after a second', async (t) => {
  const manager = new Manager('m1');
  const m2 = manager.comes('m2', true);
  const here = { attachments: [{ manager: 'm1', priority: 0 }] };
  const [a, b, c] = ['a', 'b', 'c'].map((name) => manager.attaches(name, here)) as [
    TestPeer,
    TestPeer,
    TestPeer,
  ];
  const newer = presented('a', { ...here, seq: 8n });
  const entries = [newer, presented('b', { ...here, seq: 8n }), presented('c', { seq: 8n, attachments: [] })];
  for (const peer of [a, b, c]) peer.told();
  manager.hears(m2, { type: 'push', seq: 1, entries });
  manager.hears(b, { type: 'attach', ...presented('b', { ...here, seq: 8n }) });
  manager.management.tick(after(999));
  t.same([a.told(), b.told(), c.told()], [[], [], []]);
  manager.management.tick(after(1_000));
  t.match(a.told(), [{ type: 'attached', seq: 8n, record: newer.record }]);
  t.same([b.told(), c.told()], [[], []], 'it has said so itself, or that it is elsewhere');
  manager.goes(a);
  manager.management.tick(after(1_100));
  t.same(a.told(), []);
});

t.test(
  'what is no later boot of a node that is known changes nothing, and is not read too often',
  async (t) => {
    const manager = new Manager('m1');
    const [a, b, m2] = [manager.attaches('a'), manager.comes('b'), manager.comes('m2', true)];
    m2.told();
    const forged = { ...presented('a', { incarnation: 4n }), chain: presented('b').chain };
    for (const what of [presented('a', { seq: 9n }), presented('c'), forged])
      t.same(manager.hears(b, { type: 'later', ...what }), []);
    t.same(manager.refused, { 'message-unasked': 2, 'record-wrong-node': 1 });
    for (let i = 0; i < 20; i++) manager.hears(b, { type: 'later', ...forged });
    t.equal(manager.refused['message-rate'], 3);
    t.same([a.told(), m2.told()], [[], []]);
    t.equal(manager.relay.directory, 1);
  },
);

t.test(
  'a manager that pushes an earlier boot of a node is told of the later one; its node is, too',
  async (t) => {
    const [m1, m2] = [new Manager('m1'), new Manager('m2')];
    const [later, lost] = [presented('a', { incarnation: 4n }), presented('a', { incarnation: 1n })];
    const other = m1.comes('m2', true);
    m1.hears(other, { type: 'push', seq: 1, entries: [later] });
    const a = m2.attaches('a', { incarnation: 1n });
    const told = m1.hears(other, {
      type: 'push',
      seq: 2,
      entries: [lost, presented('a', { incarnation: 4n, seq: 6n })],
    });
    t.match(told, [
      { type: 'push', entries: [later] },
      { type: 'pushed', seq: 2 },
    ]);
    t.same(m1.refused, { 'record-superseded': 2 });
    m2.hears(m2.comes('m1', true), told[0] as Push);
    t.match(a.told(), [{ type: 'attached', incarnation: 4n, record: later.record }]);
  },
);
