import t from 'tap';
import { Attachments, type ManagerFacts } from '../../../daemon/control/attachments.js';
import { affinity } from '../../../daemon/control/rendezvous.js';

const NODE = 'node';
/** Named by how much the node prefers them. */
const [FIRST, SECOND, THIRD, FOURTH] = ['m1', 'm2', 'm3', 'm4'].sort(
  (a, b) => affinity(NODE, b) - affinity(NODE, a),
) as [string, string, string, string];
const STEADY = 90_000;

function attachments(managers: readonly ManagerFacts[], up: readonly string[] = []): Attachments {
  const made = new Attachments(NODE);
  made.configure(0, managers);
  for (const name of up) made.up(0, name);
  return made;
}

function named(...names: readonly string[]): readonly ManagerFacts[] {
  return names.map((name) => ({ name }));
}

function wanted(made: Attachments): readonly string[] {
  return [FIRST, SECOND, THIRD, FOURTH].filter((name) => made.wants(name));
}

t.test('two of many are called, and attached when they are up', async (t) => {
  const made = attachments(named(THIRD, FIRST, FOURTH, SECOND));
  t.same(wanted(made), [FIRST, SECOND]);
  t.same(made.attached, []);
  made.up(10, SECOND);
  t.same(made.attached, [SECOND], 'whoever is up first is home');
  made.up(20, FIRST);
  t.same(made.attached, [SECOND, FIRST]);
  t.same(wanted(made), [FIRST, SECOND]);
});

t.test('nodes spread over the managers', async (t) => {
  const homes = Array.from({ length: 300 }, (_, i) => {
    const made = new Attachments(`node-${i}`);
    made.configure(0, named('m1', 'm2', 'm3'));
    for (const name of ['m1', 'm2', 'm3']) made.up(0, name);
    made.choose(STEADY);
    return made.attached[0];
  });
  for (const name of ['m1', 'm2', 'm3']) {
    const share = homes.filter((home) => home === name).length;
    t.ok(share > 75 && share < 125, `${name} is home of ${share} of 300`);
  }
});

t.test('one manager more moves only the nodes that it concerns', async (t) => {
  const homes = (managers: readonly string[]): readonly (string | undefined)[] =>
    Array.from({ length: 200 }, (_, i) => {
      const made = new Attachments(`node-${i}`);
      made.configure(0, named(...managers));
      for (const name of managers) made.up(0, name);
      made.choose(STEADY);
      return made.attached[0];
    });
  const before = homes(['m1', 'm2', 'm3']);
  const after = homes(['m4', 'm3', 'm2', 'm1']);
  const moved = after.filter((home, i) => home !== before[i]);
  t.ok(moved.length > 25 && moved.length < 75, `${moved.length} of 200 have moved`);
  t.same(new Set(moved), new Set(['m4']));
});

t.test('when the home dies the standby takes its place at once', async (t) => {
  const made = attachments(named(FIRST, SECOND, THIRD), [FIRST, SECOND]);
  t.same(made.attached, [FIRST, SECOND]);
  made.down(5_000, FIRST);
  t.same(made.attached, [SECOND]);
  t.same(wanted(made), [FIRST, SECOND], 'who died is called');
  t.equal(made.nextAt, 7_000);
  made.choose(6_999);
  t.same(wanted(made), [FIRST, SECOND]);
  made.choose(7_000);
  t.same(wanted(made), [FIRST, SECOND, THIRD], 'and in the end another one too');
  made.up(7_010, THIRD);
  t.same(made.attached, [SECOND, THIRD]);
  t.same(wanted(made), [FIRST, SECOND, THIRD]);
});

