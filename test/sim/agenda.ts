/**
 * What is going to happen: a binary heap of entries by instant (whole µs), in the order of booking where instants are
 * equal.
 */
export class Agenda<T> {
  readonly #heap: { readonly at: number; readonly order: number; readonly what: T }[] = [];
  #booked = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** Infinity when there is nothing. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  book(at: number, what: T): void {
    const heap = this.#heap;
    const entry = { at, order: this.#booked++, what };
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as (typeof heap)[number];
      if (parent.at < at || (parent.at === at && parent.order < entry.order)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  take(): T {
    const heap = this.#heap;
    const first = heap[0] as (typeof heap)[number];
    const last = heap.pop() as (typeof heap)[number];
    if (heap.length === 0) return first.what;
    let i = 0;
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as typeof right)) child += 1;
      const least = heap[child] as (typeof heap)[number];
      if (isBefore(last, least)) break;
      heap[i] = least;
      i = child;
    }
    heap[i] = last;
    return first.what;
  }
}

interface Place {
  readonly at: number;
  readonly order: number;
}

function isBefore(a: Place, b: Place): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
