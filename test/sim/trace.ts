import { hashText } from './random.js';

/** What a run did, as 64 bits that every machine gets alike, and as lines for people where somebody reads them. */
export class Trace {
  readonly #print: ((line: string) => void) | undefined;
  readonly #texts: Map<string, number> = new Map();
  #low = 0x9e3779b9;
  #high = 0x85ebca6b;

  constructor(print?: (line: string) => void) {
    this.#print = print;
  }

  /** 16 hex digits. */
  get hash(): string {
    const hex = (word: number): string => word.toString(16).padStart(8, '0');
    return hex(this.#high) + hex(this.#low);
  }

  /** A whole number, of up to 53 bits. */
  number(value: number): void {
    this.#mix(value >>> 0);
    this.#mix(Math.floor(value / 2 ** 32) >>> 0);
  }

  text(text: string): void {
    let hash = this.#texts.get(text);
    if (hash === undefined) {
      hash = hashText(text, 0);
      if (this.#texts.size < 4_096) this.#texts.set(text, hash);
    }
    this.#mix(hash);
  }

  /** Every field that does not depend on keys: bytes count by their length alone. */
  fields(value: object): void {
    for (const key in value) this.#field((value as Record<string, unknown>)[key]);
  }

  /** Nothing is made where nobody reads it. */
  line(make: () => string): void {
    this.#print?.(make());
  }

  #field(value: unknown): void {
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') this.#mix(value ? 1 : 2);
    else if (typeof value === 'bigint') this.text(value.toString());
    else if (value instanceof Uint8Array) this.#mix(value.length);
    else if (typeof value === 'object' && value !== null) this.fields(value);
  }

  #mix(word: number): void {
    this.#low = Math.imul(this.#low ^ word, 0x85ebca6b);
    this.#low = (this.#low ^ (this.#low >>> 13)) >>> 0;
    this.#high = (Math.imul(this.#high ^ this.#low, 0xc2b2ae35) + 0x27d4eb2f) >>> 0;
    this.#high = (this.#high ^ (this.#high >>> 16)) >>> 0;
  }
}
