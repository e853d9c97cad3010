/**
 * One deadline per key, the earliest at hand: a binary heap whose stale entries are skipped when they surface.
 * Deadlines are in ms of `Now.mono`; infinity means none.
 */
export class Timers<K> {
  readonly #at: Map<K, number> = new Map();
  readonly #heap: { readonly at: number; readonly key: K }[] = [];

  set(key: K, at: number): void {
    if (this.#at.get(key) === at) return;
    if (at === Number.POSITIVE_INFINITY) {
      this.#at.delete(key);
      return;
    }
    this.#at.set(key, at);
    this.#push({ at, key });
  }

  delete(key: K): void {
    this.#at.delete(key);
  }

  /** How many keys have a deadline: no other key is held. */
  get size(): number {
    return this.#at.size;
  }

  /** The earliest deadline. */
  next(): number | undefined {
    this.#dropStale();
    return this.#heap[0]?.at;
  }

  /** Takes out one key whose deadline has come, the earliest first. */
  take(mono: number): K | undefined {
    this.#dropStale();
    const first = this.#heap[0];
    if (first === undefined || first.at > mono) return undefined;
    this.#at.delete(first.key);
    this.#pop();
    return first.key;
  }

  #dropStale(): void {
    for (
      let top = this.#heap[0];
      top !== undefined && this.#at.get(top.key) !== top.at;
      top = this.#heap[0]
    ) {
      this.#pop();
    }
  }

  #push(entry: { readonly at: number; readonly key: K }): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as { at: number; key: K };
      if (parent.at <= entry.at) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as { at: number; key: K };
    if (heap.length === 0) return;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      const right = heap[child + 1];
      if (right !== undefined && right.at < (heap[child] as { at: number }).at) child++;
      const least = heap[child] as { at: number; key: K };
      if (last.at <= least.at) break;
      heap[i] = least;
      i = child;
    }
    heap[i] = last;
  }
}
