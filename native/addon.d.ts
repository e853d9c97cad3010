/**
 * What the addon exports, kept by hand; test/native/addon.test.ts holds it against the addon. Addresses, prefixes and
 * endpoints are strings: '10.77.0.1', '10.77.0.0/16', '192.0.2.1:7077', '[2001:db8::1]:7077'. A path is an endpoint, or
 * 'via:PEER:HANDLE' where a manager relays: its peer number in decimal, the handle in 8 lowercase hexadecimal digits. Every
 * refusal throws an Error whose `code` is in the error registry (docs/errors.md); nothing has changed then.
 */

/**
 * One engine: the tables that commands install, and one worker that moves packets by them. Two ways to run it:
 *
 * - with a thread: `openTun`, `bindUdp`, commands, `start({ onEvents })`; sockets and the TUN may come and go while it runs;
 * - without: commands, then `step(now, packets in)` (native/step.ts) on a clock of the caller's, which returns packets out
 *   and events.
 */
export declare class Engine {
  constructor(options: EngineOptions);

  /** This node's X25519 public key (32 B) and the network secrets in force (1 or 2, 32 B each; the slot is the index). */
  setIdentity(identity: { publicKey: Uint8Array; secrets: Uint8Array[] }): void;
  /**
   * Adds a peer with the inner sources its certificate allows, or replaces a known one's; its sessions stay. Relay packets
   * are taken from managers only.
   */
  setPeer(set: { peer: number; sources: string[]; manager?: boolean }): void;
  /** Forgets a peer with its sessions, routes, waiting packets and the paths by it; its number may be set again. */
  removePeer(peer: number): void;
  /**
   * Moves the peer to a path. With `holdNs`, by how much it is faster than the one in use (50 ms at most), its packets stay
   * in order: they move in the first pause so long, after 200 ms without one they are held back for that. A session that
   * comes up meanwhile along another path than this ends the plan: packets go along its path, as ever.
   */
  setPath(set: { peer: number; path: string | null; holdNs?: number }): void;
  /** Removes, then adds, in one step. */
  updateRoutes(delta: { add: Route[]; remove: string[] }): void;
  replaceRoutes(routes: Route[]): void;
  /**
   * Destinations that are asked for where no route leads to them (`address-needed`). Packets wait for a route: 64 an
   * address, 4,096 in all, 3 s. Then they go the way of any packet to that peer.
   */
  setAsked(prefixes: string[]): void;
  /** Nobody has this address: what waits for it is answered with ICMP and dropped, and for a second what still comes. */
  refuseAddress(address: string): void;
  /**
   * Whether this node relays as a manager does: then it passes relay packets on and takes none. 0 bytes a second for each
   * source that is no manager stand for no limit.
   */
  setRelay(set: { on: boolean; bytesPerSecond: number; burstBytes: number }): void;
  /** Removes relays by their handles, then adds; a peer's relays go with it. */
  updateRelay(delta: { add: Relay[]; remove: number[] }): void;
  /** This node's overlay addresses, and the subnets it forwards for others. */
  setLocal(local: { addresses: string[]; prefixes: string[] }): void;
  /** Largest inner packet in bytes. */
  setMtu(mtu: number): void;
  installSession(install: SessionOptions): void;
  retireSession(index: number): void;
  /** Stamps msg1 or msg2 (1100 B) with mac1 and mac2 under the network secret in slot `secret`, and sends it. */
  sendHandshake(send: { datagram: Uint8Array; path: string; publicKey: Uint8Array; secret: number }): void;
  /** Answers the msg1 of a handshake event (its 1068 B and slot) with a cookie. */
  sendCookie(send: { datagram: Uint8Array; path: string; secret: number }): void;
  /** Seals a control frame; to the peer's path unless one is named. */
  sendControl(send: {
    index: number;
    kind: number;
    flags: number;
    body: Uint8Array;
    path?: string | null;
  }): void;
  counters(): Counters;
  /** One entry a peer, in the order of their numbers. */
  peerStats(): PeerStats[];
  /**
   * Writes five numbers into `into` for each of these peers that there is, in this order: the peer; when a packet last came
   * from it, went to it, and an inner one did either, in ms; by which socket its last packet came. -1 where there is none.
   * The answer is of how many there was room for. With two numbers a peer in `watch`, before that, each is watched: its
   * next inner packet, or one passed on to it, becomes a `traffic` event, and one that is in here need not; when nothing has
   * come from it for the first number of ms it is asked for an answer, and is `silent` where none has come after the second
   * number of them. Either event ends the watch.
   */
  peerActivity(peers: readonly number[], watch: readonly number[], into: Float64Array): number;

