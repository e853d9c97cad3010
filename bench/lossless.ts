/** What the packet generator saw at one rate. */
export interface Trial {
  readonly sentKpps: number;
  readonly receivedKpps: number;
  readonly lostPercent: number;
}

export interface Lossless {
  /** Highest rate seen to arrive; 0 when none did. */
  readonly kpps: number;
  /** The generator could not send faster: the true rate is this or more. */
  readonly isCeiling: boolean;
}

/** A packet in ten thousand: what a busy scheduler loses once in a while at any rate. */
export const LOST_PERCENT_MAX = 0.01;

const FIRST_KPPS = 40;
const RESOLUTION = 0.05;
const LEAST_KPPS = 1;
/** A generator that sends less than this share of what it was asked for is at its ceiling. */
const CEILING = 0.95;
/** Up to this loss a trial is made once more, as is one at the ceiling: it may have been a hiccup. */
const HICCUP_PERCENT = 1;

/** Searches the highest rate without loss: doubles it until packets are lost, then halves the interval down to 5 %. */
export async function searchLossless(attempt: (kpps: number) => Promise<Trial>): Promise<Lossless> {
  let passed = 0;
  let failed = Number.POSITIVE_INFINITY;
  let kpps = FIRST_KPPS;
  while (passed < (1 - RESOLUTION) * failed && failed > LEAST_KPPS) {
    const trial = await attemptTwice(attempt, kpps);
    if (!isLossless(trial)) failed = Math.min(kpps, trial.sentKpps);
    else if (isAtCeiling(trial, kpps)) return { kpps: Math.max(passed, trial.sentKpps), isCeiling: true };
    else passed = trial.sentKpps;
    kpps = failed === Number.POSITIVE_INFINITY ? 2 * passed : (passed + failed) / 2;
  }
  return { kpps: passed, isCeiling: false };
}

/** Reads the line that the tool `pps` prints; throws on anything else. */
export function parseTrial(line: string): Trial {
  const [sent, received, lost] = line.trim().split(' ').map(Number);
  if (
    sent === undefined ||
    received === undefined ||
    lost === undefined ||
    Number.isNaN(sent + received + lost)
  ) {
    throw new Error(`pps: ${line.trim() || 'no result'}`);
  }
  return { sentKpps: sent / 1000, receivedKpps: received / 1000, lostPercent: lost };
}

async function attemptTwice(attempt: (kpps: number) => Promise<Trial>, kpps: number): Promise<Trial> {
  const first = await attempt(kpps);
  const isClean = isLossless(first) && !isAtCeiling(first, kpps);
  if (isClean || first.lostPercent > HICCUP_PERCENT) return first;
  const second = await attempt(kpps);
  if (isLossless(first) !== isLossless(second)) return isLossless(first) ? first : second;
  return first.sentKpps > second.sentKpps ? first : second;
}

function isLossless({ lostPercent }: Trial): boolean {
  return lostPercent <= LOST_PERCENT_MAX;
}

function isAtCeiling({ sentKpps }: Trial, kpps: number): boolean {
  return sentKpps < CEILING * kpps;
}
