import { type Address, addressBytes, type Prefix, prefixFromBytes } from '../../protocol/address.js';

/** Values under prefixes, any number under each; an address finds those of the longest prefix around it. */
export class PrefixTable<T> {
  readonly #values: Map<Prefix, Set<T>> = new Map();
  /** How many prefixes there are of each length, of either family. */
  readonly #lengths: Map<number, number> = new Map();

  add(prefix: Prefix, value: T): void {
    const values = this.#values.get(prefix);
    if (values !== undefined) values.add(value);
    else {
      this.#values.set(prefix, new Set([value]));
      this.#count(prefix, 1);
    }
  }

  remove(prefix: Prefix, value: T): void {
    const values = this.#values.get(prefix);
    if (!values?.delete(value) || values.size > 0) return;
    this.#values.delete(prefix);
    this.#count(prefix, -1);
  }

  longest(address: Address): readonly T[] {
    const bytes = addressBytes(address);
    const lengths = [...this.#lengths.keys()].filter((length) => length <= 8 * bytes.length);
    for (const length of lengths.sort((a, b) => b - a)) {
      const values = this.#values.get(around(bytes, length));
      if (values !== undefined) return [...values];
    }
    return [];
  }

  #count(prefix: Prefix, change: number): void {
    const length = Number(prefix.slice(prefix.indexOf('/') + 1));
    const count = (this.#lengths.get(length) ?? 0) + change;
    if (count === 0) this.#lengths.delete(length);
    else this.#lengths.set(length, count);
  }
}

/** The prefix of this length that an address is in. */
function around(bytes: Uint8Array, length: number): Prefix {
  const network = bytes.map((byte, i) => byte & ~(0xff >> Math.min(8, Math.max(0, length - 8 * i))));
  return prefixFromBytes(Uint8Array.of(length, ...network)) as Prefix;
}
