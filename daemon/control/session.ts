import type { Suite } from '../../protocol/suite.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import type { Now } from './now.js';
import type { Path } from './path.js';
import type { Stamp } from './stamp.js';

/** Specification constants (spec §5), in ms. */
const REJECT_AFTER_MS = 180_000;
export const UNCONFIRMED_FOR_MS = 10_000;
export const REPLACED_FOR_MS = 10_000;

/** One session as control knows it; its keys are in the core alone. Instants in ms of `Now.mono`. */
export interface Session {
  /** What the peer writes as receiver index. */
  readonly index: number;
  readonly suite: Suite;
  /** Whether this node sent msg1. */
  readonly initiator: boolean;
  /** Where this node's msg1 went, or the peer's came from. */
  readonly path: Path;
  readonly node: VerifiedNode;
  /** Of the run of the peer that made it. */
  readonly bootEpoch: bigint;
  /** Of this node's run, when it was made. */
  readonly ownBootEpoch: bigint;
  /** Of its msg1. */
  readonly stamp: Stamp;
  readonly createdAt: number;
  /** A packet has come on it. */
  live: boolean;
  /** Its key nears the number of packets that its suite allows. */
  spent: boolean;
  /** Its last instant under any circumstances. */
  readonly endsAt: number;
  /** That instant is the end of a certificate. */
  readonly withCertificate: boolean;
  /** When the core is told to forget it. */
  retireAt: number;
}

/**
 * A session that begins now. It ends after 180 s, or with the certificate of either side when that has only `left`
 * seconds: on the steady clock, so that a step of the wall clock cuts nothing.
 */
export function newSession(
  now: Now,
  left: number,
  facts: Pick<
    Session,
    'index' | 'suite' | 'initiator' | 'path' | 'node' | 'stamp' | 'bootEpoch' | 'ownBootEpoch'
  >,
): Session {
  const withCertificate = left * 1000 < REJECT_AFTER_MS;
  const endsAt = now.mono + (withCertificate ? left * 1000 : REJECT_AFTER_MS);
  const { index, suite, initiator, path, node, stamp, bootEpoch, ownBootEpoch } = facts;
  return {
    index,
    suite,
    initiator,
    path,
    node,
    bootEpoch,
    ownBootEpoch,
    stamp,
    createdAt: now.mono,
    live: false,
    spent: false,
    endsAt,
    withCertificate,
    retireAt: endsAt,
  };
}
