import { type Address, addressBytes, type Prefix, prefixFromBytes } from '../../protocol/address.js';

/** Values under prefixes, any number under each; an address finds those of the longest prefix around it. */
export class PrefixTable<T> {
  readonly #values: Map<Prefix, Set<T>> = new Map();
  /** Of the prefixes there are or have been, of either family. */
  readonly #lengths: Set<number> = new Set();

  add(prefix: Prefix, value: T): void {
    const values = this.#values.get(prefix) ?? new Set();
    this.#values.set(prefix, values.add(value));
    this.#lengths.add(Number(prefix.slice(prefix.indexOf('/') + 1)));
  }

  remove(prefix: Prefix, value: T): void {
    const values = this.#values.get(prefix);
    values?.delete(value);
    if (values?.size === 0) this.#values.delete(prefix);
  }

  longest(address: Address): readonly T[] {
    const bytes = addressBytes(address);
    const lengths = [...this.#lengths].filter((length) => length <= 8 * bytes.length);
    for (const length of lengths.sort((a, b) => b - a)) {
      const values = this.#values.get(around(bytes, length));
      if (values !== undefined) return [...values];
    }
    return [];
  }
}

/** The prefix of this length that an address is in. */
function around(bytes: Uint8Array, length: number): Prefix {
  const network = bytes.map((byte, i) => byte & ~(0xff >> Math.min(8, Math.max(0, length - 8 * i))));
  return prefixFromBytes(Uint8Array.of(length, ...network)) as Prefix;
}
