import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { dropReasons } from '../../native/index.js';
import { ROOT } from '../rules/tree.js';
import { draw } from './draw.js';
import type { Host, Seams } from './host.js';
import { PLAIN } from './link.js';
import type { Plan, Trouble } from './plan.js';
import { run } from './run.js';

const node = {
  role: 'node',
  knows: [],
  managers: ['mona'],
  found: 'never',
  advertises: false,
  rate: 0,
} as const;

/** Two nodes behind a manager with a quota. */
const SMALL: Plan = {
  seed: 1,
  real: false,
  trouble: 10_000,
  places: [
    { ...node, name: 'mona', role: 'manager', managers: [], found: 'address', rate: 1 },
    { ...node, name: 'amber' },
    { ...node, name: 'birch' },
  ],
  weather: { ...PLAIN, spread: 20, lost: 5, doubled: 5 },
  talks: [
    { from: 'amber', to: 'birch', every: 200 },
    { from: 'birch', to: 'amber', every: 200 },
  ],
  troubles: [],
};

const burst = (packets: number): Trouble => ({
  type: 'burst',
  at: 5_000,
  from: 'amber',
  to: 'birch',
  packets,
});

const REGRESSIONS = join(ROOT, 'test/sim/regressions');

t.setTimeout(300_000);

t.test('one seed is one run, to the last datagram', async (t) => {
  const [first, second, other] = [run(SMALL), run(SMALL), run({ ...SMALL, seed: 2 })];
  t.equal(first.violation, undefined);
  t.equal(second.hash, first.hash);
  t.not(other.hash, first.hash);
});

t.test('a seed is one plan', async (t) => {
  t.same(draw(5), draw(5));
  t.notSame(draw(5), { ...draw(6), seed: 5 });
});

t.test('with real handshakes too', async (t) => {
  const plan = { ...SMALL, real: true };
  const [first, second] = [run(plan), run(plan)];
  t.equal(first.violation, undefined);
  t.equal(second.hash, first.hash);
});

t.test('where a fifth is lost both ways all talk', async (t) => {
  t.equal(run({ ...SMALL, weather: { ...PLAIN, lost: 20 } }).violation, undefined);
});

t.test('a manager passes on no more than its quota, and what it drops hurts nobody', async (t) => {
  const plan = { ...SMALL, weather: PLAIN, troubles: [burst(2_500)] };
  const hosts = new Set<Host>();
  const seams: Seams = {
    event(event, host) {
      hosts.add(host);
      return event;
    },
  };
  t.equal(run(plan, { seams }).violation, undefined);
  const manager = [...hosts].find(({ name }) => name === 'mona') as Host;
  const { relayedDatagrams, dropped } = manager.engine.counters();
  const refused = Number(dropped[dropReasons().indexOf('relay_quota')]);
  t.ok(refused > 200 && relayedDatagrams > 1_000n, `${refused} refused of ${relayedDatagrams} and more`);
});

t.test('who has had nothing to say for a quarter of an hour is forgotten', async (t) => {
  const talks = [{ from: 'amber', to: 'birch', every: 10_000_000 }];
  const last: Trouble = { type: 'names', at: 950_000, for: 1_000 };
  const known: string[] = [];
  const seams: Seams = {
    perform: (perform, host) => (action, post) => {
      if (host.name === 'amber' && action.type === 'set-peer' && action.peer > 1) known.push('found');
      if (host.name === 'amber' && action.type === 'remove-peer') known.push('forgotten');
      perform(action, post);
    },
  };
  t.equal(run({ ...SMALL, talks, troubles: [burst(5), last] }, { seams }).violation, undefined);
  t.same([...new Set(known)], ['found', 'forgotten']);
});

t.test('what was once found stays away', async (t) => {
  for (const file of readdirSync(REGRESSIONS).filter((name) => name.endsWith('.json'))) {
    const { plan } = JSON.parse(readFileSync(join(REGRESSIONS, file), 'utf8')) as { plan: Plan };
    t.equal(run(plan).violation, undefined, file);
  }
});
