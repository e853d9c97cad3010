import t from 'tap';
import type { Address, Prefix } from '../../../protocol/address.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { addressOf, Host } from './support/introducing.js';
import { after, presented, T0, TestCaller } from './support/manager.js';

t.test('two nodes that are here get one relay, each its handle, however often they ask', async (t) => {
  const host = new Host('m1');
  const [a, b] = [host.attach('a'), host.attach('b')];
  const first = host.asks(a, addressOf('b'));
  t.match(first, { id: 1, address: addressOf('b'), result: 'ok', ...presented('b') });
  const handle = first?.handle as number;
  t.match(host.table.get(handle), { source: a.id, target: b.id, hop: false });
  t.equal(host.asks(a, nodeFacts('b').addresses[1] as Address, 2)?.handle, handle);
  const other = host.asks(b, addressOf('a'))?.handle as number;
  t.match(host.table.get(other), { source: b.id, target: a.id, next: handle });
  t.equal(host.table.size, 2);
  t.equal(host.introducer.results().get('ok'), 3);
  t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('nobody gets a handle to itself, or to whom nobody knows', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  t.match(host.asks(a, addressOf('a')), { result: 'refused', record: undefined, handle: undefined });
  t.match(host.asks(a, addressOf('b')), { result: 'unknown', record: undefined, handle: undefined });
  t.equal(host.table.size, 0);
});

t.test('a manager is called directly, and calls directly', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  host.knows('m3', {}, { role: 'manager' });
  t.match(host.asks(a, addressOf('m3')), { result: 'ok', ...presented('m3', {}, { role: 'manager' }) });
  const m2 = host.manager('m2');
  t.match(host.asks(m2, addressOf('a')), { result: 'ok', handle: undefined });
  t.equal(host.table.size, 0);
});

t.test('who is known and nowhere is unreachable', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  host.knows('b');
  t.match(host.asks(a, addressOf('b')), { result: 'unreachable', record: undefined });
});

t.test('of several behind one route the nearest is taken, the first by name of those as near', async (t) => {
  const host = new Host('m1');
  const a = host.attach('a');
  const routes = ['10.9.0.0/16'] as Prefix[];
  const at = '10.9.1.1' as Address;
  const attachments = [{ manager: 'm2', priority: 0 }];
  host.knows('g4', { attachments: [] }, { routes });
  host.knows('g3', { attachments: [] }, { routes });
  host.knows('g5', { attachments: [] }, { routes });
  t.match(host.asks(a, at), { result: 'unreachable' });
  host.knows('g2', { attachments }, { routes });
  const m2 = host.manager('m2');
  host.introducer.lookup(T0, a, { type: 'lookup', id: 2, address: at });
  t.match(m2.told(), [{ type: 'open-relay', source: 'a', target: 'g2' }]);
  a.told();
  host.knows('a', { seq: 8n }, { routes });
  const [g4, g3] = [new TestCaller('g4'), new TestCaller('g3')];
  for (const node of [g4, g3]) host.attendance.attach(node);
  t.match(host.asks(a, at)?.handle, [...host.table.values()].find(({ target }) => target === g3.id)?.handle);
  host.gone(g3);
  t.match(host.asks(a, at), presented('g4', { attachments: [] }, { routes }));
});

t.test('who asks too often is told so, and later may ask again', async (t) => {
  const host = new Host('m1');
  const [a, b] = [host.attach('a'), host.attach('b')];
  const results = Array.from({ length: 250 }, () => host.asks(a, addressOf('b'))?.result);
  t.equal(results.filter((result) => result === 'ok').length, 200);
  t.equal(results.filter((result) => result === 'busy').length, 50);
  t.equal(host.asks(b, addressOf('a'))?.result, 'ok');
  t.equal(host.asks(a, addressOf('b'), 1, after(19))?.result, 'busy');
  t.equal(host.asks(a, addressOf('b'), 1, after(20))?.result, 'ok');
  t.equal(host.asks(a, addressOf('b'), 1, after(20))?.result, 'busy');
});

t.test('in a full table the oldest relay gives way, and both its ends hear of it', async (t) => {
  const host = new Host('m1', 2);
  const [a, b, c] = [host.attach('a'), host.attach('b'), host.attach('c')];
  const [toB, toC] = ['b', 'c'].map((name) => host.asks(a, addressOf(name))?.handle);
  t.equal(host.asks(a, addressOf('b'))?.handle, toB);
  t.same([...a.told(), ...b.told(), ...c.told()], []);
  t.equal(host.asks(b, addressOf('c'))?.result, 'ok');
  t.same(a.told(), [{ type: 'not-here', handle: toC }]);
  t.match(c.told(), [{ type: 'not-here' }]);
  t.equal(host.table.size, 4);
  t.ok(host.table.has(toB as number));
});

t.test('who goes takes its handles with it, and the others are told three times', async (t) => {
  const host = new Host('m1');
  const [a, b, c] = [host.attach('a'), host.attach('b'), host.attach('c')];
  const [toB, toC] = ['b', 'c'].map((name) => host.asks(a, addressOf(name))?.handle);
  host.gone(b);
  t.equal(host.table.size, 2);
  t.ok(host.table.has(toC as number));
  t.same(a.told(), [{ type: 'not-here', handle: toB }]);
  host.tick(1_000);
  t.same(a.told(), Array(2).fill({ type: 'not-here', handle: toB }));
  t.same([...b.told(), ...c.told()], []);
  t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('a node that a manager asks for is told to call it, at the one that it is attached to', async (t) => {
  const host = new Host('m1');
  const b = host.attach('b');
  const m3 = host.manager('m3');
  t.match(host.asks(m3, addressOf('b')), { result: 'ok', handle: undefined });
  t.same(b.told(), [], 'nobody has said who it is');
  host.knows('m3', {}, { role: 'manager' });
  t.match(host.asks(m3, addressOf('b')), { result: 'ok', handle: undefined });
  const { record, chain } = presented('m3', {}, { role: 'manager' });
  t.same(b.told(), [{ type: 'introduction', id: 0, address: addressOf('m3'), result: 'ok', record, chain }]);
  host.knows('c');
  t.match(host.asks(m3, addressOf('c')), { result: 'ok' }, 'it may say where it can be called');
  t.same(host.relays.size, 0);
});
