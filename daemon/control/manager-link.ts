import type { Endpoint } from '../../protocol/address.js';
import type { ControlMessage, Presented } from '../../protocol/control-message.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { jitter, type Rng } from './rng.js';

/** Specification constants (spec §16.5), in ms: until a manager says that it has a record it is told again, the last repeats. */
const REPEAT_MS = [100, 200, 400, 1_000];
/** One that has it says so when it has lost it; should that not arrive, it is told again some time. */
const REMIND_MS = 120_000;
/** Implementation constant: one that has not taken the record of now for so long does not have it, whatever it had before. */
const PATIENCE_MS = 3_000;
/** What a record that was sent just before is answered is over by then; so often is told again who says what may be of before. */
const MOMENT_MS = 1_000;

export interface Listener {
  send(message: ControlMessage): void;
}

/** One of the managers that the config lists: what it has been told of this node, and what it says. */
export class ManagerLink<P extends Listener> {
  readonly peer: P;
  readonly #rng: Rng;
  /** How often it was told, and when last. */
  #told = 0;
  #toldAt = 0;
  #tellAt = Number.POSITIVE_INFINITY;
  #attachedAt: number | undefined;
  /** Since when it is told of one record in vain; what it said why; and what of that was passed on. */
  #vainSince: number | undefined;
  #refusal: ErrorCode | undefined;
  #passedOn: ErrorCode | undefined;
  #observed: Endpoint | undefined;
  #rttMs: number | undefined;

  constructor(peer: P, rng: Rng) {
    this.peer = peer;
    this.#rng = rng;
  }

  /** Since when it has the record of this node, in ms of `Now.mono`. */
  attachedAt(mono: number): number | undefined {
    return mono - (this.#vainSince ?? mono) < PATIENCE_MS ? this.#attachedAt : undefined;
  }

  /** Why it does not take the record of now. */
  get refusal(): ErrorCode | undefined {
    return this.#refusal;
  }

  /** Whether it has been told and has not answered yet. */
  get isWaitedFor(): boolean {
    return this.#vainSince !== undefined;
  }

  /** Where it saw this node last. */
  get observed(): Endpoint | undefined {
    return this.#observed;
  }

  /** How long it took to answer, when that was last to be told. */
  get rttMs(): number | undefined {
    return this.#rttMs;
  }

  /** When it is told (again), in ms of `Now.mono`. */
  get nextAt(): number {
    return this.#tellAt;
  }

  /** There is a record that it has not been told. */
  tell(mono: number): void {
    this.#told = 0;
    this.#tellAt = mono;
  }

  tick(mono: number, presented: Presented): void {
    if (mono < this.#tellAt) return;
    this.peer.send({ type: 'attach', ...presented });
    this.#tellAt = mono + (REPEAT_MS[Math.min(this.#told, REPEAT_MS.length - 1)] as number);
    this.#told += 1;
    this.#toldAt = mono;
    this.#vainSince ??= mono;
  }

  /** It has the newest record. */
  attached(mono: number, observed: Endpoint): void {
    if (this.#told === 1) this.#rttMs = mono - this.#toldAt;
    this.#told = 0;
    this.#tellAt = mono + jitter(this.#rng, REMIND_MS);
    this.#attachedAt = this.attachedAt(mono) ?? mono;
    this.#heed();
    this.#observed = observed;
  }

  /**
   * It has not taken a record, maybe one of before. True: it has had time to hear of a newer one, and this is news; what a
   * moment mends is none.
   */
  refused(mono: number, code: ErrorCode): boolean {
    if (this.#vainSince === undefined) {
      this.doubt(mono);
      return false;
    }
    this.#refusal = code;
    const isNews = code !== this.#passedOn && mono - this.#vainSince >= MOMENT_MS;
    if (isNews) this.#passedOn = code;
    return isNews;
  }

  /** It may not have what it had: it is told again, once a second at most. */
  doubt(mono: number): void {
    this.#tellAt = Math.min(this.#tellAt, Math.max(mono, this.#toldAt + MOMENT_MS));
  }

  /** Its session is gone: what it knew may be, too. */
  lose(): void {
    this.#tellAt = Number.POSITIVE_INFINITY;
    this.#attachedAt = undefined;
    this.#heed();
    this.#observed = undefined;
  }

  /** Nothing is told in vain. */
  #heed(): void {
    this.#vainSince = undefined;
    this.#refusal = undefined;
    this.#passedOn = undefined;
  }
}
