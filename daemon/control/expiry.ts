import type { Certificate } from '../../protocol/certificate.js';
import type { Notice } from './action.js';
import type { Shared } from './shared.js';
import type { CertificateLife } from './wall-clock.js';

/** Says once of each certificate that it nears its end, and once that it has ended: this node's own, or a peer's. */
export class Expiry {
  readonly #shared: Pick<Shared, 'emit'>;
  readonly #peer: string | undefined;
  /** A certificate comes anew with each handshake; its serial tells it. */
  #serial: bigint | undefined;
  #said: CertificateLife = 'good';

  constructor(shared: Pick<Shared, 'emit'>, peer?: string) {
    this.#shared = shared;
    this.#peer = peer;
  }

  look(certificate: Certificate, life: CertificateLife): void {
    if (certificate.serial === this.#serial && life === this.#said) return;
    this.#serial = certificate.serial;
    this.#said = life;
    if (life === 'ending') this.#say('certificate-expiring', 'warn', certificate);
    if (life === 'ended') this.#say('certificate-expired', this.#peer ? 'warn' : 'alarm', certificate);
  }

  #say(what: Notice['what'], level: Notice['level'], { notAfter }: Certificate): void {
    const peer = this.#peer && { peer: this.#peer };
    this.#shared.emit({ type: 'notice', level, what, ...peer, detail: `valid until ${notAfter}` });
  }
}
