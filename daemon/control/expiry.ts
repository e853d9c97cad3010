import type { Certificate } from '../../protocol/certificate.js';
import type { NoticeKind } from './action.js';
import type { Shared } from './shared.js';

/** Warn when so little of its life is left. */
const WARN_FRACTION = 0.1;

/** Says once that this node's own certificate nears its end, and once that it has ended. */
export class Expiry {
  readonly #certificate: Certificate;
  readonly #emit: Shared['emit'];
  #said: NoticeKind | undefined;

  constructor(certificate: Certificate, emit: Shared['emit']) {
    this.#certificate = certificate;
    this.#emit = emit;
  }

  /** `wall` in Unix seconds. */
  look(wall: number): void {
    const { notBefore, notAfter } = this.#certificate;
    const warnAt = notAfter - (notAfter - notBefore) * WARN_FRACTION;
    if (wall > notAfter) this.#say('certificate-expired', 'alarm', notAfter);
    else if (wall >= warnAt) this.#say('certificate-expiring', 'warn', notAfter);
  }

  #say(what: NoticeKind, level: 'warn' | 'alarm', notAfter: number): void {
    if (this.#said === what) return;
    this.#said = what;
    this.#emit({ type: 'notice', level, what, detail: `valid until ${notAfter}` });
  }
}
