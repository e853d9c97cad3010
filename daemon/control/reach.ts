import type { Prefix } from '../../protocol/address.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { PeerEntry } from './peer-source.js';
import { permitted } from './permitted.js';
import type { Shared } from './shared.js';

/** The inner addresses of a peer: whence its packets may come, and which are sent to it. */
export class Reach {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #key: Uint8Array;
  #sources: readonly Prefix[] = [];
  #routes: readonly Prefix[] = [];

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
    this.#key = entry.facts.key;
  }

  /** In force beside its addresses. */
  get routes(): readonly Prefix[] {
    return this.#routes.slice(this.#entry.facts.addresses.length);
  }

  /**
   * Sets what is configured and permitted by the certificate. Until one says which of the routes it permits, packets for
   * all wait for a session, none comes from any.
   */
  set(certificate: Certificate | undefined): void {
    const { addresses, routes } = this.#entry.facts;
    const reach = permitted(addresses, routes, certificate?.routes ?? routes);
    this.#set(certificate ? reach : permitted(addresses, [], []), reach);
  }

  /** Nothing is sent to it any more. */
  clear(): void {
    this.#set(this.#sources, []);
  }

  #set(sources: readonly Prefix[], routes: readonly Prefix[]): void {
    const { id: peer } = this.#entry;
    const add = routes.filter((prefix) => !this.#routes.includes(prefix));
    const remove = this.#routes.filter((prefix) => !routes.includes(prefix));
    if (sources.join() !== this.#sources.join()) {
      this.#shared.emit({ type: 'set-peer', peer, publicKey: this.#key, sources, manager: false });
    }
    this.#shared.routes.change(peer, add, remove);
    this.#sources = sources;
    this.#routes = routes;
  }
}
