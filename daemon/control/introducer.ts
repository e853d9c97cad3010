import { type IntroductionResult, type Lookup, UNASKED } from '../../protocol/control-message.js';
import type { Attendance, Caller } from './attendance.js';
import { Crossings, endOf, relayKey } from './crossings.js';
import type { Directory, Entry } from './directory.js';
import { EarlyQuestions } from './early-questions.js';
import { Farewells } from './farewells.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import type { End, Relays } from './relays.js';
import { Tally } from './tally.js';

/** Implementation constants: how often one node may ask. */
const LOOKUP_EVERY_MS = 20;
const LOOKUP_BURST = 200;

interface Answer {
  readonly result: IntroductionResult;
  readonly entry?: Entry;
  readonly handle?: number | undefined;
}

const BUSY: Answer = { result: 'busy' };
/** How far away a node is that is not to be reached. */
const NOWHERE = 2;

/**
 * Tells nodes of one another. With record and certificates goes a handle, where the other one is attached here, or to a
 * manager that has a session with this one. It is a capability: from whom it was given to, to whom that one asked for.
 */
export class Introducer {
  readonly #directory: Directory;
  readonly #attendance: Attendance;
  readonly #relays: Relays<Caller>;
  readonly #farewells: Farewells = new Farewells();
  readonly crossings: Crossings;
  readonly #early: EarlyQuestions = new EarlyQuestions();
  readonly #pacers: WeakMap<Caller, Pacer> = new WeakMap();
  readonly #results: Tally<IntroductionResult> = new Tally('ok', 'unknown', 'unreachable', 'refused', 'busy');

  constructor(self: () => string, directory: Directory, attendance: Attendance, relays: Relays<Caller>) {
    this.#directory = directory;
    this.#attendance = attendance;
    this.#relays = relays;
    this.crossings = new Crossings(
      self,
      attendance,
      relays,
      this.#farewells,
      (now, crossing, result, handle) => {
        const answer = this.#crossed(now, crossing.target, result, handle);
        for (const lookup of crossing.lookups.values()) this.#answer(crossing.asker, lookup, answer);
      },
    );
  }

  results(): ReadonlyMap<IntroductionResult, number> {
    return this.#results.counts();
  }

  /** It knows nobody yet. */
  start({ mono }: Now): void {
    this.#early.start(mono);
  }

