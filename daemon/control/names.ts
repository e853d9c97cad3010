import { type Address, type Endpoint, formatEndpoint, parseAddress } from '../../protocol/address.js';
import type { HostPort } from './peer-source.js';

const RESOLVE_EVERY_MS = 300_000;
const RESOLVE_AGAIN_MS = 5_000;

interface Name {
  addresses: readonly Address[];
  /** It is being looked up: there is one lookup of a name at a time, however long it takes. */
  isAsked: boolean;
  askedAt: number;
  nextAt: number;
}

/**
 * What DNS said last about the endpoints' hosts. A failed or empty answer keeps the last good one; a name is asked
 * anew every five minutes, and sooner when handshakes to its addresses fail.
 */
export class Names {
  readonly #names: Map<string, Name> = new Map();
  readonly #literals: Map<string, readonly [Address]> = new Map();
  #nextAt = 0;

  constructor(hosts: Iterable<string>) {
    this.keep(hosts);
  }

  /** These hosts and no others: a new one is due at once, a known one keeps what is known of it. */
  keep(hosts: Iterable<string>): void {
    const wanted = new Set(hosts);
    for (const known of [this.#names, this.#literals]) {
      for (const host of known.keys()) if (!wanted.has(host)) known.delete(host);
    }
    for (const host of wanted) if (!this.#names.has(host)) this.#add(host, parseAddress(host));
  }

  /** Forgets these addresses. */
  leave(isLeft: (address: Address) => boolean): void {
    for (const name of this.#names.values()) {
      name.addresses = name.addresses.filter((address) => !isLeft(address));
      this.#seek(name);
    }
  }

  /** The hosts to ask about now; each is due again some time after its answer. */
  due(mono: number): readonly string[] {
    const hosts: string[] = [];
    this.#nextAt = Number.POSITIVE_INFINITY;
    for (const [host, name] of this.#names) {
      if (name.nextAt <= mono) {
        name.isAsked = true;
        name.askedAt = mono;
        name.nextAt = Number.POSITIVE_INFINITY;
        hosts.push(host);
      }
      this.#nextAt = Math.min(this.#nextAt, name.nextAt);
    }
    return hosts;
  }

  /** When some host is due, in ms of `Now.mono`. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Packets to these hosts are not answered: ask again soon, but no more often than every five seconds. */
  hasten(endpoints: readonly HostPort[], mono: number): void {
    for (const { host } of endpoints) {
      const name = this.#names.get(host);
      if (name !== undefined) this.#advance(name, Math.max(mono, name.askedAt + RESOLVE_AGAIN_MS));
    }
  }

  /** While nothing is known of a name it is asked every five seconds, counted from one question to the next. */
  resolved(host: string, addresses: readonly Address[]): void {
    const name = this.#names.get(host);
    if (name === undefined) return;
    if (addresses.length > 0) name.addresses = addresses;
    name.isAsked = false;
    this.#advance(name, name.askedAt + RESOLVE_EVERY_MS);
    this.#seek(name);
  }

  lookup({ host, port }: HostPort): readonly Endpoint[] {
    const addresses = this.#literals.get(host) ?? (this.#names.get(host) as Name).addresses;
    return formatted(addresses, port);
  }

  #add(host: string, literal: Address | undefined): void {
    if (literal !== undefined) this.#literals.set(host, [literal]);
    else {
      const never = { isAsked: false, askedAt: Number.NEGATIVE_INFINITY };
      this.#names.set(host, { addresses: [], ...never, nextAt: 0 });
      this.#nextAt = 0;
    }
  }

  #seek(name: Name): void {
    if (name.addresses.length === 0) this.#advance(name, name.askedAt + RESOLVE_AGAIN_MS);
  }

  #advance(name: Name, at: number): void {
    if (name.isAsked) return;
    name.nextAt = Math.min(name.nextAt, at);
    this.#nextAt = Math.min(this.#nextAt, name.nextAt);
  }
}

/** Endpoints are asked for far more often than addresses change. */
const FORMATTED: WeakMap<
  readonly Address[],
  { readonly port: number; readonly endpoints: readonly Endpoint[] }
> = new WeakMap();

function formatted(addresses: readonly Address[], port: number): readonly Endpoint[] {
  const known = FORMATTED.get(addresses);
  if (known?.port === port) return known.endpoints;
  const endpoints = addresses.map((address) => formatEndpoint(address, port));
  FORMATTED.set(addresses, { port, endpoints });
  return endpoints;
}
