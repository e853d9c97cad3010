import type { SignedRecord } from '../../protocol/record.js';
import type { Shared } from './shared.js';

/** Specification constants (spec §16.5), in ms: how soon a counter is raised once more, twice as long each time, up to this. */
const AGAIN_AFTER_MS = 5_000;
const AGAIN_AFTER_AT_MOST_MS = 600_000;
const LAST_BOOT = 2n ** 64n - 1n;

/**
 * A record of this node that it does not know counts before its own. Where its boot counter was lost or put back, an earlier
 * run has signed it: the counter is raised above it, once and for all. Where somebody else runs with this identity now, both
 * would raise theirs in turn: each waits twice as long as before, and so no longer than they have been at it.
 */
export class Succession {
  readonly #shared: Pick<Shared, 'settings' | 'bootEpoch' | 'emit'>;
  #mayAt = Number.NEGATIVE_INFINITY;
  #waitMs = AGAIN_AFTER_MS;
  #raised = 0;

  constructor(shared: Pick<Shared, 'settings' | 'bootEpoch' | 'emit'>) {
    this.#shared = shared;
  }

  /** Whoever has signed this record has taken leave: then nobody is there to raise his in turn. */
  outdoneBy(mono: number, { incarnation, goodbye }: SignedRecord): void {
    if (mono < this.#mayAt && !goodbye) return;
    this.#mayAt = mono + this.#waitMs;
    this.#waitMs = Math.min(2 * this.#waitMs, AGAIN_AFTER_AT_MOST_MS);
    const isLast = incarnation === LAST_BOOT;
    this.#tell(incarnation, isLast || (this.#raised > 0 && !goodbye));
    if (isLast) return;
    this.#raised += 1;
    this.#shared.emit({ type: 'raise-boot', bootEpoch: incarnation + 1n });
  }

  /** It is unusual once, and a second host when it happens again. */
  #tell(incarnation: bigint, again: boolean): void {
    const { bootEpoch, settings, emit } = this.#shared;
    const [level, what] = again
      ? (['alarm', 'identity-conflict'] as const)
      : (['warn', 'boot-raised'] as const);
    const detail = `a record of boot ${incarnation} is in force, this is boot ${bootEpoch}`;
    emit({ type: 'notice', level, what, peer: settings.certificate.name, detail });
  }
}
