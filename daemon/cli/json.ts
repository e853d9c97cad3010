import type { Terminal } from './terminal.js';

/** One JSON document of kind and version `KIND/1`; fields may be added, a change of meaning takes /2. */
export function printJson(terminal: Terminal, festoon: string, fields: object): void {
  printReport(terminal, { festoon, ...fields });
}

/** The same for what has its kind in it already. */
export function printReport(terminal: Terminal, report: { readonly festoon: string }): void {
  terminal.out(`${JSON.stringify(report, undefined, 2)}\n`);
}