  /** Creates the overlay's interface with its addresses, MTU and routes, and brings it up. */
  openTun(open: TunOptions): TunInfo;
  /**
   * Makes the interface have exactly this of what the engine gives it, and be up: adds what is missing, also where somebody
   * else took it away, and removes what it had added and is not wanted any more. On an error it is put back as it was.
   * Throws `netlink-no-device` when there is no interface (any more): close the TUN and open it again.
   */
  updateTun(want: { mtu: number; addresses: string[]; routes: string[] }): void;
  /** Removes the interface, and with it its addresses and routes. */
  closeTun(): void;
  /** Takes over a descriptor of `socketPair` as the TUN: one bare IP packet a datagram, an empty one ends it. */
  attachTun(fd: number): void;
  /**
   * Binds a UDP socket; port 0 takes a free one. What goes out leaves by the first socket of its family that has a way to
   * the destination, in the order of binding until `preferUdp` says otherwise. One engine may hold a port on every address
   * and on single ones at the same time; then what is sent to a single one comes to that socket.
   */
  bindUdp(bind: { address: string; port: number }): SocketInfo;
  /** From now on sockets send in this order; those not named only receive, as do those bound later. */
  preferUdp(ids: number[]): void;
  /** Whether there was such a socket. */
  unbindUdp(id: number): boolean;
  /** Takes over a descriptor of `socketPair` as the network between two endpoints. */
  attachUdp(pair: { fd: number; local: string; remote: string }): SocketInfo;

  /**
   * Starts the worker's thread. `onEvents` gets one packed batch (`decodeEvents`) as soon as the JavaScript thread is
   * free; until then events wait in the engine's bounded queue. The thread does not keep Node alive.
   */
  start(options: { onEvents: (batch: Buffer) => void }): void;
  /** Reports changes of this host's links, addresses, routes and rules: device event `network-changed`, once in 100 ms. */
  watchNetwork(): void;
  /** Has the worker's loop turn once, so that `counters().turns` grows. Never waits. */
  wake(): void;
  /** Ends the thread and waits for it; idempotent. The TUN and the sockets stay open. */
  stop(): void;
  /**
   * One turn without a thread, packed as native/step.ts does it, which is how it is called: the first `input` bytes of
   * `exchange` say what comes in. What goes out replaces them, so many bytes; where there is no room it has a buffer of
   * its own.
   */
  stepPacked(nowNs: number, exchange: Uint8Array, input: number): number | Buffer;
}

/** A lock on a file; it ends with the process at the latest. */
export declare class FileLock {
  release(): void;
}

/** Takes the lock, creating the file (0600) where it is missing; throws `state-locked` when another process has it. */
export declare function lockFile(path: string): FileLock;
/** No core dumps, no tracing by other processes of this user: this process holds keys. */
export declare function forbidDumps(): void;
/** Every address of every interface of this host, as '10.0.0.1/24'. */
export declare function localAddresses(): LocalAddress[];
/** The unicast routes of this host's main table, each as often as it has ways. */
export declare function hostRoutes(): HostRoute[];
/**
 * Sends a state such as 'READY=1' to the service manager (sd_notify(3)). Never waits or throws; whether it was taken:
 * not where NOTIFY_SOCKET is unset.
 */
export declare function notify(state: string): boolean;
export declare function hardware(): Hardware;
/** Names of the drop reasons; the index is that of `Counters.dropped`. */
export declare function dropReasons(): string[];
/** Those of packets that this node sends; every other is about what it receives. */
export declare function outboundDropReasons(): string[];
export declare function version(): string;
/** Two connected datagram sockets, for tests without root. Whoever is handed one owns it. */
export declare function socketPair(): [number, number];