t.test('a preferred manager that is back has its place again after a while, not before', async (t) => {
  const made = attachments(named(FIRST, SECOND, THIRD), [FIRST, SECOND]);
  made.down(100_000, FIRST);
  made.choose(102_000);
  made.up(102_010, THIRD);
  made.up(110_000, FIRST);
  t.same(made.attached, [SECOND, THIRD]);
  let at = 110_000;
  while (made.attached[0] !== FIRST) {
    t.same(made.attached, [SECOND, THIRD]);
    at = made.nextAt;
    made.choose(at);
  }
  t.ok(at >= 170_000 && at < 200_000, `it has it again at ${at}`);
  t.same(made.attached, [FIRST, SECOND]);
  t.same(wanted(made), [FIRST, SECOND], 'whoever stood in is let go');
  t.equal(made.nextAt, Number.POSITIVE_INFINITY);
});

t.test('home and standby are in different failure domains where there are two', async (t) => {
  const east = (name: string): ManagerFacts => ({ name, domain: 'east' });
  const west = (name: string): ManagerFacts => ({ name, domain: 'west' });
  const made = attachments([east(FIRST), east(SECOND), west(THIRD)]);
  t.same(wanted(made), [FIRST, THIRD]);
  for (const name of [FIRST, THIRD]) made.up(0, name);
  t.same(made.attached, [FIRST, THIRD]);
  made.down(1_000, THIRD);
  made.choose(3_000);
  t.same(wanted(made), [FIRST, SECOND, THIRD]);
  made.up(3_010, SECOND);
  t.same(made.attached, [FIRST, SECOND], 'one in the same domain is better than none');
  made.up(4_000, THIRD);
  t.same(made.attached, [FIRST, THIRD], 'but only until the other one is back');
});

t.test('managers in the domain of the node itself come last', async (t) => {
  const managers: readonly ManagerFacts[] = [
    { name: FIRST, domain: 'east' },
    { name: SECOND },
    { name: THIRD, domain: 'east' },
    { name: FOURTH, domain: 'west' },
  ];
  const made = new Attachments(NODE);
  made.configure(0, managers, 'east');
  t.same(wanted(made), [SECOND, FOURTH]);
  for (const name of [FIRST, SECOND, THIRD, FOURTH]) made.up(0, name);
  made.choose(STEADY);
  t.same(made.attached, [SECOND, FOURTH]);
  made.down(STEADY, SECOND);
  t.same(made.attached, [FOURTH, FIRST], 'one in its own is better than none');
  made.configure(STEADY, managers.slice(0, 1), 'east');
  t.same(made.attached, [FIRST]);
  made.configure(STEADY, managers, undefined);
  made.up(STEADY, SECOND);
  made.choose(3 * STEADY);
  t.same(made.attached, [FIRST, SECOND], 'without a domain of its own it prefers as it always does');
});

t.test('a manager without a domain is in one of its own', async (t) => {
  const made = attachments([
    { name: FIRST, domain: 'east' },
    { name: SECOND },
    { name: THIRD, domain: 'west' },
  ]);
  t.same(wanted(made), [FIRST, SECOND]);
});

t.test('while none answers all are called, and attached as they come', async (t) => {
  const made = attachments(named(FIRST, SECOND, THIRD, FOURTH), [FIRST, SECOND]);
  for (const name of [FIRST, SECOND]) made.down(1_000, name);
  t.same(made.attached, []);
  made.choose(3_000);
  t.same(wanted(made), [FIRST, SECOND, THIRD, FOURTH]);
  made.choose(60_000);
  made.up(70_000, FOURTH);
  t.same(made.attached, [FOURTH]);
});

t.test('managers that the config names no more are left, those it keeps stay as they are', async (t) => {
  const made = attachments(named(FIRST, SECOND, THIRD), [FIRST, SECOND]);
  made.configure(1_000, named(SECOND, THIRD));
  t.same(made.attached, [SECOND]);
  t.same(wanted(made), [SECOND, THIRD]);
  made.down(2_000, FIRST);
  made.up(2_000, FIRST);
  t.same(made.attached, [SECOND], 'what is heard of the other one is nothing to it');
  made.configure(3_000, []);
  t.same(made.attached, []);
  t.same(wanted(made), []);
});
