import type { Endpoint } from '../../protocol/address.js';
import { abandon, type Pending, startHandshake } from '../../protocol/handshake.js';
import type { PeerFacts } from './peer-source.js';
import { jitter } from './rng.js';
import type { Shared } from './shared.js';

/** Specification constants (spec §5), in ms: how long after each msg1 the next one goes out; the last repeats. */
const RETRY_MS = [250, 500, 1_000, 2_000];
const RETRY_SLOW_MS = 5_000;
/** So many unanswered msg1 make the names of the endpoints worth asking anew. */
const STALE_NAME_TRIES = 4;

/** The network secret to open with; the other one, where two are in force, only answers. */
const OPEN_WITH = 0;

interface Try {
  readonly pending: Pending;
  readonly datagram: Uint8Array;
  resent: boolean;
}

/** This node opens a session: one msg1 after another, each for itself, to the peer's endpoints in turn. */
export class Opening {
  readonly #shared: Shared;
  readonly #facts: PeerFacts;
  #tries = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  #try: Try | undefined;

  constructor(shared: Shared, facts: PeerFacts) {
    this.#shared = shared;
    this.#facts = facts;
  }

  get nextAt(): number {
    return this.#nextAt;
  }

  /** The msg1 in flight. */
  get pending(): Pending | undefined {
    return this.#try?.pending;
  }

  /** Sends the next msg1 when its time has come. `candidates` is not empty. */
  tick(mono: number, candidates: readonly Endpoint[]): void {
    if (mono < this.#nextAt) return;
    this.stop();
    if (!this.#shared.pacer.take(mono)) {
      this.#nextAt = this.#shared.pacer.nextAt();
      return;
    }
    const endpoint = candidates[this.#tries % candidates.length] as Endpoint;
    this.#nextAt = mono + (RETRY_MS[this.#tries] ?? jitter(this.#shared.rng, RETRY_SLOW_MS));
    this.#tries += 1;
    if (this.#tries >= STALE_NAME_TRIES) this.#shared.names.hasten(this.#facts.endpoints, mono);
    this.#send(endpoint);
  }

  /**
   * The peer opens too, this node's msg1 is the one that counts, and may have been lost: once more the same bytes, to
   * where the peer is; once a msg1, so that a replay draws nothing.
   */
  resend(endpoint: Endpoint): void {
    if (this.#try === undefined || this.#try.resent) return;
    this.#try.resent = true;
    this.#transmit(this.#try.datagram, endpoint);
  }

  /** Forgets the msg1 in flight; the next one goes out when it would have. */
  stop(): void {
    if (this.#try === undefined) return;
    abandon(this.#try.pending);
    this.#shared.indices.release(this.#try.pending.senderIndex);
    this.#try = undefined;
  }

  #send(endpoint: Endpoint): void {
    const { crypto, local, bootEpoch, suites, lanes, indices, tally } = this.#shared;
    const index = indices.allocate();
    if (index === undefined) {
      tally.count('session-slots-full');
      return;
    }
    const offer = { bootEpoch, counter: this.#shared.nextCounter(), suites, lanes, pskId: 0, pqFlags: 0 };
    const started = startHandshake(crypto, local, this.#facts.key, index, offer);
    if (!started.ok) {
      indices.release(index);
      tally.count(started.code);
      return;
    }
    this.#try = { ...started.value, resent: false };
    this.#transmit(started.value.datagram, endpoint);
  }

  #transmit(datagram: Uint8Array, endpoint: Endpoint): void {
    this.#shared.emit({
      type: 'send-handshake',
      datagram,
      endpoint,
      recipientKey: this.#facts.key,
      secretSlot: OPEN_WITH,
    });
  }
}
