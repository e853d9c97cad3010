import t, { type Test } from 'tap';
import { dropReasons } from '../../native/index.js';
import type { Host, Seams } from './host.js';
import { type Lie, MANAGER_LIES, NODE_LIES } from './lies.js';
import { PLAIN } from './link.js';
import type { Plan } from './plan.js';
import { run } from './run.js';

const node = {
  role: 'node',
  knows: [],
  managers: ['mona', 'miro'],
  found: 'never',
  advertises: false,
  rate: 0,
} as const;
const manager = { ...node, role: 'manager', found: 'address' } as const;

/** Three nodes behind two managers of which one lies to the end, or one of the nodes does. */
function plan(place: string, lies: readonly Lie[], seed: number = 1): Plan {
  const pairs = ['amber birch', 'birch amber', 'birch cedar', 'cedar birch', 'cedar amber', 'amber cedar'];
  return {
    seed,
    real: false,
    trouble: 6_000,
    places: [
      { ...manager, name: 'mona', managers: ['miro'] },
      { ...manager, name: 'miro', managers: ['mona'] },
      { ...node, name: 'amber' },
      { ...node, name: 'birch' },
      { ...node, name: 'cedar', managers: ['miro'] },
    ],
    weather: { ...PLAIN, spread: 20, lost: 3, doubled: 3 },
    talks: pairs.map((pair) => {
      const [from, to] = pair.split(' ') as [string, string];
      return { from, to, every: 200 };
    }),
    troubles: [
      { type: 'restart', at: 3_000, for: 500, place: 'birch', moves: false, forgets: false },
      { type: 'liar', at: 1_000, for: 5_000, place, lies, lasting: true },
    ],
  };
}

/** What honest hosts refused, by code or drop reason; and whether every invariant held. */
function refusals(
  plan: Plan,
  liar: string,
): { readonly refused: ReadonlySet<string>; readonly fault: unknown } {
  const hosts = new Set<Host>();
  const refused = new Set<string>();
  const seams: Seams = {
    perform: (perform, host) => {
      if (host.name !== liar) hosts.add(host);
      return (action, post) => {
        if (host.name !== liar && action.type === 'notice') refused.add(action.code ?? action.what);
        perform(action, post);
      };
    },
  };
  const { violation: fault } = run(plan, { seams });
  for (const host of hosts)
    for (const [i, count] of host.engine.counters().dropped.entries())
      if (count > 0n) refused.add(dropReasons()[i] as string);
  return { refused, fault };
}

/** By what honest hosts refuse it; what only leads astray is refused as nothing. */
const MANAGERS: Readonly<Record<(typeof MANAGER_LIES)[number], readonly string[]>> = {
  'other-record': ['introduction-misleading', 'record-not-own'],
  'older-record': ['record-superseded'],
  'forged-record': ['record-signature'],
  'foreign-record': ['record-foreign-network', 'certificate-wrong-network'],
  'other-handle': ['relay_not_source'],
  'wrong-target': ['mac1_invalid'],
  denial: ['address_unknown'],
  farewell: [],
  twin: [],
  hop: ['relay_hop'],
  replay: ['mac1_invalid'],
  splice: ['open_failed'],
};
const NODES: Readonly<Record<(typeof NODE_LIES)[number], readonly string[]>> = {
  'other-record': ['record-not-own'],
  'older-record': ['record-superseded'],
  'forged-record': ['record-signature'],
  'foreign-record': ['record-foreign-network', 'certificate-wrong-network'],
  'managers-words': ['message-not-manager', 'message-unasked'],
  'other-handle': ['relay_not_source'],
  'no-handle': ['relay_no_handle'],
  hop: ['relay_hop'],
  replay: ['handshake-stale'],
  splice: ['open_failed'],
};

/** A lie is told half of the time, and who hears it may have better reasons to refuse it: as many seeds as it takes, up to so many. */
const SEEDS = 8;

t.setTimeout(300_000);

/** What honest hosts refused of a lie until all of `codes` were seen; no invariant may be broken on the way. */
function refusedOf(t: Test, place: string, lie: Lie, codes: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { refused, fault } = refusals(plan(place, [lie], seed), place);
    t.equal(fault, undefined, `${lie}, seed ${seed}`);
    for (const code of refused) all.add(code);
    if (codes.every((code) => all.has(code))) break;
  }
  for (const code of codes) t.ok(all.has(code), `${lie}: ${code} among ${[...all].join(' ')}`);
  return all;
}

t.test('a manager that lies is refused, and hurts nobody who has another one', async (t) => {
  for (const lie of MANAGER_LIES) {
    const refused = refusedOf(t, 'miro', lie, MANAGERS[lie]);
    t.notOk(refused.has('boot-raised') || refused.has('identity-conflict'), `${lie} is no boot of another's`);
  }
});

t.test('a node that lies is refused, and hurts nobody else', async (t) => {
  for (const lie of NODE_LIES) refusedOf(t, 'amber', lie, NODES[lie]);
});

t.test('who says that he is a manager, and has the certificate of a node, is none', async (t) => {
  const honest = plan('mona', []);
  const places = honest.places.map((place) => ({
    ...place,
    ...(place.name === 'mona' && { impostor: true }),
  }));
  const { refused, fault } = refusals({ ...honest, places, troubles: honest.troubles.slice(0, 1) }, 'mona');
  t.equal(fault, undefined);
  t.ok(refused.has('peer-not-manager'), [...refused].join(' '));
});
