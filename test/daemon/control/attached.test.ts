import t from 'tap';
import { affinity } from '../../../daemon/control/rendezvous.js';
import type { Endpoint } from '../../../protocol/address.js';
import { signedRecord } from '../../protocol/support/network.js';
import { Member } from './support/member.js';
import { MANAGER, only } from './support/node.js';

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

t.test('why a manager does not take the record is told, in the log once it lasts', async (t) => {
  const member = new Member([M]);
  member.up(M);
  member.says(M, { type: 'refused', code: 'record-expired' });
  t.match(member.manager(M), { state: 'up', attachedAge: undefined, refused: 'record-expired' });
  t.same(
    only(member.done(), 'notice').filter(({ what }) => what !== 'session-up'),
    [],
  );
  member.pass(1_000);
  member.says(M, { type: 'refused', code: 'record-expired' });
  t.match(only(member.done(), 'notice'), [
    { level: 'warn', what: 'record-refused', peer: M, code: 'record-expired' },
  ]);
});

t.test(
  'a manager that says that another run is in force is told again until it takes the record',
  async (t) => {
    const member = new Member([M, N]);
    for (const name of [M, N]) member.up(name);
    for (const name of [M, N]) member.attached(name);
    member.done();
    member.pass(60_000);
    t.same(member.only('attach'), [], 'who has it is not told again');
    const observed = '198.51.100.1:7077' as Endpoint;
    const version = { serial: 1n, incarnation: 1_000n, seq: 1n };
    member.says(M, { type: 'attached', ...version, observed, record: signedRecord('a', version) });
    member.pass(3_000);
    const told = member.only('attach').map(([name]) => name);
    t.same(told, [M, M, M, M, M, M]);
  },
);
