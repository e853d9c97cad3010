import type { Action } from '../control/action.js';
import type { Control } from '../control/control.js';
import type { ControlEvent } from '../control/event.js';
import type { Now } from '../control/now.js';
import type { Clock } from './clock.js';

/** Performs one action; what it leads to comes back through `post`, now or later. */
export type Perform = (action: Action, post: (event: ControlEvent) => void) => void;

export interface Driver {
  /** Hands an event to control, after those that came before it. */
  post(event: ControlEvent): void;
  /** For how long something has been due that the loop has not turned for, in ms. */
  lateBy(): number;
  /** How many events and actions have failed. */
  failures(): number;
  /** Nothing is done any more, whatever is posted. */
  stop(): void;
}

export interface DriverOptions {
  readonly control: Control;
  readonly clock: Clock;
  readonly perform: Perform;
  /** An action that failed: it is skipped, and control finds out by what does not happen. */
  readonly onError: (error: unknown, action: Action) => void;
  /** An event that control failed at, by a bug: what it had decided before is done with the next event. */
  readonly onBug: (error: unknown, event: ControlEvent) => void;
}

/** The one loop: one event in, its actions performed in order, the next event; then the one timer is armed again. */
export function createDriver({ control, clock, perform, onError, onBug }: DriverOptions): Driver {
  const queue: ControlEvent[] = [];
  let busy = false;
  let stopped = false;
  let failures = 0;
  let dueAt = Number.POSITIVE_INFINITY;

  const decide = (now: Now, event: ControlEvent): readonly Action[] => {
    try {
      return control.handle(now, event);
    } catch (error) {
      failures += 1;
      onBug(error, event);
      return [];
    }
  };

  const act = (action: Action): void => {
    try {
      perform(action, post);
    } catch (error) {
      failures += 1;
      onError(error, action);
    }
  };

  const drain = (): void => {
    busy = true;
    try {
      for (let event = queue.shift(); event !== undefined && !stopped; event = queue.shift()) {
        for (const action of decide(clock.now(), event)) act(action);
      }
    } finally {
      busy = false;
      const wakeAt = control.nextWakeup();
      dueAt = wakeAt ?? Number.POSITIVE_INFINITY;
      if (!stopped) clock.wakeAt(wakeAt, () => post({ type: 'tick' }));
    }
  };

  const post = (event: ControlEvent): void => {
    if (stopped) return;
    queue.push(event);
    if (!busy) drain();
  };

  return {
    post,
    lateBy: () => Math.max(0, clock.now().mono - dueAt),
    failures: () => failures,
    stop() {
      stopped = true;
      clock.wakeAt(undefined, () => undefined);
    },
  };
}
