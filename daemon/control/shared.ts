import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto } from '../../protocol/crypto.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { LocalNode } from '../../protocol/handshake.js';
import type { Suite } from '../../protocol/suite.js';
import type { Trust } from '../../protocol/trust.js';
import type { Action } from './action.js';
import type { Names } from './names.js';
import type { Pacer } from './pacer.js';
import type { PeerSource } from './peer-source.js';
import type { Rng } from './rng.js';
import type { Routes } from './routes.js';
import type { SessionIndices } from './session-index.js';
import type { HandshakeResult, Tally } from './tally.js';

/** What an operator may change while the node runs: at start and, all of it at once, in a `reconfigure` event. */
export interface Settings {
  readonly local: LocalNode;
  /** The first of `local.chain`, verified. */
  readonly certificate: Certificate;
  readonly trust: Trust;
  /** psk 0 of the network secret in a slot (spec §4): 0, which this node opens with, and 1 where two are in force. */
  readonly psk0: (secretSlot: number) => Uint8Array;
  /** Best first: what this machine runs in hardware, then what it can also run. */
  readonly suites: readonly Suite[];
  readonly peers: PeerSource;
}

/** What stays as it is while the process lives. */
export interface Surroundings {
  readonly crypto: Crypto;
  readonly rng: Rng;
  /** How many lanes this node sends on. */
  readonly lanes: number;
  /** Higher than in any earlier run. */
  readonly bootEpoch: bigint;
}

/** Everything control has to be given. */
export interface ControlOptions extends Settings, Surroundings {}

/** What the peers of one control share. */
export interface Shared extends Surroundings {
  /** In force now. */
  settings: Settings;
  readonly indices: SessionIndices;
  readonly names: Names;
  readonly routes: Routes;
  readonly pacer: Pacer;
  readonly tally: Tally<HandshakeResult>;
  /** Sessions that were ended before their time, by what was found wrong with them. */
  readonly cuts: Tally<ErrorCode>;
  /** Sessions that took the place of one that was still there. */
  rekeys: number;
  /** Peers that came with another key and a newer certificate. */
  keyChanges: number;
  /** The counter of the next handshake of this boot. */
  nextCounter(): bigint;
  emit(action: Action): void;
}
