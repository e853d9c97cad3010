import t from 'tap';
import { affinity } from '../../../daemon/control/rendezvous.js';
import { Member } from './support/member.js';
import { MANAGER } from './support/node.js';

/** The managers, in the order in which node `a` prefers them. */
const [M, N] = ['m', 'n'].sort((x, y) => affinity('a', y) - affinity('a', x)) as [string, string];

t.test('a manager that does not take the newest record is up, and has none', async (t) => {
  const member = new Member([M, N]);
  for (const name of [M, N]) member.up(name);
  for (const name of [M, N]) member.attached(name);
  member.done();
  member.silence(M);
  t.match(member.manager(N), { state: 'up', use: 'home', attachedAge: Number });
  member.pass(3_000);
  t.match(member.manager(N), { state: 'up', use: 'home', attachedAge: undefined });
  member.attached(N);
  t.match(member.manager(N), { state: 'up', use: 'home', attachedAge: 0 });
});

t.test('managers are one mesh, and none is the home of another', async (t) => {
  const member = new Member([M, N], MANAGER);
  for (const name of [M, N]) member.up(name);
  member.attached(M);
  t.match(member.manager(M), { state: 'up', use: 'mesh', attachedAge: 0 });
  t.match(member.manager(N), { state: 'up', use: 'mesh', attachedAge: undefined });
});