  lookup(now: Now, asker: Caller, lookup: Lookup): void {
    if (!this.#mayAsk(now, asker)) this.#answer(asker, lookup, BUSY);
    else if (this.#isThere(now, lookup) || !this.#early.keep(now.mono, asker, lookup))
      this.#consider(now, asker, lookup);
  }

  /** A node has said where it is. */
  arrived(now: Now, { node }: Entry): void {
    for (const { asker, lookup } of this.#early.of(node.certificate.addresses))
      this.#consider(now, asker, lookup);
  }

  /** This end's handle leads nowhere any more, says the manager at the other. */
  notHere(now: Now, from: Caller, handle: number): void {
    const relay = this.#relays.byRemote(from, handle);
    if (relay === undefined) return;
    this.#relays.close([relay]);
    for (const end of relay.ends) if (end.peer !== from) this.#farewells.tell(now.mono, end);
  }

  /** A peer is not to be reached here any more. */
  leave(now: Now, peer: Caller): void {
    const relays = this.#relays.of(peer);
    this.#relays.close(relays);
    for (const { ends } of relays)
      for (const end of ends) if (end.peer !== peer) this.#farewells.tell(now.mono, end);
    this.crossings.leave(now, peer);
    this.#early.leave(peer);
  }

  tick(now: Now): void {
    for (const { asker, lookup } of this.#early.due(now.mono)) this.#consider(now, asker, lookup);
    this.crossings.tick(now);
    this.#farewells.tick(now.mono);
  }

  nextAt(): number {
    return Math.min(this.#early.nextAt(), this.crossings.nextAt(), this.#farewells.nextAt());
  }

  /** Whether somebody has the address, and is here or with a manager within reach. */
  #isThere(now: Now, { address }: Lookup): boolean {
    const nearest = this.#nearest(this.#directory.owners(now, address));
    return nearest !== undefined && this.#distance(nearest) < NOWHERE;
  }

  #consider(now: Now, asker: Caller, lookup: Lookup): void {
    const owners = this.#directory.owners(now, lookup.address);
    const entry = this.#nearest(owners.filter(({ record }) => record.node !== asker.name));
    if (entry === undefined) {
      this.#answer(asker, lookup, { result: owners.length > 0 ? 'refused' : 'unknown' });
      return;
    }
    const { node } = entry.record;
    const target = this.#attendance.attached(node);
    if (asker.isManager && target !== undefined) this.#summon(now, target, asker);
    if (asker.isManager || isManager(entry)) this.#answer(asker, lookup, { result: 'ok', entry });
    else if (target !== undefined) this.#answer(asker, lookup, this.#here(now, asker, target, entry));
    else this.crossings.begin(now, asker, node, this.#managersOf(entry), lookup);
  }

  /** Nothing is relayed to a manager: a node that it asks for is told to call it. */
  #summon(now: Now, target: Caller, to: Caller): void {
    const entry = this.#directory.byName(now, to.name);
    const address = entry?.node.certificate.addresses[0];
    if (entry === undefined || address === undefined) return;
    target.send({ type: 'introduction', id: UNASKED, address, result: 'ok', ...entry.presented });
  }

  #mayAsk({ mono }: Now, asker: Caller): boolean {
    const pacer = this.#pacers.get(asker) ?? new Pacer(LOOKUP_EVERY_MS, LOOKUP_BURST);
    this.#pacers.set(asker, pacer);
    return pacer.take(mono);
  }

  /** Of several that a route leads to: one that is attached here, else to a manager within reach, the first by name. */
  #nearest(owners: readonly Entry[]): Entry | undefined {
    const byName = [...owners].sort((a, b) => (a.record.node < b.record.node ? -1 : 1));
    return byName.sort((a, b) => this.#distance(a) - this.#distance(b))[0];
  }

  #distance(owner: Entry): number {
    if (isManager(owner) || this.#attendance.attached(owner.record.node) !== undefined) return 0;
    return this.#managersOf(owner).length > 0 ? 1 : NOWHERE;
  }

  /** The managers within reach that a node says it is attached to, the best first. */
  #managersOf({ record }: Entry): readonly Caller[] {
    return [...record.attachments]
      .sort((a, b) => a.priority - b.priority)
      .map(({ manager }) => this.#attendance.manager(manager))
      .filter((manager) => manager !== undefined);
  }

  #here(now: Now, asker: Caller, target: Caller, entry: Entry): Answer {
    const key = relayKey(asker.name, target.name);
    const known = this.#relays.byKey(key);
    if (known === undefined) this.crossings.makeRoom(now, asker);
    const draw = (peer: Caller): End<Caller> => ({ peer, handle: this.#relays.draw() });
    const relay = known ?? this.#relays.open(key, [draw(asker), draw(target)]);
    return { result: 'ok', entry, handle: endOf(relay, asker).handle };
  }

  #crossed(now: Now, target: string, result: IntroductionResult, handle: number | undefined): Answer {
    const entry = this.#directory.byName(now, target);
    if (result !== 'ok') return { result };
    return entry === undefined ? { result: 'unknown' } : { result, entry, handle };
  }

  #answer(asker: Caller, { id, address }: Lookup, { result, entry, handle }: Answer): void {
    this.#results.count(result);
    const capability = handle !== undefined && { handle };
    asker.send({ type: 'introduction', id, address, result, ...entry?.presented, ...capability });
  }
}

function isManager({ node }: Entry): boolean {
  return node.certificate.role === 'manager';
}
