import type { IntroductionResult, Lookup, OpenRelay, RelayOpened } from '../../protocol/control-message.js';
import type { Attendance, Caller } from './attendance.js';
import type { Farewells } from './farewells.js';
import { Foresight } from './foresight.js';
import type { Now } from './now.js';
import { Pacer } from './pacer.js';
import type { End, Relay, Relays } from './relays.js';
import { Timers } from './timers.js';

/** Specification constants (spec §16): how often another manager is asked, and after how many ms again. */
const TRIES = 3;
const AGAIN_MS = 100;
/** After the last time it has two round trips to answer, and no longer than this. */
const LONGEST_MS = 1_000;

/** Implementation constants: how many one manager is asked for, so that nobody's lookups take the room of what else it is told. */
const ASK_EVERY_MS = 4;
const ASK_BURST = 250;

/** A relay on its way: from a node here over another manager to one that is attached there. */
export interface Crossing {
  readonly id: number;
  readonly asker: Caller;
  /** Name of the node there. */
  readonly target: string;
  /** What the asker waits to have answered, by its number. */
  readonly lookups: Map<number, Lookup>;
  /** To be asked, the first of them now. */
  managers: readonly Caller[];
  /** The handle for the way back; it is a relay's already when that is only made sure of. */
  back: number;
  /** The handle for the way there, as the other manager has it or is to have it. */
  forth: number;
  isDrawn: boolean;
  /** What the asker has been told of, before the other manager has made its half. */
  promised: Relay<Caller> | undefined;
  /** When the manager of now was asked first, in ms of `Now.mono`. */
  askedAt: number;
  tries: number;
  result: IntroductionResult;
}

/** The asker can reach the target by `handle`, or cannot. */
export type Settled = (now: Now, crossing: Crossing, result: IntroductionResult, handle?: number) => void;

/**
 * Relays over two managers. Each has one relay between its node and the other manager. Who asks draws the handles of both
 * ends between the two, so that its node need not wait for the answer: what that one sends comes after the question. Also a
 * relay that is known is asked for anew: whoever has lost it makes it again, and what the node here writes stays as it was.
 */
export class Crossings {
  readonly #self: () => string;
  readonly #attendance: Attendance;
  readonly #relays: Relays<Caller>;
  readonly #farewells: Farewells;
  readonly #settled: Settled;
  readonly #byId: Map<number, Crossing> = new Map();
  readonly #byNames: Map<string, Crossing> = new Map();
  readonly #foresight: Foresight = new Foresight();
  readonly #pacers: WeakMap<Caller, Pacer> = new WeakMap();
  readonly #timers: Timers<Crossing> = new Timers();
  #lastId: number;

  /** `self` is this manager's name. */
  constructor(
    self: () => string,
    attendance: Attendance,
    relays: Relays<Caller>,
    farewells: Farewells,
    settled: Settled,
    lastId = 0,
  ) {
    this.#self = self;
    this.#attendance = attendance;
    this.#relays = relays;
    this.#farewells = farewells;
    this.#settled = settled;
    this.#lastId = lastId;
  }

