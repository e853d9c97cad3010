import { affinity } from './rendezvous.js';

/** Specification constants (spec §16.5): whoever is called in vain for so long is not waited for, another one is called as well. */
const PATIENCE_MS = 2_000;
/** A preferred manager takes over again when it has been up for so long, and for a while more, at each node another. */
const STEADY_MS = 60_000;
const STEADY_SPREAD_MS = 30_000;
/** Home and standby. */
const PLACES = 2;

export interface ManagerFacts {
  readonly name: string;
  /** Managers of one failure domain may fail together; one without is in a domain of its own. */
  readonly domain?: string | undefined;
}

interface Manager {
  facts: ManagerFacts;
  /** Since when a session with it is up. Instants in ms of `Now.mono`. */
  upAt?: number | undefined;
  /** Since when it is wanted and not up. */
  calledAt?: number | undefined;
}

/**
 * Which managers a node is attached to: a home, and a standby in another failure domain where there is one. A manager
 * keeps its place while it is up, so that nothing moves without need; a preferred one that was away comes back into its
 * place when it has been up for a while. Only those are called that have a place or may soon need one.
 */
export class Attachments {
  readonly #node: string;
  readonly #steadyMs: number;
  /** The preferred first. */
  #order: readonly Manager[] = [];
  #home: Manager | undefined;
  #standby: Manager | undefined;
  #wanted: ReadonlySet<Manager> = new Set();
  #nextAt = Number.POSITIVE_INFINITY;

  constructor(node: string) {
    this.#node = node;
    this.#steadyMs = STEADY_MS + (affinity(node, '') % STEADY_SPREAD_MS);
  }

  /** Names of those that are up and serve this node, the home first. */
  get attached(): readonly string[] {
    const names: string[] = [];
    if (this.#home !== undefined) names.push(this.#home.facts.name);
    if (this.#standby !== undefined) names.push(this.#standby.facts.name);
    return names;
  }

  /** Whether a session with it is to be had. */
  wants(name: string): boolean {
    return [...this.#wanted].some(({ facts }) => facts.name === name);
  }

  /** When time alone changes something, in ms of `Now.mono`: in the future of the last call. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** These managers and no others; those that could fail together with the node, in its own `domain`, come last. */
  configure(mono: number, managers: readonly ManagerFacts[], domain?: string): void {
    const isNear = ({ facts }: Manager): number => Number(domain !== undefined && facts.domain === domain);
    const rank = ({ facts }: Manager): number => affinity(this.#node, facts.name);
    this.#order = managers
      .map((facts) => ({ ...this.#find(facts.name), facts }))
      .sort((a, b) => isNear(a) - isNear(b) || rank(b) - rank(a));
    this.#home = this.#home && this.#find(this.#home.facts.name);
    this.#standby = this.#standby && this.#find(this.#standby.facts.name);
    this.choose(mono);
  }

  up(mono: number, name: string): void {
    this.#set(name, { upAt: mono, calledAt: undefined });
    this.choose(mono);
  }

  down(mono: number, name: string): void {
    this.#set(name, { upAt: undefined });
    this.choose(mono);
  }

  choose(mono: number): void {
    const up = this.#order.filter(({ upAt }) => upAt !== undefined);
    const placed = [this.#home, this.#standby].filter((manager) => manager !== undefined);
    this.#home = this.#place(mono, up, placed);
    const others = up.filter((manager) => manager !== this.#home);
    const apart = others.filter((manager) => isApart(manager, this.#home as Manager));
    this.#standby = this.#place(mono, apart.length > 0 ? apart : others, placed);
    this.#want(mono);
    const ends = this.#order.flatMap(({ upAt, calledAt }) => [
      (upAt ?? Number.POSITIVE_INFINITY) + this.#steadyMs,
      (calledAt ?? Number.POSITIVE_INFINITY) + PATIENCE_MS,
    ]);
    this.#nextAt = Math.min(...ends.filter((at) => at > mono));
  }

  /** The preferred one of `from`, which are up; it is steady, or has a place already where one of them has. */
  #place(mono: number, from: readonly Manager[], placed: readonly Manager[]): Manager | undefined {
    const kept = placed.find((manager) => from.includes(manager)) ?? from[0];
    return from.find((manager) => manager === kept || mono - (manager.upAt as number) >= this.#steadyMs);
  }

  /** Who has a place; and down the order, in domains apart, until two are up or may yet come up. */
  #want(mono: number): void {
    const wanted = new Set([this.#home, this.#standby].filter((manager) => manager !== undefined));
    const hopeful: Manager[] = [];
    const rest = new Set(this.#order);
    while (hopeful.length < PLACES && rest.size > 0) {
      const next =
        [...rest].find((manager) => hopeful.every((other) => isApart(manager, other))) ??
        ([...rest][0] as Manager);
      rest.delete(next);
      wanted.add(next);
      if (next.upAt === undefined) next.calledAt ??= mono;
      if (next.calledAt === undefined || mono - next.calledAt < PATIENCE_MS) hopeful.push(next);
    }
    for (const manager of rest) if (!wanted.has(manager)) manager.calledAt = undefined;
    this.#wanted = wanted;
  }

  #set(name: string, state: Partial<Manager>): void {
    Object.assign(this.#find(name) ?? {}, state);
  }

  #find(name: string): Manager | undefined {
    return this.#order.find(({ facts }) => facts.name === name);
  }
}

function isApart(a: Manager, b: Manager): boolean {
  return a.facts.domain === undefined || a.facts.domain !== b.facts.domain;
}
