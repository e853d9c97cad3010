import type { Certificate } from '../../protocol/certificate.js';
import type { Notice } from './action.js';
import type { Now } from './now.js';
import type { Shared } from './shared.js';
import type { CertificateLife } from './wall-clock.js';

/** Says once of each certificate that it nears its end, and once that it has ended: this node's own, or a peer's. */
export class Expiry {
  readonly #shared: Pick<Shared, 'emit' | 'clock'>;
  readonly #peer: string | undefined;
  /** A certificate comes anew with each handshake; its serial tells it. */
  #serial: bigint | undefined;
  #said: CertificateLife = 'good';
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(shared: Pick<Shared, 'emit' | 'clock'>, peer?: string) {
    this.#shared = shared;
    this.#peer = peer;
  }

  /** When there is something to say, if the wall clock goes on as it does; in ms of `Now.mono`. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** There is another certificate, or the wall clock has moved: the next look is due. */
  renew(): void {
    this.#nextAt = Number.NEGATIVE_INFINITY;
  }

  look(now: Now, certificate: Certificate): void {
    if (now.mono < this.#nextAt) return;
    const { clock } = this.#shared;
    this.#nextAt = clock.changesAt(now, certificate);
    this.#tell(certificate, clock.life(now, certificate));
  }

  #tell(certificate: Certificate, life: CertificateLife): void {
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
