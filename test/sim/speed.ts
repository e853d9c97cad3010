/**
 * Behind `make sim-speed`: how many hours of a node one core simulates in a second of its time, all threads of the process
 * counted. Without invariants, which are for runs that look for something. Each plan is so long that what V8 compiles
 * at its begin, a second or so, counts little; HOURS=n makes all of them n times as long.
 */
import { PLAIN } from './link.js';
import type { Place, Plan, Talk } from './plan.js';
import { run } from './run.js';

const HOURS = Number(process.env['HOURS'] ?? 1);

function plan(places: readonly Place[], talks: readonly Talk[], hours: number): Plan {
  const trouble = hours * 3_600_000;
  return {
    seed: 1,
    real: false,
    trouble,
    places,
    weather: PLAIN,
    talks,
    troubles: [{ type: 'names', at: trouble, for: 0 }],
  };
}

/** `count` nodes, each beside one other. */
function pairs(count: number): Place[] {
  return Array.from({ length: count }, (_, i) => {
    const [name, other] = [`node-${i}`, `node-${i ^ 1}`];
    return { name, role: 'node', knows: [other], managers: [], found: 'address', advertises: false, rate: 0 };
  });
}

function measure(what: string, plan: Plan): void {
  const start = process.cpuUsage();
  const { hostHours, violation } = run(plan, { invariants: [] });
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (violation !== undefined) throw new Error(violation.detail);
  console.log(`${what.padEnd(44)} ${(hostHours / seconds).toFixed(1).padStart(6)} node-hours per second`);
}

/** `count` nodes that know two managers, and those. */
function managed(count: number): Place[] {
  const managers = ['mona', 'miro'];
  const common = { knows: [], found: 'address' as const, advertises: true, rate: 0 };
  return [
    ...managers.map((name): Place => {
      return { ...common, name, role: 'manager', managers: managers.filter((other) => other !== name) };
    }),
    ...Array.from({ length: count }, (_, i): Place => {
      return { ...common, name: `node-${i}`, role: 'node', managers, found: 'never', advertises: false };
    }),
  ];
}

/** Each says something to the next one. */
function round(names: readonly string[]): Talk[] {
  return names.map((from, i) => ({ from, to: names[i ^ 1] as string, every: 1_000 }));
}

const beside = pairs(20);
const behind = managed(20);
const names = beside.map(({ name }) => name);
measure('idle, a session with one other node', plan(beside, [], 500 * HOURS));
measure('active, a packet a second each way', plan(beside, round(names), 20 * HOURS));
measure('idle, attached to two managers', plan(behind, [], 20 * HOURS));
measure('active, relayed, a packet a second each way', plan(behind, round(names), 2 * HOURS));
