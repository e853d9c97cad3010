import { jitter, type Rng } from './rng.js';

/** Ask after so long a silence, so that NAT mappings live and a peer that is gone is noticed. */
const IDLE_MS = 20_000;
/** Ask when packets have gone out for a second and nothing has come back for this long. */
const UNANSWERED_MS = 1_500;
const SENT_FOR_MS = 1_000;
const GONE_AFTER_MS = 3_500;

/** Is the other side of a session still there? Looked at once a second, and asked as often while it is silent. Instants in ms of `Now.mono`. */
export class Keepalive {
  readonly #rng: Rng;
  #heardAt = 0;
  #idle = IDLE_MS;
  /** The first ask that has had no answer. */
  #askedAt: number | undefined;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  /** The peer has just been heard. */
  heard(mono: number): void {
    this.#heardAt = mono;
    this.#askedAt = undefined;
    this.#idle = jitter(this.#rng, IDLE_MS);
  }

  /** The peer is asked now, whatever was heard of it. */
  asked(mono: number): void {
    this.#askedAt ??= mono;
  }

  /** True: ask the peer for an answer now. */
  observe(mono: number, heardAt: number, sentAt: number): boolean {
    if (heardAt > this.#heardAt) this.heard(heardAt);
    const silence = mono - this.#heardAt;
    const unanswered = silence >= UNANSWERED_MS && sentAt - this.#heardAt >= SENT_FOR_MS;
    if (this.#askedAt === undefined && !unanswered && silence < this.#idle) return false;
    this.asked(mono);
    return true;
  }

  /** When the peer counts as gone, unless it is heard. */
  goneAt(): number {
    return this.#askedAt === undefined ? Number.POSITIVE_INFINITY : this.#askedAt + GONE_AFTER_MS;
  }
}
