import { type Endpoint, isDistinct, splitEndpoint } from '../../protocol/address.js';
import { Backoff } from './backoff.js';
import { Challenges } from './challenges.js';
import { isInside, isRelayed, managerOf, type Path, type Relayed } from './path.js';
import type { PeerEntry } from './peer-source.js';
import { nameOf, type Shared } from './shared.js';
import type { PathReason, PeerStatus } from './status.js';

/** Where a manager, or a record, says that a peer can be reached. */
export interface Introduced {
  readonly relayed?: Relayed;
  readonly endpoints?: readonly Endpoint[];
  /** Of its newest run. */
  readonly bootEpoch?: bigint;
}

interface Measured {
  readonly rttMs?: number;
  readonly holdMs?: number;
}

/** Implementation constants. Known at once: relayed paths to a peer, and endpoints of its record. */
const MOST_RELAYED = 4;
const MOST_ENDPOINTS = 8;
/** A source is challenged no more often, whichever it is. */
const FOLLOW_EVERY_MS = 1_000;
/** The path in use gets so long to answer, once another one has: a direct one, and a relayed one. */
const DIRECT_WAIT_MS = 500;
const RELAYED_WAIT_MS = 1_000;
/** A direct path that has lasted so long was good. */
const GOOD_AFTER_MS = 30_000;
/** Packets are held back no longer, so that those on the slower path arrive before them. */
const MOST_HELD_MS = 50;

/**
 * Where a peer is: where its packets go now, and where else it may be. They move to a path only when a challenge along it
 * has been answered, but back to a relayed one at once when the one in use is silent: a manager has introduced that.
 */
export class Paths {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #moved: () => void;
  readonly #challenges: Challenges;
  readonly #scouting: Backoff = new Backoff();
  #current: Path | undefined;
  #why: PathReason | undefined;
  /** By managers, the newest first; one for each. */
  #relayed: readonly Relayed[] = [];
  #introduced: readonly Endpoint[] = [];
  /** The direct path that was used last with the sessions of now. */
  #proved: Endpoint | undefined;
  /** The config named it and does so no more: the endpoints that it names now come first. */
  #outdated = false;
  #followedAt: number = Number.NEGATIVE_INFINITY;
  /** When it shows whether the path in use answers, too. */
  #weighAt: number = Number.POSITIVE_INFINITY;
  #rttMs: number | undefined;
  #directSince: number = Number.NEGATIVE_INFINITY;

  /** `moved`: packets go along another path than before. */
  constructor(entry: PeerEntry, shared: Shared, moved: () => void) {
    this.#entry = entry;
    this.#shared = shared;
    this.#moved = moved;
    this.#challenges = new Challenges(shared);
  }

  /** Where the core sends this peer's packets. */
  get current(): Path | undefined {
    return this.#current;
  }

  /** The current path, for people. */
  get text(): string | undefined {
    const manager = this.#current && managerOf(this.#current);
    return manager === undefined ? this.#current : `via ${nameOf(this.#shared, manager)}`;
  }

  /** By managers, the newest first. */
  get relays(): readonly Relayed[] {
    return this.#relayed;
  }

  /** Round trip of the current path when it was last measured. */
  get rttMs(): number | undefined {
    return this.#rttMs;
  }

  /** Whether there is a relayed path beside the current one. */
  get hasFallback(): boolean {
    return this.#relayed.some((path) => path !== this.#current);
  }