export interface EngineOptions {
  /** 32 random bytes. */
  seed: Uint8Array;
  /** Workers that may send, 1 to 8. */
  lanes: number;
  /** Sessions that there may be, 1 to 65,535, as unless given. Memory is locked as they come, 1,280 B each, 4,096 at a time. */
  sessions?: number;
}

export interface Route {
  prefix: string;
  peer: number;
}

/** What comes from `source` under `handle` goes on to `target`, under `next`; with `hop` the target is a manager too. */
export interface Relay {
  handle: number;
  source: number;
  target: number;
  next: number;
  hop: boolean;
}

/** Keys and facts of a finished handshake. The keys are copied: wipe yours. */
export interface SessionOptions {
  /** Ours: low 16 bits are the slot (never 0), high 16 bits random. */
  index: number;
  remoteIndex: number;
  peer: number;
  /** 64 B. */
  chainingKey: Uint8Array;
  /** 64 B. */
  handshakeHash: Uint8Array;
  suite: number;
  initiator: boolean;
  /** The peer's lane count, 1 to 8. */
  lanes: number;
  path: string;
}

export interface TunOptions {
  /** 1 to 15 bytes; an existing interface is refused. */
  name: string;
  mtu: number;
  /** With prefix lengths: '10.77.0.1/32'. */
  addresses: string[];
  routes: string[];
}

export interface TunInfo {
  name: string;
  index: number;
  offloads: { vnet: boolean; tso: boolean; uso: boolean };
}

export interface SocketInfo {
  id: number;
  address: string;
  port: number;
  gso: boolean;
  gro: boolean;
  /** Bytes, the kernel's bookkeeping included. */
  receiveBuffer: number;
}

/** Packets and bytes are inner ones, datagrams outer ones. */
export interface Counters {
  inboundPackets: bigint;
  inboundBytes: bigint;
  inboundDatagrams: bigint;
  outboundPackets: bigint;
  outboundBytes: bigint;
  outboundDatagrams: bigint;
  outboundTrains: bigint;
  deliveredFrames: bigint;
  controlFramesIn: bigint;
  controlFramesOut: bigint;
  handshakesIn: bigint;
  handshakesOut: bigint;
  cookiesIn: bigint;
  cookiesOut: bigint;
  windowGrowths: bigint;
  windowGrowthsRefused: bigint;
  unreachableSent: bigint;
  /** Own datagrams that came and went by a relay. */
  inboundRelayed: bigint;
  outboundRelayed: bigint;
  /** Inner packets that came and went in them. */
  inboundRelayedPackets: bigint;
  inboundRelayedBytes: bigint;
  outboundRelayedPackets: bigint;
  outboundRelayedBytes: bigint;
  /** Passed on for others; not among the outbound ones. */
  relayedDatagrams: bigint;
  relayedBytes: bigint;
  relayedTrains: bigint;
  /** Planned changes of a peer's path, and those made early because too much was held back. */
  pathSwitches: bigint;
  pathSwitchesEarly: bigint;
  /** Of the worker's loop. */
  turns: bigint;
  /** Bytes that replay windows take now. */
  windowBytes: bigint;
  /** Sessions installed now. */
  sessions: bigint;
  /** By drop reason. */
  dropped: bigint[];
}

/** Times are CLOCK_MONOTONIC, or the clock that `step` was given. Bytes and packets are authenticated plaintexts. */
export interface PeerStats {
  peer: number;
  lastReceivedNs: bigint | null;
  lastSentNs: bigint | null;
  /** An inner packet, in or out. */
  lastDataNs: bigint | null;
  rxBytes: bigint;
  txBytes: bigint;
  rxPackets: bigint;
  txPackets: bigint;
  path: string | null;
  /** Our index of the session that sends. */
  index: number | null;
  /** Id of the socket by which the peer's last packet on its path came: not a probe, a challenge or an answer to one. */
  socket: number | null;
}

export interface LocalAddress {
  interface: string;
  address: string;
}

export interface HostRoute {
  prefix: string;
  interface: string;
  gateway: string | null;
}

export interface Hardware {
  /** Whether the CPU has AES instructions that libsodium uses. */
  aes: boolean;
  /** Suites that run in hardware here, best first. */
  suites: number[];
  /** Version of the libsodium in the core. */
  sodium: string;
}
