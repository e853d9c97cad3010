import type { Health } from '../control/status.js';
import type { Engine } from './engine.js';

export interface HealthCheck {
  /** Once a second. */
  look(): void;
  health(): Health;
}

/** A loop that has not done what is due for so long is not healthy. */
const STALLED_MS = 5_000;
/** In looks, not in time: while the JavaScript thread stands nobody looks, and that is not the core's fault. */
const STALLED_LOOKS = 5;

/** Whether both threads work: JavaScript's by what it is late with, the core's by having it turn and counting. */
export function createHealth(engine: Pick<Engine, 'wake' | 'counters'>, lateByMs: () => number): HealthCheck {
  let turns = -1n;
  let silent = 0;
  return {
    look() {
      const counted = engine.counters().turns;
      silent = counted === turns ? silent + 1 : 0;
      turns = counted;
      engine.wake();
    },
    health: () => ({ loop: lateByMs() < STALLED_MS, core: silent < STALLED_LOOKS }),
  };
}
