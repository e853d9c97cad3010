import type { Action } from '../../../../daemon/control/action.js';
import type { PeerActivity } from '../../../../daemon/control/event.js';
import { only, type TestNode } from './node.js';

/** What of a core reads packets: it says what it has seen of peers, and reports the first packet of each that is watched. */
export class Statistics {
  readonly #at: TestNode;
  readonly #seen: () => readonly PeerActivity[];
  /** When there was traffic last, before it was watched. */
  readonly #watched: Map<number, number>;
  /** How often each peer was read. */
  readonly reads: Map<number, number> = new Map();
  reports = 0;

  constructor(at: TestNode, seen: () => readonly PeerActivity[]) {
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
      if (watch) for (const activity of seen) this.#watched.set(activity.peer, trafficAt(activity));
      this.#take(this.#at.send({ type: 'activity', peers: seen }), done);
    }
  }

  #report(done: Action[]): void {
    for (const activity of this.#seen()) {
      const before = this.#watched.get(activity.peer);
      if (before === undefined || trafficAt(activity) <= before) continue;
      this.#watched.delete(activity.peer);
      this.reports += 1;
      this.#take(this.#at.send({ type: 'traffic', peer: activity.peer }), done);
    }
  }
}

const watchedAt: WeakMap<TestNode, Map<number, number>> = new WeakMap();

function trafficAt({ lastSent = 0, lastData = 0 }: PeerActivity): number {
  return Math.max(lastSent, lastData);
}
