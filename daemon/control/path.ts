import { type Endpoint, splitEndpoint } from '../../protocol/address.js';
import { CHALLENGE, sendFrame } from './frame.js';
import type { PeerEntry } from './peer-source.js';
import { Roaming } from './roaming.js';
import type { Shared } from './shared.js';
import type { PathReason, PeerStatus } from './status.js';

/** Where a peer is: where its packets go now, and where else it may be. */
export class Path {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #roaming: Roaming;
  #endpoint: Endpoint | undefined;
  #why: PathReason | undefined;
  /** The config named it and does so no more: the endpoints that it names now come first. */
  #outdated = false;

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
    this.#roaming = new Roaming(shared.rng);
  }

  /** Where the core sends this peer's packets. */
  get endpoint(): Endpoint | undefined {
    return this.#endpoint;
  }

  status(): Pick<PeerStatus, 'endpoint' | 'why'> {
    return { endpoint: this.#endpoint, why: this.#why };
  }

  /** Where it may be, the likeliest first. */
  candidates(): readonly Endpoint[] {
    const configured = this.#configured();
    if (this.#endpoint === undefined) return configured;
    const all = this.#outdated ? [...configured, this.#endpoint] : [this.#endpoint, ...configured];
    return [...new Set(all)];
  }

  /**
   * Takes over new facts. True: packets go where the old ones said, and the new ones say otherwise; or they would go
   * round in the overlay now.
   */
  reconfigure(change: () => void): boolean {
    const named = (): boolean => this.#endpoint !== undefined && this.#configured().includes(this.#endpoint);
    const before = named();
    change();
    if (this.#isInOverlay()) {
      this.lose();
      return true;
    }
    const outdated = before && !named() && this.#configured().length > 0;
    if (outdated) this.#outdated = true;
    return outdated;
  }

  /** Whether one of its endpoints is on `host`. */
  isOn(host: string): boolean {
    return this.#entry.facts.endpoints.some((endpoint) => endpoint.host === host);
  }

  /** The core sends to `endpoint` with the session that has just come up. */
  take(endpoint: Endpoint, why: PathReason): void {
    this.#endpoint = endpoint;
    this.#why = why;
    this.#outdated = false;
  }

  lose(): void {
    this.#endpoint = undefined;
    this.#why = undefined;
  }

  sourceChanged(mono: number, index: number, source: Endpoint): void {
    const token = this.#roaming.challenge(source, mono);
    if (token !== undefined) sendFrame(this.#shared, index, CHALLENGE, 0, token, source);
  }

  challengeAnswered(source: Endpoint, token: Uint8Array): void {
    if (!this.#roaming.answered(source, token)) return;
    this.take(source, 'challenge');
    const { emit } = this.#shared;
    const { id: peer, facts } = this.#entry;
    emit({ type: 'set-path', peer, endpoint: source });
    emit({ type: 'notice', level: 'info', what: 'path-changed', peer: facts.name, detail: source });
  }

  #isInOverlay(): boolean {
    return (
      this.#endpoint !== undefined && this.#shared.settings.inOverlay(splitEndpoint(this.#endpoint).address)
    );
  }

  #configured(): readonly Endpoint[] {
    return [...new Set(this.#entry.facts.endpoints.flatMap((at) => this.#shared.names.lookup(at)))];
  }
}