  /** `managers` are those that the target is attached to, the best first. */
  begin(now: Now, asker: Caller, target: string, managers: readonly Caller[], lookup: Lookup): void {
    const names = namesKey(asker.name, target);
    const known = this.#valid(this.#byNames.get(names));
    if (known !== undefined) {
      known.lookups.set(lookup.id, lookup);
      this.#tell(now, known);
      return;
    }
    do this.#lastId = (this.#lastId + 1) % 2 ** 32;
    while (this.#byId.has(this.#lastId));
    const crossing: Crossing = {
      id: this.#lastId,
      asker,
      target,
      lookups: new Map([[lookup.id, lookup]]),
      managers,
      back: 0,
      forth: 0,
      isDrawn: false,
      promised: undefined,
      askedAt: now.mono,
      tries: 0,
      result: 'unreachable',
    };
    this.#byId.set(crossing.id, crossing);
    this.#byNames.set(names, crossing);
    this.#turn(now, crossing);
  }

  /** Another manager asks for its half. */
  asked(now: Now, from: Caller, { id, source, target, back, forth }: OpenRelay): void {
    const peer = this.#attendance.attached(target);
    if (peer === undefined || peer.isManager || source === target) {
      from.send({ type: 'relay-opened', id, result: peer === undefined ? 'unreachable' : 'refused' });
      return;
    }
    const own = this.#valid(this.#byNames.get(namesKey(target, source)));
    const isCrossed = own?.managers[0] === from;
    if (isCrossed && this.#self() < from.name) return;
    const known = this.#relays.byKey(relayKey(target, source, from.name));
    if (known === undefined && !this.makeRoom(now, peer, from)) {
      from.send({ type: 'relay-opened', id, result: 'busy' });
      return;
    }
    const handle = this.#handleFor(forth, known && endOf(known, from).handle);
    const relay = this.#lay(peer, source, { peer: from, handle, remote: back });
    from.send({ type: 'relay-opened', id, result: 'ok', handle });
    if (own !== undefined && isCrossed) this.#settle(now, own, 'ok', endOf(relay, peer).handle);
  }

  /** Another manager has made its half, or has not. False: it was not asked. */
  answered(now: Now, from: Caller, { id, result, handle }: RelayOpened): boolean {
    const crossing = this.#valid(this.#byId.get(id));
    if (crossing?.managers[0] !== from) return false;
    if (handle !== undefined) {
      this.#foresight.opened(from, now.mono - crossing.askedAt);
      const relay = this.#open(now, crossing, from, handle);
      this.#settle(now, crossing, 'ok', endOf(relay, crossing.asker).handle);
    } else {
      crossing.result = result === 'busy' ? 'busy' : 'unreachable';
      this.#turnFrom(now, crossing);
    }
    return true;
  }

  /**
   * For another relay of a node. Where there are too many the one ends that was asked for longest ago: who uses it asks anew.
   * False: a manager asks, and there is none that it has asked for.
   */
  makeRoom(now: Now, node: Caller, asking: Caller = node): boolean {
    const surplus = this.#relays.surplus(node, asking);
    this.#relays.close(surplus ?? []);
    for (const { ends } of surplus ?? []) for (const end of ends) this.#farewells.tell(now.mono, end);
    return surplus !== undefined;
  }

  /** A peer's session has ended, and with it the relays that it was an end of. */
  leave(now: Now, peer: Caller): void {
    for (const crossing of [...this.#byId.values()]) {
      if (crossing.asker === peer) this.#remove(crossing);
      else if (crossing.managers[0] === peer && this.#valid(crossing)) this.#turnFrom(now, crossing);
    }
  }

  tick(now: Now): void {
    for (let due = this.#timers.take(now.mono); due !== undefined; due = this.#timers.take(now.mono)) {
      if (this.#valid(due) === undefined) continue;
      if (due.tries < TRIES) this.#ask(now, due);
      else this.#turnFrom(now, due);
    }
  }

  nextAt(): number {
    return this.#timers.next() ?? Number.POSITIVE_INFINITY;
  }

  /** One is over when what was promised has ended meanwhile: its asker has been told that. */
  #valid(crossing: Crossing | undefined): Crossing | undefined {
    const { promised } = crossing ?? {};
    if (crossing === undefined || promised === undefined || this.#relays.isOpen(promised)) return crossing;
    this.#remove(crossing);
    return undefined;
  }

  #turnFrom(now: Now, crossing: Crossing): void {
    this.#giveBack(crossing);
    crossing.managers = crossing.managers.slice(1);
    this.#turn(now, crossing);
  }

  /** To the first manager that is left. */
  #turn(now: Now, crossing: Crossing): void {
    const { asker, target, managers } = crossing;
    const [manager] = managers;
    if (manager === undefined) {
      this.#fail(now, crossing);
      return;
    }
    if (!this.#mayAsk(now, manager)) {
      crossing.result = 'busy';
      crossing.managers = managers.slice(1);
      this.#turn(now, crossing);
      return;
    }
    const known = this.#relays.byKey(relayKey(asker.name, target, manager.name));
    const end = known && endOf(known, manager);
    crossing.isDrawn = end === undefined;
    crossing.back = end?.handle ?? this.#relays.draw();
    crossing.forth = end?.remote ?? this.#relays.guess();
    crossing.tries = 0;
    crossing.askedAt = now.mono;
    this.#ask(now, crossing);
    if (!this.#foresight.sees(now.mono, manager, namesKey(asker.name, target))) return;
    crossing.promised = this.#open(now, crossing, manager, crossing.forth);
    this.#tell(now, crossing);
  }

  #mayAsk({ mono }: Now, manager: Caller): boolean {
    const pacer = this.#pacers.get(manager) ?? new Pacer(ASK_EVERY_MS, ASK_BURST);
    this.#pacers.set(manager, pacer);
    return pacer.take(mono);
  }

  #ask(now: Now, crossing: Crossing): void {
    const { id, asker, target, managers, back, forth } = crossing;
    crossing.tries += 1;
    const [manager] = managers;
    const last = Math.min(LONGEST_MS, Math.max(AGAIN_MS, 2 * (manager?.rttMs ?? 0)));
    this.#timers.set(crossing, now.mono + (crossing.tries < TRIES ? AGAIN_MS : last));
    manager?.send({ type: 'open-relay', id, source: asker.name, target, back, forth });
  }

  /** This manager's half, where the other one takes `remote` for the target. The asker keeps the handle that it was promised. */
  #open(now: Now, crossing: Crossing, manager: Caller, remote: number): Relay<Caller> {
    const { asker, target, back, promised } = crossing;
    if (crossing.isDrawn && promised === undefined) this.makeRoom(now, asker);
    crossing.isDrawn = false;
    return this.#lay(asker, target, { peer: manager, handle: back, remote }, promised);
  }

  /**
   * The relay between a node here and the manager of another one, in the place of the one that there is, or that was promised.
   * What the node writes stays as it was.
   */
  #lay(peer: Caller, other: string, to: Required<End<Caller>>, promised?: Relay<Caller>): Relay<Caller> {
    const key = relayKey(peer.name, other, to.peer.name);
    const known = this.#relays.byKey(key);
    const before = promised ?? known;
    if (before === known && known !== undefined && sameEnd(endOf(known, to.peer), to)) return known;
    const handle = before === undefined ? this.#relays.draw() : endOf(before, peer).handle;
    const replaced = new Set([known, promised].filter((relay) => relay !== undefined));
    return this.#relays.open(key, [{ peer, handle }, to], [...replaced]);
  }

