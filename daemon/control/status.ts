import type { Address, Endpoint, Prefix } from '../../protocol/address.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { Suite } from '../../protocol/suite.js';
import type { CertificateLife } from './wall-clock.js';

/** What control knows at one instant: the source of `festoon status` and of the metrics. Ages in seconds. */
export interface ControlStatus {
  readonly name: string;
  readonly role: 'node' | 'manager';
  readonly addresses: readonly Address[];
  readonly serial: bigint;
  /** Unix seconds. */
  readonly certificateNotBefore: number;
  readonly certificateNotAfter: number;
  readonly certificateLife: CertificateLife;
  /** The wall clock is below what has passed for certain, or has made a step that is not believed. */
  readonly clockSuspicious: boolean;
  readonly bootEpoch: bigint;
  /** How often it was raised above that of another run of this node (spec §16.5). */
  readonly bootsRaised: number;
  readonly suites: readonly Suite[];
  readonly peers: readonly PeerStatus[];
  /** Handshakes by result: `opened` and `answered` end in a session, every other key is a registry code. */
  readonly handshakes: ReadonlyMap<string, number>;
  /** Sessions that were ended before their time, by the registry code of what was found wrong. */
  readonly sessionsCut: ReadonlyMap<string, number>;
  /** What this node is told in control messages and passes over, by registry code. */
  readonly messagesRefused: ReadonlyMap<string, number>;
  /** How often somebody was seen with the name, an address or the identity of another, or of this node. */
  readonly identityConflicts: number;
  readonly managers: readonly ManagerStatus[];
  /**
   * Searches for an address by how they ended, as managers say it, or `silent`, `no-manager`, `too-many`; and by registry
   * code the introductions that did not hold.
   */
  readonly searches: ReadonlyMap<string, number>;
  /** Undefined on a node. */
  readonly relay: RelayStatus | undefined;
  /** Sessions that took the place of one that was still there. */
  readonly rekeys: number;
  /** Peers that came with another key and a newer certificate. */
  readonly keyChanges: number;
}

/** One of the managers that the config lists. */
export interface ManagerStatus {
  readonly name: string;
  readonly domain: string | undefined;
  readonly state: PeerState;
  readonly use: ManagerUse;
  /** Milliseconds. */
  readonly rttMs: number | undefined;
  /** Seconds since it said that it has this node's record; undefined where it does not have that of now. */
  readonly attachedAge: number | undefined;
  /** Why it does not take it, where it says so. */
  readonly refused: ErrorCode | undefined;
  /** Where it sees this node. */
  readonly observed: Endpoint | undefined;
  readonly endpoint: Endpoint | undefined;
  /** Peers whose packets it relays to this node. */
  readonly relayed: number;
}

/**
 * home: introduces and relays for this node, as soon as it has its record. standby: takes over from it. spare: neither. mesh:
 * this node is a manager too, and the two tell each other of their nodes.
 */
export type ManagerUse = 'home' | 'standby' | 'spare' | 'mesh';

/** What a manager does for others. */
export interface RelayStatus {
  /** In force. */
  readonly handles: number;
  /** By result, as in the messages. */
  readonly introductions: ReadonlyMap<string, number>;
  /** Records of nodes in its directory. */
  readonly directory: number;
  /** Nodes that have a session with it and have told it who they are. */
  readonly attached: number;
  /** Batches of records told to other managers: sent, and sent again because no answer came. */
  readonly pushes: { readonly sent: number; readonly repeated: number };
}

/**
 * up: a session carries packets. silent: one is there, and the peer is asked in vain whether it is. connecting: being opened.
 * waiting: nowhere to send to yet. idle: no session is wanted.
 */
export type PeerState = 'up' | 'silent' | 'connecting' | 'waiting' | 'idle';

/** Where a path leads: to an endpoint, or by a manager of this name. */
export interface Leads {
  readonly endpoint?: Endpoint;
  readonly via?: string;
}

/** With where packets to it go now. */
export interface PeerStatus extends Leads {
  /** The core's number for the peer, as in the engine's peer statistics. */
  readonly id: number;
  readonly name: string;
  readonly addresses: readonly Address[];
  /** It is known by its certificate alone. */
  readonly found: boolean;
  /** Configured and permitted by the certificate seen last. */
  readonly routes: readonly Prefix[];
  readonly state: PeerState;
  readonly suite: Suite | undefined;
  readonly sessionAge: number | undefined;
  /** Since the last handshake with it was finished, also when its session has ended. */
  readonly handshakeAge: number | undefined;
  /** Since anything authenticated came from it. */
  readonly heardAge: number | undefined;
  readonly serial: bigint | undefined;
  /** Unix seconds. */
  readonly certificateNotAfter: number | undefined;
  readonly certificateLife: CertificateLife | undefined;
  /** Which of its configured keys it showed last. */
  readonly key: 'key' | 'next_key' | undefined;
  readonly path: 'direct' | 'relayed' | undefined;
  /** How packets to it came to go where they do. */
  readonly why: PathReason | undefined;
  readonly session: SessionStatus | undefined;
  /** Handshakes sent to it since it was last reached. */
  readonly openingTries: number;
}

