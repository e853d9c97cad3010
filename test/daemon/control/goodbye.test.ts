import t from 'tap';
import { Managed } from './support/managed.js';
import { Member } from './support/member.js';
import { only, peerFacts, TestNode } from './support/node.js';

const [M, N] = ['m', 'n'] as const;

/** Attached to both managers. */
function attached(): Member {
  const member = new Member([M, N]);
  for (const name of [M, N]) member.up(name);
  for (const name of [M, N]) member.attached(name);
  member.done();
  return member;
}

t.test('who ends in order says goodbye to all managers, and goes when they have it', async (t) => {
  const member = attached();
  member.take(member.a.send({ type: 'leave' }));
  for (const name of [M, N]) t.match(member.recordAt(name), { goodbye: true, seq: 3n });
  member.attached(M);
  member.take(member.a.send({ type: 'leave' }));
  t.same(only(member.done(), 'left'), []);
  member.pass(100);
  t.same(
    member.only('attach').map(([name]) => name),
    [N],
    'again, to the one that is silent',
  );
  member.attached(N);
  t.equal(only(member.done(), 'left').length, 1);
  member.take(member.a.send({ type: 'leave' }));
  member.pass(60_000);
  t.same(only(member.done(), 'left'), [], 'once');
});

t.test(
  'who ends in order waits half a second for managers that are silent, and for none where there is none',
  async (t) => {
    const member = attached();
    member.take(member.a.send({ type: 'leave' }));
    member.pass(499);
    t.same(only(member.done(), 'left'), []);
    member.pass(1);
    t.equal(only(member.done(), 'left').length, 1);
    t.equal(only(new TestNode('a', [peerFacts('b')]).send({ type: 'leave' }), 'left').length, 1);
  },
);

t.test('who ends in order is gone for all at once, and found again as soon as it is back', async (t) => {
  const network = new Managed('goodbye', { m1: ['m2'], m2: ['m1'], b: ['m1'], c: ['m2'] });
  network.world.run(2_000);
  network.reach('b', 'c');
  t.match(network.node('m1').status.relay, { handles: 2, attached: 2 });
  const c = network.node('c');
  c.post({ type: 'leave' });
  const ms = network.until(() => c.elsewhere.some(({ type }) => type === 'left'));
  t.ok(ms <= 20, `${ms} ms`);
  network.stop('c');
  network.world.run(60);
  for (const name of ['m1', 'm2']) t.match(network.node(name).status.relay, { handles: 0 });
  t.equal(network.node('m2').status.relay?.attached, 1);
  network.world.run(10_000);
  network.boot('c');
  const outage = network.reach('b', 'c');
  t.ok(outage <= 1_000, `${outage} ms`);
});
