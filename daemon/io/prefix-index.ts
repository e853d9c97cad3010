import { type Prefix, prefixBytes } from '../../protocol/address.js';

/** Prefixes with a value each, of both families, nested or not: which of them overlap another prefix. */
export class PrefixIndex<T> {
  readonly #entries: readonly Entry<T>[];

  constructor(prefixes: Iterable<readonly [Prefix, T]>) {
    const entries = [...prefixes].map(([prefix, value]) => ({ ...spanOf(prefix), value, outer: -1 }));
    entries.sort((a, b) => compare(a.first, b.first) || compare(b.last, a.last));
    const around: number[] = [];
    entries.forEach((entry, at) => {
      while (around.length > 0 && (entries[around.at(-1) as number]?.last ?? '') < entry.first) around.pop();
      entry.outer = around.at(-1) ?? -1;
      around.push(at);
    });
    this.#entries = entries;
  }

  /** Those around `prefix`, then those inside it. */
  overlapping(prefix: Prefix): readonly T[] {
    const { first, last } = spanOf(prefix);
    const found: T[] = [];
    const next = this.#after(first);
    for (let at = next - 1; at >= 0; at = this.#entries[at]?.outer ?? -1) {
      const entry = this.#entries[at] as Entry<T>;
      if (entry.last >= first) found.push(entry.value);
    }
    for (let at = next; (this.#entries[at]?.first ?? '~') <= last; at++)
      found.push((this.#entries[at] as Entry<T>).value);
    return found;
  }

  /** How many entries begin at `first` or before. */
  #after(first: string): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.first ?? '') <= first) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** First and last address in hexadecimal after the family, so that text order is address order within a family. */
interface Span {
  readonly first: string;
  readonly last: string;
}

interface Entry<T> extends Span {
  readonly value: T;
  /** Index of the nearest entry around this one, or -1. */
  outer: number;
}

function spanOf(prefix: Prefix): Span {
  const [length = 0, ...network] = prefixBytes(prefix);
  const end = network.map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, length - 8 * i))));
  const text = (bytes: number[]): string => Buffer.from([network.length, ...bytes]).toString('hex');
  return { first: text(network), last: text(end) };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
