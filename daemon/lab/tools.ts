import { fileURLToPath } from 'node:url';

/** The small programs that the lab runs inside namespaces, and the daemon's own. */
export type Tool = 'copy-receive' | 'copy-send' | 'delay' | 'fetch' | 'flow-receive' | 'flow-send';

export function toolArgv(tool: Tool, ...args: readonly string[]): string[] {
  return [process.execPath, fileURLToPath(new URL(`./tools/${tool}.js`, import.meta.url)), ...args];
}

/** The command line of `festoon` as built beside this lab. */
export function festoonArgv(...args: readonly string[]): string[] {
  return [process.execPath, fileURLToPath(new URL('../main.js', import.meta.url)), ...args];
}
