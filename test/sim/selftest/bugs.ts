import type { InstallSession } from '../../../daemon/control/action.js';
import type { Perform } from '../../../daemon/io/driver.js';
import type { SessionKeys } from '../../../protocol/handshake.js';
import type { Host, Seams } from '../host.js';
import { keysId } from '../invariants/keys-id.js';
import { PLAIN } from '../link.js';
import type { Place, Plan, Trouble } from '../plan.js';
import { withHopsTwice, withoutReplayCheck, withoutWaitingLimit } from './faulty-engines.js';
import type { Patch } from './patch.js';

/** A fault that is put into every member of a run, where control, core and world meet or into one module of control. */
export interface Bug {
  readonly name: string;
  /** The invariants of which one has to find it. */
  readonly foundBy: readonly string[];
  /** Made anew for each run. */
  readonly seams?: () => Seams;
  readonly patch?: Patch;
  /** Runs in which it cannot show are passed over. */
  readonly needs?: (plan: Plan) => boolean;
  /** What is changed of a plan so that it shows soon; the run without the bug has the same. */
  readonly staged?: (plan: Plan) => Plan;
}

const RELAYS = 'relays pass on one for one, by handles of this boot, over two managers at most';

export const bugs: readonly Bug[] = [
  {
    name: 'replay check skipped',
    foundBy: ['no counter is accepted twice', 'no packet is delivered twice or to another'],
    seams: () => ({ engine: withoutReplayCheck }),
  },
  {
    name: 'counter restarts with a new generation',
    foundBy: ['no counter is drawn twice under one key'],
    seams: sameKeysAgain,
  },
  {
    name: 'older record accepted',
    needs: isManaged,
    foundBy: ['what a manager tells of a node only gets newer'],
    patch: {
      module: 'daemon/control/directory.js',
      from: 'const isOlder = compareRecords(this.#shared.crypto, record, known.record) < 0;',
      to: 'const isOlder = false;',
    },
  },
  {
    name: 'handle valid after reboot',
    foundBy: [RELAYS],
    needs: ({ places, troubles }) =>
      troubles.some(
        (trouble) =>
          trouble.type === 'restart' &&
          places.some(({ name, role }) => name === trouble.place && role === 'manager'),
      ),
    // Handles are counted, from 1 on at each boot, so that one of before leads somewhere again.
    patch: {
      module: 'daemon/control/relays.js',
      from: 'const [a = 0, b = 0, c = 0, d = 0] = this.#rng.bytes(4);',
      to: 'const [a, b, c, d] = [0, 0, (this.count = (this.count ?? 0) + 1) >> 8, this.count & 255];',
    },
  },
  {
    name: 'confirm ignored',
    foundBy: ['control knows what the core sends on'],
    seams: () => ({ event: (event) => (event.type === 'session-confirmed' ? undefined : event) }),
  },
  {
    name: 'tie-break inverted',
    foundBy: ['of two handshakes that cross the lower key counts'],
    patch: {
      module: 'daemon/control/handshakes.js',
      from: 'isLower(this.#shared.settings.local.noise.publicKey, remoteKey)',
      to: 'isLower(remoteKey, this.#shared.settings.local.noise.publicKey)',
    },
  },
  {
    name: 'timer not re-armed',
    foundBy: [
      'every pair that can talk does within 30 s of the last fault',
      'no session outlives a certificate',
    ],
    seams: () => ({ clock: (clock, host) => ({ ...clock, wakeAt: armedOnce(clock.wakeAt, host) }) }),
  },
  {
    name: 'certificate expiry ignored',
    foundBy: ['no session outlives a certificate'],
    patch: {
      module: 'daemon/control/wall-clock.js',
      from: 'return notAfter + 1 - this.span(now).from;',
      to: 'return 1e9;',
    },
  },
  {
    name: 'queue of waiting packets unbounded',
    foundBy: ['memory per peer is bounded'],
    seams: () => ({ engine: withoutWaitingLimit }),
  },
  {
    name: 'relay hop forwarded twice',
    needs: ({ places }) => places.filter(({ role }) => role === 'manager').length > 1,
    foundBy: [RELAYS, 'no counter is drawn twice under one key'],
    seams: () => ({ engine: withHopsTwice }),
  },
  {
    name: 'a manager that lies is believed',
    needs: isManaged,
    staged: withLiar,
    foundBy: ['nobody believes what is not signed'],
    patch: {
      module: 'daemon/control/directory.js',
      from: 'const verified = verifyRecord(crypto, settings.trust, record.value, node.value, span);',
      to: 'const verified = { ok: true, value: record.value };',
    },
  },
  {
    name: 'a manager with the certificate of a node is believed',
    needs: ({ places }) => places.filter(({ role }) => role === 'manager').length > 1,
    staged: withImpostor,
    foundBy: ['nobody believes what is not signed'],
    patch: { module: 'daemon/control/identity.js', from: "return 'peer-not-manager';", to: ';' },
  },
  {
    name: 'found peers are kept',
    needs: ({ places }) => isManaged({ places }) && places.every(({ ends }) => ends === undefined),
    staged: withSilence,
    foundBy: ['who has no packets any more is forgotten'],
    patch: {
      module: 'daemon/control/idle-peers.js',
      from: 'const isIdle = mono - usedAt >= REST_AFTER_MS && !isKept(peer);',
      to: 'const isIdle = false;',
    },
  },
  {
    name: 'quota not applied',
    needs: isManaged,
    staged: withBurst,
    foundBy: ['nobody is relayed more than a quota allows'],
    seams: () => ({ perform: withoutQuota }),
  },
];

