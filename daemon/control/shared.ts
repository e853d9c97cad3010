import type { Address, Prefix } from '../../protocol/address.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { Crypto, Keypair } from '../../protocol/crypto.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { LocalNode } from '../../protocol/handshake.js';
import type { Suite } from '../../protocol/suite.js';
import type { Trust } from '../../protocol/trust.js';
import type { Action } from './action.js';
import { Names } from './names.js';
import { Pacer } from './pacer.js';
import type { Peer } from './peer.js';
import type { HostPort, PeerSource } from './peer-source.js';
import type { Rng } from './rng.js';
import { Routes } from './routes.js';
import { SessionIndices } from './session-index.js';
import { type HandshakeResult, Tally } from './tally.js';
import { WallClock } from './wall-clock.js';

/** What an operator may change while the node runs: at start and, all of it at once, in a `reconfigure` event. */
export interface Settings {
  readonly local: LocalNode;
  /** The first of `local.chain`, verified. */
  readonly certificate: Certificate;
  readonly trust: Trust;
  /**
   * psk 0 of the network secret in a slot (spec §4): 0, which this node opens with, and 1 where two are in force.
   * Undefined for a slot that is empty: the core may have found it filled, before a reload.
   */
  readonly psk0: (secretSlot: number) => Uint8Array | undefined;
  /** Best first: what this machine runs in hardware, then what it can also run. */
  readonly suites: readonly Suite[];
  readonly peers: PeerSource;
  /** A manager relays, introduces and keeps the directory; its certificate has that role. */
  readonly role: 'node' | 'manager';
  /** Signs what this node says of itself. */
  readonly record: Keypair;
  /** This node's own failure domain: managers in others are preferred. */
  readonly domain?: string;
  /** Where it can be called without an introduction. */
  readonly advertise: readonly HostPort[];
  /** Destinations that managers, if any, are asked about where no route leads; a found peer is routed no others. */
  readonly asked: readonly Prefix[];
  /** What a manager relays for one node, in Mbit/s; 0 is no limit. */
  readonly relayRate: number;
  /** Whether a packet to there would go through the tunnel, so that no peer can be called there. */
  readonly inOverlay: (address: Address) => boolean;
}

/** Whether any node of the network is a peer as soon as its certificate verifies, not only those that are configured. */
export function isOpen({ role, peers }: Settings): boolean {
  return role === 'manager' || peers.managers().length > 0;
}

/** What stays as it is while the process lives. */
export interface Surroundings {
  readonly crypto: Crypto;
  readonly rng: Rng;
  /** How many lanes this node sends on. */
  readonly lanes: number;
  /** Higher than in any earlier run, as far as is known. */
  readonly bootEpoch: bigint;
  /** Unix seconds that have passed for certain: a wall clock that says less is wrong. */
  readonly timeFloor: number;
}

/** Everything control has to be given. */
export interface ControlOptions extends Settings, Surroundings {}

/** What the peers of one control share. */
export interface Shared extends Surroundings {
  /** In force now. */
  settings: Settings;
  /** Only grows. */
  bootEpoch: bigint;
  /** How often it was raised in this run. */
  bootsRaised: number;
  readonly indices: SessionIndices;
  readonly clock: WallClock;
  /** This node's own certificate has ended: it opens and answers nothing. */
  silent: boolean;
  readonly names: Names;
  readonly routes: Routes;
  /**
   * Of the handshakes that are opened, over all peers: a node with many peers starts them over seconds, so that neither
   * its own loop nor a receiver's cookie threshold (200/s) is hit by them.
   */
  readonly pacer: Pacer;
  readonly tally: Tally<HandshakeResult>;
  /** Sessions that were ended before their time, by what was found wrong with them. */
  readonly cuts: Tally<ErrorCode>;
  /** Control messages that were passed over, by what is wrong with them. */
  readonly refusedMessages: Tally<ErrorCode>;
  /** Notices of that kind. */
  identityConflicts: number;
  /** Sessions that took the place of one that was still there. */
  rekeys: number;
  /** Peers that came with another key and a newer certificate. */
  keyChanges: number;
  /** By the number that the core knows a peer by. */
  readonly peerNames: Map<number, string>;
  /** Peers that have come up or gone down, in order, of which the roles have yet to be told. */
  readonly news: News[];
  /** Peers of which something has changed beside the event at hand. */
  readonly stirred: Set<Peer>;
  /** Peers, by number, that something was sent to, or that packets go to or come from: they are looked at soon. */
  readonly restless: Set<number>;
  /** The counter of the next handshake of this boot. */
  nextCounter(): bigint;
  emit(action: Action): void;
}

export interface News {
  readonly peer: Peer;
  readonly what: 'up' | 'down' | 'moved';
}

const OPEN_EVERY_MS = 5;
const OPEN_BURST = 64;

export function createShared(options: ControlOptions, emit: (action: Action) => void): Shared {
  const { crypto, rng, lanes, bootEpoch, timeFloor, ...settings } = options;
  let counter = 0n;
  return {
    crypto,
    rng,
    lanes,
    bootEpoch,
    bootsRaised: 0,
    timeFloor,
    settings,
    clock: new WallClock(),
    silent: false,
    indices: new SessionIndices(rng),
    names: new Names(hostsOf(settings)),
    routes: new Routes(),
    pacer: new Pacer(OPEN_EVERY_MS, OPEN_BURST),
    tally: new Tally('opened', 'answered'),
    cuts: new Tally(),
    refusedMessages: new Tally(),
    identityConflicts: 0,
    rekeys: 0,
    keyChanges: 0,
    peerNames: new Map(),
    news: [],
    stirred: new Set(),
    restless: new Set(),
    nextCounter: () => counter++,
    emit,
  };
}

/** Of a peer that may be gone. */
export function nameOf({ peerNames }: Shared, peer: number): string {
  return peerNames.get(peer) ?? '?';
}

/** Of all endpoints, this node's own too: addresses and names. */
export function hostsOf({ peers, advertise }: Settings): readonly string[] {
  return [...peers.all().flatMap(({ endpoints }) => endpoints), ...advertise].map(({ host }) => host);
}
