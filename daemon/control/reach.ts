import { type Address, contains, type Prefix, prefixContains } from '../../protocol/address.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { PeerEntry } from './peer-source.js';
import { permitted } from './permitted.js';
import type { Shared } from './shared.js';

/** The inner addresses of a peer: whence its packets may come, and which are sent to it. */
export class Reach {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #key: Uint8Array;
  #addresses: readonly Address[] = [];
  #isSet = false;
  /** With which rank its routes are claimed. */
  #found = false;
  #manager = false;
  #sources: readonly Prefix[] = [];
  #routes: readonly Prefix[] = [];

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
    this.#key = entry.facts.key;
  }

  /** Of the peer itself. */
  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  /** Whether packets for this address go to the peer. */
  includes(address: Address): boolean {
    return this.#routes.some((prefix) => contains(prefix, address));
  }

  /** In force beside its addresses. */
  get routes(): readonly Prefix[] {
    return this.#routes.slice(this.#addresses.length);
  }

  /**
   * Sets what is configured and permitted by the certificate. Until one says which of the routes it permits, packets for
   * all wait for a session, none comes from any. A manager's addresses are those of its certificate. Of what a certificate
   * alone says no route meets the pools: there every address is a node's own. To a found peer without one
   * nothing is sent.
   */
  set(certificate: Certificate | undefined): void {
    const { found, facts } = this.#entry;
    const { addresses, manager } = facts;
    const shown = manager && certificate;
    const isUnproved = found && certificate === undefined;
    this.#addresses = isUnproved ? [] : (shown?.addresses ?? addresses);
    const reach = isUnproved ? [] : this.#certified(certificate);
    const sources = isUnproved ? this.#sources : permitted(addresses, [], []);
    this.#set(certificate ? reach : sources, reach, shown !== undefined);
  }

  /**
   * A found peer says by this certificate who it is, and has yet to prove it: nothing is sent to it. Its first packet proves
   * it, and may already be of any of its addresses.
   */
  expect(certificate: Certificate): void {
    this.#set(this.#certified(certificate, certificate.addresses), [], false);
  }

  /** Nothing is sent to it any more. */
  clear(): void {
    this.#set(this.#sources, [], this.#manager);
  }

  #certified(
    certificate: Certificate | undefined,
    own: readonly Address[] = this.#addresses,
  ): readonly Prefix[] {
    const { found, facts } = this.#entry;
    const { asked, trust } = this.#shared.settings;
    const routes = found ? [] : facts.routes;
    const told = (found || facts.manager ? certificate : undefined)?.routes ?? [];
    const outside = permitted([], asked, told).filter((route) => !meets(route, trust.pools));
    const configured = permitted(own, routes, certificate?.routes ?? routes);
    return [...new Set([...configured, ...outside])];
  }

  #set(sources: readonly Prefix[], routes: readonly Prefix[], manager: boolean): void {
    const { id: peer, found } = this.#entry;
    const isSameRank = found === this.#found;
    const add = routes.filter((prefix) => !(isSameRank && this.#routes.includes(prefix)));
    const remove = this.#routes.filter((prefix) => !(isSameRank && routes.includes(prefix)));
    if (!this.#isSet || sources.join() !== this.#sources.join() || manager !== this.#manager) {
      this.#shared.emit({ type: 'set-peer', peer, publicKey: this.#key, sources, manager });
    }
    this.#shared.routes.change({ peer, found }, add, remove);
    this.#isSet = true;
    this.#found = found;
    this.#manager = manager;
    this.#sources = sources;
    this.#routes = routes;
  }
}

/** Two prefixes are nested or apart. */
function meets(route: Prefix, pools: readonly Prefix[]): boolean {
  return pools.some((pool) => prefixContains(pool, route) || prefixContains(route, pool));
}
