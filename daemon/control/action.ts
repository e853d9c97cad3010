import type { Address, Prefix } from '../../protocol/address.js';
import type { ErrorCode } from '../../protocol/errors.js';
import type { SessionKeys } from '../../protocol/handshake.js';
import type { Suite } from '../../protocol/suite.js';
import type { Path } from './path.js';
import type { Leads } from './status.js';

/** Everything control can ask for. Performed in order, each before the next event is taken. */
export type Action =
  | SetPeer
  | RemovePeer
  | SetPath
  | UpdateRoutes
  | SetRelay
  | UpdateRelay
  | SetAsked
  | RefuseAddress
  | InstallSession
  | RetireSession
  | SendHandshake
  | SendCookie
  | SendControl
  | Resolve
  | ReadActivity
  | ReopenTun
  | RaiseBoot
  | Left
  | ListenSettled
  | PingResult
  | Notice;

/** Inner source addresses outside `sources` are dropped from this peer. */
export interface SetPeer {
  readonly type: 'set-peer';
  readonly peer: number;
  /** The one it was first set with, for as long as the core knows it: another one would make it forget the peer. */
  readonly publicKey: Uint8Array;
  readonly sources: readonly Prefix[];
  /** It may relay other peers' packets to this node. */
  readonly manager: boolean;
}

/** The core forgets the peer with its sessions and routes. Its number is not used again. */
export interface RemovePeer {
  readonly type: 'remove-peer';
  readonly peer: number;
}

export interface SetPath {
  readonly type: 'set-path';
  readonly peer: number;
  readonly path: Path;
  /**
   * How much sooner than on the path before a packet may arrive, 50 ms at most: the core moves over where that reorders
   * nothing. Absent: at once, whatever is still under way.
   */
  readonly holdMs?: number;
}

export interface UpdateRoutes {
  readonly type: 'update-routes';
  readonly add: readonly (readonly [Prefix, number])[];
  readonly remove: readonly Prefix[];
}

/** Whether this node relays, and how much of each node: 0 bytes a second is no limit. */
export interface SetRelay {
  readonly type: 'set-relay';
  readonly on: boolean;
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

/** One step: what came from `source` with `handle` goes to `target` with `next`. */
export interface UpdateRelay {
  readonly type: 'update-relay';
  readonly add: readonly RelayEntry[];
  readonly remove: readonly number[];
}

export interface RelayEntry {
  readonly handle: number;
  /** Peer numbers. */
  readonly source: number;
  readonly target: number;
  readonly next: number;
  /** The target is a manager that relays it once more. */
  readonly hop: boolean;
}

/** A packet to one of these prefixes waits for an `address-needed` event's answer where no route leads there. */
export interface SetAsked {
  readonly type: 'set-asked';
  readonly prefixes: readonly Prefix[];
}

/** Nobody has this address: what waits for it is refused. */
export interface RefuseAddress {
  readonly type: 'refuse-address';
  readonly address: Address;
}

/** The performer wipes `keys` when the core has them. */
export interface InstallSession {
  readonly type: 'install-session';
  readonly index: number;
  readonly remoteIndex: number;
  readonly peer: number;
  readonly keys: SessionKeys;
  readonly suite: Suite;
  readonly initiator: boolean;
  /** How many lanes the peer sends on. */
  readonly lanes: number;
  readonly path: Path;
}

export interface RetireSession {
  readonly type: 'retire-session';
  readonly index: number;
}

/** The core stamps the MACs for the holder of `recipientKey`, under the network secret in `secretSlot`. */
export interface SendHandshake {
  readonly type: 'send-handshake';
  readonly datagram: Uint8Array;
  readonly path: Path;
  readonly recipientKey: Uint8Array;
  readonly secretSlot: number;
}

/** Answers a msg1 with a cookie: its sender may repeat it with a mac2 that proves where it comes from. */
export interface SendCookie {
  readonly type: 'send-cookie';
  /** As in the handshake event. */
  readonly datagram: Uint8Array;
  readonly path: Path;
  readonly secretSlot: number;
}

/** Sealed on the session; takes `path` where one is named, else the peer's. */
export interface SendControl {
  readonly type: 'send-control';
  readonly index: number;
  readonly kind: number;
  readonly flags: number;
  readonly body: Uint8Array;
  readonly path?: Path;
}

/** Answered by a `resolved` event. */
export interface Resolve {
  readonly type: 'resolve';
  readonly host: string;
}

/** Answered by an `activity` event of these peers. Where there is a `watch` for each, the core looks after them first. */
export interface ReadActivity {
  readonly type: 'read-activity';
  readonly peers: readonly number[];
  readonly watch: readonly Watch[];
}

/**
 * The next inner packet to or from a peer becomes a `traffic` event. When nothing has come from it for `askAfterMs` the core
 * asks it for an answer, each time; where none has come `tellAfterMs` after that, it is `silent`. Either event ends the watch.
 */
export interface Watch {
  readonly askAfterMs: number;
  readonly tellAfterMs: number;
}

export interface ReopenTun {
  readonly type: 'reopen-tun';
}

/** Makes durable that this and all later runs of this node have at least this boot epoch. Answered by `boot-raised`. */
export interface RaiseBoot {
  readonly type: 'raise-boot';
  readonly bootEpoch: bigint;
}

/** Managers know that this node leaves, or do not answer: it may end. */
export interface Left {
  readonly type: 'left';
}

/** Every peer sends to the sockets named by `listen-moved`, or 180 s have passed: the others may be closed. */
export interface ListenSettled {
  readonly type: 'listen-settled';
}

/** The answer to a `ping` event. */
export type PingResult = {
  readonly type: 'ping-result';
  readonly id: bigint;
} & (
  | ({ readonly ok: true; readonly peer: string } & Leads)
  | {
      readonly ok: false;
      /** ping-sought: it may be worth asking again soon. */
      readonly code: PingFailure;
    }
);

export type PingFailure = Extract<
  ErrorCode,
  | 'ping-unknown-peer'
  | 'ping-no-session'
  | 'ping-sought'
  | 'ping-address-unknown'
  | 'ping-address-unreachable'
  | 'ping-address-refused'
  | 'ping-managers-silent'
>;

/**
 * Something a person may want to read. `peer` is a name; `detail` never holds a secret. With `code`, the network can
 * cause as many as it likes.
 */
export interface Notice {
  readonly type: 'notice';
  readonly level: 'info' | 'warn' | 'alarm';
  readonly what: NoticeKind;
  readonly peer?: string;
  /** The config does not name the peer: there may be any number of such peers. */
  readonly found?: true;
  readonly detail?: string;
  readonly code?: ErrorCode;
}

export type NoticeKind =
  | 'session-up'
  | 'session-lost'
  | 'session-ended'
  | 'session-cut'
  | 'handshake-refused'
  | 'message-refused'
  | 'identity-conflict'
  | 'boot-raised'
  | 'record-refused'
  | 'introduction-refused'
  | 'path-changed'
  | 'certificate-expired'
  | 'certificate-expiring'
  | 'clock-suspicious'
  | 'clock-trusted'
  | 'device-trouble';
