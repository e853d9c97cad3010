import { type Address, type Endpoint, splitEndpoint } from '../../protocol/address.js';
import { Lane, type Link } from './link.js';
import type { Stream } from './random.js';

/** The lanes between places, one for each pair of addresses and direction, and what its names say. */
export class Internet {
  readonly #random: Stream;
  readonly #lanes: Map<Endpoint, Map<Endpoint, Lane>> = new Map();
  readonly #names: Map<string, Address> = new Map();
  readonly #shape: (source: Endpoint, to: Endpoint) => Link;
  /** Until then, in µs, no name is answered. */
  namesFailUntil = 0;

  /** `shape` says what a lane is like that nobody has set. */
  constructor(random: Stream, shape: (source: Endpoint, to: Endpoint) => Link) {
    this.#random = random;
    this.#shape = shape;
  }

  lane(source: Endpoint, to: Endpoint): Lane {
    const known = this.#lanes.get(source)?.get(to);
    if (known !== undefined) return known;
    const made = new Lane(this.#shape(source, to));
    const from: Map<Endpoint, Lane> = this.#lanes.get(source) ?? new Map();
    this.#lanes.set(source, from.set(to, made));
    return made;
  }

  /** Every lane takes its shape anew. */
  reshape(): void {
    for (const [source, lanes] of this.#lanes)
      for (const [to, lane] of lanes) lane.link = this.#shape(source, to);
  }

  pass(now: number, source: Endpoint, to: Endpoint, bytes: number): readonly number[] {
    return this.lane(source, to).pass(now, bytes, this.#random);
  }

  name(host: string, endpoint: Endpoint): void {
    this.#names.set(host, splitEndpoint(endpoint).address);
  }

  resolve(now: number, host: string): readonly Address[] {
    const address = this.#names.get(host);
    return address === undefined || now < this.namesFailUntil ? [] : [address];
  }
}
