/**
 * Behind `make sim-speed`: how many hours of a node one core simulates in a second of its time. Without invariants, which
 * are for runs that look for something.
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
  console.log(`${what.padEnd(44)} ${(hostHours / seconds).toFixed(0).padStart(6)} node-hours per second`);
}

const idle = pairs(20);
measure('idle, one session a node', plan(idle, [], HOURS));
const talks = idle.map(({ name, knows: [to = ''] }) => ({ from: name, to, every: 1_000 }));
measure('active, a packet a second each way', plan(idle, talks, HOURS / 10));
