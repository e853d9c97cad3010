import t from 'tap';
import { affinity } from '../../../daemon/control/rendezvous.js';
import { Member } from './support/member.js';
import { endpointOf, managerFacts } from './support/node.js';

/** Named by how much node a prefers them. */
const [M, N, O] = ['m', 'n', 'o'].sort((x, y) => affinity('a', y) - affinity('a', x)) as [
  string,
  string,
  string,
];

t.test('a manager in the domain of the node itself is not its home where there is another', async (t) => {
  const managers = [M, N].map((name) => managerFacts(name, { manager: { domain: name } }));
  for (const [own, other] of [
    [M, N],
    [N, M],
  ] as const) {
    const member = new Member(managers, { domain: own });
    member.up(own);
    member.up(other);
    member.pass(91_000);
    t.match(member.manager(other), { use: 'home' }, `in ${own}`);
  }
});

t.test('home and standby are in different failure domains', async (t) => {
  const domains: Record<string, string> = { [M]: 'east', [N]: 'east', [O]: 'west' };
  const member = new Member(
    [M, N, O].map((name) => managerFacts(name, { manager: { domain: domains[name] as string } })),
  );
  t.same(member.called.toSorted(), [endpointOf(M), endpointOf(O)].toSorted());
  t.match(member.manager(M), { domain: 'east' });
});
