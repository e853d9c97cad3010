import { splitEndpoint } from '../../protocol/address.js';
import { CHALLENGE, sendFrame } from './frame.js';
import { isRelayed, type Path } from './path.js';
import type { PeerEntry } from './peer-source.js';
import { Roaming } from './roaming.js';
import type { Shared } from './shared.js';
import type { PathReason, PeerStatus } from './status.js';

/** Where a peer is: where its packets go now, and where else it may be. */
export class Paths {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #roaming: Roaming;
  #current: Path | undefined;
  #why: PathReason | undefined;
  /** The config named it and does so no more: the endpoints that it names now come first. */
  #outdated = false;

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
    this.#roaming = new Roaming(shared.rng);
  }

  /** Where the core sends this peer's packets. */
  get current(): Path | undefined {
    return this.#current;
  }

  status(): Pick<PeerStatus, 'path' | 'why'> {
    const path = this.#current && (isRelayed(this.#current) ? 'relayed' : 'direct');
    return { path, why: this.#why };
  }

  /** Where it may be, the likeliest first. */
  candidates(): readonly Path[] {
    const configured = this.#configured();
    if (this.#current === undefined) return configured;
    const all = this.#outdated ? [...configured, this.#current] : [this.#current, ...configured];
    return [...new Set(all)];
  }

  /**
   * Takes over new facts. True: packets go where the old ones said, and the new ones say otherwise; or they would go
   * round in the overlay now.
   */
  reconfigure(change: () => void): boolean {
    const named = (): boolean => this.#current !== undefined && this.#configured().includes(this.#current);
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

  /** The core sends along `path` with the session that has just come up. */
  take(path: Path, why: PathReason): void {
    this.#current = path;
    this.#why = why;
    this.#outdated = false;
  }

  lose(): void {
    this.#current = undefined;
    this.#why = undefined;
  }

  sourceChanged(mono: number, index: number, source: Path): void {
    const token = this.#roaming.challenge(source, mono);
    if (token !== undefined) sendFrame(this.#shared, index, CHALLENGE, 0, token, source);
  }

  challengeAnswered(source: Path, token: Uint8Array): void {
    if (!this.#roaming.answered(source, token)) return;
    this.take(source, 'challenge');
    const { emit } = this.#shared;
    const { id: peer, facts } = this.#entry;
    emit({ type: 'set-path', peer, path: source });
    emit({ type: 'notice', level: 'info', what: 'path-changed', peer: facts.name, detail: source });
  }

  #isInOverlay(): boolean {
    if (this.#current === undefined || isRelayed(this.#current)) return false;
    return this.#shared.settings.inOverlay(splitEndpoint(this.#current).address);
  }

  #configured(): readonly Path[] {
    return [...new Set(this.#entry.facts.endpoints.flatMap((at) => this.#shared.names.lookup(at)))];
  }
}
