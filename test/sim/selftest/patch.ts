import { register } from 'node:module';

/** A change of one compiled module of the daemon, made while it is loaded. */
export interface Patch {
  /** The end of its path below build/. */
  readonly module: string;
  readonly from: string;
  readonly to: string;
}

/** Before anything of the daemon is imported. A module that does not contain `from` once is refused when it is loaded. */
export function apply(patch: Patch): void {
  register('./patch-hooks.js', import.meta.url, { data: patch });
}
