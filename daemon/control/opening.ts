import { abandon, type Pending, startHandshake } from '../../protocol/handshake.js';
import type { Acquaintance } from './acquaintance.js';
import { managerOf, type Path } from './path.js';
import type { Paths } from './paths.js';
import type { PeerEntry } from './peer-source.js';
import { jitter } from './rng.js';
import type { Shared } from './shared.js';

/** Specification constants (spec §5), in ms: how long after each msg1 the next one goes out; the last repeats. */
const RETRY_MS = [250, 500, 1_000, 2_000];
const RETRY_SLOW_MS = 5_000;
/** A manager is called so often for a minute: others wait for what only it knows. */
const MANAGER_RETRY_MS = 500;
const MANAGER_RETRIES = 120;
/** A msg1 that is younger is not given up because the network has changed, and the times begin anew so often at most. */
const ANSWER_WITHIN_MS = 1_000;
/** Implementation constant: the same bytes, sent once more, may be answered for so long before the next msg1 takes their place. */
const AGAIN_ANSWERED_WITHIN_MS = 500;
const HURRY_EVERY_MS = 5_000;
/** So many unanswered msg1 make the names of the endpoints worth asking anew. */
const STALE_NAME_TRIES = 4;

/** The network secret to open with; the other one, where two are in force, only answers. */
const OPEN_WITH = 0;

interface Try {
  readonly pending: Pending;
  readonly datagram: Uint8Array;
  readonly path: Path;
  /** Where the same bytes went once more. */
  again?: Path;
}

/**
 * This node opens a session: one msg1 after another, each for itself, along the peer's paths in turn, each path by
 * each of its keys.
 */
export class Opening {
  readonly #shared: Shared;
  readonly #entry: PeerEntry;
  readonly #acquaintance: Acquaintance;
  #tries = 0;
  /** Of the times between them. */
  #step = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** The last msg1. */
  #sentAt = Number.NEGATIVE_INFINITY;
  #hurriedAt = Number.NEGATIVE_INFINITY;
  /** `#nextAt` is an instant that the pacer keeps for it. */
  #booked = false;
  #try: Try | undefined;

  constructor(shared: Shared, entry: PeerEntry, acquaintance: Acquaintance) {
    this.#shared = shared;
    this.#entry = entry;
    this.#acquaintance = acquaintance;
  }

  get nextAt(): number {
    return this.#nextAt;
  }

  /** When the last msg1 went out. */
  get sentAt(): number {
    return this.#sentAt;
  }

  /** How many msg1 have gone out. */
  get tries(): number {
    return this.#tries;
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#try?.pending;
  }

  /** Sends the next msg1 when its time has come. There are candidates. */
  tick(mono: number, paths: Pick<Paths, 'candidates'>): void {
    if (mono < this.#nextAt || !this.#isItsTurn(mono)) return;
    this.stop();
    this.#sentAt = mono;
    const candidates = paths.candidates();
    const keys = this.#acquaintance.keys();
    const key = keys[this.#tries % keys.length] as Uint8Array;
    const path = candidates[Math.floor(this.#tries / keys.length) % candidates.length] as Path;
    this.#nextAt = mono + (this.#retryMs() ?? jitter(this.#shared.rng, RETRY_SLOW_MS));
    this.#step += 1;
    this.#tries += 1;
    if (this.#tries >= STALE_NAME_TRIES) this.#shared.names.hasten(this.#entry.facts.endpoints, mono);
    this.#send(key, path);
  }

  /**
   * The peer opens too, this node's msg1 is the one that counts, and may have been lost: once more the same bytes, to
   * where the peer is; once a msg1, so that a replay draws nothing, and puts off the next one by no more than an answer takes.
   */
  resend(mono: number, path: Path): void {
    if (this.#try === undefined || this.#try.again !== undefined) return;
    this.#try.again = path;
    this.#nextAt = Math.max(this.#nextAt, mono + AGAIN_ANSWERED_WITHIN_MS);
    this.#transmit(this.#try, path);
  }

  /** Where the msg1 in flight went first: an answer proves nothing of where it comes from (spec §6.4). */
  get path(): Path {
    return (this.#try as Try).path;
  }

  /** Where else its answer came from, if the same bytes went there too. */
  elsewhere(source: Path): Path | undefined {
    const { path, again } = this.#try as Try;
    return source === again && again !== path ? again : undefined;
  }

  /**
   * The next msg1 goes out at the next tick, and others soon after. However often it is called, an answer to the one in
   * flight has its time, and so has one that comes from far away.
   */
  hurry(mono: number): void {
    if (!this.#booked) this.#nextAt = Math.min(this.#nextAt, this.#sentAt + ANSWER_WITHIN_MS);
    if (mono < this.#hurriedAt + HURRY_EVERY_MS) return;
    this.#hurriedAt = mono;
    this.#step = 0;
  }

  /** No msg1 will follow. */
  end(): void {
    if (this.#booked) this.#shared.pacer.cancel();
  }

  /** Forgets the msg1 in flight; the next one goes out when it would have. */
  stop(): void {
    if (this.#try === undefined) return;
    abandon(this.#try.pending);
    this.#shared.indices.release(this.#try.pending.senderIndex);
    this.#try = undefined;
  }

  /** Asks for an instant to go at, and waits for it. */
  #isItsTurn(mono: number): boolean {
    if (!this.#booked) this.#nextAt = this.#shared.pacer.book(mono);
    this.#booked = this.#nextAt > mono;
    return !this.#booked;
  }

  /** Undefined: seldom. */
  #retryMs(): number | undefined {
    if (this.#entry.facts.manager === undefined) return RETRY_MS[this.#step];
    return this.#step < MANAGER_RETRIES ? MANAGER_RETRY_MS : undefined;
  }

  #send(key: Uint8Array, path: Path): void {
    const { crypto, bootEpoch, lanes, indices, tally, settings } = this.#shared;
    const { local, suites } = settings;
    const index = indices.allocate();
    if (index === undefined) {
      tally.count('session-slots-full');
      return;
    }
    const offer = { bootEpoch, counter: this.#shared.nextCounter(), suites, lanes, pskId: 0, pqFlags: 0 };
    const started = startHandshake(crypto, local, key, index, offer);
    if (!started.ok) {
      indices.release(index);
      tally.count(started.code);
      return;
    }
    this.#try = { ...started.value, path };
    this.#transmit(this.#try, path);
  }

  #transmit({ datagram, pending }: Try, path: Path): void {
    const { remoteKey: recipientKey } = pending;
    const manager = managerOf(path);
    if (manager !== undefined) this.#shared.restless.add(manager);
    this.#shared.emit({ type: 'send-handshake', datagram, path, recipientKey, secretSlot: OPEN_WITH });
  }
}
