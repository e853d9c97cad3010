import { view } from '../../protocol/bytes.js';

/** What is readable of a sealed datagram (spec §6, §9). */
export interface Head {
  readonly relayed: boolean;
  /** A manager has passed it on to another. */
  readonly hop: boolean;
  /** Of the receiver's session. */
  readonly index: number;
  readonly counter: bigint;
  /** Relayed: for whom, or from whom. */
  readonly handle: number;
}

const DATA = 4;
const RELAY = 5;
const DATA_HEADER = 16;
export const RELAY_HEADER = 32;

/** Undefined: a handshake, a cookie, or too short. */
export function headOf(bytes: Uint8Array): Head | undefined {
  const type = (bytes[0] as number) & 15;
  if (type !== DATA && type !== RELAY) return undefined;
  const relayed = type === RELAY;
  if (bytes.length < (relayed ? RELAY_HEADER : DATA_HEADER)) return undefined;
  const head = view(bytes);
  return {
    relayed,
    hop: relayed && ((bytes[1] as number) & 1) === 1,
    index: head.getUint32(4, true),
    counter: head.getBigUint64(8, true),
    handle: relayed ? head.getUint32(16, true) : 0,
  };
}