/**
 * opened: an answer to this node's handshake came from there. answered: a handshake of the peer came from there, and it
 * confirmed it. challenge: it answered a challenge there. introduced: a manager has put this path in the place of the one
 * before. fallback: the one before did not answer any more.
 */
export type PathReason = 'opened' | 'answered' | 'challenge' | 'introduced' | 'fallback';

/** The session that sends. */
export interface SessionStatus {
  readonly initiator: boolean;
  /** A packet has come on it. */
  readonly live: boolean;
  /** Seconds until it ends if nothing replaces it. */
  readonly endsIn: number;
}

/** What the whole daemon answers to `festoon status`. */
export interface DaemonStatus {
  readonly version: string;
  readonly pid: number;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly tun: TunStatus;
  readonly sockets: readonly SocketStatus[];
  /** Every address that the config wants served or that still is, UDP, and that of the metrics. */
  readonly listen: readonly ListenStatus[];
  readonly reload: ReloadStatus;
  readonly health: Health;
  /** Events and actions of the one loop that ended in an exception: each is a bug. */
  readonly failures: number;
  readonly control: ControlStatus;
  readonly counters: EngineCounters;
  readonly traffic: readonly PeerTraffic[];
}

/** bound: in use. retrying: not to be had at present. draining: left by a reload, receives until peers have moved. */
export interface ListenStatus {
  readonly use: 'tunnel' | 'metrics';
  /** Address and port, or `unix:` and a path. */
  readonly endpoint: string;
  readonly state: 'bound' | 'retrying' | 'draining';
  /** Why it is retried. */
  readonly why?: string;
}

/** How it went with the config. The start counts as its first reading. */
export interface ReloadStatus {
  /** Whether the newest attempt took effect. */
  readonly ok: boolean;
  /** Unix seconds. */
  readonly lastAttempt: number;
  readonly lastSuccess: number;
  /** Why the newest attempt was refused: what is wrong, where, and the way out. */
  readonly problems: readonly string[];
  /** Attempts since the start, that first reading not among them. */
  readonly count: { readonly applied: number; readonly refused: number };
  /** Keys whose new value takes effect with the next start only. */
  readonly needRestart: readonly string[];
}

/** Whether the JavaScript loop, and the core's worker, turn. */
export interface Health {
  readonly loop: boolean;
  readonly core: boolean;
}

export interface TunStatus {
  readonly name: string;
  readonly mtu: number;
  readonly state: 'up' | 'retrying';
  /** Why it is retried. */
  readonly why?: string;
  readonly offloads: { readonly vnet: boolean; readonly tso: boolean; readonly uso: boolean };
}

export interface SocketStatus {
  readonly address: string;
  readonly port: number;
  readonly gso: boolean;
  readonly gro: boolean;
}

/** Counted by the core since it started. `dropped` is by the core's snake_case reason, zeros included. */
export interface EngineCounters {
  readonly inboundPackets: bigint;
  readonly inboundBytes: bigint;
  readonly outboundPackets: bigint;
  readonly outboundBytes: bigint;
  /** Of the underlay. */
  readonly inboundDatagrams: bigint;
  readonly outboundDatagrams: bigint;
  /** Those of them that came and went by a relay. */
  readonly inboundRelayed: bigint;
  readonly outboundRelayed: bigint;
  /** Inner packets that came and went in them. */
  readonly inboundRelayedPackets: bigint;
  readonly inboundRelayedBytes: bigint;
  readonly outboundRelayedPackets: bigint;
  readonly outboundRelayedBytes: bigint;
  /** Passed on for others; trains are how many sends that took. */
  readonly relayedDatagrams: bigint;
  readonly relayedBytes: bigint;
  readonly relayedTrains: bigint;
  /** Planned changes of a peer's path that were made; the early ones could not wait until nothing was overtaken. */
  readonly pathSwitches: bigint;
  readonly pathSwitchesEarly: bigint;
  /** Sessions installed now, and what their replay windows take. */
  readonly sessions: bigint;
  readonly windowBytes: bigint;
  readonly windowGrowthsRefused: bigint;
  readonly droppedInbound: ReadonlyMap<string, bigint>;
  readonly droppedOutbound: ReadonlyMap<string, bigint>;
}

export interface PeerTraffic {
  /** As `PeerStatus.id`. */
  readonly id: number;
  readonly receivedPackets: bigint;
  readonly receivedBytes: bigint;
  readonly sentPackets: bigint;
  readonly sentBytes: bigint;
}