  /** The one that another manager proposes, unless it is somebody else's. */
  #handleFor(proposed: number | undefined, known: number | undefined): number {
    if (proposed !== undefined && proposed !== known && this.#relays.take(proposed)) return proposed;
    return known ?? this.#relays.draw();
  }

  /** The asker hears of what it is promised. */
  #tell(now: Now, crossing: Crossing): void {
    const { asker, promised } = crossing;
    if (promised === undefined) return;
    this.#settled(now, crossing, 'ok', endOf(promised, asker).handle);
    crossing.lookups.clear();
  }

  #fail(now: Now, crossing: Crossing): void {
    const { asker, target, promised, result } = crossing;
    this.#foresight.failed(now.mono, namesKey(asker.name, target));
    if (promised !== undefined) {
      this.#relays.close([promised]);
      this.#farewells.tell(now.mono, endOf(promised, asker));
    }
    this.#settle(now, crossing, result);
  }

  #settle(now: Now, crossing: Crossing, result: IntroductionResult, handle?: number): void {
    this.#remove(crossing);
    this.#settled(now, crossing, result, handle);
  }

  #remove(crossing: Crossing): void {
    this.#giveBack(crossing);
    this.#byId.delete(crossing.id);
    this.#byNames.delete(namesKey(crossing.asker.name, crossing.target));
    this.#timers.delete(crossing);
  }

  #giveBack(crossing: Crossing): void {
    if (crossing.isDrawn) this.#relays.release(crossing.back);
    crossing.isDrawn = false;
  }
}

/**
 * Of the relay between two nodes: both here; or `a` here, and `b` at another manager. It may be the other way round as well,
 * for nodes that are attached to both, and that is another relay.
 */
export function relayKey(a: string, b: string, manager?: string): string {
  return manager === undefined ? [a, b].sort().join(' ') : [a, b, manager].join(' ');
}

export function endOf(relay: Relay<Caller>, peer: Caller): End<Caller> {
  return relay.ends.find((end) => end.peer === peer) as End<Caller>;
}

function sameEnd(one: End<Caller>, other: End<Caller>): boolean {
  return one.handle === other.handle && one.remote === other.remote;
}

function namesKey(asker: string, target: string): string {
  return `${asker} ${target}`;
}
