import type { Terminal } from './terminal.js';

/** One JSON document of kind and version `KIND/1`; fields may be added, a change of meaning takes /2. */
export function printJson(terminal: Terminal, festoon: string, fields: object): void {
  terminal.out(`${JSON.stringify({ festoon, ...fields }, undefined, 2)}\n`);
}
