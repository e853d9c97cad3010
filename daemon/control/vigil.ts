import type { Watch } from './action.js';
import { carried } from './carried.js';
import type { ActivityEvent } from './event.js';
import type { ListenMove } from './listen-move.js';
import { isRelayed, managerOf } from './path.js';
import type { Peer } from './peer.js';
import type { Peers } from './peers.js';
import type { Shared } from './shared.js';

const LOOK_EVERY_MS = 1_000;
/** At peers that are to be watched closely. */
const LOOK_CLOSELY_EVERY_MS = 250;

/**
 * Whose activity is read when. Peers that packets go to or come from, and those that are waited for, are awake: they are
 * looked at each second, and some more often. The others rest: the core looks after them, and reports the first packet, and
 * whoever does not answer it.
 */
export class Vigil {
  readonly #shared: Pick<Shared, 'emit' | 'restless'>;
  readonly #peers: Peers;
  readonly #listenMove: ListenMove;
  readonly #awake: Set<Peer> = new Set();
  /** When all that are awake are looked at; in between only those that are watched closely. */
  #allAt: number = Number.NEGATIVE_INFINITY;
  #nextAt: number = Number.POSITIVE_INFINITY;

  constructor(shared: Pick<Shared, 'emit' | 'restless'>, peers: Peers, listenMove: ListenMove) {
    this.#shared = shared;
    this.#peers = peers;
    this.#listenMove = listenMove;
  }

  /** In ms of `Now.mono`; infinity while all rest. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Who has become restless is awake. */
  settle(mono: number): void {
    const { restless } = this.#shared;
    for (const id of restless) this.#wake(mono, this.#peers.byId(id));
    restless.clear();
  }

  /** This node's sockets have moved: until all have followed there is something to look at. */
  moved(mono: number): void {
    this.#nextAt = Math.min(this.#nextAt, mono + LOOK_EVERY_MS);
  }

  /** Looks at those that are awake. */
  tick(mono: number): void {
    const isQuick = mono < this.#allAt;
    if (!isQuick) this.#allAt = mono + LOOK_EVERY_MS;
    const looked: number[] = [];
    for (const peer of this.#awake) {
      if (!peer.hasSession) {
        this.#awake.delete(peer);
        continue;
      }
      this.#wakeManager(mono, peer);
      if (!isQuick || peer.presence.isClose || isCarried(peer)) looked.push(peer.id);
    }
    if (looked.length > 0) this.#read(looked);
    this.#settleMove(mono);
    this.#nextAt = this.#allAt;
    this.#doze();
  }

  /** Takes what the core has seen; `touch` is told of those that are or were waited for. */
  observe(mono: number, { peers }: ActivityEvent, touch: (peer: Peer) => void): void {
    const unwatched: Peer[] = [];
    for (const activity of carried(this.#peers, peers)) {
      const peer = this.#peers.byId(activity.peer);
      if (peer === undefined) continue;
      const isBehind = peer.hasSession && this.#listenMove.isBehind(peer.id, activity.socket);
      if (peer.presence.observe(mono, activity, isBehind)) touch(peer);
      if (peer.presence.isUrgent(mono)) this.#nextAt = Math.min(this.#nextAt, mono + LOOK_CLOSELY_EVERY_MS);
      if (!peer.presence.rests(mono)) continue;
      if (peer.presence.isWatched) this.#awake.delete(peer);
      else if (this.#awake.has(peer)) unwatched.push(peer);
    }
    this.#settleMove(mono);
    this.#doze();
    if (unwatched.length === 0) return;
    this.#read(
      unwatched.map(({ id }) => id),
      unwatched.map(({ presence }) => presence.watch()),
    );
  }

  #wake(mono: number, peer: Peer | undefined): void {
    if (!peer?.hasSession) return;
    this.#awake.add(peer);
    const within = peer.presence.isClose ? LOOK_CLOSELY_EVERY_MS : LOOK_EVERY_MS;
    this.#nextAt = Math.min(this.#nextAt, mono + within);
    this.#wakeManager(mono, peer);
  }

  /** Whoever waits for a packet through a manager waits for the manager, which is itself reached directly. */
  #wakeManager(mono: number, { path }: Peer): void {
    const manager = path && managerOf(path);
    if (manager !== undefined) this.#wake(mono, this.#peers.byId(manager));
  }

  /** Nobody is awake: there is nothing to look at. */
  #doze(): void {
    if (this.#awake.size === 0 && !this.#listenMove.isOn) this.#nextAt = Number.POSITIVE_INFINITY;
  }

  #settleMove(mono: number): void {
    const isThere = (id: number): boolean => this.#peers.byId(id)?.hasSession === true;
    if (this.#listenMove.hasSettled(mono, isThere)) this.#shared.emit({ type: 'listen-settled' });
  }

  #read(peers: readonly number[], watch: readonly Watch[] = []): void {
    this.#shared.emit({ type: 'read-activity', peers, watch });
  }
}

/** A manager is watched closely with what it relays. */
function isCarried({ path }: Peer): boolean {
  return path !== undefined && isRelayed(path);
}
