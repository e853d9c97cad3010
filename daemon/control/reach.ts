import type { Prefix } from '../../protocol/address.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { PeerFacts } from './peer-source.js';
import { permitted } from './permitted.js';
import type { Shared } from './shared.js';

/** The inner addresses of a peer: whence its packets may come, and which are sent to it. */
export class Reach {
  readonly #peer: number;
  readonly #facts: PeerFacts;
  readonly #shared: Shared;
  #sources: readonly Prefix[] = [];
  #routes: readonly Prefix[] = [];

  constructor(peer: number, facts: PeerFacts, shared: Shared) {
    this.#peer = peer;
    this.#facts = facts;
    this.#shared = shared;
  }

  /** In force beside its addresses. */
  get routes(): readonly Prefix[] {
    return this.#routes.slice(this.#facts.addresses.length);
  }

  /** Until a certificate says which of the routes it permits, packets for all wait for a session, none comes from any. */
  expect(): void {
    const { addresses, routes } = this.#facts;
    this.#set(permitted(addresses, [], []), permitted(addresses, routes, routes));
  }

  adopt(certificate: Certificate): void {
    const { addresses, routes } = this.#facts;
    const reach = permitted(addresses, routes, certificate.routes);
    this.#set(reach, reach);
  }

  #set(sources: readonly Prefix[], routes: readonly Prefix[]): void {
    const peer = this.#peer;
    const add = routes.filter((prefix) => !this.#routes.includes(prefix));
    const remove = this.#routes.filter((prefix) => !routes.includes(prefix));
    if (sources.join() !== this.#sources.join()) {
      this.#shared.emit({ type: 'set-peer', peer, publicKey: this.#facts.key, sources });
    }
    if (add.length > 0 || remove.length > 0) {
      this.#shared.emit({ type: 'update-routes', add: add.map((prefix) => [prefix, peer]), remove });
    }
    this.#sources = sources;
    this.#routes = routes;
  }
}
