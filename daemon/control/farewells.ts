import type { Caller } from './attendance.js';
import { Pacer } from './pacer.js';
import type { End } from './relays.js';
import { Timers } from './timers.js';

/** Specification constants (spec §16), in ms: nobody answers it, so it is told again after each of these. */
const AGAIN_MS = [100, 200];
/** Implementation constants: who leaves may leave thousands of ends, and the core takes some thousand messages at once. */
const EVERY_MS = 0.25;
const BURST = 500;

interface Farewell {
  readonly peer: Caller;
  readonly handle: number;
  times: number;
}

/** Tells the end of a relay that is left that its handle leads nowhere any more. */
export class Farewells {
  readonly #timers: Timers<Farewell> = new Timers();
  readonly #pacer: Pacer = new Pacer(EVERY_MS, BURST);

  tell(mono: number, { peer, handle }: End<Caller>): void {
    this.#book(mono, { peer, handle, times: 0 });
    this.tick(mono);
  }

  tick(mono: number): void {
    for (let due = this.#timers.take(mono); due !== undefined; due = this.#timers.take(mono))
      this.#send(mono, due);
  }

  nextAt(): number {
    return this.#timers.next() ?? Number.POSITIVE_INFINITY;
  }

  /** In its turn, from this instant on. */
  #book(mono: number, farewell: Farewell): void {
    this.#timers.set(farewell, this.#pacer.book(mono));
  }

  #send(mono: number, farewell: Farewell): void {
    const { peer, handle, times } = farewell;
    peer.send({ type: 'not-here', handle });
    const again = AGAIN_MS[times];
    if (again === undefined) return;
    farewell.times += 1;
    this.#timers.set(farewell, mono + again);
  }
}
