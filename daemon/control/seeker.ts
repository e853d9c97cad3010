import type { Address } from '../../protocol/address.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { Pacer } from './pacer.js';
import { Tally } from './tally.js';
import { Timers } from './timers.js';

/**
 * Specification constants (spec §16.6), in ms: who is silent for so long, or two round trips up to a limit, is passed over, and
 * after so long nobody is asked any more.
 */
const SILENT_AFTER_MS = 200;
const SILENT_AFTER_AT_MOST_MS = 1_000;
const GIVE_UP_AFTER_MS = 3_000;
/** What was not found is not sought again for so long. */
const REFUSED_FOR_MS = 1_000;
/** Addresses sought at a time for each purpose, whoever asks for how many; the least purpose takes no room from another. */
const MOST = 1_024;
/** As fast as a manager answers one node, if many are lost at once; what would be good to know, more slowly. */
const SEEK_EVERY_MS = 20;
const SEEK_BURST = 100;
const WONDER_EVERY_MS = 50;
const WONDER_BURST = 8;

/** As a manager says it. */
export type Denial = 'unknown' | 'unreachable' | 'refused' | 'busy';

/** Answers that may be another the next time; unknown too where the address is known to be somebody's. */
const MAY_CHANGE: readonly (Denial | ErrorCode)[] = ['unreachable', 'record-superseded'];

/** How a search ended: refused also where what was told of the node does not hold. */
export type End = 'ok' | Denial | 'silent' | 'no-manager' | 'too-many';
/** Besides, by its code, what was wrong with an answer. */
export type Finding = End | ErrorCode;

/** What a search needs of what is around it; `M` is a manager. */
export interface SearchParty<M> {
  /** Who can be asked now, the home first. */
  managers(): readonly M[];
  ask(manager: M, id: number, address: Address): void;
  /** Round trip to it, in ms, if it was measured. */
  rttMs(manager: M): number | undefined;
  /** Nobody has the address that packets wait for. */
  refuse(address: Address): void;
  /** A node that is known was not found. */
  lost(mono: number, address: Address): void;
}

/** Why an address is sought. */
interface Purpose<M> {
  /** Packets wait for it in the core. */
  readonly waited?: boolean;
  /** A node that is known has it. */
  readonly known?: boolean;
  /** Denials are no last word: it may be about to attach to a manager. */
  readonly patient?: boolean;
  /** Whom to ask after the others. */
  readonly avoided?: readonly M[];
}

/** By its highest purpose. */
type Kind = 'waited' | 'known' | 'wondered';

type Search<M> = { -readonly [K in keyof Purpose<M>]-?: Purpose<M>[K] } & {
  readonly address: Address;
  readonly id: number;
  beginsAt: number;
  /** Keeps the instant at which it begins, until then. */
  booked: Pacer | undefined;
  readonly asked: Set<M>;
  /** Who has had its last word. */
  readonly denied: Set<M>;
  /** Managers are asked in turn. */
  turn: number;
  last: End | undefined;
};

/**
 * Finds out from managers where overlay addresses are: the home first, another one when it does not know or is silent,
 * and again until somebody knows, nobody does, or it has taken too long. Instants in ms of `Now.mono`.
 */
