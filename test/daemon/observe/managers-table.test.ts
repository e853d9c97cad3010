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
m3       -       connecting  spare    -               -                  no              -         0 peers
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
  const [m1] = managers as [ManagerStatus];
  const named = renderManagers([{ ...m1, domain: 'up' }], true);
  t.ok(
    named.includes(`\nm1       up      ${start}32mup${start}0m     home`),
    'never a name that reads like one',
  );
});

t.test('one that does not have the record of this node shows that, whatever place it has', async (t) => {
  const [m1, m2] = managers as [ManagerStatus, ManagerStatus];
  const refusing = { ...m1, attachedAge: undefined };
  t.match(renderManagers([refusing, m2], false), /^m1 +east +up +home +\S+ +\S+ +no /m);
  t.ok(renderManagers([refusing], true).includes('\u001b[33mup'));
  const why = { ...refusing, refused: 'directory-full' } as const;
  t.match(renderManagers([why, m2], false), /^m1 .* no: directory-full /m);
  t.match(problems([why, m2]), ["no standby manager: m1 refuses this node's record, directory-full"]);
  t.match(renderManagers([{ ...refusing, use: 'spare' }], false), /^m1 +east +up +spare +\S+ +\S+ +- /m);
});

t.test('who serves this node is said in a few words', async (t) => {
  const [m1, m2] = managers as [ManagerStatus, ManagerStatus];
  t.equal(managersLine(managers), 'home m1, standby m2, 1 spare');
  t.equal(managersLine(managers.slice(0, 1)), 'home m1');
  t.equal(managersLine(managers.map(away)), 'none of 3 answers');
  t.equal(managersLine([{ ...m1, attachedAge: undefined }, m2]), 'home m1 (not attached), standby m2');
  t.equal(managersLine([m1, m2].map((one) => ({ ...one, attachedAge: undefined }))), 'attached to none of 2');
  t.equal(managersLine(MANAGER.control.managers), '2 of 3 others attached');
  t.equal(managersLine([]), undefined);
});

t.test('a node needs two managers that have its record, and no third', async (t) => {
  const [m1, m2, m3] = managers as [ManagerStatus, ManagerStatus, ManagerStatus];
  const refusing = (manager: ManagerStatus): ManagerStatus => ({ ...manager, attachedAge: undefined });
  t.same(problems(managers), []);
  t.same(problems([]), []);
  t.same(problems([m1]), [], 'the only one');
  t.same(problems([m1, away(m2)]), ['no standby manager: m2 does not answer']);
  t.same(problems([m1, away(m2), { ...m3, state: 'idle' }]), ['no standby manager: m2 does not answer']);
  t.same(problems([m1, away(m2), m3]), ['no standby manager: m2 does not answer, m3 does not answer']);
  t.same(problems([m1, { ...m3, state: 'idle' }]), ['no standby manager']);
  t.same(problems([refusing(m1), m2]), ["no standby manager: m1 does not have this node's record"]);
  t.same(problems([refusing(m1), refusing(m2)]), [
    'attached to no manager, nobody can find this node: ' +
      "m1 does not have this node's record, m2 does not have this node's record",
  ]);
  t.same(problems([refusing(m1)]), [
    "attached to no manager, nobody can find this node: m1 does not have this node's record",
  ]);
  t.same(problems([away(m1), away(m2)]), [
    'attached to no manager, peers that are not known yet cannot be found: m1 does not answer, m2 does not answer',
  ]);
});

t.test('a manager needs every other one', async (t) => {
  t.same(managerProblems(MANAGER.control), ['manager m3 does not answer']);
  t.same(managerProblems(STATUS.control), []);
});
