/** The first byte of every datagram: wire version in the high nibble, type in the low one (spec §2). */
export const WIRE_VERSION = 1;

export const DATAGRAM_TYPES = { msg1: 1, msg2: 2, cookie: 3, data: 4, relay: 5 } as const;

export function typeByte(type: keyof typeof DATAGRAM_TYPES): number {
  return (WIRE_VERSION << 4) | DATAGRAM_TYPES[type];
}

/** msg1 and msg2 are of this size, so that no answer is larger than what asked for it. */
export const HANDSHAKE_BYTES = 1100;
/** Where mac1 starts in both. */
export const MAC1_OFFSET = 1068;
/** Lanes of a session: sending workers, each with its own counter space. */
export const MAX_LANES = 8;
