import { equalBytes } from '../../protocol/bytes.js';
import type { Certificate } from '../../protocol/certificate.js';
import type { ErrorCode } from '../../protocol/errors.js';
import { accept, type Result, reject } from '../../protocol/result.js';
import { type VerifiedNode, verifyAgain } from '../../protocol/trust.js';
import { Expiry } from './expiry.js';
import { misfit } from './identity.js';
import type { Now } from './now.js';
import { keysOf, type PeerEntry } from './peer-source.js';
import type { Shared } from './shared.js';
import type { PeerStatus } from './status.js';

/** Who a peer has shown to be in the session that came up last, or by the certificate that this node was told of. */
export class Acquaintance {
  readonly #entry: PeerEntry;
  readonly #shared: Shared;
  readonly #expiry: Expiry;
  #node: VerifiedNode | undefined;
  /** Of a found peer that was introduced: nobody has proved to hold its key yet. */
  #told: VerifiedNode | undefined;

  constructor(entry: PeerEntry, shared: Shared) {
    this.#entry = entry;
    this.#shared = shared;
    this.#expiry = new Expiry(shared, entry.facts.name);
  }

  /** In the session that came up last. */
  get node(): VerifiedNode | undefined {
    return this.#node;
  }

  /** The newest certificate of it. */
  get certificate(): Certificate | undefined {
    const shown = this.#node?.certificate;
    const told = this.#told?.certificate;
    if (shown === undefined || told === undefined) return shown ?? told;
    return told.serial > shown.serial ? told : shown;
  }

  status(now: Now): Pick<PeerStatus, 'serial' | 'certificateNotAfter' | 'certificateLife' | 'key'> {
    if (this.#node === undefined)
      return {
        serial: undefined,
        certificateNotAfter: undefined,
        certificateLife: undefined,
        key: undefined,
      };
    const { serial, notAfter } = this.#node.certificate;
    const certificateLife = this.#shared.clock.life(now, this.#node.certificate);
    const key = this.#showed(this.#entry.facts.key) ? 'key' : 'next_key';
    return { serial, certificateNotAfter: notAfter, certificateLife, key };
  }

  /** Says when its certificate nears its end. */
  tick(now: Now): void {
    if (this.#node !== undefined) this.#expiry.look(now, this.#node.certificate);
  }

  /** In ms of `Now.mono`. */
  get nextAt(): number {
    return this.#node === undefined ? Number.POSITIVE_INFINITY : this.#expiry.nextAt;
  }

  /** The wall clock has moved. */
  renew(): void {
    this.#expiry.renew();
  }

  /** The keys to call it by, the one that it showed last first. */
  keys(): readonly Uint8Array[] {
    const keys = keysOf(this.#entry.facts);
    return keys.some((key) => this.#showed(key)) ? [...keys].sort((a) => (this.#showed(a) ? -1 : 1)) : keys;
  }

  /** What is known of it by now says nothing against this. */
  check(node: VerifiedNode): Result<VerifiedNode> {
    const fault = outdated(node.certificate, this.certificate);
    return fault === undefined ? accept(node) : reject(fault);
  }

  /** Somebody else has shown a certificate of it, which `check` has accepted. */
  hearOf(node: VerifiedNode): void {
    this.#told = node;
  }

  /** It came up in a session as `node`, which `check` has accepted. True: the newest certificate of it is another one now. */
  meet(node: VerifiedNode): boolean {
    const before = this.certificate;
    if (this.#node !== undefined && !this.#showed(node.certificate.noiseKey)) this.#shared.keyChanges += 1;
    this.#node = node;
    this.#expiry.renew();
    return this.certificate !== before;
  }

  /**
   * What new facts or a new trust find wrong with a certificate, for each session with the peer. It is forgotten here
   * if it is the one seen last.
   */
  review(now: Now, trustChanged: boolean): (node: VerifiedNode) => ErrorCode | undefined {
    const { crypto, clock, settings } = this.#shared;
    const span = clock.span(now);
    const fault = (node: VerifiedNode): ErrorCode | undefined => {
      const again = trustChanged ? verifyAgain(crypto, settings.trust, node, span) : accept(node);
      return again.ok ? misfit(this.#entry, node.certificate) : again.code;
    };
    if (this.#node !== undefined && fault(this.#node) !== undefined) this.#node = undefined;
    if (this.#told !== undefined && fault(this.#told) !== undefined) this.#told = undefined;
    return fault;
  }

  #showed(key: Uint8Array): boolean {
    return this.#node !== undefined && equalBytes(key, this.#node.certificate.noiseKey);
  }
}

/**
 * What a certificate that is known of the same name says against another one. A newer one ends the older ones: they may
 * have been replaced for a reason. Another key takes a newer certificate (spec §5.3).
 */
export function outdated(
  { serial, noiseKey }: Certificate,
  known: Certificate | undefined,
): ErrorCode | undefined {
  if (known === undefined || serial > known.serial) return undefined;
  if (!equalBytes(noiseKey, known.noiseKey)) return 'peer-key-conflict';
  return serial === known.serial ? undefined : 'certificate-superseded';
}
