import type { RelayEntry, UpdateRelay } from './action.js';
import type { Rng } from './rng.js';

/** One side of a relay: a node that is attached here, or the manager that the other side's node is attached to. */
export interface End<P> {
  readonly peer: P;
  /** What it writes to reach the other side. */
  readonly handle: number;
  /** What this manager writes to it, when it is a manager; a node is written its own handle, which is its way back. */
  readonly remote?: number;
}

/** Two ends that reach each other through this manager. */
export interface Relay<P> {
  readonly key: string;
  readonly ends: readonly [End<P>, End<P>];
}

/** Implementation constants: a relay takes some hundred bytes here and in the core. So many there are in all, and of one node. */
const MOST_RELAYS = 200_000;
const MOST_EACH = 10_000;

/** All that is relayed here: the core's table holds exactly these, in both directions. A handle says nothing of whose it is. */
export class Relays<P extends { readonly id: number }> {
  readonly #rng: Rng;
  readonly #emit: (update: UpdateRelay) => void;
  readonly #most: number;
  readonly #mostEach: number;
  /** Handles of relays, and those drawn for one that is being opened. */
  readonly #taken: Set<number> = new Set();
  /** Here and by peer: the one that was asked for longest ago first. */
  readonly #byKey: Map<string, Relay<P>> = new Map();
  readonly #byPeer: Map<P, Set<Relay<P>>> = new Map();
  readonly #byRemote: Map<string, Relay<P>> = new Map();

  constructor(
    rng: Rng,
    emit: (update: UpdateRelay) => void,
    most: number = MOST_RELAYS,
    mostEach: number = MOST_EACH,
  ) {
    this.#rng = rng;
    this.#emit = emit;
    this.#most = most;
    this.#mostEach = mostEach;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /**
   * What has to go before there is room for another one of `node`: the oldest of its own, or where there are too many in
   * all, of whoever has most. What another one asks for takes room from what it has asked for before; undefined: from nothing.
   */
  surplus(node: P, asking: P = node): readonly Relay<P>[] | undefined {
    const own = this.#byPeer.get(node);
    const isOwn = own !== undefined && own.size >= this.#mostEach;
    if (!isOwn && this.size < this.#most) return [];
    const all = isOwn ? own : asking === node ? this.#fullest() : (this.#byPeer.get(asking) ?? []);
    for (const relay of all)
      if (asking === node || relay.ends.some(({ peer }) => peer === asking)) return [relay];
    return undefined;
  }

  /** One that is asked for again. */
  byKey(key: string): Relay<P> | undefined {
    const relay = this.#byKey.get(key);
    if (relay !== undefined) this.#list(relay);
    return relay;
  }

  /** In which this manager writes `remote` to `peer`. */
  byRemote(peer: P, remote: number): Relay<P> | undefined {
    return this.#byRemote.get(remoteKey(peer, remote));
  }

  /** Whether it is there still, as it is. */
  isOpen(relay: Relay<P>): boolean {
    return this.#byKey.get(relay.key) === relay;
  }

  of(peer: P): readonly Relay<P>[] {
    return [...(this.#byPeer.get(peer) ?? [])];
  }

  /** A handle that is nobody's, and nobody else gets; never 0. */
  draw(): number {
    for (;;) {
      const handle = this.guess();
      if (this.take(handle)) return handle;
    }
  }

  /** One that is hardly anybody's, wherever it is to be used; never 0. */
  guess(): number {
    for (;;) {
      const [a = 0, b = 0, c = 0, d = 0] = this.#rng.bytes(4);
      const handle = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      if (handle !== 0) return handle;
    }
  }

  /** Draws this handle, which another manager proposes; false: it is somebody's. */
  take(handle: number): boolean {
    const isFree = !this.#taken.has(handle);
    this.#taken.add(handle);
    return isFree;
  }

  /** A drawn handle has come into no relay. */
  release(handle: number): void {
    this.#taken.delete(handle);
  }

  /** Both directions at once, with handles that were drawn, or are those of relays in whose place it is. */
  open(key: string, ends: readonly [End<P>, End<P>], replaced: readonly Relay<P>[] = []): Relay<P> {
    const remove = this.#end(replaced);
    const relay = { key, ends };
    this.#list(relay);
    for (const { peer, handle, remote } of ends) {
      this.#taken.add(handle);
      if (remote !== undefined) this.#byRemote.set(remoteKey(peer, remote), relay);
    }
    const [a, b] = ends;
    this.#emit({ type: 'update-relay', add: [entry(a, b), entry(b, a)], remove });
    return relay;
  }

  close(relays: readonly Relay<P>[]): void {
    if (relays.length > 0) this.#emit({ type: 'update-relay', add: [], remove: this.#end(relays) });
  }

  /** Their handles. */
  #end(relays: readonly Relay<P>[]): readonly number[] {
    for (const relay of relays) this.#forget(relay);
    return relays.flatMap(({ ends }) => ends.map(({ handle }) => handle));
  }

  #fullest(): Iterable<Relay<P>> {
    let most: ReadonlySet<Relay<P>> = new Set();
    for (const relays of this.#byPeer.values()) if (relays.size > most.size) most = relays;
    return most;
  }

  /** As the last. */
  #list(relay: Relay<P>): void {
    this.#byKey.delete(relay.key);
    this.#byKey.set(relay.key, relay);
    for (const { peer } of relay.ends) {
      const others = this.#byPeer.get(peer) ?? new Set();
      others.delete(relay);
      this.#byPeer.set(peer, others.add(relay));
    }
  }

  #forget(relay: Relay<P>): void {
    this.#byKey.delete(relay.key);
    for (const { peer, handle, remote } of relay.ends) {
      this.#taken.delete(handle);
      const others = this.#byPeer.get(peer) as Set<Relay<P>>;
      others.delete(relay);
      if (others.size === 0) this.#byPeer.delete(peer);
      if (remote !== undefined && this.byRemote(peer, remote) === relay)
        this.#byRemote.delete(remoteKey(peer, remote));
    }
  }
}

function entry<P extends { readonly id: number }>(from: End<P>, to: End<P>): RelayEntry {
  return {
    handle: from.handle,
    source: from.peer.id,
    target: to.peer.id,
    next: to.remote ?? to.handle,
    hop: to.remote !== undefined,
  };
}

function remoteKey(peer: { readonly id: number }, remote: number): string {
  return `${peer.id} ${remote}`;
}
