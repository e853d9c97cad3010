import type { Address } from '../../protocol/address.js';
import type { Path } from './path.js';
import type { Settings } from './shared.js';

/** Everything control can be told. Engine events have passed the core's MAC and rate checks. */
export type ControlEvent =
  | StartEvent
  | TickEvent
  | ResolvedEvent
  | ActivityEvent
  | ReconfigureEvent
  | BootRaisedEvent
  | LeaveEvent
  | NetworkChangedEvent
  | ListenMovedEvent
  | PingEvent
  | EngineEvent;

/** The engine is ready to take actions. Once, and first. */
export interface StartEvent {
  readonly type: 'start';
}

/** The instant asked for by `nextWakeup` has come. */
export interface TickEvent {
  readonly type: 'tick';
}

/**
 * From now on `settings` hold. What they do not change is not disturbed: no session, no path, no counter. What the old
 * `local` holds may be wiped afterwards.
 */
export interface ReconfigureEvent {
  readonly type: 'reconfigure';
  readonly settings: Settings;
}

/** This is now the boot epoch of this run, made durable: the answer to `raise-boot`. */
export interface BootRaisedEvent {
  readonly type: 'boot-raised';
  readonly bootEpoch: bigint;
}

/** This node is about to end: managers are told. Answered by `left`. */
export interface LeaveEvent {
  readonly type: 'leave';
}

/** Links, addresses or routes of this host have changed: what was reachable may not be, and the other way round. */
export interface NetworkChangedEvent {
  readonly type: 'network-changed';
}

/** This node now sends from these sockets; the others only receive until `listen-settled`. */
export interface ListenMovedEvent {
  readonly type: 'listen-moved';
  readonly sockets: readonly number[];
}

/** Somebody wants to know whether a peer, named or by an overlay address, answers; told by `ping-result`. */
export interface PingEvent {
  readonly type: 'ping';
  readonly id: bigint;
  readonly peer: string;
}

/** The answer to a `resolve` action; empty when the name could not be resolved. */
export interface ResolvedEvent {
  readonly type: 'resolved';
  readonly host: string;
  readonly addresses: readonly Address[];
}

/** The answer to a `read-activity` action: when its peers were last heard and sent to, in ms of `Now.mono`. */
export interface ActivityEvent {
  readonly type: 'activity';
  readonly peers: readonly PeerActivity[];
}

export interface PeerActivity {
  readonly peer: number;
  /** Authenticated packets only; `undefined` before the first. */
  readonly lastReceived: number | undefined;
  readonly lastSent: number | undefined;
  /** An inner packet, in or out. */
  readonly lastData?: number | undefined;
  /** Through which of this node's sockets its last packet came. */
  readonly socket?: number | undefined;
}

export type EngineEvent = HandshakeEvent | AddressNeededEvent | DeviceEvent | PeerEvent;

/** What the core says of one peer. */
export type PeerEvent =
  | TrafficEvent
  | SilentEvent
  | SessionNeededEvent
  | SessionConfirmedEvent
  | SessionLiveEvent
  | SourceChangedEvent
  | ControlFrameEvent
  | ChallengeAnsweredEvent
  | EchoEvent
  | KeyLimitEvent;

/** msg1 or msg2 whose mac1 holds under the network secret in `secretSlot` (0 or 1). */
export interface HandshakeEvent {
  readonly type: 'handshake';
  readonly source: Path;
  readonly secretSlot: number;
  readonly mac2Valid: boolean;
  readonly datagram: Uint8Array;
}

/** A packet waits for whoever has this address: no route leads there, and it may be asked for. */
export interface AddressNeededEvent {
  readonly type: 'address-needed';
  readonly address: Address;
}

/** The first inner packet to or from a peer, or passed on to it, since `read-activity` began to watch it. */
export interface TrafficEvent {
  readonly type: 'traffic';
  readonly peer: number;
}

/** A peer that `read-activity` watches was asked for an answer as it says, in vain. */
export interface SilentEvent {
  readonly type: 'silent';
  readonly peer: number;
}

/** A packet waits for a peer that has no sending session. */
export interface SessionNeededEvent {
  readonly type: 'session-needed';
  readonly peer: number;
}

/** The first valid packet arrived on a session that this node answered: the core sends on it from now on. */
export interface SessionConfirmedEvent {
  readonly type: 'session-confirmed';
  readonly index: number;
  readonly peer: number;
  readonly source: Path;
}

/** The first valid packet arrived on a session that this node opened. */
export interface SessionLiveEvent {
  readonly type: 'session-live';
  readonly index: number;
  readonly peer: number;
}

/** An authenticated packet came from somewhere else than the peer's path leads. */
export interface SourceChangedEvent {
  readonly type: 'source-changed';
  readonly index: number;
  readonly peer: number;
  readonly source: Path;
}

/** A control frame of kind 0, decrypted and inside its session's rate. */
export interface ControlFrameEvent {
  readonly type: 'control-frame';
  readonly index: number;
  readonly peer: number;
  readonly kind: number;
  readonly body: Uint8Array;
}

export interface ChallengeAnsweredEvent {
  readonly type: 'challenge-answered';
  readonly index: number;
  readonly peer: number;
  readonly source: Path;
  readonly token: Uint8Array;
}

/** The answer to a probe: its `body` is the id that the probe carried, 8 B. */
export interface EchoEvent {
  readonly type: 'echo';
  readonly index: number;
  readonly peer: number;
  readonly source: Path;
  readonly body: Uint8Array;
}

/** A session's key nears, or has reached, the number of packets its suite allows. */
export interface KeyLimitEvent {
  readonly type: 'key-limit';
  readonly index: number;
  readonly peer: number;
  readonly reached: boolean;
}

export interface DeviceEvent {
  readonly type: 'device';
  readonly what: 'tun-lost' | 'tun-down' | 'udp-error';
  readonly errno: number;
}