export class Seeker<M> {
  readonly #party: SearchParty<M>;
  readonly #searches: Map<Address, Search<M>> = new Map();
  readonly #byId: Map<number, Search<M>> = new Map();
  readonly #sizes: Record<Kind, number> = { waited: 0, known: 0, wondered: 0 };
  readonly #timers: Timers<Search<M>> = new Timers();
  readonly #haste: Pacer = new Pacer(SEEK_EVERY_MS, SEEK_BURST);
  readonly #leisure: Pacer = new Pacer(WONDER_EVERY_MS, WONDER_BURST);
  /** Until when an address counts as nobody's and why, the oldest first. */
  readonly #refused: Map<Address, { readonly until: number; readonly why: End }> = new Map();
  readonly #tally: Tally<Finding> = new Tally(
    'ok',
    'unknown',
    'unreachable',
    'refused',
    'busy',
    'silent',
    'no-manager',
    'too-many',
  );
  #lastId = 0;

  constructor(party: SearchParty<M>) {
    this.#party = party;
  }

  /** Searches by how they ended, and answers by what was wrong with them. */
  counts(): ReadonlyMap<Finding, number> {
    return this.#tally.counts();
  }

  nextAt(): number {
    return this.#timers.next() ?? Number.POSITIVE_INFINITY;
  }

  /** Why an address counts as nobody's now. */
  refusal(mono: number, address: Address): End | undefined {
    const refused = this.#refused.get(address);
    return refused !== undefined && mono < refused.until ? refused.why : undefined;
  }

  /** Packets wait for an address. Where too many are waited for already, it is refused. */
  need(mono: number, address: Address): void {
    if (this.refusal(mono, address) !== undefined || !this.#begin(mono, address, { waited: true }))
      this.#party.refuse(address);
  }

  /**
   * A node that is known by this address has to be found again: at once where packets wait for it, else in its turn.
   * Managers in `avoided` may have led astray. Not `patient`: each manager is asked once. False: too many are sought.
   */
  seek(mono: number, address: Address, avoided: readonly M[], patient: boolean, waited = false): boolean {
    const purpose = { known: true, patient, avoided, waited };
    return this.#begin(mono, address, purpose, waited ? undefined : this.#haste);
  }

  /** Where an address is would be good to know. */
  wonder(mono: number, address: Address): void {
    if (!this.#searches.has(address)) this.#begin(mono, address, {}, this.#leisure);
  }

  /** The address that a manager was asked for under this id; undefined: none that is still sought, or it has had its last word. */
  asked(manager: M, id: number): Address | undefined {
    const search = this.#byId.get(id);
    return search?.asked.has(manager) && !search.denied.has(manager) ? search.address : undefined;
  }

  /** A manager that was asked has told where the address is. */
  found(address: Address): void {
    this.#end(this.#searches.get(address) as Search<M>, 'ok');
  }

  /** A manager that was asked has not told where the address is; `why` may be what was wrong with its answer. */
  denied(mono: number, manager: M, address: Address, why: Denial | ErrorCode): void {
    const search = this.#searches.get(address) as Search<M>;
    search.last = isDenial(why) ? why : 'refused';
    if (!isDenial(why)) this.#tally.count(why);
    const mayChange = why === 'busy' || this.#mayChange(search, why);
    if (!mayChange) search.denied.add(manager);
    const managers = this.#party.managers();
    if (managers.every((other) => search.denied.has(other))) this.#fail(mono, search);
    else if (managers.some((other) => !search.asked.has(other))) this.#ask(mono, search);
  }

  #mayChange({ known, patient }: Search<M>, why: Denial | ErrorCode): boolean {
    if (known && !patient) return false;
    return MAY_CHANGE.includes(why) || (known && why === 'unknown');
  }

  /** Other managers can be asked than before: who waits for none of them asks at once. */
  changed(mono: number): void {
    const managers = this.#party.managers();
    for (const search of this.#searches.values()) {
      for (const manager of [...search.asked]) {
        if (managers.includes(manager)) continue;
        search.asked.delete(manager);
        search.denied.delete(manager);
      }
      const isDue = search.asked.size === 0 && search.beginsAt <= mono;
      if (isDue && managers.length > 0) this.#timers.set(search, mono);
    }
  }

  tick(mono: number): void {
    for (let search = this.#timers.take(mono); search !== undefined; search = this.#timers.take(mono)) {
      if (mono >= search.beginsAt + GIVE_UP_AFTER_MS) this.#fail(mono, search);
      else this.#ask(mono, search);
    }
  }

  /** False: there is no room for it. Without a pacer it begins now; an instant is kept only for what has room. */
  #begin(mono: number, address: Address, purpose: Purpose<M>, pacer?: Pacer): boolean {
    const before = this.#searches.get(address);
    const waited = before?.waited || purpose.waited || false;
    const known = before?.known || purpose.known || false;
    if (!this.#makeRoom(before && kindOf(before), kindOf({ waited, known }))) return false;
    const search = before ?? this.#add(address);
    const isInTurn = pacer !== undefined && search.known;
    search.waited = waited;
    search.known = known;
    search.patient ||= purpose.patient ?? false;
    search.avoided = purpose.avoided ?? search.avoided;
    if (search.beginsAt <= mono || isInTurn) return true;
    search.booked?.cancel();
    search.booked = pacer;
    search.beginsAt = Math.min(search.beginsAt, pacer?.book(mono) ?? mono);
    this.#timers.set(search, search.beginsAt);
    this.tick(mono);
    return true;
  }

  #makeRoom(from: Kind | undefined, to: Kind): boolean {
    if (from === to) return true;
    if (this.#sizes[to] >= MOST) {
      this.#tally.count('too-many');
      return false;
    }
    if (from !== undefined) this.#sizes[from] -= 1;
    this.#sizes[to] += 1;
    return true;
  }

  #add(address: Address): Search<M> {
    this.#lastId = (this.#lastId + 1) % 2 ** 32;
    const search: Search<M> = {
      address,
      id: this.#lastId,
      beginsAt: Number.POSITIVE_INFINITY,
      booked: undefined,
      waited: false,
      known: false,
      patient: false,
      avoided: [],
      asked: new Set(),
      denied: new Set(),
      turn: 0,
      last: undefined,
    };
    this.#searches.set(address, search);
    this.#byId.set(search.id, search);
    return search;
  }

  /** Asks whoever is next in turn and may know, those first that have not been asked. */
  #ask(mono: number, search: Search<M>): void {
    search.booked = undefined;
    const endsAt = search.beginsAt + GIVE_UP_AFTER_MS;
    const isAvoided = (manager: M): number => Number(search.avoided.includes(manager));
    const able = this.#party
      .managers()
      .filter((manager) => !search.denied.has(manager))
      .sort((a, b) => isAvoided(a) - isAvoided(b));
    const manager = able.find((other) => !search.asked.has(other)) ?? able[search.turn % able.length];
    this.#timers.set(
      search,
      manager === undefined ? endsAt : Math.min(endsAt, mono + this.#patience(manager)),
    );
    if (manager === undefined) return;
    search.turn += 1;
    search.asked.add(manager);
    search.last ??= 'silent';
    this.#party.ask(manager, search.id, search.address);
  }

  #patience(manager: M): number {
    const twice = 2 * (this.#party.rttMs(manager) ?? 0);
    return Math.min(SILENT_AFTER_AT_MOST_MS, Math.max(SILENT_AFTER_MS, twice));
  }

  #fail(mono: number, search: Search<M>): void {
    const { address, waited, known, last = 'no-manager' } = search;
    this.#end(search, last);
    if (waited) this.#party.refuse(address);
    if (known) this.#party.lost(mono, address);
    for (const [other, { until }] of this.#refused) {
      if (until > mono && this.#refused.size < MOST) break;
      this.#refused.delete(other);
    }
    this.#refused.delete(address);
    this.#refused.set(address, { until: mono + REFUSED_FOR_MS, why: last });
  }

  #end(search: Search<M>, finding: End): void {
    this.#searches.delete(search.address);
    this.#byId.delete(search.id);
    this.#sizes[kindOf(search)] -= 1;
    this.#timers.delete(search);
    this.#tally.count(finding);
  }
}

function kindOf({ waited, known }: { readonly waited: boolean; readonly known: boolean }): Kind {
  if (waited) return 'waited';
  return known ? 'known' : 'wondered';
}

const DENIALS: readonly string[] = ['unknown', 'unreachable', 'refused', 'busy'] satisfies Denial[];

function isDenial(why: Denial | ErrorCode): why is Denial {
  return DENIALS.includes(why);
}
