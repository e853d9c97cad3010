import type { Certificate } from '../../protocol/certificate.js';
import type { Span } from '../../protocol/trust.js';
import type { Now } from './now.js';

/** Implementation constants: a larger step is doubted, and believed when it has lasted so long. */
const STEP_SECONDS = 3_600;
/** The wall clock is read in whole seconds: what is more was somebody's doing, or has come together over a long time. */
const MOVED_SECONDS = 2;
const BELIEVED_AFTER_MS = 86_400_000;
/** Warn when so little of a certificate's life is left. */
const ENDING_FRACTION = 0.1;

export type CertificateLife = 'good' | 'ending' | 'ended';

type Validity = Pick<Certificate, 'notBefore' | 'notAfter'>;

/**
 * What time it is, for certificates. The wall clock may be wrong: set by hand, without a battery, or forged. It is
 * doubted below the floor, which is known to have passed, and after a step of more than an hour. While it is, it may be
 * any time between what it says and what the steady clock makes of its last good reading, and any time after the floor
 * where it says less: a wrong clock ends nothing, and one that is set right is followed at once.
 */
export class WallClock {
  /** The last reading that was not doubted. */
  #believed: Now | undefined;
  /** Where the doubt began: as long as readings go on from there it is one and the same time that is doubted. */
  #doubted: Now | undefined;
  #floor = 0;
  /** Since when it has gone on with the steady clock. */
  #moved: Now | undefined;

  get suspicious(): boolean {
    return this.#doubted !== undefined;
  }

  /** Takes a reading. True: from now on the clock is doubted, or no longer. `floor` in Unix seconds. */
  look(now: Now, floor: number): boolean {
    const before = this.suspicious;
    if (this.#moved === undefined || offBy(this.#moved, now) > MOVED_SECONDS) this.#moved = now;
    if (this.#isCredible(now, floor)) {
      this.#believed = now;
      this.#doubted = undefined;
    } else if (this.#doubted === undefined || isStep(this.#doubted, now)) this.#doubted = now;
    this.#floor = floor;
    return this.suspicious !== before;
  }

  span({ mono, wall }: Now): Span {
    const steady = Math.max(this.#floor, this.#steady(mono) ?? this.#floor);
    if (!this.suspicious) return { from: steady, to: steady };
    if (wall < this.#floor) return { from: steady, to: Number.POSITIVE_INFINITY };
    return { from: Math.min(steady, wall), to: Math.max(steady, wall) };
  }

  /** When it was last seen to have been set, or at first, in ms of `Now.mono`. */
  get movedAt(): number | undefined {
    return this.#moved?.mono;
  }

  /** Seconds until a certificate ends; 0 or less when it has. */
  left(now: Now, notAfter: number): number {
    return notAfter + 1 - this.span(now).from;
  }

  life(now: Now, { notBefore, notAfter }: Validity): CertificateLife {
    const left = this.left(now, notAfter);
    if (left <= 0) return 'ended';
    return left <= (notAfter - notBefore) * ENDING_FRACTION ? 'ending' : 'good';
  }

  /** When that changes, if the clock goes on as it does; in ms of `Now.mono`, later than now. */
  changesAt(now: Now, { notBefore, notAfter }: Validity): number {
    const left = this.left(now, notAfter);
    const ending = (notAfter - notBefore) * ENDING_FRACTION;
    const seconds = left > ending ? left - ending : left > 0 ? left : Number.POSITIVE_INFINITY;
    return now.mono + seconds * 1_000;
  }

  #isCredible(now: Now, floor: number): boolean {
    if (now.wall < floor) return false;
    if (this.#believed === undefined || !isStep(this.#believed, now)) return true;
    const doubted = this.#doubted;
    if (doubted === undefined || isStep(doubted, now)) return false;
    return now.mono - doubted.mono >= BELIEVED_AFTER_MS;
  }

  #steady(mono: number): number | undefined {
    return this.#believed && continued(this.#believed, mono);
  }
}

/** What the steady clock makes of a reading. */
function continued({ mono: then, wall }: Now, mono: number): number {
  return wall + (mono - then) / 1000;
}

function isStep(from: Now, to: Now): boolean {
  return offBy(from, to) > STEP_SECONDS;
}

/** In seconds. */
function offBy(from: Now, { mono, wall }: Now): number {
  return Math.abs(wall - continued(from, mono));
}
