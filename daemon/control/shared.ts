import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { LocalNode } from '../../protocol/handshake.js';
import type { Suite } from '../../protocol/suite.js';
import type { Trust } from '../../protocol/trust.js';
import type { Action } from './action.js';
import type { Names } from './names.js';
import type { Pacer } from './pacer.js';
import type { PeerSource } from './peer-source.js';
import type { Rng } from './rng.js';
import type { SessionIndices } from './session-index.js';
import type { Tally } from './tally.js';

/** Everything control has to be given. */
export interface ControlOptions {
  readonly crypto: Crypto;
  readonly rng: Rng;
  readonly local: LocalNode;
  /** The first of `local.chain`, verified. */
  readonly certificate: Certificate;
  readonly trust: Trust;
  /** psk 0 of the network secret in a slot (spec §4): 0, which this node opens with, and 1 where two are in force. */
  readonly psk0: (secretSlot: number) => Uint8Array;
  /** Best first: what this machine runs in hardware, then what it can also run. */
  readonly suites: readonly Suite[];
  /** How many lanes this node sends on. */
  readonly lanes: number;
  /** Higher than in any earlier run. */
  readonly bootEpoch: bigint;
  readonly peers: PeerSource;
}

/** What the peers of one control share. */
export interface Shared extends ControlOptions {
  readonly indices: SessionIndices;
  readonly names: Names;
  readonly pacer: Pacer;
  readonly tally: Tally;
  /** The counter of the next handshake of this boot. */
  nextCounter(): bigint;
  emit(action: Action): void;
}
