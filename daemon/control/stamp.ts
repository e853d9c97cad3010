/** The order of one node's handshakes: boots, then handshakes of a boot (spec §5). */
export interface Stamp {
  readonly bootEpoch: bigint;
  readonly counter: bigint;
}

export function isNewer(a: Stamp, b: Stamp): boolean {
  return a.bootEpoch > b.bootEpoch || (a.bootEpoch === b.bootEpoch && a.counter > b.counter);
}

export function isSame(a: Stamp, b: Stamp): boolean {
  return a.bootEpoch === b.bootEpoch && a.counter === b.counter;
}
