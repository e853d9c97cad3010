import t from 'tap';
import { Names } from '../../../daemon/control/names.js';
import type { Address } from '../../../protocol/address.js';
import { only, peerFacts, TestNode } from './support/node.js';

const first = '192.0.2.1' as Address;
const second = '2001:db8::2' as Address;
const host = 'b.example.org';
const named = peerFacts('b', { endpoints: [{ host, port: 7077 }] });

t.test('a name is asked at start and its addresses are called', async (t) => {
  const a = new TestNode('a', [named]);
  t.match(only(a.send({ type: 'start' }), 'resolve'), [{ host }]);
  t.same(a.send({ type: 'resolved', host: 'unasked.example.org', addresses: [first] }), []);
  const called = only(
    [...a.send({ type: 'resolved', host, addresses: [first, second] }), ...a.pass(260)],
    'send-handshake',
  );
  t.same(
    called.map(({ path }) => path),
    ['192.0.2.1:7077', '[2001:db8::2]:7077'],
  );
});

t.test('a name that gives nothing is asked every five seconds', async (t) => {
  const a = new TestNode('a', [named]);
  a.send({ type: 'start' });
  for (let i = 0; i < 3; i++) {
    t.same(a.send({ type: 'resolved', host, addresses: [] }), []);
    t.same(only(a.pass(4_999), 'resolve'), []);
    t.same(only(a.pass(1), 'resolve'), [{ type: 'resolve', host }]);
  }
});

t.test('a failed answer keeps the last good one', async (t) => {
  const a = new TestNode('a', [named]);
  a.send({ type: 'start' });
  a.send({ type: 'resolved', host, addresses: [first] });
  const again = a.pass(6_000);
  t.ok(only(again, 'resolve').length > 0, 'calls without an answer make the name be asked anew');
  t.same(a.send({ type: 'resolved', host, addresses: [] }), []);
  const next = only(a.pass(6_000), 'send-handshake');
  t.ok(next.length > 0);
  t.ok(next.every(({ path }) => path === '192.0.2.1:7077'));
});

t.test('a name in use is asked every five minutes', async (t) => {
  const names = new Names([host, '192.0.2.7']);
  t.same(names.due(0), [host], 'an address is no name');
  names.resolved(host, [first]);
  t.same(names.due(299_999), []);
  t.equal(names.nextAt, 300_000);
  t.same(names.due(300_000), [host]);
});

t.test('only names that are wanted are kept, and they keep what is known of them', async (t) => {
  const names = new Names(['a.example', 'b.example', '192.0.2.1']);
  names.due(0);
  names.resolved('a.example', ['192.0.2.7' as Address]);
  names.resolved('b.example', ['192.0.2.8' as Address]);
  names.keep(['b.example', 'c.example']);
  t.same(names.due(1_000), ['c.example'], 'a new one is asked at once');
  t.same(names.lookup({ host: 'b.example', port: 7 }), ['192.0.2.8:7']);
  t.same(names.due(300_000), ['b.example'], 'a former one never again');
  names.keep(['a.example']);
  t.same(names.lookup({ host: 'a.example', port: 7 }), [], 'what was known of it is forgotten');
});

t.test('a name is asked one question at a time, however long the answer takes', async (t) => {
  const names = new Names([host, 'quick.example']);
  names.due(0);
  names.resolved('quick.example', [first]);
  for (let mono = 1_000; mono < 40_000; mono += 1_000) {
    names.hasten([{ host, port: 7 }], mono);
    names.leave(() => false);
    t.same(names.due(mono), [], `at ${mono} ms`);
    t.equal(names.nextAt, 300_000);
  }
  names.resolved(host, []);
  t.ok(names.nextAt <= 40_000, 'an answer that came late and empty');
  t.same(names.due(40_000), [host]);
  names.resolved(host, [second]);
  names.hasten([{ host, port: 7 }], 41_000);
  t.same(names.due(44_999), []);
  t.same(names.due(45_000), [host]);
});
