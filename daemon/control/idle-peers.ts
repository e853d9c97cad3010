import type { Now } from './now.js';
import type { Peer } from './peer.js';
import type { PeerEntry } from './peer-source.js';

/** Implementation constants, in ms: a found peer rests when no packet was exchanged with it for so long. */
const REST_AFTER_MS = 600_000;
const LOOK_EVERY_MS = 60_000;
/** Who rests and has packets again is called again before its session ends. */
const LOOK_AT_RESTING_MS = 5_000;

/** A found peer, as far as its rest goes. */
export type Restful = Pick<Peer, 'answers' | 'dataAt' | 'hasSession' | 'want'> & {
  readonly entry: Pick<PeerEntry, 'found'>;
};

/**
 * Found peers that nobody has packets for any more. Their sessions are not replaced; on both sides alike they end, and
 * only then the peer is forgotten: nobody sends to a peer that has just forgotten it.
 */
export class IdlePeers<P extends Restful> {
  readonly #found: () => readonly P[];
  readonly #forget: (peer: P) => void;
  /** When each was first looked at, in ms of `Now.mono`. */
  #since: ReadonlyMap<P, number> = new Map();
  readonly #resting: Set<P> = new Set();
  #lookAt = Number.POSITIVE_INFINITY;

  /** `found` gives those of now. */
  constructor(found: () => readonly P[], forget: (peer: P) => void) {
    this.#found = found;
    this.#forget = forget;
  }

  get nextAt(): number {
    return this.#lookAt;
  }

  /** There may be a new one. */
  expect({ mono }: Now): void {
    this.#lookAt = Math.min(this.#lookAt, mono + LOOK_EVERY_MS);
  }

  /** One does not answer any more. True: it has rested, and is not to be called back; a session may be there anew. */
  down(peer: P): boolean {
    if (!this.#resting.delete(peer) || !peer.entry.found) return false;
    if (!peer.hasSession) this.#forget(peer);
    return true;
  }

  /** `isKept` tells who is needed although no packets are exchanged. */
  tick({ mono }: Now, isKept: (peer: P) => boolean): void {
    if (mono < this.#lookAt) return;
    const found = this.#found();
    this.#since = new Map(found.map((peer) => [peer, this.#since.get(peer) ?? mono]));
    this.#resting.clear();
    for (const peer of found) {
      const usedAt = peer.dataAt ?? (this.#since.get(peer) as number);
      const isIdle = mono - usedAt >= REST_AFTER_MS && !isKept(peer);
      if (isIdle && !peer.answers) this.#forget(peer);
      else {
        peer.want(!isIdle);
        if (isIdle) this.#resting.add(peer);
      }
    }
    const again = this.#resting.size > 0 ? LOOK_AT_RESTING_MS : LOOK_EVERY_MS;
    this.#lookAt = found.length > 0 ? mono + again : Number.POSITIVE_INFINITY;
  }
}
