import type { Paths } from './paths.js';
import type { Presence } from './presence.js';
import { replaceAt } from './rekey.js';
import type { Sessions } from './sessions.js';
import type { Shared } from './shared.js';

/** A session that the peer is opening gets so long before this node opens one itself. */
const PATIENCE_MS = 1_000;
/** Implementation constant: who is not wanted is called for so long, in ms, after a packet that waits for it or is lost. */
const NEEDED_FOR_MS = 5_000;

/** Whether this node calls a peer, and when: one that is wanted or needed, while no session serves as it should. */
export class Calling {
  readonly #shared: Pick<Shared, 'silent' | 'settings'>;
  readonly #sessions: Pick<Sessions, 'current' | 'answeredAt'>;
  readonly #presence: Pick<Presence, 'callAt' | 'dataAt'>;
  readonly #paths: Pick<Paths, 'isUnknown'>;
  #wanted = true;
  /** Until when packets count as waiting for it; infinity: none do. */
  #neededUntil = Number.POSITIVE_INFINITY;

  constructor(
    shared: Pick<Shared, 'silent' | 'settings'>,
    sessions: Pick<Sessions, 'current' | 'answeredAt'>,
    presence: Pick<Presence, 'callAt' | 'dataAt'>,
    paths: Pick<Paths, 'isUnknown'>,
  ) {
    this.#shared = shared;
    this.#sessions = sessions;
    this.#presence = presence;
    this.#paths = paths;
  }

  /** Wanted, or needed for a while. */
  get isOn(): boolean {
    return this.#wanted || this.isNeeded;
  }

  /** Packets wait for it. */
  get isNeeded(): boolean {
    return this.#neededUntil < Number.POSITIVE_INFINITY;
  }

  /** True: it was otherwise before. */
  want(wanted: boolean): boolean {
    const isOther = wanted !== this.#wanted;
    this.#wanted = wanted;
    return isOther;
  }

  /** Packets wait for it: without a session it is called for a while, whether or not it is wanted. */
  need(mono: number): void {
    this.#neededUntil = mono + NEEDED_FOR_MS;
  }

  tick(mono: number): void {
    if (this.#isMissed(mono)) this.need(mono);
    else if (this.isNeeded && (mono < this.#dueAt() || mono >= this.#neededUntil))
      this.#neededUntil = Number.POSITIVE_INFINITY;
  }

  /** In ms of `Now.mono`. */
  get nextAt(): number {
    return this.#neededUntil;
  }

  /** When this node should open a session, unless it already does. */
  openAt(): number {
    if (this.#shared.silent || !this.isOn || this.#paths.isUnknown) return Number.POSITIVE_INFINITY;
    return Math.max(this.#dueAt(), this.#sessions.answeredAt + PATIENCE_MS);
  }

  /** It has a session that nobody would replace, packets go out on that, and it does not answer. */
  #isMissed(mono: number): boolean {
    if (this.#wanted || this.#sessions.current === undefined || mono < this.#presence.callAt()) return false;
    return mono - (this.#presence.dataAt ?? Number.NEGATIVE_INFINITY) < NEEDED_FOR_MS;
  }

  /** When a session is missing, or should be replaced. */
  #dueAt(): number {
    const { current } = this.#sessions;
    const { publicKey } = this.#shared.settings.local.noise;
    return current === undefined ? 0 : Math.min(replaceAt(current, publicKey), this.#presence.callAt());
  }
}
