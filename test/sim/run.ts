import { Cast } from './cast.js';
import type { Host, Seams, Watch } from './host.js';
import { Internet } from './internet.js';
import { invariants as ALL } from './invariants/all.js';
import type { Invariant, MakeInvariant, Scene } from './invariants/invariant.js';
import { HEALED_AFTER, LOOKED_AT_FOR } from './invariants/reach.js';
import { both, Liars } from './liars.js';
import { calmFrom, type Plan } from './plan.js';
import { stream } from './random.js';
import { Talks } from './talks.js';
import { Trace } from './trace.js';
import { Troubles } from './troubles.js';
import { World } from './world.js';

export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  /** Seconds of virtual time. */
  readonly at: number;
}

export interface Outcome {
  readonly hash: string;
  /** The first one, which ended the run. */
  readonly violation: Violation | undefined;
  /** Virtual hours that hosts have run. */
  readonly hostHours: number;
}

export interface RunOptions {
  /** Takes the lines of a trace for people. */
  readonly print?: (line: string) => void;
  readonly seams?: Seams;
  readonly invariants?: readonly MakeInvariant[];
}

const SECOND = 1_000_000;

class Violated extends Error {}

/** Runs a plan to its end or to the first violation of an invariant. */
export function run(plan: Plan, options: RunOptions = {}): Outcome {
  const trace = new Trace(options.print);
  let violation: Violation | undefined;
  const checks: Invariant[] = [];
  const internet = new Internet(stream(plan.seed, 'internet'), (source, to) => troubles.link(source, to));
  const world: World = new World({
    internet,
    trace,
    watch: watching(trace, checks, () => world.now),
    arrival: arriving(checks),
    tap: (flying) => troubles.tap(flying),
  });
  const lies = plan.troubles.some(({ type }) => type === 'liar');
  const liars = lies ? new Liars(plan, (name) => cast.address(name)) : undefined;
  const seams = options.seams ?? {};
  const cast: Cast = new Cast(plan, world, liars === undefined ? seams : both(seams, liars.seams));
  const talks = new Talks(plan, world, cast);
  const troubles: Troubles = new Troubles(plan, world, cast, talks, liars);
  const scene: Scene = {
    plan,
    cast,
    talks,
    get now() {
      return world.now;
    },
  };
  for (const make of options.invariants ?? ALL) {
    const check: Invariant = make(scene, (detail) => {
      violation ??= { invariant: check.name, detail, at: world.now / SECOND };
      throw new Violated(detail);
    });
    checks.push(check);
  }
  let hostSeconds = 0;
  const second = (): void => {
    hostSeconds += cast.size;
    for (const check of checks) check.second?.();
    world.at(world.now + SECOND, second);
  };
  world.at(world.now + SECOND, second);
  const calm = calmFrom(plan) + HEALED_AFTER;
  try {
    for (const { name } of plan.places) cast.start(name);
    world.run(calm * 1_000);
    talks.mark();
    world.run((calm + LOOKED_AT_FOR) * 1_000);
    for (const { talk, sent, arrived } of talks.since())
      trace.line(() => `${talk.from} to ${talk.to}: ${arrived} of ${sent} arrived in the end`);
    for (const check of checks) check.end?.();
  } catch (error) {
    if (!(error instanceof Violated)) {
      violation = {
        invariant: 'nothing throws',
        detail: String((error as Error).stack),
        at: world.now / SECOND,
      };
    }
  }
  for (const { host } of cast.members) host.stop();
  trace.number(world.now);
  return { hash: trace.hash, violation, hostHours: hostSeconds / 3_600 };
}

function watching(trace: Trace, checks: readonly Invariant[], now: () => number): Watch {
  const clock = (): string => (now() / SECOND).toFixed(6).padStart(12);
  return {
    event(host, event) {
      for (const check of checks) check.event?.(host, event);
    },
    action(host, action) {
      if (action.type !== 'read-activity') {
        trace.text(host.name);
        trace.fields(action);
        trace.line(() => `${clock()} ${host.name}: ${shown(action)}`);
      }
      for (const check of checks) check.action?.(host, action);
    },
    sent(host, to, bytes) {
      for (const check of checks) check.sent?.(host, to, bytes);
    },
    delivered(host, packet) {
      for (const check of checks) check.delivered?.(host, packet);
    },
  };
}

/** Those that want to see arrivals are put around one another. */
function arriving(checks: readonly Invariant[]) {
  return (host: Host, flying: Parameters<NonNullable<Invariant['arrival']>>[1], feed: () => void): void => {
    let inner = feed;
    for (const check of checks) {
      if (check.arrival === undefined) continue;
      const next = inner;
      inner = () => check.arrival?.(host, flying, next);
    }
    inner();
  };
}

function shown(action: object): string {
  return JSON.stringify(action, (_, value) => {
    if (typeof value === 'bigint') return value.toString();
    return value instanceof Uint8Array ? `${value.length} B` : value;
  });
}
