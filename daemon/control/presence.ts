import { u64 } from '../../protocol/bytes.js';
import type { PeerActivity } from './event.js';
import { ANSWER_ME, KEEPALIVE, PROBE, sendFrame } from './frame.js';
import { Keepalive } from './keepalive.js';
import type { Sessions } from './sessions.js';
import type { Shared } from './shared.js';

/** Asks a peer over its session whether it is still there. */
export class Presence {
  readonly #shared: Shared;
  readonly #sessions: Sessions;
  readonly #keepalive: Keepalive;

  constructor(shared: Shared, sessions: Sessions) {
    this.#shared = shared;
    this.#sessions = sessions;
    this.#keepalive = new Keepalive(shared.rng);
  }

  get heardAt(): number {
    return this.#keepalive.heardAt;
  }

  heard(mono: number): void {
    this.#keepalive.heard(mono);
  }

  /** When it counts as gone, unless it is heard. */
  goneAt(): number {
    return this.#keepalive.goneAt();
  }

  /** Asks when it has been silent for too long, and in any case where `anyway` is true. */
  observe(mono: number, { lastReceived, lastSent }: PeerActivity, anyway: boolean): void {
    if (this.#keepalive.observe(mono, lastReceived ?? 0, lastSent ?? 0) || anyway) this.ask(mono);
  }

  /** Asks now, whatever was heard of it. */
  ask(mono: number): void {
    const { current } = this.#sessions;
    if (current === undefined) return;
    this.#keepalive.asked(mono);
    sendFrame(this.#shared, current.index, KEEPALIVE, ANSWER_ME, new Uint8Array());
  }

  /** Sends a probe with this id, which an echo brings back. False: there is no session to send it on. */
  probe(id: bigint): boolean {
    const { current } = this.#sessions;
    if (current === undefined) return false;
    sendFrame(this.#shared, current.index, PROBE, 0, u64(id));
    return true;
  }
}
