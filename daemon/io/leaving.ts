import type { ControlEvent } from '../control/event.js';

/** Control ends within half a second; a stop waits no longer for one that does not. */
const AT_MOST_MS = 1_000;

/** The way out of the network: nobody is to wait for a node that ends in order. */
export interface Leaving {
  /** Control has taken its leave. */
  left(): void;
  leave(): Promise<void>;
}

export function createLeaving(post: (event: ControlEvent) => void): Leaving {
  let left = (): void => undefined;
  return {
    left: () => left(),
    leave: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, AT_MOST_MS);
        left = () => {
          clearTimeout(timer);
          resolve();
        };
        post({ type: 'leave' });
      }),
  };
}
