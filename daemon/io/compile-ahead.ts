import { setFlagsFromString } from 'node:v8';

/**
 * Has all modules that are loaded from now on compiled whole, and kept so: much of the daemon runs for the first time, or for
 * the first time in days, while a packet waits for it (decision 0057).
 */
export function compileAhead(): void {
  for (const flag of ['--no-lazy', '--no-flush-bytecode']) setFlagsFromString(flag);
}
