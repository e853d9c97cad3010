import { festoon } from '#proto';
import { equalBytes } from './bytes.js';
import { decodeMessage, encodeMessage } from './message.js';

/** A body and an Ed25519 signature over a label and it: the form of certificates and records (spec §3, §14). */
export interface Signed {
  /** The signed bytes as received. */
  readonly body: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

export function encodeSigned({ body, signature }: Signed): Uint8Array {
  return encodeMessage(festoon.v1.Signed, { body, signature });
}

/** Undefined unless it is the one encoding of a body and 64 bytes of signature. The result shares no memory. */
export function decodeSigned(bytes: Uint8Array, maxBytes: number): Signed | undefined {
  const signed = decodeMessage(festoon.v1.Signed, bytes, maxBytes);
  if (signed === undefined || signed.signature.length !== 64) return undefined;
  return equalBytes(bytes, encodeSigned(signed)) ? signed : undefined;
}
