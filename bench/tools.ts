import { fileURLToPath } from 'node:url';

/** The programs built of bench/bound. */
export type Tool = 'feed' | 'pbt' | 'pps' | 'rtt';

export function toolFile(tool: Tool): string {
  return builtFile(`tools/bench/${tool}`);
}

/** A path below build/, in which this file lies as built. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
