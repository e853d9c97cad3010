import t from 'tap';
import type { ControlStatus, ManagerStatus } from '../../../daemon/control/status.js';
import { managerProblems, managersLine, renderManagers } from '../../../daemon/observe/managers-table.js';
import { MANAGED, MANAGER, STATUS } from '../support/status.js';

const { managers } = MANAGED.control;

function problems(
  changed: readonly ManagerStatus[],
  control: ControlStatus = MANAGED.control,
): readonly string[] {
  return managerProblems({ ...control, managers: changed });
}

const away = (manager: ManagerStatus): ManagerStatus => ({
  ...manager,
  state: 'connecting',
  use: 'spare',
  attachedAge: undefined,
});

t.test('managers are a table with a line for each', async (t) => {
  t.equal(
    renderManagers(managers, false),
    `MANAGER  DOMAIN  STATE       USE      ENDPOINT        SEES THIS NODE AT  ATTACHED        RTT       RELAYS FOR
m1       east    up          home     192.0.2.1:7077  198.51.100.7:7077  1 min 15 s ago  10.25 ms  1 peer
m2       west    up          standby  192.0.2.2:7077  198.51.100.7:7077  1 min 10 s ago  -         0 peers
m3       -       connecting  spare    -               -                  -               -         0 peers
`,
  );
  t.equal(renderManagers([], false), 'no managers\n');
});

t.test('colours mark the states, only when asked for', async (t) => {
  const start = '\u001b[';
  t.notMatch(renderManagers(managers, false), start);
  const text = renderManagers(managers, true);
  t.ok(text.includes(` ${start}32mup${start}0m `));
  t.ok(text.includes(` ${start}33mconnecting${start}0m `));
});

t.test('one that does not answer on a session that has not ended yet is silent', async (t) => {
  const [m1] = managers as [ManagerStatus];
  const silent = { ...m1, use: 'spare', attachedAge: undefined } as const;
  t.match(renderManagers([silent], false), /^m1 +east +silent +spare /m);
  t.match(problems([silent]), [/^no manager answers \(m1\)/]);
});

t.test('who serves this node is said in a few words', async (t) => {
  t.equal(managersLine(managers), 'home m1, standby m2, 1 spare');
  t.equal(managersLine(managers.slice(0, 1)), 'home m1');
  t.equal(managersLine(managers.map(away)), 'none of 3 answers');
  t.equal(managersLine([]), undefined);
});

t.test('a node needs a home and a standby manager, and no third', async (t) => {
  const [m1, m2, m3] = managers as [ManagerStatus, ManagerStatus, ManagerStatus];
  t.same(problems(managers), []);
  t.same(problems([]), []);
  t.same(problems([m1]), [], 'the only one');
  t.same(problems([m1, away(m2)]), ['no standby manager: m2 does not answer']);
  t.same(problems([m1, away(m2), { ...m3, state: 'idle' }]), ['no standby manager: m2 does not answer']);
  t.same(problems([m1, away(m2), m3]), ['no standby manager: m2, m3 do not answer']);
  t.same(problems([away(m1), away(m2)]), [
    'no manager answers (m1, m2): peers that are not known yet cannot be found',
  ]);
});

t.test('a manager needs every other one', async (t) => {
  t.same(managerProblems(MANAGER.control), ['manager m3 does not answer yet']);
  t.same(managerProblems(STATUS.control), []);
});
