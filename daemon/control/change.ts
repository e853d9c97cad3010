import { equalBytes, equalLists } from '../../protocol/bytes.js';
import type { Settings } from './shared.js';

/** What new settings change for every peer. */
export interface Change {
  /** This node has another key, certificate or network: every session begins anew with what it is now. */
  readonly identity: boolean;
  /** What was verified may hold no longer. */
  readonly trust: boolean;
}

export function changeOf(before: Settings, after: Settings): Change {
  const { local, trust } = after;
  return {
    identity:
      !equalBytes(before.local.noise.publicKey, local.noise.publicKey) ||
      !equalBytes(before.local.networkId, local.networkId) ||
      !equalLists(before.local.chain, local.chain),
    trust:
      !equalBytes(before.trust.networkId, trust.networkId) ||
      !equalLists(before.trust.authorities, trust.authorities) ||
      before.trust.pools.join() !== trust.pools.join(),
  };
}
