import type { Address } from '../../protocol/address.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { Pacer } from './pacer.js';
import { Tally } from './tally.js';
import { Timers } from './timers.js';

/** In ms: who is silent for so long is passed over, and after so long nobody is asked any more. */
const SILENT_AFTER_MS = 200;
const GIVE_UP_AFTER_MS = 3_000;
/** What was not found is not sought again for so long. */
const REFUSED_FOR_MS = 1_000;
/** Addresses sought at a time, whoever asks for how many. */
const MOST = 1_024;
/** Searches that nobody waits for begin one by one. */
const LEISURE_EVERY_MS = 50;
const LEISURE_BURST = 8;

/** As a manager says it. unknown and refused are its last word on an address, the others may change. */
export type Denial = 'unknown' | 'unreachable' | 'refused' | 'busy';

const MAY_CHANGE: readonly (Denial | ErrorCode)[] = ['unreachable', 'busy'];

/** How a search ended, or by its code what was wrong with an answer. */
export type Finding = 'ok' | Denial | 'silent' | 'no-manager' | 'too-many' | ErrorCode;

/** What a search needs of what is around it; `M` is a manager. */
export interface SearchParty<M> {
  /** Who can be asked now, the home first. */
  managers(): readonly M[];
  ask(manager: M, id: number, address: Address): void;
  /** Nobody has the address that packets wait for. */
  refuse(address: Address): void;
}

interface Search<M> {
  readonly address: Address;
  readonly id: number;
  beginsAt: number;
  /** Packets wait for it in the core. */
  waited: boolean;
  readonly asked: Set<M>;
  /** Who has had its last word. */
  readonly denied: Set<M>;
  /** Managers are asked in turn. */
  turn: number;
  last: Finding | undefined;
}

/**
 * Finds out from managers where overlay addresses are: the home first, another one when it does not know or is silent,
 * and again until somebody knows, nobody does, or it has taken too long. Instants in ms of `Now.mono`.
 */
export class Seeker<M> {
  readonly #party: SearchParty<M>;
  readonly #searches: Map<Address, Search<M>> = new Map();
  readonly #byId: Map<number, Search<M>> = new Map();
  readonly #timers: Timers<Search<M>> = new Timers();
  readonly #leisure: Pacer = new Pacer(LEISURE_EVERY_MS, LEISURE_BURST);
  /** Until when an address counts as nobody's, the oldest first. */
  readonly #refused: Map<Address, number> = new Map();
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

  /** Packets wait for an address. */
  need(mono: number, address: Address): void {
    if ((this.#refused.get(address) ?? mono) > mono) this.#party.refuse(address);
    else this.#begin(mono, address, mono, true);
  }

  /** Where an address is now is worth knowing at once. */
  seek(mono: number, address: Address): void {
    this.#begin(mono, address, mono, false);
  }

  /** Where an address is would be good to know. */
  wonder(mono: number, address: Address): void {
    if (!this.#searches.has(address)) this.#begin(mono, address, this.#leisure.book(mono), false);
  }

  /** The address that a manager was asked for under this id; undefined: none that is still sought. */
  asked(manager: M, id: number): Address | undefined {
    const search = this.#byId.get(id);
    return search?.asked.has(manager) ? search.address : undefined;
  }

  /** A manager that was asked has told where the address is. */
  found(address: Address): void {
    this.#end(this.#searches.get(address) as Search<M>, 'ok');
  }

  /** A manager that was asked has not told where the address is; `why` may be what was wrong with its answer. */
  denied(mono: number, manager: M, address: Address, why: Denial | ErrorCode): void {
    const search = this.#searches.get(address) as Search<M>;
    search.last = why;
    if (!MAY_CHANGE.includes(why)) search.denied.add(manager);
    const managers = this.#party.managers();
    if (managers.every((other) => search.denied.has(other))) this.#fail(mono, search);
    else if (managers.some((other) => !search.asked.has(other))) this.#ask(mono, search);
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

  #begin(mono: number, address: Address, beginsAt: number, waited: boolean): void {
    const known = this.#searches.get(address);
    if (known !== undefined) {
      known.waited ||= waited;
      if (beginsAt < known.beginsAt) {
        known.beginsAt = beginsAt;
        this.#timers.set(known, beginsAt);
        this.tick(mono);
      }
      return;
    }
    if (this.#searches.size >= MOST) {
      this.#tally.count('too-many');
      return;
    }
    this.#lastId = (this.#lastId + 1) % 2 ** 32;
    const sets = { asked: new Set<M>(), denied: new Set<M>() };
    const search: Search<M> = {
      address,
      id: this.#lastId,
      beginsAt,
      waited,
      ...sets,
      turn: 0,
      last: undefined,
    };
    this.#searches.set(address, search);
    this.#byId.set(search.id, search);
    this.#timers.set(search, beginsAt);
    this.tick(mono);
  }

  /** Asks whoever is next in turn and may know, those first that have not been asked. */
  #ask(mono: number, search: Search<M>): void {
    const endsAt = search.beginsAt + GIVE_UP_AFTER_MS;
    const able = this.#party.managers().filter((manager) => !search.denied.has(manager));
    const manager = able.find((other) => !search.asked.has(other)) ?? able[search.turn % able.length];
    this.#timers.set(search, manager === undefined ? endsAt : Math.min(endsAt, mono + SILENT_AFTER_MS));
    if (manager === undefined) return;
    search.turn += 1;
    search.asked.add(manager);
    search.last ??= 'silent';
    this.#party.ask(manager, search.id, search.address);
  }

  #fail(mono: number, search: Search<M>): void {
    const { address, waited, last = 'no-manager' } = search;
    this.#end(search, last);
    if (waited) this.#party.refuse(address);
    for (const [other, until] of this.#refused) {
      if (until > mono && this.#refused.size < MOST) break;
      this.#refused.delete(other);
    }
    this.#refused.delete(address);
    this.#refused.set(address, mono + REFUSED_FOR_MS);
  }

  #end(search: Search<M>, finding: Finding): void {
    this.#searches.delete(search.address);
    this.#byId.delete(search.id);
    this.#timers.delete(search);
    this.#tally.count(finding);
  }
}
