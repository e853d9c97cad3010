import type { Action, Watch } from '../../../../daemon/control/action.js';
import type { PeerActivity } from '../../../../daemon/control/event.js';
import { only, type TestNode } from './node.js';

/** What a core does with a peer at rest. */
interface Watched {
  readonly watch: Watch;
  /** When there was traffic last. */
  readonly before: number;
  askedAt: number | undefined;
}

/**
 * What of a core reads packets: it says what it has seen of peers, and looks after those that are watched. `ask` is told whom
 * it asks for an answer.
 */
export class Statistics {
  readonly #at: TestNode;
  readonly #seen: () => readonly PeerActivity[];
  readonly #ask: (peer: number) => void;
  readonly #watched: Map<number, Watched>;
  /** How often each peer was read. */
  readonly reads: Map<number, number> = new Map();
  reports = 0;
  /** Those it asked that did not answer. */
  silent = 0;

  constructor(
    at: TestNode,
    seen: () => readonly PeerActivity[],
    ask: (peer: number) => void = () => undefined,
  ) {
    this.#ask = ask;
    this.#at = at;
    this.#seen = seen;
    this.#watched = watchedAt.get(at) ?? new Map();
    watchedAt.set(at, this.#watched);
  }

  /** Lets `ms` pass; what control did meanwhile. */
  pass(ms: number, step: number = 10): Action[] {
    const done: Action[] = [];
    for (const end = this.#at.mono + ms; this.#at.mono < end; ) {
      this.#take(this.#at.pass(step), done);
      this.#report(done);
    }
    return done;
  }

  #take(actions: readonly Action[], done: Action[]): void {
    done.push(...actions);
    for (const { peers, watch } of only(actions, 'read-activity')) {
      const seen = this.#seen().filter(({ peer }) => peers.includes(peer));
      for (const peer of peers) this.reads.set(peer, (this.reads.get(peer) ?? 0) + 1);
      peers.forEach((peer, i) => {
        const before = trafficAt(seen.find((activity) => activity.peer === peer) ?? NOTHING);
        if (watch[i] !== undefined) this.#watched.set(peer, { watch: watch[i], before, askedAt: undefined });
      });
      this.#take(this.#at.send({ type: 'activity', peers: seen }), done);
    }
  }

  #report(done: Action[]): void {
    for (const activity of this.#seen()) {
      const watched = this.#watched.get(activity.peer);
      if (watched === undefined) continue;
      const event = trafficAt(activity) > watched.before ? 'traffic' : this.#look(activity, watched);
      if (event === undefined) continue;
      this.#watched.delete(activity.peer);
      this[event === 'traffic' ? 'reports' : 'silent'] += 1;
      this.#take(this.#at.send({ type: event, peer: activity.peer }), done);
    }
  }

  #look({ peer, lastReceived = 0 }: PeerActivity, watched: Watched): 'silent' | undefined {
    const { mono } = this.#at;
    const { askAfterMs, tellAfterMs } = watched.watch;
    if (watched.askedAt !== undefined && lastReceived >= watched.askedAt) watched.askedAt = undefined;
    if (watched.askedAt === undefined && mono - lastReceived >= askAfterMs) {
      watched.askedAt = mono;
      this.#ask(peer);
    }
    return watched.askedAt !== undefined && mono - watched.askedAt >= tellAfterMs ? 'silent' : undefined;
  }
}

const NOTHING: PeerActivity = { peer: 0, lastReceived: undefined, lastSent: undefined };
const watchedAt: WeakMap<TestNode, Map<number, Watched>> = new WeakMap();

function trafficAt({ lastSent = 0, lastData = 0 }: PeerActivity): number {
  return Math.max(lastSent, lastData);
}
