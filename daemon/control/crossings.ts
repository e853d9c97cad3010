import type { IntroductionResult, Lookup, OpenRelay, RelayOpened } from '../../protocol/control-message.js';
import type { Attendance, Caller } from './attendance.js';
import type { Farewells } from './farewells.js';
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
  isDrawn: boolean;
  tries: number;
  result: IntroductionResult;
}

/** The asker can reach the target by `handle`, or cannot. */
export type Settled = (now: Now, crossing: Crossing, result: IntroductionResult, handle?: number) => void;

/**
 * Relays over two managers. Each has one relay between its node and the other manager, and all four handles are drawn
 * where they are used. Also one that is known is asked for anew: whoever has lost it makes it again.
 */
export class Crossings {
  readonly #self: () => string;
  readonly #attendance: Attendance;
  readonly #relays: Relays<Caller>;
  readonly #farewells: Farewells;
  readonly #settled: Settled;
  readonly #byId: Map<number, Crossing> = new Map();
  readonly #byNames: Map<string, Crossing> = new Map();
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
    const known = this.#byNames.get(namesKey(asker.name, target));
    if (known !== undefined) {
      known.lookups.set(lookup.id, lookup);
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
      isDrawn: false,
      tries: 0,
      result: 'unreachable',
    };
    this.#byId.set(crossing.id, crossing);
    this.#byNames.set(namesKey(asker.name, target), crossing);
    this.#turn(now, crossing);
  }

  /** Another manager asks for its half. */
  asked(now: Now, from: Caller, { id, source, target, back }: OpenRelay): void {
    const peer = this.#attendance.attached(target);
    if (peer === undefined || peer.isManager || source === target) {
      from.send({ type: 'relay-opened', id, result: peer === undefined ? 'unreachable' : 'refused' });
      return;
    }
    const own = this.#byNames.get(namesKey(target, source));
    const isCrossed = own?.managers[0] === from;
    if (isCrossed && this.#self() < from.name) return;
    const relay =
      this.#known(now, peer, from, source, back) ??
      (this.makeRoom(now, peer, from) ? this.#half(peer, from, source, back) : undefined);
    if (relay === undefined) {
      from.send({ type: 'relay-opened', id, result: 'busy' });
      return;
    }
    from.send({ type: 'relay-opened', id, result: 'ok', handle: endOf(relay, from).handle });
    if (own !== undefined && isCrossed) this.#settle(now, own, 'ok', endOf(relay, peer).handle);
  }

  /** Another manager has made its half, or has not. False: it was not asked. */
  answered(now: Now, from: Caller, { id, result, handle }: RelayOpened): boolean {
    const crossing = this.#byId.get(id);
    if (crossing?.managers[0] !== from) return false;
    if (handle !== undefined) this.#complete(now, crossing, from, handle);
    else {
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

  /** A peer's session has ended. */
  leave(now: Now, peer: Caller): void {
    for (const crossing of [...this.#byId.values()]) {
      if (crossing.asker === peer) this.#remove(crossing);
      else if (crossing.managers[0] === peer) this.#turnFrom(now, crossing);
    }
  }

  tick(now: Now): void {
    for (let due = this.#timers.take(now.mono); due !== undefined; due = this.#timers.take(now.mono)) {
      if (due.tries < TRIES) this.#ask(now, due);
      else this.#turnFrom(now, due);
    }
  }

  nextAt(): number {
    return this.#timers.next() ?? Number.POSITIVE_INFINITY;
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
      this.#settle(now, crossing, crossing.result);
      return;
    }
    if (!this.#mayAsk(now, manager)) {
      crossing.result = 'busy';
      crossing.managers = managers.slice(1);
      this.#turn(now, crossing);
      return;
    }
    const known = this.#relays.byKey(relayKey(asker.name, target, manager.name));
    crossing.isDrawn = known === undefined;
    crossing.back = known === undefined ? this.#relays.draw() : endOf(known, manager).handle;
    crossing.tries = 0;
    this.#ask(now, crossing);
  }

  #mayAsk({ mono }: Now, manager: Caller): boolean {
    const pacer = this.#pacers.get(manager) ?? new Pacer(ASK_EVERY_MS, ASK_BURST);
    this.#pacers.set(manager, pacer);
    return pacer.take(mono);
  }

  #ask(now: Now, crossing: Crossing): void {
    const { id, asker, target, managers, back } = crossing;
    crossing.tries += 1;
    const [manager] = managers;
    const last = Math.min(LONGEST_MS, Math.max(AGAIN_MS, 2 * (manager?.rttMs ?? 0)));
    this.#timers.set(crossing, now.mono + (crossing.tries < TRIES ? AGAIN_MS : last));
    manager?.send({ type: 'open-relay', id, source: asker.name, target, back });
  }

  #complete(now: Now, crossing: Crossing, manager: Caller, remote: number): void {
    const { asker, target, back } = crossing;
    let relay = this.#known(now, asker, manager, target, remote);
    if (relay === undefined) {
      this.makeRoom(now, asker);
      relay = this.#half(asker, manager, target, remote, back);
    }
    if (endOf(relay, manager).handle === back) crossing.isDrawn = false;
    this.#settle(now, crossing, 'ok', endOf(relay, asker).handle);
  }

  /**
   * The relay between a node here and the manager of another one, which takes `remote` for that one. One that is known
   * under another handle has been lost there.
   */
  #known(now: Now, peer: Caller, manager: Caller, other: string, remote: number): Relay<Caller> | undefined {
    const known = this.#relays.byKey(relayKey(peer.name, other, manager.name));
    if (known === undefined || endOf(known, manager).remote === remote) return known;
    this.#relays.close([known]);
    this.#farewells.tell(now.mono, endOf(known, peer));
    return undefined;
  }

  #half(peer: Caller, manager: Caller, other: string, remote: number, back?: number): Relay<Caller> {
    const handle = back ?? this.#relays.draw();
    return this.#relays.open(relayKey(peer.name, other, manager.name), [
      { peer, handle: this.#relays.draw() },
      { peer: manager, handle, remote },
    ]);
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

function namesKey(asker: string, target: string): string {
  return `${asker} ${target}`;
}
