import { festoon } from '#proto';
import { concat, isZero, u16, view } from './bytes.js';
import { decodeMessage, encodeMessage, type Plain } from './message.js';

export type HandshakePayload = Plain<festoon.v1.HandshakePayload>;

/** `u16 length || HandshakePayload || zeros` to exactly `size` bytes. Throws when it does not fit: a chain over its limit. */
export function encodePayload(fields: Partial<HandshakePayload>, size: number): Uint8Array {
  const message = encodeMessage(festoon.v1.HandshakePayload, fields);
  const out = new Uint8Array(size);
  out.set(concat(u16(message.length), message));
  return out;
}

/**
 * The inverse; `bytes` has at least the two of the length. Undefined when the length is out of range, the padding is not
 * zero or the message is not protobuf.
 */
export function decodePayload(bytes: Uint8Array): HandshakePayload | undefined {
  const end = LENGTH_BYTES + view(bytes).getUint16(0, true);
  if (end > bytes.length || !isZero(bytes.subarray(end))) return undefined;
  return decodeMessage(festoon.v1.HandshakePayload, bytes.subarray(LENGTH_BYTES, end), MESSAGE_MAX_BYTES);
}

const LENGTH_BYTES = 2;
/** What msg2, the roomier of the two, can carry. */
const MESSAGE_MAX_BYTES = 1006;
