import type { Config } from '../config/config.js';
import type { Identity } from './identity.js';

/** What is in force, or is to be: a config whose files were read and checked. */
export interface Setup {
  readonly config: Config;
  readonly identity: Identity;
}

/**
 * Something of the running daemon that the config determines. A reload prepares every part in turn, then commits them
 * in the same order; where one refuses, those before it are undone in reverse.
 */
export interface Part {
  /**
   * Everything that can fail. What is in force goes on as it is. Parts that wait for something are prepared before those
   * that do not: what these have found must still hold at the commit.
   */
  prepare(next: Setup): Prepared | Promise<Prepared>;
}

/** Exactly one of the two is called, once. Neither fails. */
export interface Prepared {
  commit(): void;
  undo(): void | Promise<void>;
}

/** For a part that the next setup does not concern. */
export const UNCHANGED: Prepared = { commit: () => undefined, undo: () => undefined };

/** A part in which nothing can fail. */
export function sure(commit: (next: Setup) => void): Part {
  return { prepare: (next) => ({ commit: () => commit(next), undo: () => undefined }) };
}