  status(): Pick<PeerStatus, 'path' | 'why'> {
    const path = this.#current && (isRelayed(this.#current) ? 'relayed' : 'direct');
    return { path, why: this.#why };
  }

  /** Nothing is known of where it may be: there is no candidate. */
  get isUnknown(): boolean {
    if (this.#current !== undefined && !this.#isWithdrawn(this.#current)) return false;
    return this.#relayed.length === 0 && !this.#hasDirect();
  }

  /** Where it may be, the likeliest first. */
  candidates(): readonly Path[] {
    const others = [...this.#relayed, ...this.#direct()];
    if (this.#current === undefined || this.#isWithdrawn(this.#current)) return others;
    return distinct(this.#outdated ? [...others, this.#current] : [this.#current, ...others]);
  }

  /** True: there is a new relayed path. One of the same manager is in the place of the one before. */
  introduce({ relayed, endpoints }: Introduced): boolean {
    const usable = endpoints?.filter((endpoint) => isDistinct(splitEndpoint(endpoint).address));
    if (usable !== undefined && usable.join() !== this.#introduced.join()) {
      this.#introduced = usable.slice(0, MOST_ENDPOINTS);
      this.#scouting.restart();
    }
    if (relayed === undefined || !this.#mayBeAt(relayed) || this.#relayed.includes(relayed)) return false;
    this.#know(relayed);
    if (this.#current !== undefined && this.#isWithdrawn(this.#current)) this.#move(relayed, 'introduced');
    return true;
  }

  /** It leads nowhere any more. Packets go there until another one is known. */
  withdraw(path: Path): void {
    this.#relayed = this.#relayed.filter((other) => other !== path);
    const [next] = this.#relayed;
    if (path === this.#current && next !== undefined) this.#move(next, 'fallback');
  }

  /**
   * Takes over new facts. True: packets go where the old ones said, and the new ones say otherwise; or they would go
   * round in the overlay now.
   */
  reconfigure(change: () => void): boolean {
    const named = (): boolean => this.#current !== undefined && this.#configured().includes(this.#current);
    const before = named();
    change();
    this.#relayed = this.#relayed.filter((path) => this.#mayBeAt(path));
    if (this.#current !== undefined && !this.#mayBeAt(this.#current)) {
      this.lose();
      return true;
    }
    const outdated = before && !named() && this.#configured().length > 0;
    if (outdated) this.#outdated = true;
    return outdated;
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.#entry.facts.endpoints.some((endpoint) => endpoint.host === host);
  }

  /** The core sends along `path` with the session that has just come up. */
  take(path: Path, why: PathReason, rttMs?: number): void {
    if (isRelayed(path)) this.#know(path);
    else this.#proved = path;
    if (path !== this.#current) {
      if (this.#current !== undefined) this.#moved();
      this.#challenges.clear();
      this.#weighAt = Number.POSITIVE_INFINITY;
      this.#rttMs = undefined;
      if (why === 'opened' || why === 'answered') this.#scouting.restart();
    }
    this.#rttMs = rttMs ?? this.#rttMs;
    this.#current = path;
    this.#why = why;
    this.#outdated = false;
  }

  lose(): void {
    this.#current = undefined;
    this.#why = undefined;
    this.#proved = undefined;
    this.#rttMs = undefined;
    this.#challenges.clear();
    this.#weighAt = Number.POSITIVE_INFINITY;
  }

  /** What could not be reached directly may be now. */
  hurry(): void {
    this.#scouting.restart();
  }

  /** Its packets come from there: it may send by this path because it has proved it, or because another one has failed. */
  sourceChanged(mono: number, index: number, source: Path): void {
    if (!this.#mayBeAt(source) || mono - this.#followedAt < FOLLOW_EVERY_MS) return;
    this.#followedAt = mono;
    this.challenge(mono, index, source);
  }

  /** It may be there. */
  challenge(mono: number, index: number, source: Path): void {
    this.#challenge(mono, index, [source]);
  }

  challengeAnswered(mono: number, source: Path, token: Uint8Array): void {
    if (!this.#challenges.answered(mono, source, token)) return;
    if (source === this.#current) this.#rttMs = this.#challenges.rttMs(source);
    this.#weigh(mono);
  }

  /** The current path is asked and silent: packets go along the next relayed one. There is one: `hasFallback`. */
  fallBack(mono: number): void {
    const at = this.#relayed.indexOf(this.#current as Relayed);
    if (at < 0) this.#leaveDirect(mono);
    this.#move(this.#relayed[(at + 1) % this.#relayed.length] as Relayed, 'fallback');
  }

  /** Does what is due, on the session `index` if there is one; afterwards `nextAt` is later. */
  tick(mono: number, index: number | undefined): void {
    if (mono >= this.#weighAt) this.#weigh(mono);
    if (index === undefined || mono < this.#scoutAt()) return;
    this.#scouting.tried(mono);
    this.#challenge(mono, index, this.#direct());
  }

  /** In ms of `Now.mono`, while there is a session. */
  nextAt(): number {
    return Math.min(this.#weighAt, this.#scoutAt());
  }

  /** While packets are relayed, it is tried whether they can go directly. */
  #scoutAt(): number {
    const isScouting = this.#current !== undefined && isRelayed(this.#current) && this.#hasDirect();
    return isScouting ? this.#scouting.nextAt : Number.POSITIVE_INFINITY;
  }

  /** With the current path, where that can be compared: of direct ones the peer uses the one it comes from. */
  #challenge(mono: number, index: number, paths: readonly Path[]): void {
    this.#shared.restless.add(this.#entry.id);
    for (const path of paths) this.#challenges.send(mono, index, path);
    const { current } = this;
    if (current !== undefined && [current, ...paths].some(isRelayed))
      this.#challenges.send(mono, index, current);
  }

  /** Moves to a path that has been proved, unless the current one is as good or has yet to show whether it is. */
  #weigh(mono: number): void {
    this.#weighAt = Number.POSITIVE_INFINITY;
    const { current } = this;
    const path = this.#challenges.proved().find((other) => other !== current);
    if (path === undefined) return;
    const rttMs = this.#challenges.rttMs(path) as number;
    const before = current && this.#challenges.rttMs(current);
    const until = this.#patience();
    if (before === undefined && mono < until) this.#weighAt = until;
    else if (before === undefined) this.#follow(mono, path, { rttMs });
    else if (!isRelayed(path) || isRelayed(current as Path))
      this.#follow(mono, path, { rttMs, holdMs: holdMs(before, rttMs) });
    else {
      this.#challenges.forget(path);
      this.#weigh(mono);
    }
  }

  /** Until when the current path may answer its challenge, if it has one. */
  #patience(): number {
    const { current } = this;
    const sentAt = current && this.#challenges.sentAt(current);
    if (current === undefined || sentAt === undefined) return Number.NEGATIVE_INFINITY;
    return sentAt + (isRelayed(current) ? RELAYED_WAIT_MS : DIRECT_WAIT_MS);
  }

  /** A direct path that fails soon after it was taken is tried again later and later. */
  #follow(mono: number, path: Path, measured: Measured): void {
    if (isRelayed(path)) this.#leaveDirect(mono);
    else this.#directSince = mono;
    this.#move(path, 'challenge', measured);
  }

  #leaveDirect(mono: number): void {
    if (mono - this.#directSince >= GOOD_AFTER_MS) this.#scouting.restart();
    this.#scouting.tried(mono);
  }

  #move(path: Path, why: PathReason, { rttMs, holdMs }: Measured = {}): void {
    this.take(path, why, rttMs);
    const { emit } = this.#shared;
    const { id: peer, facts } = this.#entry;
    emit({ type: 'set-path', peer, path, ...(holdMs !== undefined && { holdMs }) });
    emit({
      type: 'notice',
      level: 'info',
      what: 'path-changed',
      peer: facts.name,
      detail: this.text as string,
    });
  }

  #know(path: Relayed): void {
    const others = this.#relayed.filter((other) => managerOf(other) !== managerOf(path));
    this.#relayed = [path, ...others].slice(0, MOST_RELAYED);
  }

  #isWithdrawn(path: Path): boolean {
    return isRelayed(path) && !this.#relayed.includes(path);
  }

  /** A manager is reached directly, and nobody through the tunnel. */
  #mayBeAt(path: Path): boolean {
    if (isRelayed(path)) return this.#entry.facts.manager === undefined;
    return !isInside(path, this.#shared.settings.inOverlay);
  }

  #direct(): readonly Path[] {
    const proved = this.#proved === undefined || this.#proved === this.#current ? [] : [this.#proved];
    const all = [...proved, ...this.#configured(), ...this.#introduced];
    return distinct(all).filter((path) => this.#mayBeAt(path));
  }

  /** Whether `#direct` has any. */
  #hasDirect(): boolean {
    const { endpoints } = this.#entry.facts;
    if (this.#proved !== undefined && this.#proved !== this.#current && this.#mayBeAt(this.#proved))
      return true;
    if (this.#introduced.some((path) => this.#mayBeAt(path))) return true;
    return endpoints.some((at) => this.#shared.names.lookup(at).some((path) => this.#mayBeAt(path)));
  }

  #configured(): readonly Path[] {
    return this.#entry.facts.endpoints.flatMap((at) => this.#shared.names.lookup(at));
  }
}

/** Each once, where it is first: there are few. */
function distinct(paths: readonly Path[]): readonly Path[] {
  return paths.filter((path, i) => paths.indexOf(path) === i);
}

/**
 * How much later than a packet on the path before another one has to leave so as not to overtake it: half of the
 * difference, and four times the variation, which after one measurement is taken for half of the round trip (RFC 6298).
 */
function holdMs(before: number, after: number): number {
  const variation = Math.max(before, after) / 2;
  return Math.min(MOST_HELD_MS, Math.max(0, before / 2 - after / 2) + 4 * variation);
}
