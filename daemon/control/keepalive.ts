import { jitter, type Rng } from './rng.js';

/** How fast a peer that does not answer is noticed while packets go out to it, in ms. */
export interface Tempo {
  /** Ask when nothing has come back for this long, and packets have gone out for so long. */
  readonly silentMs: number;
  readonly sentForMs: number;
  readonly askEveryMs: number;
  /** It is called when it has been asked in vain for this long: it may have started again. */
  readonly callAfterMs: number;
  /** It counts as gone then. */
  readonly goneAfterMs: number;
}

/** Specification constants (spec §6.4). */
export const CALM: Tempo = {
  silentMs: 1_500,
  sentForMs: 1_000,
  askEveryMs: 1_000,
  callAfterMs: 3_500,
  goneAfterMs: 3_500,
};
/** Of a peer that can be reached by another path. */
export const ALERT: Tempo = {
  silentMs: 250,
  sentForMs: 1,
  askEveryMs: 250,
  callAfterMs: 3_500,
  goneAfterMs: 3_500,
};
/** Of a manager: others wait for what it relays, and another one can take over. */
export const BRISK: Tempo = {
  silentMs: 250,
  sentForMs: 1,
  askEveryMs: 250,
  callAfterMs: 500,
  goneAfterMs: 1_000,
};

/** Ask after so long a silence, so that NAT mappings live and a peer that is gone is noticed. */
const IDLE_MS = 20_000;
/** Whoever has had so many asks while packets went out, for so long, may be reached by another path. */
const LOST_ASKS = 2;
const LOST_AFTER_MS = 500;

/** An inner packet that came so shortly before the last thing heard was the last thing heard: an answer comes later. */
const LAST_HEARD_MS = 100;

/** When it was last heard, sent to, and when an inner packet went either way; 0: never. In ms of `Now.mono`. */
export interface Seen {
  readonly heardAt: number;
  readonly sentAt: number;
  readonly dataAt: number;
}

/** Is the other side of a session still there? Instants in ms of `Now.mono`. */
export class Keepalive {
  readonly #rng: Rng;
  #heardAt = 0;
  #idle = IDLE_MS;
  #lastAsk: number = Number.NEGATIVE_INFINITY;
  /** The first ask that has had no answer. */
  #askedAt: number | undefined;
  /** The first of these while packets went out, and how many there were since. */
  #missedAt: number | undefined;
  #misses = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  /** How long it may be silent before it is asked. */
  get idleMs(): number {
    return this.#idle;
  }

  get isAsked(): boolean {
    return this.#askedAt !== undefined;
  }

  /** The peer was heard then. What came before it was asked is no answer. */
  heard(mono: number): void {
    this.#heardAt = mono;
    if (this.#askedAt !== undefined && mono < this.#askedAt) return;
    this.#askedAt = undefined;
    this.#idle = jitter(this.#rng, IDLE_MS);
    this.moved();
  }

  /** Packets to it take another path: how that does is yet to be seen. */
  moved(): void {
    this.#missedAt = undefined;
    this.#misses = 0;
  }

  /** The peer is asked now, whatever was heard of it. */
  asked(mono: number): void {
    this.#askedAt ??= mono;
    this.#lastAsk = mono;
  }

  /** True: ask the peer for an answer now. Also a flow that only comes in, and ends, is asked about once. */
  observe(mono: number, { heardAt, sentAt, dataAt }: Seen, tempo: Tempo): boolean {
    if (heardAt > this.#heardAt) this.heard(heardAt);
    const silence = mono - this.#heardAt;
    const isSilent = silence >= tempo.silentMs;
    const unanswered = isSilent && sentAt - this.#heardAt >= tempo.sentForMs;
    const ended = isSilent && tempo !== CALM && this.#heardAt - dataAt < LAST_HEARD_MS;
    if (this.#askedAt === undefined && !unanswered && !ended && silence < this.#idle) return false;
    if (mono < this.#lastAsk + tempo.askEveryMs) return false;
    this.asked(mono);
    if (unanswered) {
      this.#missedAt ??= mono;
      this.#misses += 1;
    }
    return true;
  }

  /** When the peer counts as gone, unless it is heard. */
  goneAt({ goneAfterMs }: Tempo, rttMs: number): number {
    return this.#inVainFor(goneAfterMs, rttMs);
  }

  /** When it is called, unless it is heard. */
  callAt({ callAfterMs }: Tempo, rttMs: number): number {
    return this.#inVainFor(callAfterMs, rttMs);
  }

  /** When packets to it should take another path, unless it is heard. */
  lostAt(rttMs: number): number {
    if (this.#missedAt === undefined || this.#misses < LOST_ASKS) return Number.POSITIVE_INFINITY;
    return this.#missedAt + Math.max(LOST_AFTER_MS, 2 * rttMs);
  }

  /** When it has been asked for so long. Whoever is far away gets longer, and all while no packets go out. */
  #inVainFor(ms: number, rttMs: number): number {
    const calmly = (this.#askedAt ?? Number.POSITIVE_INFINITY) + CALM.goneAfterMs;
    return Math.min(calmly, (this.#missedAt ?? Number.POSITIVE_INFINITY) + Math.max(ms, 3 * rttMs));
  }
}
