import type { Stream } from './random.js';

/** What one direction between two places does to a datagram. */
export interface Link {
  /** ms, of every datagram. */
  readonly delay: number;
  /** ms; up to so much more, each datagram for itself: they overtake one another. */
  readonly spread: number;
  /** Shares in percent. */
  readonly lost: number;
  readonly doubled: number;
  /** Held back by `late` ms. */
  readonly held: number;
  readonly late: number;
  /** Bytes per ms; 0: no limit. What would wait longer than `QUEUE_MS` is dropped. */
  readonly rate: number;
  /** Nothing passes. */
  readonly cut: boolean;
}

export const PLAIN: Link = {
  delay: 10,
  spread: 0,
  lost: 0,
  doubled: 0,
  held: 0,
  late: 0,
  rate: 0,
  cut: false,
};

const QUEUE_MS = 500;
/** Headers of IP and UDP count at a rate. */
const HEADERS = 28;

/** One direction between two places, with what queues there. Instants in µs. */
export class Lane {
  link: Link;
  #freeAt = 0;

  constructor(link: Link) {
    this.link = link;
  }

  /** When the copies of a datagram of so many bytes arrive; none: it is lost. */
  pass(now: number, bytes: number, random: Stream): readonly number[] {
    const { delay, spread, lost, doubled, held, late, rate, cut } = this.link;
    if (cut) return [];
    let at = now;
    if (rate > 0) {
      if (this.#freeAt - now > QUEUE_MS * 1_000) return [];
      this.#freeAt = Math.max(now, this.#freeAt) + Math.ceil(((bytes + HEADERS) * 1_000) / rate);
      at = this.#freeAt;
    }
    if (doubled === 0 && lost === 0 && spread === 0 && held === 0) return [at + delay * 1_000];
    const copies = doubled > 0 && random.chance(doubled) ? 2 : 1;
    const arrivals: number[] = [];
    for (let copy = 0; copy < copies; copy++) {
      if (lost > 0 && random.chance(lost)) continue;
      const scatter = spread > 0 ? random.below(spread * 1_000 + 1) : 0;
      const backlog = held > 0 && random.chance(held) ? late * 1_000 : 0;
      arrivals.push(at + delay * 1_000 + scatter + backlog);
    }
    return arrivals;
  }
}
