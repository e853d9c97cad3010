import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until there is an answer other than undefined, and returns it. Throws after the time limit, naming
 * what was waited for. An `ask` that throws ends the wait at once.
 */
export async function eventually<T>(
  what: string,
  timeoutMillis: number,
  ask: () => T | undefined | Promise<T | undefined>,
  everyMillis = 50,
): Promise<T> {
  const until = performance.now() + timeoutMillis;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() >= until) throw new Error(`waited ${timeoutMillis} ms in vain for ${what}`);
    await sleep(everyMillis);
  }
}