function isManaged({ places }: Pick<Plan, 'places'>): boolean {
  return places.some(({ role }) => role === 'manager');
}

function withoutQuota(perform: Perform): Perform {
  return (action, post) =>
    perform(action.type === 'set-relay' ? { ...action, bytesPerSecond: 0 } : action, post);
}

/** The first manager tells forged records for a while. */
function withLiar(plan: Plan): Plan {
  const { name: place } = plan.places.find(({ role }) => role === 'manager') as Place;
  const lies = ['forged-record'] as const;
  const liar: Trouble = { type: 'liar', at: 1_000, for: plan.trouble, place, lies, lasting: false };
  return { ...plan, troubles: [liar] };
}

/** The last manager has the certificate of a node. */
function withImpostor(plan: Plan): Plan {
  const last = plan.places.findLast(({ role }) => role === 'manager');
  const places = plan.places.map((place) => (place === last ? { ...place, impostor: true } : place));
  return { ...plan, places, troubles: [] };
}

/** All managers pass on little, and two nodes have much to say. */
function withBurst(plan: Plan): Plan {
  const places = plan.places.map((place) => ({ ...place, rate: 1 }));
  const [from, to] = plan.places.filter(({ role }) => role === 'node').map(({ name }) => name) as [
    string,
    string,
  ];
  const burst: Trouble = { type: 'burst', at: 10_000, from, to, packets: 4_000 };
  return { ...plan, places, weather: PLAIN, talks: [{ from, to, every: 200 }], troubles: [burst] };
}

/** Two nodes have something to say, and then nothing for longer than anybody is remembered. */
function withSilence(plan: Plan): Plan {
  const [from, to] = plan.places.filter(({ role }) => role === 'node').map(({ name }) => name) as [
    string,
    string,
  ];
  const burst: Trouble = { type: 'burst', at: 10_000, from, to, packets: 5 };
  const last: Trouble = { type: 'names', at: 950_000, for: 1_000 };
  return { ...plan, weather: PLAIN, talks: [{ from, to, every: 10_000_000 }], troubles: [burst, last] };
}

/** Every session of a pair gets the keys of its first one, at both ends, so that counters begin anew under one key. */
function sameKeysAgain(): Seams {
  const first: Map<string, SessionKeys> = new Map();
  const given: Map<string, SessionKeys> = new Map();
  const keysFor = (pair: string, { keys }: InstallSession): SessionKeys => {
    const id = keysId(keys);
    const copy = (): SessionKeys => ({ ...keys, chainingKey: keys.chainingKey.slice() });
    const known = given.get(id) ?? first.get(pair) ?? copy();
    given.set(id, known);
    first.set(pair, known);
    return { ...known, chainingKey: known.chainingKey.slice() };
  };
  const perform = (real: Perform, host: Host): Perform => {
    return (action, post) => {
      if (action.type !== 'install-session') return real(action, post);
      const pair = `${host.endpoint} ${host.boot} ${action.peer} ${action.initiator}`;
      return real({ ...action, keys: keysFor(pair, action) }, post);
    };
  };
  return { perform };
}

const ARMED_FOR_MS = 20_000;

/** It is set as long as its host is young. */
function armedOnce(wakeAt: (mono: number | undefined, wake: () => void) => void, host: Host): typeof wakeAt {
  const until = host.now.mono + ARMED_FOR_MS;
  return (mono, wake) => wakeAt(host.now.mono < until ? mono : undefined, wake);
}
