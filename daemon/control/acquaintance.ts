import { equalBytes } from '../../protocol/bytes.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import type { VerifiedNode } from '../../protocol/trust.js';
import { keysOf, type PeerEntry } from './peer-source.js';
import type { Shared } from './shared.js';

/** Who a peer has shown to be, in the session that came up last. */
export class Acquaintance {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  #node: VerifiedNode | undefined;

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
  }

  get node(): VerifiedNode | undefined {
    return this.#node;
  }

  /** The keys to call it by, the one that it showed last first. */
  keys(): readonly Uint8Array[] {
    const keys = keysOf(this.#entry.facts);
    return keys.some((key) => this.#showed(key)) ? [...keys].sort((a) => (this.#showed(a) ? -1 : 1)) : keys;
  }

  /**
   * A newer certificate ends the older ones of its name: they may have been replaced for a reason. Another key takes a
   * newer certificate (spec §5.3).
   */
  check(node: VerifiedNode): Result<VerifiedNode> {
    const { serial, noiseKey } = node.certificate;
    const known = this.#node?.certificate;
    if (known === undefined || serial > known.serial) return accept(node);
    if (!this.#showed(noiseKey)) return reject('peer-key-conflict');
    return serial === known.serial ? accept(node) : reject('certificate-superseded');
  }

  /** It came up in a session as `node`, which `check` has accepted. */
  meet(node: VerifiedNode): void {
    if (this.#node !== undefined && !this.#showed(node.certificate.noiseKey)) this.#shared.keyChanges += 1;
    this.#node = node;
  }

  /** The configuration no longer knows whom it showed to be. */
  forget(): void {
    this.#node = undefined;
  }

  #showed(key: Uint8Array): boolean {
    return this.#node !== undefined && equalBytes(key, this.#node.certificate.noiseKey);
  }
}
