import { u64 } from '../../protocol/bytes.js';
import type { Watch } from './action.js';
import type { PeerActivity } from './event.js';
import { ANSWER_ME, KEEPALIVE, PROBE, sendFrame } from './frame.js';
import { ALERT, BRISK, CALM, Keepalive, type Tempo } from './keepalive.js';
import type { Path } from './path.js';
import type { Paths } from './paths.js';
import type { PeerEntry } from './peer-source.js';
import type { Sessions } from './sessions.js';
import type { Shared } from './shared.js';

/** Implementation constant: traffic that is older, in ms, is none. */
const TRAFFIC_MS = 1_000;

/** Asks a peer over its session whether it is still there. */
export class Presence {
  readonly #shared: Shared;
  readonly #entry: PeerEntry;
  readonly #sessions: Sessions;
  readonly #paths: Paths;
  readonly #keepalive: Keepalive;
  #sentAt = 0;
  #dataAt: number | undefined;
  /** The path by which it was asked last. */
  #path: Path | undefined;
  /** How the core looks after it; undefined: this node does. */
  #watch: Watch | undefined;

  constructor(shared: Shared, entry: PeerEntry, sessions: Sessions, paths: Paths) {
    this.#shared = shared;
    this.#entry = entry;
    this.#sessions = sessions;
    this.#paths = paths;
    this.#keepalive = new Keepalive(shared.rng);
  }

  get heardAt(): number {
    return this.#keepalive.heardAt;
  }

  /** When an inner packet last went to it or came from it, in ms of `Now.mono`. */
  get dataAt(): number | undefined {
    return this.#dataAt;
  }

  heard(mono: number): void {
    this.#keepalive.heard(mono);
  }

  /** When it counts as gone, unless it is heard. */
  goneAt(): number {
    return this.#keepalive.goneAt(this.#tempo, this.#rttMs);
  }

  /** When it is called, unless it is heard. */
  callAt(): number {
    return this.#keepalive.callAt(this.#tempo, this.#rttMs);
  }

  /** When its packets should go along another path, unless it is heard. */
  lostAt(): number {
    const isAsked = this.#paths.hasFallback && this.#path === this.#paths.current;
    return isAsked ? this.#keepalive.lostAt(this.#rttMs) : Number.POSITIVE_INFINITY;
  }

  /** Whether it may have to be looked at more often than once a second. */
  get isClose(): boolean {
    return this.#sessions.current !== undefined && this.#tempo !== CALM;
  }

  /** Whether it has to be now. */
  isUrgent(mono: number): boolean {
    return this.isClose && (this.#keepalive.isAsked || mono - this.#trafficAt < TRAFFIC_MS);
  }

  /** Whether the core reports its next packet, and asks it when it is silent. */
  get isWatched(): boolean {
    return this.#watch !== undefined;
  }

  /** The core is to look after it like this. */
  watch(): Watch {
    const tellAfterMs = Math.max(this.#tempo.askEveryMs, 2 * this.#rttMs);
    this.#watch = { askAfterMs: this.#keepalive.idleMs, tellAfterMs };
    return this.#watch;
  }

  /** It has reported a packet. */
  reported(): void {
    this.#watch = undefined;
    this.#shared.restless.add(this.#entry.id);
  }

  /** It has asked in vain. */
  unanswered(mono: number): void {
    if (this.#watch === undefined) return;
    this.#keepalive.asked(mono - this.#watch.tellAfterMs);
    this.#watch = undefined;
    this.ask(mono);
  }

  /** Whether there is nothing to see before the core reports something. */
  rests(mono: number): boolean {
    if (this.#sessions.current === undefined || this.#keepalive.isAsked) return false;
    if (mono - this.#trafficAt >= TRAFFIC_MS) return true;
    const isAnswered = this.heardAt >= this.#sentAt && mono - (this.#dataAt ?? 0) >= TRAFFIC_MS;
    return this.isWatched && isAnswered;
  }

  /**
   * Takes what the core has seen of it. Asks when it has been silent for too long, and in any case where `anyway` is true.
   * True: it is or was waited for.
   */
  observe(mono: number, { lastReceived, lastSent, lastData }: PeerActivity, anyway: boolean): boolean {
    if (lastData !== undefined) this.#dataAt = Math.max(lastData, this.#dataAt ?? 0);
    this.#sentAt = lastSent ?? 0;
    if (this.#sessions.current === undefined) return false;
    this.#follow();
    const wasAsked = this.#keepalive.isAsked;
    const seen = { heardAt: lastReceived ?? 0, sentAt: this.#sentAt, dataAt: this.#dataAt ?? 0 };
    if (this.#keepalive.observe(mono, seen, this.#tempo) || anyway) this.ask(mono);
    return wasAsked || this.#keepalive.isAsked;
  }

  /** Asks now, whatever was heard of it. */
  ask(mono: number): void {
    const { current } = this.#sessions;
    if (current === undefined) return;
    this.#follow();
    this.#keepalive.asked(mono);
    this.#shared.restless.add(this.#entry.id);
    sendFrame(this.#shared, current.index, KEEPALIVE, ANSWER_ME, new Uint8Array());
  }

  /** Sends a probe with this id, which an echo brings back. False: there is no session to send it on. */
  probe(id: bigint): boolean {
    const { current } = this.#sessions;
    if (current === undefined) return false;
    this.#shared.restless.add(this.#entry.id);
    sendFrame(this.#shared, current.index, PROBE, 0, u64(id));
    return true;
  }

  /** By another path it has not been asked in vain yet. */
  #follow(): void {
    if (this.#path !== this.#paths.current) this.#keepalive.moved();
    this.#path = this.#paths.current;
  }

  get #trafficAt(): number {
    return Math.max(this.#sentAt, this.#dataAt ?? 0);
  }

  get #tempo(): Tempo {
    if (this.#entry.facts.manager !== undefined) return BRISK;
    return this.#paths.hasFallback ? ALERT : CALM;
  }

  get #rttMs(): number {
    return this.#paths.rttMs ?? 0;
  }
}
