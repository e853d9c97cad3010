import t from 'tap';
import type { Introduction } from '../../../protocol/control-message.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { addressOf, follow, Host, Two } from './support/introducing.js';
import { after, T0 } from './support/manager.js';

t.test('several questions for one node are one to its manager', async (t) => {
  const two = new Two();
  const a = two.m1.attach('a');
  two.m2.attach('b');
  two.m1.knows('b');
  for (const id of [5, 6]) two.m1.introducer.lookup(T0, a, { type: 'lookup', id, address: addressOf('b') });
  const [first, second] = a.only('introduction');
  t.match(
    [first, second],
    [
      { id: 5, result: 'ok' },
      { id: 6, handle: first?.handle },
    ],
  );
  t.equal(two.there.only('open-relay').length, 1);
});

t.test('where it has failed before, all questions for one node wait for one answer', async (t) => {
  const two = new Two();
  const a = two.m1.attach('a');
  two.m1.knows('b');
  two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 9, address: addressOf('b') });
  two.carry();
  const [promised, withdrawn] = a.told();
  t.match(promised, { type: 'introduction', id: 9, result: 'ok' });
  t.same(withdrawn, { type: 'not-here', handle: (promised as Introduction).handle });
  t.equal(two.m1.table.size, 0);
  two.m2.attach('b');
  for (const [i, address] of nodeFacts('b').addresses.entries())
    two.m1.introducer.lookup(T0, a, { type: 'lookup', id: i, address });
  two.m1.introducer.lookup(T0, a, { type: 'lookup', id: 0, address: addressOf('b') });
  t.same(a.told(), []);
  two.carry();
  const told = a.only('introduction');
  t.same(
    told.map(({ id, address }) => ({ id, address })),
    nodeFacts('b').addresses.map((address, id) => ({ id, address })),
  );
});

t.test('a manager that makes its half at last is led to by the handle that was promised', async (t) => {
  const two = new Two();
  const [a, m3] = [two.m1.attach('a'), two.m1.manager('m3')];
  const b = two.m2.attach('b');
  const attachments = [m3, two.there].map(({ name: manager }, priority) => ({ manager, priority }));
  two.m1.knows('b', { seq: 8n, attachments });
  const ask = (id: number): number | undefined => {
    two.m1.introducer.lookup(T0, a, { type: 'lookup', id, address: addressOf('b') });
    return a.only('introduction')[0]?.handle;
  };
  const handle = ask(1) as number;
  const { crossings } = two.m1.introducer;
  const decline = (): boolean => {
    const id = m3.only('open-relay')[0]?.id as number;
    return crossings.answered(T0, m3, { type: 'relay-opened', id, result: 'unreachable' });
  };
  decline();
  two.carry();
  t.match(follow(two, two.m1, a, handle), { to: b.id });
  const other = ask(2) as number;
  t.not(other, handle, 'one by the manager that comes first');
  decline();
  two.carry();
  t.match(follow(two, two.m1, a, other), { to: b.id }, 'in the place of the one that was there');
  t.equal(two.m1.table.size + two.m2.table.size, 4);
  t.same(a.told(), []);
});

t.test('a manager that takes other numbers than those proposed is followed', async (t) => {
  const host = new Host('m1');
  const [a, m2] = [host.attach('a'), host.manager('m2')];
  host.knows('b', { attachments: [{ manager: 'm2', priority: 0 }] });
  const handle = host.asks(a, addressOf('b'))?.handle as number;
  const [open] = m2.only('open-relay');
  t.match(host.table.get(handle), { target: m2.id, next: open?.forth, hop: true });
  const id = open?.id as number;
  host.introducer.crossings.answered(T0, m2, { type: 'relay-opened', id, result: 'ok', handle: 9 });
  t.match(host.table.get(handle), { target: m2.id, next: 9, hop: true });
  t.match(host.table.get(open?.back as number), { source: m2.id, target: a.id, next: handle });
  host.asks(a, addressOf('b'), 2);
  t.match(m2.told(), [{ type: 'open-relay', back: open?.back, forth: 9 }]);
});

