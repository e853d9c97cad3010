import { ascii, concat } from '../../../protocol/bytes.js';

/** proto3 as the specification describes it, beside the daemon's library: fields in order, defaults left out. */
export type Value = bigint | number | boolean | string | Uint8Array | Fixed32 | readonly Value[];

export class Fixed32 {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The values of the fields 1, 2, 3 and so on; a list is a repeated field. */
export function message(...values: readonly Value[]): Uint8Array {
  return concat(...values.map((value, i) => field(i + 1, value)));
}

/** One field whether it has its default value or not. */
export function delimited(number: number, content: Uint8Array): Uint8Array {
  return concat(varint((BigInt(number) << 3n) | 2n), varint(BigInt(content.length)), content);
}

function field(number: number, value: Value): Uint8Array {
  if (typeof value === 'string') return value === '' ? EMPTY : delimited(number, ascii(value));
  if (value instanceof Uint8Array) return value.length === 0 ? EMPTY : delimited(number, value);
  if (value instanceof Fixed32) return value.value === 0 ? EMPTY : fixed32(number, value.value);
  if (typeof value === 'object') return concat(...value.map((item) => delimited(number, item as Uint8Array)));
  const whole = BigInt(value);
  return whole === 0n ? EMPTY : concat(varint(BigInt(number) << 3n), varint(whole));
}

function fixed32(number: number, value: number): Uint8Array {
  const bytes = [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
  return concat(varint((BigInt(number) << 3n) | 5n), Uint8Array.from(bytes));
}

function varint(value: bigint): Uint8Array {
  const out: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    out.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    if (rest <= 0x7fn) return Uint8Array.from(out);
  }
}

const EMPTY = new Uint8Array(0);
