import { contains, type Endpoint, type Prefix, splitEndpoint } from '../../protocol/address.js';
import { CHALLENGE, sendFrame } from './frame.js';
import { isInside, isRelayed, managerOf, type Path, type Relayed } from './path.js';
import type { PeerEntry } from './peer-source.js';
import { Roaming } from './roaming.js';
import type { Shared } from './shared.js';
import type { PathReason, PeerStatus } from './status.js';

/** Where a manager, or a record, says that a peer can be reached. */
export interface Introduced {
  readonly relayed?: Relayed;
  readonly endpoints?: readonly Endpoint[];
  /** Of its newest run. */
  readonly bootEpoch?: bigint;
}

/** So many relayed paths to a peer are known at once, and endpoints of its record. */
const MOST_RELAYED = 4;
const MOST_ENDPOINTS = 8;

/** Where a peer is: where its packets go now, and where else it may be. */
export class Paths {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #roaming: Roaming;
  #current: Path | undefined;
  #why: PathReason | undefined;
  /** By managers, the newest first; one for each. */
  #relayed: readonly Relayed[] = [];
  #introduced: readonly Endpoint[] = [];
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

  /** By managers, the newest first. */
  get relays(): readonly Relayed[] {
    return this.#relayed;
  }

  status(): Pick<PeerStatus, 'path' | 'why'> {
    const path = this.#current && (isRelayed(this.#current) ? 'relayed' : 'direct');
    return { path, why: this.#why };
  }

  /** Where it may be, the likeliest first. */
  candidates(): readonly Path[] {
    const others = [...this.#relayed, ...this.#configured(), ...this.#introduced];
    if (this.#current === undefined || this.#isWithdrawn(this.#current)) return [...new Set(others)];
    const all = this.#outdated ? [...others, this.#current] : [this.#current, ...others];
    return [...new Set(all)];
  }

  /** True: there is a new relayed path. One of the same manager is in the place of the one before. */
  introduce({ relayed, endpoints = [] }: Introduced): boolean {
    this.#introduced = endpoints.filter((to) => isSendable(to) && this.#mayBeAt(to)).slice(0, MOST_ENDPOINTS);
    if (relayed === undefined || !this.#mayBeAt(relayed) || this.#relayed.includes(relayed)) return false;
    this.#know(relayed);
    if (this.#current !== undefined && this.#isWithdrawn(this.#current)) this.#move(relayed, 'introduced');
    return true;
  }

  /** It leads nowhere any more. Packets go there until another one is known. */
  withdraw(path: Path): void {
    this.#relayed = this.#relayed.filter((other) => other !== path);
    const [next] = this.#relayed;
    if (path === this.#current && next !== undefined) this.#move(next, 'fallback');
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
    if (isRelayed(path)) this.#know(path);
    this.#current = path;
    this.#why = why;
    this.#outdated = false;
  }

  lose(): void {
    this.#current = undefined;
    this.#why = undefined;
  }

  sourceChanged(mono: number, index: number, source: Path): void {
    if (!this.#mayBeAt(source)) return;
    const token = this.#roaming.challenge(source, mono);
    if (token !== undefined) sendFrame(this.#shared, index, CHALLENGE, 0, token, source);
  }

  challengeAnswered(source: Path, token: Uint8Array): void {
    if (this.#roaming.answered(source, token)) this.#move(source, 'challenge');
  }

  #move(path: Path, why: PathReason): void {
    this.take(path, why);
    const { emit } = this.#shared;
    const { id: peer, facts } = this.#entry;
    emit({ type: 'set-path', peer, path });
    emit({ type: 'notice', level: 'info', what: 'path-changed', peer: facts.name, detail: path });
  }

  #know(path: Relayed): void {
    const others = this.#relayed.filter((other) => managerOf(other) !== managerOf(path));
    this.#relayed = [path, ...others].slice(0, MOST_RELAYED);
  }

  #isWithdrawn(path: Path): boolean {
    return isRelayed(path) && !this.#relayed.includes(path);
  }

  /** A manager is reached directly, and nobody through the tunnel. */
  #mayBeAt(path: Path): boolean {
    if (isRelayed(path)) return this.#entry.facts.manager === undefined;
    return !isInside(path, this.#shared.settings.inOverlay);
  }

  #isInOverlay(): boolean {
    return this.#current !== undefined && isInside(this.#current, this.#shared.settings.inOverlay);
  }

  #configured(): readonly Path[] {
    return [...new Set(this.#entry.facts.endpoints.flatMap((at) => this.#shared.names.lookup(at)))];
  }
}

/** Addresses that mean something else on every host, or many hosts at once: what is heard of a peer is not believed so far. */
const SENDABLE_NOWHERE = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fe80::/10',
  'ff00::/8',
] as Prefix[];

function isSendable(endpoint: Endpoint): boolean {
  const { address } = splitEndpoint(endpoint);
  return !SENDABLE_NOWHERE.some((prefix) => contains(prefix, address));
}
