import t from 'tap';
import type { Address } from '../../../protocol/address.js';
import { nodeFacts } from '../../protocol/support/network.js';
import { Member } from './support/member.js';
import { arriving, MANAGER, managerFacts, one, TestNode } from './support/node.js';

const M = 'm';
const B = nodeFacts('b').addresses[0] as Address;

/** Manager `a` beside another one, and node `b` that has called it. */
function called(): { readonly member: Member; readonly peer: number; readonly manager: number } {
  const member = new Member([M], MANAGER);
  member.up(M);
  const manager = one(member.done(), 'install-session').peer;
  const b = new TestNode('b', [managerFacts('a')]);
  b.mono = member.a.mono;
  const answer = member.a.send(arriving(one(b.send({ type: 'start' }), 'send-handshake'), 'b'));
  const { index, peer, path: source } = one(answer, 'install-session');
  member.take(member.a.send({ type: 'session-confirmed', index, peer, source }));
  return { member, peer, manager };
}

t.test('a manager neither asks about the nodes that come to it, nor seeks those that go', async (t) => {
  const { member } = called();
  member.pass(100_000);
  t.same(member.only('lookup'), []);
  member.pass(100_000);
  t.same(member.only('lookup'), []);
});

t.test('a manager seeks a node that goes while it speaks with it', async (t) => {
  const { member, peer, manager } = called();
  const heardAt = member.a.mono;
  for (let i = 0; i < 60; i++) {
    member.pass(100);
    const { mono } = member.a;
    const gone = { peer, lastReceived: heardAt, lastSent: mono, lastData: mono };
    const here = { peer: manager, lastReceived: mono, lastSent: mono };
    member.take(member.a.send({ type: 'activity', peers: [gone, here] }));
  }
  t.match(member.only('lookup')[0], [M, { address: B }]);
});