t.test('what was promised and ends before it is made sure of is asked for anew', async (t) => {
  for (const next of ['its end', 'another question'] as const) {
    const host = new Host('m1');
    const [a, m2] = [host.attach('a'), host.manager('m2')];
    host.knows('b', { attachments: [{ manager: 'm2', priority: 0 }] });
    const handle = host.asks(a, addressOf('b'))?.handle as number;
    const [first] = m2.only('open-relay');
    host.introducer.notHere(T0, m2, first?.forth as number);
    t.same(a.told(), [{ type: 'not-here', handle }]);
    if (next === 'another question') {
      const again = host.asks(a, addressOf('b'), 2);
      t.equal(again?.result, 'ok');
      t.not(again?.handle, handle);
      t.not(m2.only('open-relay')[0]?.id, first?.id);
    } else {
      host.tick(1_000);
      t.same(m2.told(), []);
      t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
    }
  }
});

t.test('a manager that is near, or has been slow, has to answer first', async (t) => {
  const host = new Host('m1');
  const [a, m2] = [host.attach('a'), host.manager('m2')];
  let [mono, next] = [0, 0];
  const isPromised = (tookMs: number): boolean => {
    next += 1;
    host.knows(`b${next}`, { attachments: [{ manager: 'm2', priority: 0 }] });
    const told = host.asks(a, addressOf(`b${next}`), next, after(mono));
    mono += tookMs;
    const id = m2.only('open-relay').at(-1)?.id as number;
    host.introducer.crossings.answered(after(mono), m2, {
      type: 'relay-opened',
      id,
      result: 'ok',
      handle: next,
    });
    mono += 1_000;
    a.told();
    return told !== undefined;
  };
  t.same([20, 40, 41, 30, 5, 10, 11, 4.9, 4.9].map(isPromised), [
    true,
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});

t.test('who asked and goes is not answered; a manager that goes is asked no more', async (t) => {
  const host = new Host('m1');
  const [a, c] = [host.attach('a'), host.attach('c')];
  const [m2, m3] = [host.manager('m2'), host.manager('m3')];
  host.knows('b', { attachments: [m2, m3].map(({ name: manager }, priority) => ({ manager, priority })) });
  host.asks(a, addressOf('b'));
  const handle = host.asks(c, addressOf('b'))?.handle;
  const [first] = m2.only('open-relay');
  host.gone(a);
  t.notOk(
    host.introducer.crossings.answered(T0, m2, { type: 'relay-opened', id: 1, result: 'ok', handle: 1 }),
  );
  host.gone(m2);
  t.equal(first?.id, 1);
  t.same(c.told(), [{ type: 'not-here', handle }]);
  t.same(m3.told(), [], 'it asks again itself');
  t.same(a.told(), []);
  host.tick(1_000);
  t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
});

t.test('a manager that goes, and has nothing promised, is followed by the next one', async (t) => {
  const host = new Host('m1');
  const c = host.attach('c');
  const [m2, m3] = [host.manager('m2'), host.manager('m3')];
  const attachments = [m2, m3].map(({ name: manager }, priority) => ({ manager, priority }));
  host.knows('b', { attachments });
  host.asks(c, addressOf('b'));
  host.tick(1_000);
  for (const peer of [c, m2, m3]) peer.told();
  t.equal(host.asks(c, addressOf('b'), 2, after(1_000)), undefined);
  host.gone(m2, after(1_000));
  t.match(m3.told(), [{ type: 'open-relay' }]);
  host.gone(m3, after(1_000));
  t.match(c.told(), [{ type: 'introduction', result: 'unreachable' }]);
  t.equal(host.introducer.nextAt(), Number.POSITIVE_INFINITY);
});
