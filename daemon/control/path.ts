import type { Endpoint } from '../../protocol/address.js';
import { CHALLENGE, sendFrame } from './frame.js';
import type { PeerFacts } from './peer-source.js';
import { Roaming } from './roaming.js';
import type { Shared } from './shared.js';

/** Where a peer is: where its packets go now, and where else it may be. */
export class Path {
  readonly #peer: number;
  readonly #facts: PeerFacts;
  readonly #shared: Shared;
  readonly #roaming: Roaming;
  #endpoint: Endpoint | undefined;

  constructor(peer: number, facts: PeerFacts, shared: Shared) {
    this.#peer = peer;
    this.#facts = facts;
    this.#shared = shared;
    this.#roaming = new Roaming(shared.rng);
  }

  /** Where the core sends this peer's packets. */
  get endpoint(): Endpoint | undefined {
    return this.#endpoint;
  }

  /** Where it may be, the likeliest first. */
  candidates(): readonly Endpoint[] {
    const configured = this.#facts.endpoints.flatMap((endpoint) => this.#shared.names.lookup(endpoint));
    return [...new Set(this.#endpoint === undefined ? configured : [this.#endpoint, ...configured])];
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.#facts.endpoints.some((endpoint) => endpoint.host === host);
  }

  /** The core sends to `endpoint` with the session that has just come up. */
  take(endpoint: Endpoint): void {
    this.#endpoint = endpoint;
  }

  lose(): void {
    this.#endpoint = undefined;
  }

  sourceChanged(mono: number, index: number, source: Endpoint): void {
    const token = this.#roaming.challenge(source, mono);
    if (token !== undefined) sendFrame(this.#shared, index, CHALLENGE, 0, token, source);
  }

  challengeAnswered(source: Endpoint, token: Uint8Array): void {
    if (!this.#roaming.answered(source, token)) return;
    this.#endpoint = source;
    const { emit } = this.#shared;
    emit({ type: 'set-path', peer: this.#peer, endpoint: source });
    emit({ type: 'notice', level: 'info', what: 'path-changed', peer: this.#facts.name, detail: source });
  }
}
